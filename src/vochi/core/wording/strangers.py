"""Words for who knocks at the port of the gateways and is not let in."""

RU: dict[str, str] = {
    "gateway.wrong_password": "Шлюз с адресом {address} входит линией «{name}» с неверным паролем. "
    "Проверьте пароль SMS-сервера в настройках этой линии.",
    "gateway.unknown_id": "Шлюз с адресом {address} называет себя линией «{id}», такой нет. "
    "Проверьте идентификатор SMS-клиента в его настройках.",
    "gateway.flood": "С адреса {address} идёт поток чужих пакетов на порт шлюзов. "
    "Связь работает; закройте этот порт от чужих сетей.",
}
EN: dict[str, str] = {
    "gateway.wrong_password": "A gateway at {address} logs in as line “{name}” with a wrong "
    "password. Check the SMS server password in the settings of that line.",
    "gateway.unknown_id": "A gateway at {address} calls itself line “{id}”, and there is none. "
    "Check the SMS client id in its settings.",
    "gateway.flood": "A flood of strangers' packets comes from {address} to the port of the "
    "gateways. Service goes on; close that port to other networks.",
}
BE: dict[str, str] = {
    "gateway.wrong_password": "Шлюз з адрасам {address} уваходзіць лініяй «{name}» з няправільным "
    "паролем. Праверце пароль SMS-сервера ў наладах гэтай лініі.",
    "gateway.unknown_id": "Шлюз з адрасам {address} называе сябе лініяй «{id}», такой няма. "
    "Праверце ідэнтыфікатар SMS-кліента ў яго наладах.",
    "gateway.flood": "З адраса {address} ідзе паток чужых пакетаў на порт шлюзаў. "
    "Сувязь працуе; закрыйце гэты порт ад чужых сетак.",
}
