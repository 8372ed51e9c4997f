"""Words for gateways, SIM cards, balances and forwarding: problems of an office, and alarms."""

RU: dict[str, str] = {
    "gateway.id_taken": "Шлюз с именем «{id}» уже есть.",
    "gateway.none": "Шлюзы не описаны: звонки по линиям {lines} идут, но что с симкартами, "
    "станция не видит. Добавьте шлюз.",
    "gateway.unknown_socket": "Шлюз «{name}» питает розетка «{socket}», которой нет.",
    "gateway.socket_of_other": "Шлюз «{name}»: розетка «{socket}» питает не шлюз.",
    "gateway.socket_shared": "Розетка «{socket}» питает и «{name}», и «{other}»: отключая один "
    "шлюз, станция отключит оба.",
    "gateway.address_taken": "Шлюзы «{name}» и «{other}» стоят на одном адресе {address}.",
    "gateway.exposed": "Шлюз «{name}» стоит на адресе {address}, видимом из Интернета. Уберите "
    "его за маршрутизатор: у таких шлюзов бывают известные взломщикам лазейки.",
    "gateway.no_address": "У шлюза «{name}» не указан адрес. Звонки через него идут, но SMS, "
    "баланс и состояние SIM-карт недоступны. Укажите адрес, порт, логин и пароль его API.",
    "gateway.no_driver": "Со шлюзом «{name}» (вид {kind}) станция не умеет обмениваться SMS и "
    "видеть его SIM-карты.",
    "adapter.id_taken": "Адаптер с именем «{id}» уже есть.",
    "adapter.nothing": "Адаптер «{name}» не связан ни с линией, ни с телефоном.",
    "adapter.unknown_line": "Адаптер «{name}»: аналоговой линии «{line}» нет.",
    "adapter.unknown_account": "Адаптер «{name}»: телефона «{account}» нет.",
    "socket.id_taken": "Розетка с именем «{id}» уже есть.",
    "line.unknown_gateway": "Линия «{name}» стоит в шлюзе «{gateway}», которого нет.",
    "line.no_such_slot": "Линия «{name}»: слот {slot}, а в шлюзе «{gateway}» их {slots}.",
    "operator.twice": "Операторы «{name}» и «{other}» — один и тот же.",
    "operator.bad_pattern": "Оператор «{name}»: образец «{pattern}» прочесть нельзя ({why}). "
    "Годятся буквы, цифры, точка, скобки, черта, [ ], * + ? и {{ }}.",
    "forward.to_itself": "Линия «{name}» пересылает звонки сама себе ({number}).",
    "forward.reason_twice": "Линия «{name}»: переадресация «{reasons}» задана дважды.",
    "sms.missed_too_long": "SMS на пропущенный звонок: частей {parts}, а можно не больше {most}. "
    "Сократите текст.",
    "forward.loop": "Звонки пойдут по кругу: {path}. Дозвониться по этим номерам нельзя будет "
    "никогда. Разорвите круг.",
    "forward.loop_when": "Звонок может пойти по кругу: {path}. Так будет, когда для каждой из "
    "этих линий случится её причина ({reasons}), например когда все они заняты сразу. "
    "Пусть последняя линия никуда не пересылает.",
    "forward.abroad": "Линия «{name}» пересылает звонки за границу, на {number}: платите вы.",
    "forward.premium": "Линия «{name}» пересылает звонки на платный номер {number}.",
    "forward.unknown_number": "Линия «{name}» пересылает звонки на {number}: такого номера в "
    "плане нумерации нет.",
    "reason.always": "всегда",
    "reason.busy": "занято",
    "reason.no_reply": "нет ответа",
    "reason.unreachable": "вне сети",
    "gateway.driver_failed": "Со шлюзом «{name}» не удаётся работать: {why}. Станция пробует "
    "снова.",
    "gsm.room_failed": "Часть станции ({room}) упала и запущена снова: {why}.",
    "sim.swapped": "В линии «{name}» другая симкарта: была {old}, теперь {new}.",
    "sim.low_balance": "Мало денег на линии «{name}»: {balance} (порог {limit}).",
    "sim.ends_on": "Деньги на линии «{name}» кончатся {date}, сейчас {balance}.",
    "sim.forward_failed": "Линия «{name}»: оператор не принял переадресацию «{reasons}» на "
    "{number} ({fault}). Станция пробует снова.",
    "service_code": "Этот код меняет услугу или ПИН, а не спрашивает. "
    "Переадресацию задают в разделе «Переадресация».",
    "offline": "Линия или шлюз не на связи.",
    "busy": "Занято: подождите и повторите.",
    "refused": "Сеть или шлюз отказали.",
    "no_answer": "Ответа нет.",
    "not_supported": "Этот шлюз так не умеет.",
    "fault.offline": "нет связи",
    "fault.busy": "занято",
    "fault.refused": "отказ",
    "fault.no_answer": "нет ответа",
    "fault.not_supported": "шлюз так не умеет",
    "fault.wrong_password": "неверный пароль",
}
EN: dict[str, str] = {
    "gateway.id_taken": "There is a gateway with the name “{id}” already.",
    "gateway.none": "No gateway is described: calls by the lines {lines} pass, but nothing is "
    "known of their SIM cards. Add the gateway.",
    "gateway.unknown_socket": "Gateway “{name}” is fed by the socket “{socket}”, which does not "
    "exist.",
    "gateway.socket_of_other": "Gateway “{name}”: the socket “{socket}” does not feed a gateway.",
    "gateway.socket_shared": "The socket “{socket}” feeds both “{name}” and “{other}”: cutting "
    "one cuts both.",
    "gateway.address_taken": "Gateways “{name}” and “{other}” stand at one address, {address}.",
    "gateway.exposed": "Gateway “{name}” stands at {address}, which the whole Internet can see. "
    "Put it behind a router: such gateways have known back doors.",
    "gateway.no_address": "The gateway “{name}” has no address: calls go over it, but SMS, the "
    "balance and the state of SIM cards do not. Give address, port, login and password of its API.",
    "gateway.no_driver": "The box cannot exchange SMS with the gateway “{name}” (kind {kind}), or "
    "see its SIM cards.",
    "adapter.id_taken": "There is an adapter with the name “{id}” already.",
    "adapter.nothing": "Adapter “{name}” belongs to no line and no phone.",
    "adapter.unknown_line": "Adapter “{name}”: there is no analogue line “{line}”.",
    "adapter.unknown_account": "Adapter “{name}”: there is no phone “{account}”.",
    "socket.id_taken": "There is a socket with the name “{id}” already.",
    "line.unknown_gateway": "Line “{name}” stands in the gateway “{gateway}”, which does not "
    "exist.",
    "line.no_such_slot": "Line “{name}”: slot {slot}, but gateway “{gateway}” has {slots}.",
    "operator.twice": "Operators “{name}” and “{other}” are one and the same.",
    "operator.bad_pattern": "Operator “{name}”: the pattern “{pattern}” cannot be read ({why}). "
    "Letters, digits, dot, brackets, bar, [ ], * + ? and {{ }} will do.",
    "forward.to_itself": "Line “{name}” forwards calls to itself ({number}).",
    "forward.reason_twice": "Line “{name}”: forwarding “{reasons}” is set twice.",
    "sms.missed_too_long": "The text after a missed call takes {parts} parts, {most} at most are "
    "allowed. Shorten it.",
    "forward.loop": "Calls will go round in circles: {path}. Nobody will ever get through to "
    "these numbers. Break the circle.",
    "forward.loop_when": "A call may go round in circles: {path}. It will whenever the reason "
    "({reasons}) of each of these lines holds at one time, as when all of them are busy. Let the "
    "last line forward to nobody.",
    "forward.abroad": "Line “{name}” forwards calls abroad, to {number}: you pay.",
    "forward.premium": "Line “{name}” forwards calls to the premium number {number}.",
    "forward.unknown_number": "Line “{name}” forwards calls to {number}: there is no such number "
    "in the numbering plan.",
    "reason.always": "always",
    "reason.busy": "busy",
    "reason.no_reply": "no reply",
    "reason.unreachable": "not reachable",
    "gateway.driver_failed": "Working with the gateway “{name}” fails: {why}. It is tried again.",
    "gsm.room_failed": "A part of the box ({room}) fell and was begun again: {why}.",
    "sim.swapped": "Line “{name}” has another SIM card: it was {old}, now it is {new}.",
    "sim.low_balance": "Little money on line “{name}”: {balance} (limit {limit}).",
    "sim.ends_on": "The money on line “{name}” will end on {date}, now it is {balance}.",
    "sim.forward_failed": "Line “{name}”: the operator did not take forwarding “{reasons}” to "
    "{number} ({fault}). It is tried again.",
    "service_code": "This code sets a service or a PIN instead of asking. "
    "Forwarding has its own place here.",
    "offline": "The line or the gateway is offline.",
    "busy": "Busy: wait and try again.",
    "refused": "The network or the gateway has refused.",
    "no_answer": "There is no answer.",
    "not_supported": "This gateway cannot do that.",
    "fault.offline": "offline",
    "fault.busy": "busy",
    "fault.refused": "refused",
    "fault.no_answer": "no answer",
    "fault.not_supported": "the gateway cannot",
    "fault.wrong_password": "wrong password",
}
BE: dict[str, str] = {
    "gateway.id_taken": "Шлюз з імем «{id}» ужо ёсць.",
    "gateway.none": "Шлюзы не апісаныя: званкі па лініях {lines} ідуць, але што з сімкартамі, "
    "станцыя не бачыць. Дадайце шлюз.",
    "gateway.unknown_socket": "Шлюз «{name}» сілкуе разетка «{socket}», якой няма.",
    "gateway.socket_of_other": "Шлюз «{name}»: разетка «{socket}» сілкуе не шлюз.",
    "gateway.socket_shared": "Разетка «{socket}» сілкуе і «{name}», і «{other}»: адключаючы адзін "
    "шлюз, станцыя адключыць абодва.",
    "gateway.address_taken": "Шлюзы «{name}» і «{other}» стаяць на адным адрасе {address}.",
    "gateway.exposed": "Шлюз «{name}» стаіць на адрасе {address}, бачным з Інтэрнэту. Прыбярыце "
    "яго за маршрутызатар: у такіх шлюзаў бываюць вядомыя ўзломшчыкам лазейкі.",
    "gateway.no_address": "У шлюза «{name}» не паказаны адрас. Званкі праз яго ідуць, але SMS, "
    "баланс і стан SIM-картак недаступныя. Пакажыце адрас, порт, лагін і пароль яго API.",
    "gateway.no_driver": "Са шлюзам «{name}» (від {kind}) станцыя не ўмее абменьвацца SMS і "
    "бачыць яго SIM-карткі.",
    "adapter.id_taken": "Адаптар з імем «{id}» ужо ёсць.",
    "adapter.nothing": "Адаптар «{name}» не звязаны ні з лініяй, ні з тэлефонам.",
    "adapter.unknown_line": "Адаптар «{name}»: аналагавай лініі «{line}» няма.",
    "adapter.unknown_account": "Адаптар «{name}»: тэлефона «{account}» няма.",
    "socket.id_taken": "Разетка з імем «{id}» ужо ёсць.",
    "line.unknown_gateway": "Лінія «{name}» стаіць у шлюзе «{gateway}», якога няма.",
    "line.no_such_slot": "Лінія «{name}»: слот {slot}, а ў шлюзе «{gateway}» іх {slots}.",
    "operator.twice": "Аператары «{name}» і «{other}» — адзін і той жа.",
    "operator.bad_pattern": "Аператар «{name}»: узор «{pattern}» прачытаць нельга ({why}). "
    "Падыходзяць літары, лічбы, кропка, дужкі, рыса, [ ], * + ? і {{ }}.",
    "forward.to_itself": "Лінія «{name}» перасылае званкі сама сабе ({number}).",
    "forward.reason_twice": "Лінія «{name}»: пераадрасацыя «{reasons}» зададзена двойчы.",
    "sms.missed_too_long": "SMS на прапушчаны званок: частак {parts}, а можна не больш за {most}. "
    "Скараціце тэкст.",
    "forward.loop": "Званкі пойдуць па коле: {path}. Дазваніцца па гэтых нумарах нельга будзе "
    "ніколі. Разарвіце кола.",
    "forward.loop_when": "Званок можа пайсці па коле: {path}. Так будзе, калі для кожнай з гэтых "
    "ліній здарыцца яе прычына ({reasons}), напрыклад калі ўсе яны занятыя адразу. Няхай апошняя "
    "лінія нікуды не перасылае.",
    "forward.abroad": "Лінія «{name}» перасылае званкі за мяжу, на {number}: плаціце вы.",
    "forward.premium": "Лінія «{name}» перасылае званкі на платны нумар {number}.",
    "forward.unknown_number": "Лінія «{name}» перасылае званкі на {number}: такога нумара ў плане "
    "нумарацыі няма.",
    "reason.always": "заўсёды",
    "reason.busy": "занята",
    "reason.no_reply": "няма адказу",
    "reason.unreachable": "па-за сеткай",
    "gateway.driver_failed": "Са шлюзам «{name}» не ўдаецца працаваць: {why}. Станцыя спрабуе "
    "зноў.",
    "gsm.room_failed": "Частка станцыі ({room}) упала і запушчана зноў: {why}.",
    "sim.swapped": "У лініі «{name}» іншая сімкарта: была {old}, цяпер {new}.",
    "sim.low_balance": "Мала грошай на лініі «{name}»: {balance} (парог {limit}).",
    "sim.ends_on": "Грошы на лініі «{name}» скончацца {date}, цяпер {balance}.",
    "sim.forward_failed": "Лінія «{name}»: аператар не прыняў пераадрасацыю «{reasons}» на "
    "{number} ({fault}). Станцыя спрабуе зноў.",
    "service_code": "Гэты код мяняе паслугу або ПІН, а не пытаецца. "
    "Пераадрасацыю задаюць у раздзеле «Пераадрасацыя».",
    "offline": "Лінія або шлюз не на сувязі.",
    "busy": "Занята: пачакайце і паўтарыце.",
    "refused": "Сетка або шлюз адмовілі.",
    "no_answer": "Адказу няма.",
    "not_supported": "Гэты шлюз так не ўмее.",
    "fault.offline": "няма сувязі",
    "fault.busy": "занята",
    "fault.refused": "адмова",
    "fault.no_answer": "няма адказу",
    "fault.not_supported": "шлюз так не ўмее",
    "fault.wrong_password": "няправільны пароль",
}
