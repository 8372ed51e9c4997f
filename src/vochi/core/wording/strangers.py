"""Words for who is not let in: strangers at our port, and we at a gateway."""

RU: dict[str, str] = {
    "gateway.wrong_password": "Шлюз с адресом {address} входит линией «{name}» с неверным паролем. "
    "Проверьте пароль SMS-сервера в настройках этой линии.",
    "gateway.unknown_id": "Шлюз с адресом {address} называет себя линией «{id}», такой нет. "
    "Проверьте идентификатор SMS-клиента в его настройках.",
    "gateway.flood": "С адреса {address} идёт поток чужих пакетов на порт шлюзов. "
    "Связь работает; закройте этот порт от чужих сетей.",
    "gateway.login_refused": "Шлюз «{name}» ({address}) не принимает логин и пароль, которые "
    "записаны у станции. Проверьте их в карточке шлюза и в его настройках API.",
}
EN: dict[str, str] = {
    "gateway.wrong_password": "A gateway at {address} logs in as line “{name}” with a wrong "
    "password. Check the SMS server password in the settings of that line.",
    "gateway.unknown_id": "A gateway at {address} calls itself line “{id}”, and there is none. "
    "Check the SMS client id in its settings.",
    "gateway.flood": "A flood of strangers' packets comes from {address} to the port of the "
    "gateways. Service goes on; close that port to other networks.",
    "gateway.login_refused": "The gateway “{name}” ({address}) does not take the login and the "
    "password that the box has. Check them in its card and in its API settings.",
}
BE: dict[str, str] = {
    "gateway.wrong_password": "Шлюз з адрасам {address} уваходзіць лініяй «{name}» з няправільным "
    "паролем. Праверце пароль SMS-сервера ў наладах гэтай лініі.",
    "gateway.unknown_id": "Шлюз з адрасам {address} называе сябе лініяй «{id}», такой няма. "
    "Праверце ідэнтыфікатар SMS-кліента ў яго наладах.",
    "gateway.flood": "З адраса {address} ідзе паток чужых пакетаў на порт шлюзаў. "
    "Сувязь працуе; закрыйце гэты порт ад чужых сетак.",
    "gateway.login_refused": "Шлюз «{name}» ({address}) не прымае лагін і пароль, якія "
    "запісаны ў станцыі. Праверце іх у картцы шлюза і ў яго наладах API.",
}
