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
    "people.no_free_extension": "В плане нумерации не осталось свободных внутренних номеров.",
    "people.no_free_follow_me": "В плане нумерации не осталось свободных номеров Follow Me.",
    "people.extension_of": "{extension} занят: {name}. Свободен {free}.",
    "people.bad_mobile": "«{number}» не похоже на номер телефона. Пример: +375 29 123-45-67.",
    "people.no_department": "Отдела {department} нет.",
    "people.no_outbound": "Схемы исходящих «{scheme}» нет.",
    "people.no_phone": "Телефона {account} у этого сотрудника нет.",
    "people.phone_twice": "Телефон {account} указан дважды.",
    "person_has_problems": "Сохранить не вышло: исправьте отмеченное.",
    "account_locked": "Вход {login} закрыт: сначала верните сотрудника.",
    "no_account": "У этого сотрудника нет входа: укажите имя для входа.",
    "no_invite": "Действующей ссылки нет.",
    "invite_gone": "Ссылка уже использована, отозвана или прошло трое суток. Попросите у "
    "администратора новую.",
    "no_such_heir": "Передать звонки на {to} нельзя: такого сотрудника или отдела нет.",
    "extension_taken": "Номер {extension} занят: {name}.",
    "link_gone": "Ссылка для настройки телефона уже не действует: откройте настройку заново.",
    "people.no_name": "Нет имени (от 1 до 80 знаков).",
    "people.bad_login": "«{login}» не годится для входа: от 2 до 60 букв, цифр и знаков . @ + - _",
    "people.login_twice": "Вход «{login}» уже есть в строке {line}.",
    "people.no_role": "Роли «{role}» нет.",
    "people.bad_extension": "«{extension}» не внутренний номер: от 2 до 5 цифр, первая не ноль.",
    "people.no_kind": "Телефона вида «{kind}» нет: настольный, программа, трубка, аналоговый.",
    "people.bad_cell": "Значение «{value}» здесь не годится.",
    "people.bad_pin": "ПИН — от 4 до 10 цифр.",
    "table_too_big": "Файл больше {megabytes} МБ.",
    "table_unreadable": "Прочитать файл не вышло. Сохраните его как XLSX или CSV.",
    "table_empty": "В файле нет ни одного сотрудника: первая строка — заголовки, дальше люди.",
    "too_many_rows": "В файле больше {most} строк: разделите его на части.",
    "no_name_column": "Нет столбца с именем. Заголовки файла: {headings}.",
    "phone.desk": "Телефон на столе",
    "phone.softphone": "Программа",
    "phone.dect": "Трубка DECT",
    "phone.fxs": "Аналоговый аппарат",
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
    "people.no_free_extension": "The numbering plan has no free extension left.",
    "people.no_free_follow_me": "The numbering plan has no free Follow Me number left.",
    "people.extension_of": "{extension} is taken: {name}. {free} is free.",
    "people.bad_mobile": "“{number}” does not look like a phone number. Example: "
    "+375 29 123-45-67.",
    "people.no_department": "There is no department {department}.",
    "people.no_outbound": "There is no outbound scheme “{scheme}”.",
    "people.no_phone": "This person has no phone {account}.",
    "people.phone_twice": "Phone {account} is named twice.",
    "person_has_problems": "It could not be saved: mend what is marked.",
    "account_locked": "The login {login} is locked: let the person return first.",
    "no_account": "This person has no login: give one.",
    "no_invite": "There is no link that is good.",
    "invite_gone": "The link was used or revoked, or three days are over. Ask an administrator "
    "for a new one.",
    "no_such_heir": "Calls cannot go to {to}: there is no such person or department.",
    "extension_taken": "Number {extension} is taken: {name}.",
    "link_gone": "This link for setting a phone up is good no more: open the settings anew.",
    "people.no_name": "There is no name (1 to 80 characters).",
    "people.bad_login": "“{login}” cannot be a login: 2 to 60 letters, digits and . @ + - _",
    "people.login_twice": "The login “{login}” is in line {line} already.",
    "people.no_role": "There is no role “{role}”.",
    "people.bad_extension": "“{extension}” is no extension: 2 to 5 digits, the first not zero.",
    "people.no_kind": "There is no phone “{kind}”: desk, softphone, dect, analogue.",
    "people.bad_cell": "The value “{value}” does not fit here.",
    "people.bad_pin": "A PIN has 4 to 10 digits.",
    "table_too_big": "The file is larger than {megabytes} MB.",
    "table_unreadable": "The file could not be read. Save it as XLSX or CSV.",
    "table_empty": "There is nobody in the file: headings in the first line, people below.",
    "too_many_rows": "The file has more than {most} lines: divide it.",
    "no_name_column": "There is no column with names. Headings of the file: {headings}.",
    "phone.desk": "Desk phone",
    "phone.softphone": "Softphone",
    "phone.dect": "DECT handset",
    "phone.fxs": "Analogue phone",
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
    "people.no_free_extension": "У плане нумарацыі не засталося вольных унутраных нумароў.",
    "people.no_free_follow_me": "У плане нумарацыі не засталося вольных нумароў Follow Me.",
    "people.extension_of": "{extension} заняты: {name}. Вольны {free}.",
    "people.bad_mobile": "«{number}» не падобна на нумар тэлефона. Прыклад: +375 29 123-45-67.",
    "people.no_department": "Аддзела {department} няма.",
    "people.no_outbound": "Схемы выходных «{scheme}» няма.",
    "people.no_phone": "Тэлефона {account} у гэтага супрацоўніка няма.",
    "people.phone_twice": "Тэлефон {account} паказаны двойчы.",
    "person_has_problems": "Захаваць не ўдалося: выпраўце пазначанае.",
    "account_locked": "Уваход {login} зачынены: спачатку вярніце супрацоўніка.",
    "no_account": "У гэтага супрацоўніка няма ўваходу: пакажыце імя для ўваходу.",
    "no_invite": "Дзейнай спасылкі няма.",
    "invite_gone": "Спасылка ўжо выкарыстаная, адкліканая або мінула трое сутак. Папрасіце ў "
    "адміністратара новую.",
    "no_such_heir": "Перадаць званкі на {to} нельга: такога супрацоўніка або аддзела няма.",
    "extension_taken": "Нумар {extension} заняты: {name}.",
    "link_gone": "Спасылка для настройкі тэлефона ўжо не дзейнічае: адкрыйце настройку нанова.",
    "people.no_name": "Няма імя (ад 1 да 80 знакаў).",
    "people.bad_login": "«{login}» не падыходзіць для ўваходу: ад 2 да 60 літар, лічбаў і знакаў "
    ". @ + - _",
    "people.login_twice": "Уваход «{login}» ужо ёсць у радку {line}.",
    "people.no_role": "Ролі «{role}» няма.",
    "people.bad_extension": "«{extension}» не ўнутраны нумар: ад 2 да 5 лічбаў, першая не нуль.",
    "people.no_kind": "Тэлефона віду «{kind}» няма: настольны, праграма, трубка, аналагавы.",
    "people.bad_cell": "Значэнне «{value}» тут не падыходзіць.",
    "people.bad_pin": "ПІН — ад 4 да 10 лічбаў.",
    "table_too_big": "Файл большы за {megabytes} МБ.",
    "table_unreadable": "Прачытаць файл не ўдалося. Захавайце яго як XLSX або CSV.",
    "table_empty": "У файле няма ніводнага супрацоўніка: першы радок — загалоўкі, далей людзі.",
    "too_many_rows": "У файле больш за {most} радкоў: падзяліце яго на часткі.",
    "no_name_column": "Няма слупка з імем. Загалоўкі файла: {headings}.",
    "phone.desk": "Тэлефон на стале",
    "phone.softphone": "Праграма",
    "phone.dect": "Трубка DECT",
    "phone.fxs": "Аналагавы апарат",
}
