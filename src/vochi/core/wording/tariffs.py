"""Words for prices and limits of SIM cards."""

RU: dict[str, str] = {
    "tariff.never_paid": "Линия «{name}»: после включённых минут минута стоит 0. Укажите цену, "
    "иначе «самая дешёвая линия» никогда не сменит её.",
    "tariff.own_unknown": "Линия «{name}»: цена внутри сети указана, а по номерам оператора "
    "«{operator}» сеть не определить; считается обычная цена.",
    "tariff.price_unknown": "Схема «{scheme}», правило {route}: линия «{name}» без тарифа, в "
    "порядке «самая дешёвая» она считается самой дорогой.",
    "policy.day_over_month": "Линия «{name}»: минут в день ({day}) больше, чем в месяц ({month}).",
    "policy.rests_alone": "Линия «{name}» — единственная в правиле {route} схемы «{scheme}»: там "
    "она звонит и во время отдыха, вы увидите тревогу.",
    "line.month_used": "Минуты месяца исчерпаны: линия {who}, {minutes} мин. До нового месяца "
    "тарифа звонки идут по другим линиям.",
    "line.rests": "Линия «{name}» отдыхает до {until}: несколько звонков подряд не прошли. Звонки "
    "идут по другим линиям.",
    "line.rests_last": "Линия «{name}» отдыхает до {until} после неудачных звонков подряд, но в "
    "правиле {route} схемы «{scheme}» других рабочих линий нет: звонки идут по ней. Проверьте "
    "SIM-карту и баланс.",
    "why.rest": "линия отдыхает после неудачных звонков",
    "trace.tried.rest": "Линия {line} отложена: отдыхает после неудачных звонков подряд.",
    "trace.limit.line_month": "Минуты линии на месяц исчерпаны.",
}
EN: dict[str, str] = {
    "tariff.never_paid": "Line “{name}”: a minute after the included ones costs 0. Tell the price, "
    "or “the cheapest line” never leaves it.",
    "tariff.own_unknown": "Line “{name}” has a price within its network, but numbers do not tell "
    "the network of “{operator}”; the usual price is taken.",
    "tariff.price_unknown": "Scheme “{scheme}”, rule {route}: line “{name}” has no tariff and "
    "counts as the dearest in the order “cheapest”.",
    "policy.day_over_month": "Line “{name}”: more minutes a day ({day}) than a month ({month}).",
    "policy.rests_alone": "Line “{name}” is alone in rule {route} of the scheme “{scheme}”: there "
    "it carries calls while it rests, and you are told.",
    "line.month_used": "The minutes of the month are used up: line {who}, {minutes} min. Calls "
    "take other lines till the next month of its tariff.",
    "line.rests": "Line “{name}” rests until {until}: several calls in a row failed. Calls take "
    "other lines.",
    "line.rests_last": "Line “{name}” rests until {until} after calls that failed in a row, but "
    "rule {route} of the scheme “{scheme}” has no other usable line: calls take it. Check the SIM "
    "card and its balance.",
    "why.rest": "the line rests after calls that failed",
    "trace.tried.rest": "Line {line} was put off: it rests after calls that failed in a row.",
    "trace.limit.line_month": "The line's minutes of the month are used up.",
}
BE: dict[str, str] = {
    "tariff.never_paid": "Лінія «{name}»: пасля ўключаных хвілін хвіліна каштуе 0. Укажыце цану, "
    "інакш «самая танная лінія» ніколі яе не зменіць.",
    "tariff.own_unknown": "Лінія «{name}»: цана ўнутры сеткі ўказана, а па нумарах аператара "
    "«{operator}» сетку не вызначыць; лічыцца звычайная цана.",
    "tariff.price_unknown": "Схема «{scheme}», правіла {route}: лінія «{name}» без тарыфу, у "
    "парадку «самая танная» яна лічыцца самай дарагой.",
    "policy.day_over_month": "Лінія «{name}»: хвілін на дзень ({day}) больш, чым на месяц "
    "({month}).",
    "policy.rests_alone": "Лінія «{name}» — адзіная ў правіле {route} схемы «{scheme}»: там яна "
    "тэлефануе і падчас адпачынку, вы ўбачыце трывогу.",
    "line.month_used": "Хвіліны месяца вычарпаны: лінія {who}, {minutes} хв. Да новага месяца "
    "тарыфу званкі ідуць па іншых лініях.",
    "line.rests": "Лінія «{name}» адпачывае да {until}: некалькі званкоў запар не прайшлі. Званкі "
    "ідуць па іншых лініях.",
    "line.rests_last": "Лінія «{name}» адпачывае да {until} пасля няўдалых званкоў запар, але ў "
    "правіле {route} схемы «{scheme}» іншых працоўных ліній няма: званкі ідуць па ёй. Праверце "
    "SIM-карту і баланс.",
    "why.rest": "лінія адпачывае пасля няўдалых званкоў",
    "trace.tried.rest": "Лінія {line} адкладзена: адпачывае пасля няўдалых званкоў запар.",
    "trace.limit.line_month": "Хвіліны лініі на месяц вычарпаны.",
}
