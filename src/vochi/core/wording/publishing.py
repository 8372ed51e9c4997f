"""Words about changing the office together: parts, drafts, versions."""

RU: dict[str, str] = {
    "part_exists": "«{key}» уже есть: выберите другое имя или номер, либо откройте то, что есть.",
    "part_key_stays": "Внутреннее имя «{key}» не меняется: на нём держится история.",
    "stale_draft": "Черновик уже изменён в другой вкладке или на другом компьютере.",
    "draft_conflicts": "Пока вы правили, то же самое изменили другие: выберите, чьё оставить.",
    "no_draft": "Черновика нет: публиковать нечего.",
    "part.people": "Сотрудник «{name}»",
    "part.devices": "Телефон {key}",
    "part.lines": "Линия «{name}»",
    "part.gateways": "Шлюз «{name}»",
    "part.adapters": "Адаптер «{name}»",
    "part.sockets": "Розетка «{name}»",
    "part.operators": "Оператор «{name}»",
    "part.departments": "Отдел {key} «{name}»",
    "part.prompts": "Запись «{name}»",
    "part.inbound": "Входящая схема «{name}»",
    "part.outbound": "Исходящая схема «{name}»",
    "node.leads": "Входящая схема «{scheme}», узел «{id}»: {ways}.",
    "node.way_moved": "«{way}» теперь ведёт на «{after}», раньше на «{before}»",
    "node.way_new": "«{way}» ведёт на «{after}»",
    "node.way_gone": "«{way}» больше не ведёт на «{before}»",
    "part.node": "Схема «{name}», {node}",
    "part.follow_me": "Номер {key} «{name}»",
    "part.conferences": "Конференция {key} «{name}»",
    "part.company": "О компании",
    "part.numbering": "План номеров",
    "part.parking": "Парковка звонков",
    "part.features": "Коды быстрых действий",
    "part.holidays": "Выходные и праздники",
    "part.policy": "Правила и лимиты",
    "office_unreadable": "Этот файл не читается как описание офиса.",
    "revert.refused": "Версия {version} не прижилась: телефонам отказано в пароле, {count} из {of} "
    "({names}). Сама вернулась версия {back_to}.",
    "revert.phones": "Версия {version} не прижилась: телефоны пропали и не вернулись, {count} из "
    "{of} "
    "({names}). Сама вернулась версия {back_to}.",
    "revert.lines": "Версия {version} не прижилась: пропали все линии, которые она меняла "
    "({names}). "
    "Сама вернулась версия {back_to}.",
    "revert.calls": "Версия {version} не прижилась: звонки перестали проходить, подряд не удалось "
    "{count}. Сама вернулась версия {back_to}.",
    "field.revert_minutes": "сколько минут проверять после публикации",
    "field.person_name": "имя",
}
EN: dict[str, str] = {
    "part_exists": "“{key}” is there already: choose another name or number, or open what is "
    "there.",
    "part_key_stays": "The internal name “{key}” stays: the history rests on it.",
    "stale_draft": "The draft was changed in another tab or on another computer.",
    "draft_conflicts": "While you were editing, others changed the same things: "
    "choose whose to keep.",
    "no_draft": "There is no draft: nothing to publish.",
    "part.people": "Employee “{name}”",
    "part.devices": "Phone {key}",
    "part.lines": "Line “{name}”",
    "part.gateways": "Gateway “{name}”",
    "part.adapters": "Adapter “{name}”",
    "part.sockets": "Socket “{name}”",
    "part.operators": "Operator “{name}”",
    "part.departments": "Department {key} “{name}”",
    "part.prompts": "Prompt “{name}”",
    "part.inbound": "Incoming scheme “{name}”",
    "part.outbound": "Outgoing scheme “{name}”",
    "node.leads": "Inbound scheme “{scheme}”, node “{id}”: {ways}.",
    "node.way_moved": "“{way}” now leads to “{after}”, before to “{before}”",
    "node.way_new": "“{way}” leads to “{after}”",
    "node.way_gone": "“{way}” does not lead to “{before}” any more",
    "part.node": "Scheme “{name}”, {node}",
    "part.follow_me": "Number {key} “{name}”",
    "part.conferences": "Conference {key} “{name}”",
    "part.company": "About the company",
    "part.numbering": "Numbering plan",
    "part.parking": "Call parking",
    "part.features": "Feature codes",
    "part.holidays": "Days off and holidays",
    "part.policy": "Rules and limits",
    "office_unreadable": "This file cannot be read as an office.",
    "revert.refused": "Version {version} did not hold: phones were refused for their password, "
    "{count} "
    "of {of} ({names}). Version {back_to} came back by itself.",
    "revert.phones": "Version {version} did not hold: phones went away and did not come back, "
    "{count} "
    "of {of} ({names}). Version {back_to} came back by itself.",
    "revert.lines": "Version {version} did not hold: all lines that it changed went away "
    "({names}). "
    "Version {back_to} came back by itself.",
    "revert.calls": "Version {version} did not hold: calls stopped going through, {count} failed "
    "in a"
    " row. Version {back_to} came back by itself.",
    "field.revert_minutes": "minutes of watching after a publication",
    "field.person_name": "name",
}
BE: dict[str, str] = {
    "part_exists": "«{key}» ужо ёсць: абярыце іншую назву або нумар, або адкрыйце тое, што ёсць.",
    "part_key_stays": "Унутранае імя «{key}» не мяняецца: на ім трымаецца гісторыя.",
    "stale_draft": "Чарнавік ужо зменены ў іншай укладцы або на іншым камп’ютары.",
    "draft_conflicts": "Пакуль вы правілі, тое самае змянілі іншыя: абярыце, чыё пакінуць.",
    "no_draft": "Чарнавіка няма: публікаваць няма чаго.",
    "part.people": "Супрацоўнік «{name}»",
    "part.devices": "Тэлефон {key}",
    "part.lines": "Лінія «{name}»",
    "part.gateways": "Шлюз «{name}»",
    "part.adapters": "Адаптар «{name}»",
    "part.sockets": "Разетка «{name}»",
    "part.operators": "Аператар «{name}»",
    "part.departments": "Аддзел {key} «{name}»",
    "part.prompts": "Запіс «{name}»",
    "part.inbound": "Уваходная схема «{name}»",
    "part.outbound": "Выходная схема «{name}»",
    "node.leads": "Уваходная схема «{scheme}», вузел «{id}»: {ways}.",
    "node.way_moved": "«{way}» цяпер вядзе на «{after}», раней на «{before}»",
    "node.way_new": "«{way}» вядзе на «{after}»",
    "node.way_gone": "«{way}» больш не вядзе на «{before}»",
    "part.node": "Схема «{name}», {node}",
    "part.follow_me": "Нумар {key} «{name}»",
    "part.conferences": "Канферэнцыя {key} «{name}»",
    "part.company": "Пра кампанію",
    "part.numbering": "План нумароў",
    "part.parking": "Паркоўка званкоў",
    "part.features": "Коды хуткіх дзеянняў",
    "part.holidays": "Выхадныя і святы",
    "part.policy": "Правілы і ліміты",
    "office_unreadable": "Гэты файл не чытаецца як апісанне офіса.",
    "revert.refused": "Версія {version} не прыжылася: тэлефонам адмоўлена ў паролі, {count} з {of} "
    "({names}). Сама вярнулася версія {back_to}.",
    "revert.phones": "Версія {version} не прыжылася: тэлефоны зніклі і не вярнуліся, {count} з "
    "{of} "
    "({names}). Сама вярнулася версія {back_to}.",
    "revert.lines": "Версія {version} не прыжылася: зніклі ўсе лініі, якія яна мяняла ({names}). "
    "Сама"
    " вярнулася версія {back_to}.",
    "revert.calls": "Версія {version} не прыжылася: званкі перасталі праходзіць, запар не ўдалося "
    "{count}. Сама вярнулася версія {back_to}.",
    "field.revert_minutes": "колькі хвілін правяраць пасля публікацыі",
    "field.person_name": "імя",
}
