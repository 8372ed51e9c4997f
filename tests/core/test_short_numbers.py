"""The numbering plan, who uses a number, moving a number, and days of the country."""

import copy
import re
from datetime import date
from typing import Any

from hypothesis import assume, given, settings
from offices import offices

from vochi.core.calendar import OFF, calendar
from vochi.core.office.document import Office
from vochi.core.office.holidays import Holidays
from vochi.core.office.mentions import mentions_of_number
from vochi.core.office.parts import without_part
from vochi.core.office.renumber import accounts_moved, renumber
from vochi.core.office.short_numbers import number_plan
from vochi.core.office.verify import verify
from vochi.core.public_days import public_days

DOCUMENT: dict[str, Any] = {
    "company": {"name": "Ромашка"},
    "people": [
        {"id": "anna", "name": "Анна", "extension": "180", "outbound": "out", "pin": "1801"},
        {"id": "boris", "name": "Борис", "extension": "181", "colleague": "180",
         "listens_to": ["901"]},
    ],
    "devices": [{"account": "180"}, {"account": "180-2"}, {"account": "181"}],
    "departments": [{"number": "901", "name": "Все", "members": ["anna", "boris"]}],
    "conferences": [{"number": "701", "name": "Планёрка"}],
    "follow_me": [
        {"number": "401", "name": "Анна", "person": "anna",
         "steps": [{"seconds": 10, "targets": [{"to": "180"}, {"to": "181"}]}]}
    ],
    "parking": {"department": "901", "slots": 3},
    "policy": {
        "retention": {"departments": [{"department": "901", "recordings": 30}]},
        "promises": {"departments": [{"department": "901", "terms": {"missed": 5}}]},
    },
    "inbound": [
        {"id": "in", "name": "Входящие", "nodes": {
            "start": {"kind": "start", "exits": {"next": "ring"}},
            "ring": {"kind": "ring", "targets": ["901", "401"], "exits": {"nobody": "wait"}},
            "wait": {"kind": "queue", "targets": ["901"],
                     "exits": {"timeout": "mail", "full": "mail", "empty": "mail"}},
            "mail": {"kind": "voicemail", "owner": "901"},
        }}
    ],
}  # fmt: skip
OFFICE = Office.model_validate(DOCUMENT)


def test_every_number_is_there_once() -> None:
    rows = number_plan(OFFICE).numbers
    by_number = {row.number: row for row in rows}
    assert len(by_number) == len(rows)
    assert {by_number[n].use for n in ("180", "181")} == {"person"}
    assert (by_number["901"].use, by_number["401"].use) == ("department", "follow_me")
    assert (by_number["701"].use, by_number["103"].use) == ("conference", "emergency")
    slots = by_number["*51"]
    assert (slots.use, slots.to) == ("parking", "*53")
    assert by_number["*8"].name == "pickup"


def test_free_numbers_are_between_what_is_taken() -> None:
    free = [(each.kind, each.first, each.last, each.count) for each in number_plan(OFFICE).free]
    assert ("extensions", "113", "179", 67) in free
    assert ("departments", "902", "999", 98) in free
    taken = {row.number for row in number_plan(OFFICE).numbers}
    for _, first, last, count in free:
        inside = {str(n) for n in range(int(first), int(last) + 1)}
        assert len(inside) == count
        assert not inside & taken


def test_no_number_is_free_where_the_city_has_as_many_digits() -> None:
    document = copy.deepcopy(DOCUMENT)
    document["company"]["area_code"] = "1512"
    document["numbering"] = {"length": 5}
    plan = number_plan(Office.model_validate(document))
    assert (plan.clash, plan.free) == (True, ())


def test_a_conflict_stands_beside_its_number() -> None:
    document = copy.deepcopy(DOCUMENT)
    document["departments"].append({"number": "103", "name": "Скорая", "members": []})
    rows = number_plan(Office.model_validate(document)).numbers
    codes = {p.code for row in rows if row.name == "Скорая" for p in row.problems}
    # That nobody is in the department is no fault of its number.
    assert codes == {"department.emergency", "department.outside_plan"}


def test_who_uses_a_number() -> None:
    used = {
        number: {(each.code, each.place) for each in mentions_of_number(OFFICE, number)}
        for number in ("901", "180", "401", "701")
    }
    assert used["901"] == {
        ("used.node", "inbound/0/nodes/ring"),
        ("used.node", "inbound/0/nodes/wait"),
        ("used.node", "inbound/0/nodes/mail"),
        ("used.parking", "parking/department"),
        ("used.listens", "people/1/listens_to"),
        ("used.retention", "policy/retention/departments/0"),
        ("used.promises", "policy/promises/departments/0"),
    }
    assert used["180"] == {
        ("used.follow_me", "follow_me/0/steps"),
        ("used.follow_me_of", "follow_me/0/person"),
        ("used.department", "departments/0/members"),
        ("used.colleague", "people/1/colleague"),
    }
    assert used["401"] == {("used.node", "inbound/0/nodes/ring")}
    assert used["701"] == set()


def test_a_number_moves_wherever_it_is_named() -> None:
    moved = renumber(OFFICE, "901", "950")
    assert "901" not in moved.model_dump_json()
    assert len(re.findall('"950"', moved.model_dump_json())) == 8
    assert renumber(moved, "950", "901") == OFFICE
    assert moved.policy.retention.departments[0].department == "950"


def test_rules_of_a_department_go_with_it() -> None:
    named = {each.code for each in mentions_of_number(OFFICE, "901")}
    assert {"used.retention", "used.promises"} <= named
    left = without_part(OFFICE, "departments", "901").policy
    assert (left.retention.departments, left.promises.departments) == ((), ())


def test_accounts_move_with_an_extension_and_a_pin_does_not() -> None:
    moved = renumber(OFFICE, "180", "190")
    assert [each.account for each in moved.devices] == ["190", "190-2", "181"]
    assert moved.people[0].pin == "1801"
    assert accounts_moved(OFFICE, "180", "190") == {"180": "190", "180-2": "190-2"}


@settings(max_examples=30, deadline=None)
@given(office=offices())
def test_a_moved_number_leaves_no_trace_and_no_new_fault(office: Office) -> None:
    assume(office.people)
    old = office.people[0].extension
    moved = renumber(office, old, "179")
    assert mentions_of_number(moved, old) == ()
    assert len(mentions_of_number(moved, "179")) == len(mentions_of_number(office, old))
    before, after = ({p.code for p in verify(each)} for each in (office, moved))
    assert after == before


def test_days_of_the_country_are_those_of_schedules() -> None:
    days = {each.day: each for each in public_days("BY", 2026, "ru")}
    assert days[date(2026, 7, 3)].name.startswith("День Независимости")
    assert (days[date(2026, 4, 20)].like, days[date(2026, 4, 25)].like) == (None, 1)
    kinds = calendar(Holidays(), "BY")
    for day, each in days.items():
        assert kinds.kind(day) == (OFF if each.like is None else each.like)
    assert public_days("BY", 2026, "en")[0].name == "New Year's Day"
    assert public_days("ZZ", 2026, "ru") == public_days("BY", 1999, "ru") == ()
