"""Words of printed set-ups; what a device's own page calls a field is not translated."""

RU: dict[str, str] = {
    "guide.safety": "Свой пароль страницы шлюза; заводской знает каждый",
    "guide.goip.mode": "Регистрация каждой линии отдельно",
    "guide.goip.account": "Линия {slot} ({name}): учётная запись SIP",
    "guide.goip.calls": "Линия {slot} ({name}): входящие и исходящие",
    "guide.goip.sms": "Линия {slot} ({name}): SMS и USSD",
    "guide.goip.divert": "Своя переадресация шлюза: не трогать",
    "guide.check": "Сохраните и перезагрузите устройство; Vochi проверит его снаружи",
    "guide.modem": "Модем подключён к самой станции: вводить в него нечего",
    "guide.modem_name": "Имя модема {name} в настройках Asterisk",
    "guide.port": "Порт {slot} ({name}): учётная запись SIP",
    "guide.api": "Доступ для Vochi",
    "guide.phone": "Аналоговый телефон ({name})",
    "guide.line": "Городская линия ({name}): учётная запись SIP",
    "guide.line.pair": "Городская линия ({name}): сама пара",
    "guide.line.forward": "Звонки с города — к нам",
    "guide.spa.codes": "Свои коды адаптера",
    "guide.nothing": "Адаптеру не назначены ни линия, ни телефон: выберите их в кабинете.",
    "guide.note.no_password": "Пароль появится после публикации.",
    "guide.note.server": "Адрес станции. Шлюз должен видеть её напрямую, без проброса портов из "
    "Интернета.",
    "guide.note.goip.telnet": "В прошивках DBLTEK находили потайной вход dbladm: держите шлюз в "
    "отдельной сети.",
    "guide.note.goip.period": "Шлюз, который перезагрузили, виден через минуту.",
    "guide.note.goip.prefix": "Без подходящего префикса шлюз отвечает 404 и не звонит. Здесь то, "
    "с чего начинается любой номер, который мы набираем.",
    "guide.note.goip.forwarding": "Пусто нельзя: устройство само снимет трубку и даст второй "
    "гудок.",
    "guide.note.goip.cid": "Так виден номер звонящего, а станция узнаёт линию.",
    "guide.note.goip.divert": "Переадресацией у оператора занимается Vochi; то, что задано здесь, "
    "стирает её при каждой регистрации SIM-карты.",
    "guide.note.goip.check": "У каждой линии с SIM-картой.",
    "guide.note.dtmf": "Иначе коды (*2 — перевод, *5 — парковка) станция не услышит.",
    "guide.note.own_codes": "Отключите или сотрите: коды со звёздочкой выполняет станция.",
    "guide.note.rings": "Номер звонящего приходит между первым и вторым звонком.",
    "guide.note.stage": "Номер набирается сразу, без второго гудка.",
    "guide.note.disconnect": "Не освобождает линию — подберите тон отбоя вашей АТС (PSTN "
    "Disconnect Tone).",
    "guide.note.cid": "Номер звонящего с города.",
}
EN: dict[str, str] = {
    "guide.safety": "A password of your own for the gateway's page; everybody knows the factory's",
    "guide.goip.mode": "Each line registers by itself",
    "guide.goip.account": "Line {slot} ({name}): SIP account",
    "guide.goip.calls": "Line {slot} ({name}): calls in and out",
    "guide.goip.sms": "Line {slot} ({name}): SMS and USSD",
    "guide.goip.divert": "The gateway's own call forwarding: leave it alone",
    "guide.check": "Save and restart the device; Vochi checks it from outside",
    "guide.modem": "The modem is part of the box itself: nothing is typed into it",
    "guide.modem_name": "The name of modem {name} in the configuration of Asterisk",
    "guide.port": "Port {slot} ({name}): SIP account",
    "guide.api": "Access for Vochi",
    "guide.phone": "Analogue phone ({name})",
    "guide.line": "City line ({name}): SIP account",
    "guide.line.pair": "City line ({name}): the pair itself",
    "guide.line.forward": "Calls from the city come to us",
    "guide.spa.codes": "The adapter's own codes",
    "guide.nothing": "The adapter has neither a line nor a phone: choose them in the cabinet.",
    "guide.note.no_password": "The password comes with the publication.",
    "guide.note.server": "Address of the box. The gateway must see it directly, without ports "
    "forwarded from the Internet.",
    "guide.note.goip.telnet": "Firmware of DBLTEK was found to have a hidden door, dbladm: keep "
    "the gateway in a network of its own.",
    "guide.note.goip.period": "A gateway that was restarted is seen within a minute.",
    "guide.note.goip.prefix": "Without a prefix that fits, the gateway answers 404 and does not "
    "call. This is what every number begins with as we dial it.",
    "guide.note.goip.forwarding": "Never empty: the device would answer by itself and give a "
    "second dial tone.",
    "guide.note.goip.cid": "So the caller's number is seen, and the box knows the line.",
    "guide.note.goip.divert": "Vochi takes care of forwarding by the operator; what is set here "
    "wipes it whenever the SIM card registers.",
    "guide.note.goip.check": "For every line with a SIM card.",
    "guide.note.dtmf": "Else the box does not hear codes (*2 transfers, *5 parks).",
    "guide.note.own_codes": "Switch off or clear: codes with a star are the box's.",
    "guide.note.rings": "The caller's number comes between the first ring and the second.",
    "guide.note.stage": "The number is dialled at once, without a second dial tone.",
    "guide.note.disconnect": "If the line is not freed, set the disconnect tone of your exchange "
    "(PSTN Disconnect Tone).",
    "guide.note.cid": "The number of a caller from the city.",
}
BE: dict[str, str] = {
    "guide.safety": "Свой пароль старонкі шлюза; завадскі ведае кожны",
    "guide.goip.mode": "Рэгістрацыя кожнай лініі асобна",
    "guide.goip.account": "Лінія {slot} ({name}): уліковы запіс SIP",
    "guide.goip.calls": "Лінія {slot} ({name}): уваходныя і выходныя",
    "guide.goip.sms": "Лінія {slot} ({name}): SMS і USSD",
    "guide.goip.divert": "Свая пераадрасацыя шлюза: не чапаць",
    "guide.check": "Захавайце і перазагрузіце прыладу; Vochi праверыць яе звонку",
    "guide.modem": "Мадэм падключаны да самой станцыі: уводзіць у яго няма чаго",
    "guide.modem_name": "Імя мадэма {name} у наладах Asterisk",
    "guide.port": "Порт {slot} ({name}): уліковы запіс SIP",
    "guide.api": "Доступ для Vochi",
    "guide.phone": "Аналагавы тэлефон ({name})",
    "guide.line": "Гарадская лінія ({name}): уліковы запіс SIP",
    "guide.line.pair": "Гарадская лінія ({name}): сама пара",
    "guide.line.forward": "Званкі з горада — да нас",
    "guide.spa.codes": "Свае коды адаптара",
    "guide.nothing": "Адаптару не прызначаны ні лінія, ні тэлефон: абярыце іх у кабінеце.",
    "guide.note.no_password": "Пароль з'явіцца пасля публікацыі.",
    "guide.note.server": "Адрас станцыі. Шлюз павінен бачыць яе напрамую, без пракіду партоў з "
    "Інтэрнэту.",
    "guide.note.goip.telnet": "У прашыўках DBLTEK знаходзілі патаемны ўваход dbladm: трымайце шлюз "
    "у асобнай сетцы.",
    "guide.note.goip.period": "Шлюз, які перазагрузілі, бачны праз хвіліну.",
    "guide.note.goip.prefix": "Без прыдатнага прэфікса шлюз адказвае 404 і не тэлефануе. Тут тое, "
    "з чаго пачынаецца любы нумар, які мы набіраем.",
    "guide.note.goip.forwarding": "Пуста нельга: прылада сама здыме слухаўку і дасць другі гудок.",
    "guide.note.goip.cid": "Так бачны нумар таго, хто тэлефануе, а станцыя пазнае лінію.",
    "guide.note.goip.divert": "Пераадрасацыяй у аператара займаецца Vochi; тое, што зададзена тут, "
    "сцірае яе пры кожнай рэгістрацыі SIM-карты.",
    "guide.note.goip.check": "У кожнай лініі з SIM-картай.",
    "guide.note.dtmf": "Інакш коды (*2 — перавод, *5 — паркоўка) станцыя не пачуе.",
    "guide.note.own_codes": "Адключыце або сатрыце: коды з зорачкай выконвае станцыя.",
    "guide.note.rings": "Нумар прыходзіць паміж першым і другім званком.",
    "guide.note.stage": "Нумар набіраецца адразу, без другога гудка.",
    "guide.note.disconnect": "Не вызваляе лінію — падбярыце тон адбою вашай АТС (PSTN Disconnect "
    "Tone).",
    "guide.note.cid": "Нумар таго, хто тэлефануе з горада.",
}
