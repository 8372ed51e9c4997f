"""The office that a plan speaks of, so that names, nodes and departments of its calls are real."""

from typing import Any, Final

from vochi.core.office.document import Office
from vochi.lab.year.plan import Plan, Trunk

#: From here on no extension is an emergency number of Belarus.
FIRST_EXTENSION: Final = 120
DEPARTMENTS: Final = ("Продажи", "Сервис", "Бухгалтерия", "Доставка", "Опт")
SOURCES: Final = ("site", "yandex", "instagram", "billboard", "partners")
#: Nodes of the scheme of each department.
START, TAGGED, HOURS, RING, OFFER, MAIL = "n1", "n2", "n3", "n4", "n5", "n6"

_NAMES = ("Анна", "Борис", "Вера", "Глеб", "Дарья", "Егор", "Жанна", "Захар", "Инна", "Кирилл",
          "Лидия", "Максим", "Нина", "Олег", "Полина", "Роман")  # fmt: skip
_SURNAMES = ("Климович", "Сташевич", "Жук", "Дубовик", "Савич", "Гончар", "Лукашик", "Мороз",
             "Новик", "Пашкевич", "Радкевич", "Шульга", "Янович")  # fmt: skip


def extension(place: int) -> str:
    """The extension of the person at this place."""
    return str(FIRST_EXTENSION + place)


def department(place: int) -> str:
    """The short number of a department."""
    return str(901 + place)


def follow_me(place: int) -> str:
    """The follow me of the first person of a department."""
    return str(401 + place)


def mobile(place: int) -> str:
    """The mobile on which a person is looked for."""
    return f"+37529666{place:04}"


def scheme(place: int) -> str:
    """The inbound scheme of a department."""
    return f"scheme-{place + 1}"


def office_of(plan: Plan) -> Office:
    """The office that the calls of the plan went through."""
    lines = [line for trunk in plan.trunks for line in _lines(trunk, plan)]
    return Office.model_validate(
        {
            "version": plan.office_version,
            "company": {
                "name": plan.company,
                "country": plan.country,
                "time_zone": plan.time_zone,
            },
            "people": [
                {"id": f"p{place}", "name": _name(place), "extension": extension(place),
                 "outbound": "all"}
                for place in range(plan.people)
            ],
            "devices": [{"account": extension(place)} for place in range(plan.people)],
            "lines": lines,
            "departments": [
                {"number": department(place), "name": DEPARTMENTS[place], "score": place == 0,
                 "members": [f"p{p}" for p in range(place, plan.people, plan.departments)]}
                for place in range(plan.departments)
            ],
            "follow_me": [
                {"number": follow_me(place), "name": f"Найти: {_name(place)}",
                 "person": f"p{place}",
                 "steps": [{"seconds": 20, "targets": [{"to": mobile(place), "confirm": True}]}]}
                for place in range(plan.departments)
            ],
            "inbound": [_scheme(place, plan) for place in range(plan.departments)],
            "outbound": [
                {"id": "all", "name": "Все", "routes": [
                    {"classes": ["mobile", "city"], "lines": [line["id"] for line in lines]}]}
            ],
        }
    )  # fmt: skip


def _name(place: int) -> str:
    return f"{_NAMES[place % len(_NAMES)]} {_SURNAMES[place % len(_SURNAMES)]}"


def _lines(trunk: Trunk, plan: Plan) -> list[dict[str, Any]]:
    if not trunk.gsm:
        return [
            {"kind": "trunk", "id": trunk.id, "name": f"{trunk.operator} город",
             "operator": trunk.operator, "host": "192.0.2.7", "username": "office",
             "channels": trunk.channels, "inbound": scheme(0)}
        ]  # fmt: skip
    return [
        {"kind": "gsm", "id": f"{trunk.id}-{place + 1}", "name": f"{trunk.operator} {place + 1}",
         "operator": trunk.operator, "gateway": f"goip-{trunk.id}", "slot": place + 1,
         "inbound": scheme(place % plan.departments)}
        for place in range(trunk.channels)
    ]  # fmt: skip


def _scheme(place: int, plan: Plan) -> dict[str, Any]:
    hours = [
        {"days": [1, 2, 3, 4, 5], "since": f"{plan.opens:02}:00", "to": f"{plan.closes:02}:00"}
    ]
    if plan.saturday:
        hours.append({"days": [6], "since": f"{plan.opens:02}:00", "to": f"{plan.saturday:02}:00"})
    return {
        "id": scheme(place),
        "name": DEPARTMENTS[place],
        "start": START,
        "nodes": {
            START: {"kind": "start", "exits": {"next": TAGGED}},
            TAGGED: {"kind": "tag", "source": SOURCES[place], "exits": {"next": HOURS}},
            HOURS: {"kind": "schedule",
                    "periods": [{"id": "open", "name": "Рабочее время", "hours": hours}],
                    "exits": {"open": RING, "holiday": MAIL, "other": MAIL}},
            RING: {"kind": "ring", "targets": [department(place), follow_me(place)],
                   "outbound": "all", "exits": {"nobody": OFFER}},
            OFFER: {"kind": "callback", "exits": {"taken": "n7", "declined": MAIL}},
            MAIL: {"kind": "voicemail", "owner": department(place)},
            "n7": {"kind": "hangup"},
        },
    }  # fmt: skip
