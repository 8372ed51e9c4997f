"""What an office may say of gateways, SIM cards, sockets, adapters, operators."""

import copy
from typing import Any

import pytest

from vochi.core.office.checks.gateways import check_gateways
from vochi.core.office.document import Office
from vochi.core.wording import say

Document = dict[str, Any]
FORWARD = {"reason": "busy", "to": "+375291000002"}
GOOD: Document = {
    "company": {"name": "Ромашка"},
    "people": [{"id": "anna", "name": "Анна", "extension": "180"}],
    "devices": [{"account": "180"}],
    "gateways": [{"id": "goip", "name": "GoIP", "slots": 4, "address": "192.168.8.1",
                  "socket": "plug"}],
    "sockets": [{"id": "plug", "name": "Розетка", "kind": "tasmota", "address": "192.168.8.9"}],
    "adapters": [{"id": "ht", "name": "HT503", "line": "city", "account": "180"}],
    "operators": [{"name": "A1", "balance": {"code": "*100#", "pattern": r"Баланс (-?\d+,\d\d)"}}],
    "lines": [
        {"kind": "gsm", "id": "a1", "name": "Один", "operator": "A1", "slot": 1,
         "number": "+375291000001", "forwards": [FORWARD]},
        {"kind": "gsm", "id": "a2", "name": "Два", "operator": "A1", "slot": 2,
         "number": "+375291000002"},
        {"kind": "fxo", "id": "city", "name": "Город"},
    ],
}  # fmt: skip
SECOND = {"id": "two", "name": "Второй", "address": "10.0.0.2"}

#: (place of the change, new value, problems as code@place). A place that ends with `+` adds.
CASES: tuple[tuple[str, object, set[str]], ...] = (
    ("gateways", [], {"gateway.none@gateways"}),
    ("gateways/+", {**SECOND, "id": "goip"}, {"gateway.id_taken@gateways/1/id"}),
    ("gateways/+", {**SECOND, "address": "192.168.8.1"},
     {"gateway.address_taken@gateways/1/address"}),
    ("gateways/+", {**SECOND, "address": "8.8.8.8"}, {"gateway.exposed@gateways/1/address"}),
    ("gateways/+", {**SECOND, "address": "goip.example"}, set()),
    ("gateways/+", {**SECOND, "address": None}, set()),
    ("gateways/+", {**SECOND, "kind": "dinstar", "address": None},
     {"gateway.no_address@gateways/1/address"}),
    ("gateways/+", {**SECOND, "kind": "gammu"}, {"gateway.no_driver@gateways/1/kind"}),
    ("gateways/+", {**SECOND, "kind": "openvox"}, {"gateway.no_driver@gateways/1/kind"}),
    ("gateways/+", {**SECOND, "socket": "none"}, {"gateway.unknown_socket@gateways/1/socket"}),
    ("gateways/+", {**SECOND, "socket": "plug"}, {"gateway.socket_shared@gateways/1/socket"}),
    ("sockets/0/feeds", "box", {"gateway.socket_of_other@gateways/0/socket"}),
    ("sockets/+", {"id": "plug", "name": "Р", "kind": "sonoff", "address": "10.0.0.3"},
     {"socket.id_taken@sockets/1/id"}),
    ("lines/1/gateway", "other", {"line.unknown_gateway@lines/1/gateway"}),
    ("lines/1/slot", 5, {"line.no_such_slot@lines/1/slot"}),
    ("adapters/+", {"id": "ht", "name": "Б"},
     {"adapter.id_taken@adapters/1/id", "adapter.nothing@adapters/1"}),
    ("adapters/0/line", "a1", {"adapter.unknown_line@adapters/0/line"}),
    ("adapters/0/account", "181", {"adapter.unknown_account@adapters/0/account"}),
    ("operators/+", {"name": "velcom"}, {"operator.twice@operators/1/name"}),
    ("operators/0/balance/pattern", "(", {"operator.bad_pattern@operators/0/balance/pattern"}),
    ("operators/0/balance/pattern", r"(?<=a)b",
     {"operator.bad_pattern@operators/0/balance/pattern"}),
    ("operators/0/balance/pattern", "(a+)+$", set()),
    ("lines/0/forwards/+", {"reason": "busy", "to": "+375171234567"},
     {"forward.reason_twice@lines/0/forwards/1/reason"}),
    ("lines/0/forwards/0/to", "+375291000001", {"forward.to_itself@lines/0/forwards/0/to"}),
    ("lines/0/forwards/0/to", "+4915112345678", {"forward.abroad@lines/0/forwards/0/to"}),
    ("lines/1/forwards", [{"reason": "always", "to": "+375291000001"}],
     {"forward.loop_when@lines/0/forwards/0/to"}),
    ("lines/1/forwards", [{"reason": "unreachable", "to": "+375171234567"}], set()),
    ("lines/0/forwards/0/reason", "always", set()),
)  # fmt: skip


def changed(place: str, value: object) -> Office:
    document = copy.deepcopy(GOOD)
    *way, last = place.split("/")
    at: Any = document
    for step in way:
        at = at[int(step) if step.isdigit() else step]
    if last == "+":
        at.append(value)
    else:
        at[int(last) if last.isdigit() else last] = value
    return Office.model_validate(document)


def test_a_good_office_has_no_problem() -> None:
    assert list(check_gateways(Office.model_validate(GOOD))) == []


@pytest.mark.parametrize(("place", "value", "expected"), CASES)
def test_problem(place: str, value: object, expected: set[str]) -> None:
    found = list(check_gateways(changed(place, value)))
    assert {f"{each.code}@{each.place}" for each in found} == expected
    for each in found:
        for language in ("ru", "en", "be"):
            said = say(each.code, each.facts, language)  # type: ignore[arg-type]
            assert "—" not in said or each.code == "operator.twice"


def test_a_circle_that_never_ends_is_said_so() -> None:
    document = copy.deepcopy(GOOD)
    document["lines"][0]["forwards"] = [{"reason": "always", "to": "+375291000002"}]
    document["lines"][1]["forwards"] = [{"reason": "always", "to": "+375291000001"}]
    (problem,) = check_gateways(Office.model_validate(document))
    assert problem.code == "forward.loop"
    assert problem.severity == "error"
    assert problem.facts["path"] == "Один → Два → Один"
    document["lines"][0]["forwards"][0]["reason"] = "busy"
    (problem,) = check_gateways(Office.model_validate(document))
    assert "занято, всегда" in say(problem.code, problem.facts, "ru")


def test_a_text_after_a_missed_call_that_networks_would_not_take_is_refused() -> None:
    document = copy.deepcopy(GOOD)
    document["policy"] = {"sms": {"most_parts": 2, "missed": {"text": "я" * 134}}}
    assert list(check_gateways(Office.model_validate(document))) == []
    document["policy"]["sms"]["missed"]["text"] += "я"
    (problem,) = check_gateways(Office.model_validate(document))
    assert (problem.code, problem.place) == ("sms.missed_too_long", "policy/sms/missed/text")
    assert problem.facts == {"parts": "3", "most": "2"}
