"""Words for outgoing schemes, lines, limits and signatures."""

RU: dict[str, str] = {
    "route.unknown_prompt": "Схема «{scheme}»: фразы «{prompt}» для отказа нет.",
    "route.number_not_ours": "Схема «{scheme}», правило {route}: номера {number} нет ни на одной "
    "линии этого правила, оператор его не покажет.",
    "route.number_not_shown": "Схема «{scheme}», правило {route}: линия «{line}» показывает "
    "только свой номер, {number} показать не может.",
    "route.no_pin": "Схема «{scheme}», правило {route} спрашивает код, а у сотрудника {name} его "
    "нет: звонить по этому правилу он не сможет.",
    "route.closed": "Схема «{scheme}», правило {route}: {classes} закрыто политикой компании.",
    "limits.no_abroad_minutes": "Страны открыты, а минут за границу в день 0: звонки за границу "
    "закрыты.",
    "line.unsigned": "Линия «{name}»: в Беларуси голос через Интернет разрешён только через "
    "сертифицированных операторов. Звонить по линии можно, когда владелец подпишет, что берёт "
    "это на себя; до этого звонки идут по другим линиям, а отказ звучит в трубке.",
    "signature.unknown_line": "Подпись владельца стоит под линией «{line}», её больше нет.",
    "line.replaces_unknown": "Линия «{name}»: старый номер {number} ведёт на {to}, а такого "
    "номера на линии нет.",
    "line.replaces_own": "Линия «{name}»: {number} назван старым, а это ваш действующий номер.",
    "line.replaces_twice": "Линия «{name}»: старый номер {number} уже назван у линии «{other}».",
    "limit.reached": "Дневной предел исчерпан ({what}): {who}, {minutes} мин. Лишние разговоры "
    "прерваны.",
    "policy.changed": "Политика компании: {field}, было {before}, стало {after}.",
    "last_line": "Это последняя рабочая линия правила {route} схемы «{scheme}»: без неё звонить "
    "будет не по чему.",
    "end.closed": "Это направление закрыто: за границу и на платные номера звонят, когда открыто.",
    "end.limit": "Лимит исчерпан.",
    "end.unsigned": "Владелец ещё не подписал эту линию.",
    "end.pin": "Код трижды введён неверно.",
    "why.paused": "линия на паузе",
    "why.limit": "лимит линии исчерпан",
    "why.unsigned": "линия не подписана владельцем",
    "field.limits": "лимиты",
    "field.signatures": "подписи владельца",
    "field.recording": "запись",
    "field.certified": "оператор сертифицирован",
    "field.replaces": "старые номера",
    "field.paused": "пауза",
    "field.refused": "фраза отказа",
    "field.abroad_minutes": "минут за границу в день",
    "field.longest_wait": "наибольшее ожидание, с",
    "field.premium": "платные номера",
    "field.rule": "правило",
    "field.at": "когда",
    "field.by": "кем",
    "field.line": "линия",
    "field.person_minutes": "минут на сотрудника в день",
    "field.line_minutes": "минут на линию в день",
    "field.call_minutes": "минут на разговор",
    "field.countries": "страны",
    "field.order": "порядок линий",
    "field.sticky": "линия, которую знает клиент",
    "field.number_shown": "показываемый номер",
    "field.minutes": "минут в день",
    "field.directions": "направления",
    "field.notice": "предупреждение",
    "field.notice_prompt": "фраза предупреждения",
}
EN: dict[str, str] = {
    "route.unknown_prompt": "Scheme “{scheme}”: the prompt “{prompt}” for refusals does not exist.",
    "route.number_not_ours": "Scheme “{scheme}”, rule {route}: no line of this rule has the "
    "number {number}, its operator will not show it.",
    "route.number_not_shown": "Scheme “{scheme}”, rule {route}: the line “{line}” shows its own "
    "number only, not {number}.",
    "route.no_pin": "Scheme “{scheme}”, rule {route} asks for a code, and {name} has none: he "
    "cannot call by this rule.",
    "route.closed": "Scheme “{scheme}”, rule {route}: {classes} is closed by the company's policy.",
    "limits.no_abroad_minutes": "Countries are open, but the minutes abroad per day are 0: calls "
    "abroad are closed.",
    "line.unsigned": "Line “{name}”: in Belarus voice over the Internet is allowed through "
    "certified operators only. The line carries calls once the owner signs that he takes it on "
    "himself; until then calls take other lines, and the refusal is spoken.",
    "signature.unknown_line": "The owner's signature is for the line “{line}”, which is gone.",
    "line.replaces_unknown": "Line “{name}”: the old number {number} leads to {to}, which is not "
    "on the line.",
    "line.replaces_own": "Line “{name}”: {number} is named as old, and is a number of yours now.",
    "line.replaces_twice": "Line “{name}”: the old number {number} is named at the line “{other}” "
    "already.",
    "limit.reached": "A limit of the day is used up ({what}): {who}, {minutes} min. Calls over it "
    "were cut.",
    "policy.changed": "The company's policy: {field}, was {before}, is {after}.",
    "last_line": "This is the last usable line of rule {route} of the scheme “{scheme}”: without "
    "it there is nothing to call over.",
    "end.closed": "This destination is closed: abroad and premium numbers must be opened first.",
    "end.limit": "The limit is used up.",
    "end.unsigned": "The owner has not signed for this line yet.",
    "end.pin": "The code was wrong three times.",
    "why.paused": "the line is paused",
    "why.limit": "the limit of the line is used up",
    "why.unsigned": "the owner has not signed for the line",
    "field.limits": "limits",
    "field.signatures": "the owner's signatures",
    "field.recording": "recording",
    "field.certified": "certified operator",
    "field.replaces": "old numbers",
    "field.paused": "paused",
    "field.refused": "prompt of refusal",
    "field.abroad_minutes": "minutes abroad a day",
    "field.longest_wait": "longest wait, s",
    "field.premium": "premium numbers",
    "field.rule": "rule",
    "field.at": "when",
    "field.by": "by whom",
    "field.line": "line",
    "field.person_minutes": "minutes of a person a day",
    "field.line_minutes": "minutes of a line a day",
    "field.call_minutes": "minutes of a call",
    "field.countries": "countries",
    "field.order": "order of lines",
    "field.sticky": "line that the client knows",
    "field.number_shown": "number shown",
    "field.minutes": "minutes a day",
    "field.directions": "directions",
    "field.notice": "notice",
    "field.notice_prompt": "prompt of the notice",
}
BE: dict[str, str] = {
    "route.unknown_prompt": "Схема «{scheme}»: фразы «{prompt}» для адмовы няма.",
    "route.number_not_ours": "Схема «{scheme}», правіла {route}: нумара {number} няма ні на адной "
    "лініі гэтага правіла, аператар яго не пакажа.",
    "route.number_not_shown": "Схема «{scheme}», правіла {route}: лінія «{line}» паказвае толькі "
    "свой нумар, {number} паказаць не можа.",
    "route.no_pin": "Схема «{scheme}», правіла {route} пытаецца код, а ў супрацоўніка {name} яго "
    "няма: тэлефанаваць па гэтым правіле ён не зможа.",
    "route.closed": "Схема «{scheme}», правіла {route}: {classes} зачынена палітыкай кампаніі.",
    "limits.no_abroad_minutes": "Краіны адчынены, а хвілін за мяжу на дзень 0: званкі за мяжу "
    "зачынены.",
    "line.unsigned": "Лінія «{name}»: у Беларусі голас праз Інтэрнэт дазволены толькі праз "
    "сертыфікаваных аператараў. Тэлефанаваць па лініі можна, калі ўладальнік падпіша, што бярэ "
    "гэта на сябе; да таго званкі ідуць па іншых лініях, а адмова гучыць у слухаўцы.",
    "signature.unknown_line": "Подпіс уладальніка стаіць пад лініяй «{line}», яе больш няма.",
    "line.replaces_unknown": "Лінія «{name}»: стары нумар {number} вядзе на {to}, а такога нумара "
    "на лініі няма.",
    "line.replaces_own": "Лінія «{name}»: {number} названы старым, а гэта ваш дзейны нумар.",
    "line.replaces_twice": "Лінія «{name}»: стары нумар {number} ужо названы ў лініі «{other}».",
    "limit.reached": "Дзённая мяжа вычарпана ({what}): {who}, {minutes} хв. Лішнія размовы "
    "перапынены.",
    "policy.changed": "Палітыка кампаніі: {field}, было {before}, стала {after}.",
    "last_line": "Гэта апошняя працоўная лінія правіла {route} схемы «{scheme}»: без яе "
    "тэлефанаваць не будзе па чым.",
    "end.closed": "Гэты напрамак зачынены: за мяжу і на платныя нумары тэлефануюць, калі адчынена.",
    "end.limit": "Ліміт вычарпаны.",
    "end.unsigned": "Уладальнік яшчэ не падпісаў гэтую лінію.",
    "end.pin": "Код тройчы ўведзены няправільна.",
    "why.paused": "лінія на паўзе",
    "why.limit": "ліміт лініі вычарпаны",
    "why.unsigned": "лінія не падпісана ўладальнікам",
    "field.limits": "ліміты",
    "field.signatures": "подпісы ўладальніка",
    "field.recording": "запіс",
    "field.certified": "аператар сертыфікаваны",
    "field.replaces": "старыя нумары",
    "field.paused": "паўза",
    "field.refused": "фраза адмовы",
    "field.abroad_minutes": "хвілін за мяжу на дзень",
    "field.longest_wait": "найбольшае чаканне, с",
    "field.premium": "платныя нумары",
    "field.rule": "правіла",
    "field.at": "калі",
    "field.by": "кім",
    "field.line": "лінія",
    "field.person_minutes": "хвілін на супрацоўніка на дзень",
    "field.line_minutes": "хвілін на лінію на дзень",
    "field.call_minutes": "хвілін на размову",
    "field.countries": "краіны",
    "field.order": "парадак ліній",
    "field.sticky": "лінія, якую ведае кліент",
    "field.number_shown": "нумар, які бачаць",
    "field.minutes": "хвілін на дзень",
    "field.directions": "напрамкі",
    "field.notice": "папярэджанне",
    "field.notice_prompt": "фраза папярэджання",
}
