"""Words for people: working away from the desk, invitations, leavers, lists that are imported."""

RU: dict[str, str] = {
    "person.no_mobile": "{name} работает с мобильного, а его номер не указан.",
    "person.mobile_is_ours": "{mobile} — номер нашей линии «{line}»: звонок ходил бы по кругу. "
    "Укажите личный мобильный.",
    "person.mobile_no_confirm": "На {mobile} ({name}) может ответить голосовая почта. Включите "
    "«нажать 1, чтобы принять».",
    "person.mobile_no_outbound": "У сотрудника {name} нет схемы исходящих: звонить на его "
    "мобильный {mobile} не по чему.",
    "person.mobile_no_route": "Схема исходящих «{outbound}» не ведёт на {mobile} ({name}): нет "
    "линии, которая туда звонит.",
    "person.mobile_unsigned": "На {mobile} ({name}) ведут только линии «{lines}», а голос через "
    "интернет от такого оператора в этой стране разрешён лишь под подпись владельца. Подпишите "
    "линию на странице «Линии» или выберите схему с GSM-линией.",
    "person.no_softphone": "{name} работает с программы-телефона, а её среди телефонов нет. "
    "Добавьте телефон вида «программа».",
    "person.moved": "{name} работает: {works_from}.",
    "works_from.desk": "за своим столом",
    "works_from.mobile": "с мобильного",
    "works_from.softphone": "с программы-телефона",
    "field.works_from": "откуда работает",
    "field.mobile": "мобильный",
}

EN: dict[str, str] = {
    "person.no_mobile": "{name} works from a mobile, and its number is not given.",
    "person.mobile_is_ours": "{mobile} is the number of our line “{line}”: a call would go round "
    "in a circle. Give a personal mobile.",
    "person.mobile_no_confirm": "A voicemail can answer on {mobile} ({name}). Switch “press 1 to "
    "accept” on.",
    "person.mobile_no_outbound": "{name} has no outbound scheme: nothing carries a call to the "
    "mobile {mobile}.",
    "person.mobile_no_route": "Outbound scheme “{outbound}” does not lead to {mobile} ({name}): "
    "no line calls there.",
    "person.mobile_unsigned": "Only the lines “{lines}” lead to {mobile} ({name}), and voice over "
    "the Internet of such an operator needs the owner's signature in this country. Sign the line "
    "on the page “Lines”, or choose a scheme with a GSM line.",
    "person.no_softphone": "{name} works from a softphone and has none. Add a phone of the kind "
    "“softphone”.",
    "person.moved": "{name} works {works_from}.",
    "works_from.desk": "at the desk",
    "works_from.mobile": "from a mobile",
    "works_from.softphone": "from a softphone",
    "field.works_from": "works from",
    "field.mobile": "mobile",
}

BE: dict[str, str] = {
    "person.no_mobile": "{name} працуе з мабільнага, а яго нумар не паказаны.",
    "person.mobile_is_ours": "{mobile} — нумар нашай лініі «{line}»: званок хадзіў бы па коле. "
    "Пакажыце асабісты мабільны.",
    "person.mobile_no_confirm": "На {mobile} ({name}) можа адказаць галасавая пошта. Уключыце "
    "«націснуць 1, каб прыняць».",
    "person.mobile_no_outbound": "У супрацоўніка {name} няма схемы выходных: тэлефанаваць на яго "
    "мабільны {mobile} няма па чым.",
    "person.mobile_no_route": "Схема выходных «{outbound}» не вядзе на {mobile} ({name}): няма "
    "лініі, якая туды тэлефануе.",
    "person.mobile_unsigned": "На {mobile} ({name}) вядуць толькі лініі «{lines}», а голас праз "
    "інтэрнэт ад такога аператара ў гэтай краіне дазволены толькі пад подпіс уладальніка. "
    "Падпішыце лінію на старонцы «Лініі» або выберыце схему з GSM-лініяй.",
    "person.no_softphone": "{name} працуе з праграмы-тэлефона, а яе сярод тэлефонаў няма. "
    "Дадайце тэлефон віду «праграма».",
    "person.moved": "{name} працуе: {works_from}.",
    "works_from.desk": "за сваім сталом",
    "works_from.mobile": "з мабільнага",
    "works_from.softphone": "з праграмы-тэлефона",
    "field.works_from": "адкуль працуе",
    "field.mobile": "мабільны",
}
