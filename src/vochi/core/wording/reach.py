"""Words for follow me, hunting and ringing."""

RU: dict[str, str] = {
    "follow_me.number_taken": "Номер Follow Me {number} уже занят.",
    "follow_me.number_is": "Номер {number} уже занят: «{name}».",
    "follow_me.emergency": "{number} — номер экстренной службы, для Follow Me его взять нельзя.",
    "follow_me.outside_plan": "Номер Follow Me {number} не из плана нумерации ({plan}).",
    "follow_me.unknown_person": "Follow Me {number} «{name}»: сотрудника «{person}» нет.",
    "follow_me.unknown_target": "Follow Me {number} «{name}»: {target} — не добавочный сотрудника. "
    "Искать можно по телефонам людей и по номерам снаружи.",
    "follow_me.target_twice": "Follow Me {number} «{name}», шаг {step}: {target} указан дважды.",
    "follow_me.no_device": "Follow Me {number} «{name}»: у {target} нет ни одного телефона.",
    "follow_me.no_outbound": "Follow Me {number} «{name}»: у сотрудника нет схемы исходящих, "
    "позвонить на {target} не по чему.",
    "follow_me.no_route": "Follow Me {number} «{name}»: схема исходящих «{outbound}» не ведёт "
    "на {target}.",
    "follow_me.no_confirm": "Follow Me {number} «{name}»: на {target} может ответить голосовая "
    "почта. Включите «нажать 1, чтобы принять».",
    "follow_me.added": "Новый Follow Me: {id} «{name}».",
    "follow_me.removed": "Убран Follow Me: {id} «{name}».",
    "follow_me.changed": "Follow Me {id} «{name}», {field}: {before} → {after}.",
    "department.only_first": "Отдел «{name}»: за {seconds} с успеет позвонить только первый "
    "телефон, его очередь — {turn} с.",
    "node.only_first": "Схема «{scheme}», узел «{node}»: за {seconds} с успеет позвонить только "
    "первый телефон, его очередь — {turn} с.",
    "node.after_without_music": "Схема «{scheme}», узел «{node}»: телефоны звонят не сразу, а "
    "что слышит клиент, не задано. Выберите музыку или приветствие.",
    "node.cuts_follow_me": "Схема «{scheme}», узел «{node}»: Follow Me {number} ищет {longest} с, "
    "а узел ждёт только {seconds} с.",
    "field.turn": "сколько звонит один",
    "field.steps": "шаги",
    "field.person": "сотрудник",
    "field.after": "звонить с секунды",
    "field.wrap_up": "отдых после разговора",
    "field.callback_key": "клавиша «перезвоните мне»",
    "field.tell_every": "как часто говорить место в очереди",
    "field.most": "самое большее",
    "field.which": "какой менеджер",
    "field.owner": "чьё сообщение",
    "field.confirm": "нажать 1, чтобы принять",
}
EN: dict[str, str] = {
    "follow_me.number_taken": "Follow Me number {number} is taken.",
    "follow_me.number_is": "Number {number} is taken: “{name}”.",
    "follow_me.emergency": "{number} is an emergency number, a Follow Me cannot have it.",
    "follow_me.outside_plan": "Follow Me number {number} is outside the numbering plan ({plan}).",
    "follow_me.unknown_person": "Follow Me {number} “{name}”: there is no employee “{person}”.",
    "follow_me.unknown_target": "Follow Me {number} “{name}”: {target} is no employee's extension. "
    "It can look on phones of people and on numbers outside.",
    "follow_me.target_twice": "Follow Me {number} “{name}”, step {step}: {target} is there twice.",
    "follow_me.no_device": "Follow Me {number} “{name}”: {target} has no phone.",
    "follow_me.no_outbound": "Follow Me {number} “{name}”: the employee has no outbound scheme, "
    "nothing can carry a call to {target}.",
    "follow_me.no_route": "Follow Me {number} “{name}”: outbound scheme “{outbound}” has no route "
    "to {target}.",
    "follow_me.no_confirm": "Follow Me {number} “{name}”: a voicemail can answer on {target}. "
    "Turn on “press 1 to accept”.",
    "follow_me.added": "New Follow Me: {id} “{name}”.",
    "follow_me.removed": "Follow Me removed: {id} “{name}”.",
    "follow_me.changed": "Follow Me {id} “{name}”, {field}: {before} → {after}.",
    "department.only_first": "Department “{name}”: in {seconds} s only the first phone can ring, "
    "its turn is {turn} s.",
    "node.only_first": "Scheme “{scheme}”, node “{node}”: in {seconds} s only the first phone can "
    "ring, its turn is {turn} s.",
    "node.after_without_music": "Scheme “{scheme}”, node “{node}”: phones do not ring at once, and "
    "what the caller hears is not set. Choose music or a greeting.",
    "node.cuts_follow_me": "Scheme “{scheme}”, node “{node}”: Follow Me {number} looks for "
    "{longest} s, the node waits for {seconds} s only.",
    "field.turn": "how long one rings",
    "field.steps": "steps",
    "field.person": "employee",
    "field.after": "ring from second",
    "field.wrap_up": "rest after a talk",
    "field.callback_key": "key “call me back”",
    "field.tell_every": "how often the place is told",
    "field.most": "most",
    "field.which": "which manager",
    "field.owner": "whose message",
    "field.confirm": "press 1 to accept",
}
BE: dict[str, str] = {
    "follow_me.number_taken": "Нумар Follow Me {number} ужо заняты.",
    "follow_me.number_is": "Нумар {number} ужо заняты: «{name}».",
    "follow_me.emergency": "{number} — нумар экстраннай службы, для Follow Me яго ўзяць нельга.",
    "follow_me.outside_plan": "Нумар Follow Me {number} не з плана нумарацыі ({plan}).",
    "follow_me.unknown_person": "Follow Me {number} «{name}»: супрацоўніка «{person}» няма.",
    "follow_me.unknown_target": "Follow Me {number} «{name}»: {target} — не ўнутраны нумар "
    "супрацоўніка. Шукаць можна па тэлефонах людзей і па нумарах звонку.",
    "follow_me.target_twice": "Follow Me {number} «{name}», крок {step}: {target} двойчы.",
    "follow_me.no_device": "Follow Me {number} «{name}»: у {target} няма ніводнага тэлефона.",
    "follow_me.no_outbound": "Follow Me {number} «{name}»: у супрацоўніка няма схемы выходных, "
    "пазваніць на {target} няма па чым.",
    "follow_me.no_route": "Follow Me {number} «{name}»: схема выходных «{outbound}» не вядзе "
    "на {target}.",
    "follow_me.no_confirm": "Follow Me {number} «{name}»: на {target} можа адказаць галасавая "
    "пошта. Уключыце «націснуць 1, каб прыняць».",
    "follow_me.added": "Новы Follow Me: {id} «{name}».",
    "follow_me.removed": "Прыбраны Follow Me: {id} «{name}».",
    "follow_me.changed": "Follow Me {id} «{name}», {field}: {before} → {after}.",
    "department.only_first": "Аддзел «{name}»: за {seconds} с паспее пазваніць толькі першы "
    "тэлефон, яго чарга — {turn} с.",
    "node.only_first": "Схема «{scheme}», вузел «{node}»: за {seconds} с паспее пазваніць толькі "
    "першы тэлефон, яго чарга — {turn} с.",
    "node.after_without_music": "Схема «{scheme}», вузел «{node}»: тэлефоны звоняць не адразу, а "
    "што чуе кліент, не зададзена. Выберыце музыку або прывітанне.",
    "node.cuts_follow_me": "Схема «{scheme}», вузел «{node}»: Follow Me {number} шукае "
    "{longest} с, а вузел чакае толькі {seconds} с.",
    "field.turn": "колькі звоніць адзін",
    "field.steps": "крокі",
    "field.person": "супрацоўнік",
    "field.after": "званіць з секунды",
    "field.wrap_up": "адпачынак пасля размовы",
    "field.callback_key": "клавіша «ператэлефануйце мне»",
    "field.tell_every": "як часта гаварыць месца ў чарзе",
    "field.most": "найбольш",
    "field.which": "які менеджар",
    "field.owner": "чыё паведамленне",
    "field.confirm": "націснуць 1, каб прыняць",
}
