"""Follow me, departments and nodes that ring: what is refused, and what is compiled."""

import copy
from typing import Any, get_args

import pytest

from vochi.core.compile import compile_office
from vochi.core.office.document import Office, Secrets
from vochi.core.office.problem import ReachProblem
from vochi.core.office.verify import verify
from vochi.core.site import Site

Document = dict[str, Any]
MOBILE = "+375296666666"


def _step(*targets: str) -> Document:
    return {"seconds": 10, "targets": [{"to": each, "confirm": each[0] == "+"} for each in targets]}


FOLLOW_ME: Document = {
    "number": "401", "name": "Анна", "person": "anna",
    "steps": [_step("180"), _step("180", MOBILE)],
}  # fmt: skip
RING: Document = {"kind": "ring", "targets": ["180"], "exits": {"nobody": "mail"}}
#: An office without a single problem.
GOOD: Document = {
    "company": {"name": "Ромашка"},
    "people": [
        {"id": "anna", "name": "Анна", "extension": "180", "outbound": "out"},
        {"id": "boris", "name": "Борис", "extension": "181", "wrap_up": 20},
    ],
    "devices": [{"account": "180"}, {"account": "180-2"}, {"account": "181"}],
    "departments": [{"number": "901", "name": "Все", "members": ["anna", "boris"]}],
    "lines": [{"kind": "gsm", "id": "a1", "name": "A1", "operator": "A1", "inbound": "in"}],
    "gateways": [{"id": "goip", "name": "GoIP"}],
    "prompts": [{"id": "hello", "name": "Привет", "sha256": "a" * 64, "seconds": 2}],
    "follow_me": [FOLLOW_ME],
    "inbound": [
        {
            "id": "in",
            "name": "Входящая",
            "nodes": {
                "start": {"kind": "start", "exits": {"next": "ring"}},
                "ring": RING,
                "mail": {"kind": "voicemail"},
            },
        }
    ],
    "outbound": [
        {"id": "out", "name": "Исходящая", "routes": [{"classes": ["mobile"], "lines": ["a1"]}]}
    ],
    "parking": {"department": "901"},
}


def _ring(**settings: object) -> tuple[str, object]:
    return "inbound/0/nodes/ring", {**RING, **settings}


def _follow_me(**settings: object) -> tuple[str, object]:
    return "follow_me/0", {**FOLLOW_ME, **settings}


CASES: tuple[tuple[tuple[str, object], set[str]], ...] = (
    (("follow_me/+", FOLLOW_ME), {"follow_me.number_taken@follow_me/1/number"}),
    (_follow_me(number="180"), {"follow_me.number_is@follow_me/0/number",
                                "follow_me.outside_plan@follow_me/0/number"}),
    (_follow_me(number="901"), {"follow_me.number_is@follow_me/0/number",
                                "follow_me.outside_plan@follow_me/0/number"}),
    (_follow_me(number="101"), {"follow_me.emergency@follow_me/0/number",
                                "follow_me.outside_plan@follow_me/0/number"}),
    (_follow_me(number="4011"), {"follow_me.outside_plan@follow_me/0/number"}),
    (_follow_me(person="nobody", steps=[_step("180")]),
     {"follow_me.unknown_person@follow_me/0/person"}),
    # A follow me that looks by itself, by another one or by a department would turn in a circle.
    (_follow_me(steps=[_step("401")]),
     {"follow_me.unknown_target@follow_me/0/steps/0/targets/0"}),
    (_follow_me(steps=[_step("901")]),
     {"follow_me.unknown_target@follow_me/0/steps/0/targets/0"}),
    (_follow_me(steps=[_step("180", "180")]),
     {"follow_me.target_twice@follow_me/0/steps/0/targets/1"}),
    (_follow_me(person="boris"), {"follow_me.no_outbound@follow_me/0/steps/1/targets/1"}),
    (_follow_me(steps=[_step("+74951234567")]),
     {"follow_me.no_route@follow_me/0/steps/0/targets/0"}),
    (_follow_me(steps=[{"seconds": 10, "targets": [{"to": MOBILE}]}]),
     {"follow_me.no_confirm@follow_me/0/steps/0/targets/0"}),
    (("devices", [{"account": "181"}]),
     {"person.no_device@people/0", "node.no_device@inbound/0/nodes/ring",
      "follow_me.no_device@follow_me/0/steps/0/targets/0",
      "follow_me.no_device@follow_me/0/steps/1/targets/0"}),
    (("departments/0/strategy", "linear"), set()),
    (("departments/0", {"number": "901", "name": "Все", "members": ["anna", "boris"],
                        "strategy": "linear", "turn": 30, "seconds": 30}),
     {"department.only_first@departments/0/seconds"}),
    (_ring(targets=["901"], strategy="random", seconds=10, turn=10),
     {"node.only_first@inbound/0/nodes/ring/seconds"}),
    (_ring(after=3), {"node.after_without_music@inbound/0/nodes/ring/after"}),
    (_ring(after=3, music="hello"), set()),
    (_ring(targets=["401"], seconds=15),
     {"node.cuts_follow_me@inbound/0/nodes/ring/seconds"}),
    (_ring(targets=["401"], seconds=20), set()),
)  # fmt: skip


def _changed(place: str, value: object) -> Office:
    document = copy.deepcopy(GOOD)
    here: Any = document
    *way, last = place.split("/")
    for part in way:
        here = here[int(part)] if isinstance(here, list) else here[part]
    if isinstance(here, list):
        if last == "+":
            here.append(value)
        else:
            here[int(last)] = value
    else:
        here[last] = value
    return Office.model_validate(document)


def _found(office: Office) -> set[str]:
    ours = set(get_args(ReachProblem)) | {"person.no_device", "node.no_device"}
    return {f"{each.code}@{each.place}" for each in verify(office) if each.code in ours}


def test_a_good_office_has_no_problem() -> None:
    assert verify(Office.model_validate(GOOD)) == ()


@pytest.mark.parametrize(("change", "problems"), CASES)
def test_problems(change: tuple[str, object], problems: set[str]) -> None:
    assert _found(_changed(*change)) == problems


def test_every_code_is_found_somewhere() -> None:
    told = {each.partition("@")[0] for _, problems in CASES for each in problems}
    assert set(get_args(ReachProblem)) <= told


def _files(office: Office) -> dict[str, str]:
    site = Site(
        etc="/e", state="/s", modules="/m", data="/d", prompts="/p", phrases="/f", ami_secret="x"
    )
    return compile_office(office, Secrets(), site)


def _context(office: Office, name: str) -> str:
    blocks = _files(office)["extensions.conf"].split("\n\n")
    return next(each for each in blocks if each.startswith(f"[{name}]\n"))


def test_a_plain_ring_is_one_dial() -> None:
    """Facts are read while the Dial is written: nothing before it, nothing beside it."""
    lines = _context(Office.model_validate(GOOD), "scheme-in").splitlines()
    entered = next(i for i, line in enumerate(lines) if line.startswith("exten => nring,1,CEL"))
    phones = "PJSIP/180&PJSIP/180-2:Local/180@away"
    assert (
        lines[entered + 1] == f' same => n,Dial(${{IF($["${{DB(away/180)}}" = ""]?{phones})}},30)'
    )


def test_departments_respect_wrap_up_and_extensions_do_not() -> None:
    office = Office.model_validate(GOOD)
    assert "wrap/181" in _context(office, "department-901")
    assert "wrap/180" not in _context(office, "department-901")
    assert "wrap/" not in _context(office, "reached")


def test_a_follow_me_is_one_dial_of_legs_that_wait() -> None:
    text = _context(Office.model_validate(GOOD), "follow-401")
    assert "Dial(Local/leg0@follow-401&Local/leg1@follow-401&Local/run@follow-401," in text
    assert f"Dial(Local/{MOBILE}@reach-out,10)" in text
    assert "__V_BEHALF=180" in text
    assert "__V_CONFIRM=1" in text


def test_a_queue_tells_its_members_by_their_phones() -> None:
    node = {
        "kind": "queue", "targets": ["901"], "callback_key": "1",
        "exits": {"timeout": "mail", "full": "mail", "empty": "mail", "key": "mail"},
    }  # fmt: skip
    office = _changed("inbound/0/nodes/ring", node)
    assert verify(office) == ()
    queues = _files(office)["queues.conf"]
    assert "member = Local/180@queued,0,180,hint:180@phones,no," in queues
    assert "member = Local/181@queued,0,181,hint:181@phones,no,20" in queues
    assert "context = key-in.ring" in queues
    assert _context(office, "key-in.ring").splitlines()[1].startswith("exten => 1,1,")
    assert "exten => 180,hint,PJSIP/180&PJSIP/180-2" in _context(office, "phones")


@pytest.mark.parametrize("strategy", ["linear", "round_robin", "least_recent", "random"])
def test_hunting_has_a_turn_for_everybody(strategy: str) -> None:
    office = _changed(*_ring(targets=["901", MOBILE], outbound="out", strategy=strategy))
    text = _context(office, "hunt-in.ring")
    for name in ("180", "181", MOBILE):
        assert f"exten => m{name},1," in text
    assert ("DB(turn/in-ring)" in text) is (strategy == "round_robin")
    assert ("DB(idle/180)" in text) is (strategy == "least_recent")
