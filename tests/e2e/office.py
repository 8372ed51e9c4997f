"""The office that the browser tests look at: five people, two departments, eight lines."""

from typing import Any

from vochi.core.office.document import Office

#: Extension, id, name, phones.
PEOPLE = (
    ("180", "irina", "Ирина Коваль", 2),
    ("181", "oleg", "Олег Сорока", 1),
    ("182", "marina", "Марина Гук", 1),
    ("183", "pavel", "Павел Жук", 1),
    ("184", "igor", "Игорь Мороз", 1),
)
NAMES = {extension: name for extension, _, name, _ in PEOPLE}
LINES = (
    ("a1-1", "A1-1", "A1", "+375291110001"),
    ("a1-2", "A1-2", "A1", "+375291110002"),
    ("mts-1", "МТС-1", "МТС", "+375331110003"),
    ("mts-2", "МТС-2", "МТС", "+375331110004"),
    ("life-1", "life:)-1", "life:)", "+375251110005"),
)
CITY = "+375172000100"


def sample_office() -> Office:
    """The document; publish it to give it a version."""
    devices: list[dict[str, Any]] = []
    for extension, _, _, phones in PEOPLE:
        devices.append({"account": extension, "name": "Yealink T31P"})
        devices.extend(
            {"account": f"{extension}-{n}", "name": "Телефон в смартфоне", "kind": "softphone"}
            for n in range(2, phones + 1)
        )
    every = [line for line, *_ in LINES] + ["city"]
    return Office.model_validate(
        {
            "company": {"name": "Ромашка"},
            "people": [
                {"id": who, "name": name, "extension": extension, "outbound": "usual"}
                for extension, who, name, _ in PEOPLE
            ],
            "devices": devices,
            "lines": [
                {"kind": "gsm", "id": line, "name": name, "operator": operator, "number": number,
                 "slot": slot, "inbound": "main",
                 "tariff": {"month_fee": 1500, "free_minutes": 300, "minute": 12, "sms": 9},
                 "policy": {"low_balance": 500 if line == "a1-1" else None},
                 "forwards": [{"reason": "busy", "to": "+375291110002"}] if line == "a1-1" else []}
                for slot, (line, name, operator, number) in enumerate(LINES, 1)
            ] + [
                {"kind": "trunk", "id": "city", "name": "Город", "operator": "Город",
                 "numbers": [CITY], "channels": 4, "host": "127.0.0.1", "username": "romashka",
                 "inbound": "main"}
            ],
            "gateways": [
                {"id": "goip", "name": "GoIP в серверной", "slots": 8, "model": "GoIP-8",
                 "address": "192.168.1.40", "socket": "plug"}
            ],
            "sockets": [
                {"id": "plug", "name": "Розетка у шлюза", "kind": "tasmota",
                 "address": "192.168.1.41"}
            ],
            "adapters": [
                {"id": "fax", "name": "Факс", "model": "ht8xx", "account": "184"}
            ],
            "departments": [
                {"number": "901", "name": "Продажи", "members": ["irina", "oleg", "marina"]},
                {"number": "902", "name": "Сервис", "members": ["pavel", "igor"]},
            ],
            "inbound": [
                {"id": "main", "name": "Основная", "nodes": {
                    "start": {"kind": "start", "exits": {"next": "sales"}},
                    "sales": {"kind": "ring", "targets": ["901"], "seconds": 25,
                              "exits": {"nobody": "end"}},
                    "end": {"kind": "hangup"},
                }}
            ],
            "outbound": [
                {"id": "usual", "name": "Обычная", "routes": [
                    {"classes": ["mobile", "city", "toll_free"], "lines": every}]}
            ],
        }
    )  # fmt: skip
