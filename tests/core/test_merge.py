"""Two changes of one office: nothing of either is lost, and a quarrel is told exactly."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from vochi.core.office.document import Office
from vochi.core.office.merge import merge
from vochi.core.office.parts import KEYS, SINGLES, by_key, key_of, with_part, without_part
from vochi.core.office.policy import Limits, Policy
from vochi.core.office.renumber import renumber
from vochi.core.plan import plan

BASE = Office.model_validate(
    {
        "company": {"name": "Ромашка"},
        "people": [
            {"id": "anna", "name": "Анна", "extension": "181", "colleague": "182"},
            {"id": "boris", "name": "Борис", "extension": "182", "listens_to": ["901"]},
            {"id": "vera", "name": "Вера", "extension": "183"},
        ],
        "devices": [{"account": "181"}, {"account": "181-2"}, {"account": "182"}],
        "adapters": [{"id": "ht", "name": "HT", "account": "181-2"}],
        "departments": [{"number": "901", "name": "Продажи", "members": ["anna", "boris"]}],
        "follow_me": [
            {"number": "401", "name": "Анна", "person": "anna",
             "steps": [{"seconds": 10, "targets": [{"to": "181"}, {"to": "+375291112233"}]}]}
        ],
        "parking": {"department": "901"},
        "inbound": [
            {"id": "main", "name": "Главная", "nodes": {
                "start": {"kind": "start", "exits": {"next": "ring"}},
                "ring": {"kind": "ring", "targets": ["901", "181"], "exits": {"nobody": "mail"}},
                "mail": {"kind": "voicemail", "owner": "181"},
            }},
            {"id": "night", "name": "Ночь", "nodes": {"start": {"kind": "start"}}},
        ],
    }
)  # fmt: skip

#: One small change of one part each: place -> what becomes of the document there.
EDITS: dict[str, Any] = {
    "people/anna": lambda d, n: d["people"][0].update(wrap_up=n),
    "people/boris": lambda d, n: d["people"][1].update(name=f"Борис {n}"),
    "people/vera": lambda d, n: d["people"].remove(d["people"][2]),
    "people/new": lambda d, n: d["people"].append(
        {"id": "new", "name": f"Новый {n}", "extension": "184"}
    ),
    "people/first": lambda d, n: d["people"].insert(
        0, {"id": "first", "name": f"Первый {n}", "extension": "185"}
    ),
    "departments/901": lambda d, n: d["departments"][0].update(seconds=10 + n),
    "company/name": lambda d, n: d["company"].update(name=f"Ромашка {n}"),
    "company/area_code": lambda d, n: d["company"].update(area_code=str(20 + n)),
    "policy/limits": lambda d, n: d["policy"].update(limits={"person_minutes": 10 + n}),
    "inbound/main/name": lambda d, n: d["inbound"][0].update(name=f"Главная {n}"),
    "inbound/main/nodes/ring": lambda d, n: d["inbound"][0]["nodes"]["ring"].update(seconds=20 + n),
    "inbound/main/nodes/mail": lambda d, n: d["inbound"][0]["nodes"].pop("mail"),
    "inbound/main/nodes/more": lambda d, n: d["inbound"][0]["nodes"].update(
        more={"kind": "hangup", "x": n}
    ),
    "inbound/night": lambda d, n: d["inbound"].remove(d["inbound"][1]),
    "follow_me/401": lambda d, n: d["follow_me"][0].update(name=f"Анна {n}"),
}
CHOSEN = st.dictionaries(st.sampled_from(sorted(EDITS)), st.integers(1, 9), max_size=6)


def edited(edits: dict[str, int]) -> Office:
    document = BASE.model_dump(mode="json")
    # What is taken out by its index goes last.
    last = ("people/vera", "inbound/night", "people/first")
    for place in sorted(edits, key=lambda each: (each in last, each == last[2], each)):
        EDITS[place](document, edits[place])
    return Office.model_validate(document)


def test_every_part_of_an_office_is_merged() -> None:
    assert {*KEYS, *SINGLES, "format", "version"} == set(Office.model_fields)


@given(CHOSEN)
def test_who_changed_nothing_takes_nothing_away(edits: dict[str, int]) -> None:
    other = edited(edits)
    for merged in (merge(BASE, BASE, other), merge(BASE, other, BASE), merge(BASE, other, other)):
        assert merged.office == other
        assert merged.office.model_dump_json() == other.model_dump_json(), "the order too"
        assert merged.conflicts == ()


@settings(max_examples=300)
@given(CHOSEN, CHOSEN)
def test_quarrels_are_where_both_changed_the_same_thing_differently(
    mine: dict[str, int], theirs: dict[str, int]
) -> None:
    merged = merge(BASE, edited(mine), edited(theirs))
    # Gone in both, or drawn elsewhere: the same thing was done to it.
    alike = {"people/vera", "inbound/main/nodes/mail", "inbound/night", "inbound/main/nodes/more"}
    both = {place for place in {*mine} & {*theirs} if mine[place] != theirs[place]}
    assert set(merged.conflicts) == both - alike
    if "inbound/main/nodes/more" in {*mine} & {*theirs}:
        return  # where it is drawn is mine: not the same either way
    if not merged.conflicts:
        back = merge(BASE, edited(theirs), edited(mine))
        assert back == merged, "who was first does not matter"
        assert merged.office.model_dump_json() == back.office.model_dump_json()


@given(CHOSEN, CHOSEN)
def test_what_was_chosen_is_taken(mine: dict[str, int], theirs: dict[str, int]) -> None:
    my, their = edited(mine), edited(theirs)
    conflicts = merge(BASE, my, their).conflicts
    for side, whole in (("mine", my), ("theirs", their)):
        merged = merge(BASE, my, their, dict.fromkeys(conflicts, side))  # type: ignore[arg-type]
        assert merged.conflicts == ()
        changed = {change.place for change in plan(whole, merged.office)}
        for place in conflicts:
            assert not any(f"{each}/".startswith(f"{place}/") for each in changed), place


def test_gone_here_and_changed_there_is_a_quarrel() -> None:
    mine = without_part(BASE, "people", "vera")
    vera = BASE.people[2].model_copy(update={"wrap_up": 5})
    theirs = with_part(BASE, "people", "vera", vera)
    merged = merge(BASE, mine, theirs)
    assert merged.conflicts == ("people/vera",)
    assert len(merged.office.people) == 2
    assert merge(BASE, mine, theirs, {"people/vera": "theirs"}).office == theirs


def test_moving_a_node_on_the_sheet_is_no_quarrel() -> None:
    document = BASE.model_dump(mode="json")
    document["inbound"][0]["nodes"]["ring"]["x"] = 400
    moved = Office.model_validate(document)
    changed = edited({"inbound/main/nodes/ring": 3})
    for merged in (merge(BASE, moved, changed), merge(BASE, changed, moved)):
        node = merged.office.inbound[0].nodes["ring"]
        assert (merged.conflicts, node.x, getattr(node, "seconds", 0)) == ((), 400, 23)
    gone = edited({"inbound/main/nodes/mail": 1})
    document["inbound"][0]["nodes"]["mail"]["y"] = 90
    merged = merge(BASE, Office.model_validate(document), gone)
    assert (merged.conflicts, "mail" in merged.office.inbound[0].nodes) == ((), False)


def test_order_of_who_moved_things_stays() -> None:
    turned = BASE.model_copy(update={"people": tuple(reversed(BASE.people))})
    other = edited({"people/new": 1})
    for merged in (merge(BASE, turned, other), merge(BASE, other, turned)):
        assert [p.id for p in merged.office.people] == ["vera", "new", "boris", "anna"]


def test_two_things_of_one_key_are_both_kept() -> None:
    twin = BASE.people[0].model_copy(update={"name": "Двойник"})
    mine = BASE.model_copy(update={"people": (*BASE.people, twin)})
    merged = merge(BASE, mine, edited({"people/boris": 4}))
    assert [p.name for p in merged.office.people] == ["Анна", "Борис 4", "Вера", "Двойник"]


def test_parts_by_key() -> None:
    assert by_key(BASE, "people/1/name") == "people/boris/name"
    assert by_key(BASE, "people/7/name") == "people/7/name"
    assert by_key(BASE, "policy/limits") == "policy/limits"
    assert by_key(BASE, "inbound/0/nodes/ring") == "inbound/main/nodes/ring"
    policy = Policy(limits=Limits(person_minutes=1))
    assert with_part(BASE, "policy", "", policy).policy == policy
    assert key_of("policy", policy) == ""


def test_a_renumbered_person_is_followed() -> None:
    anna = BASE.people[0].model_copy(update={"extension": "189"})
    moved = with_part(BASE, "people", "anna", anna)
    assert [each.account for each in moved.devices] == ["189", "189-2", "182"]
    assert moved.adapters[0].account == "189-2"
    assert moved.follow_me[0].steps[0].targets[0].to == "189"
    ring = moved.inbound[0].nodes["ring"]
    assert ring.targets_named == ("901", "189")
    assert moved.people[1].listens_to == ("901",)
    assert renumber(moved, "189", "181") == BASE.model_copy(update={"adapters": moved.adapters})
    boris = BASE.people[1].model_copy(update={"extension": "186"})
    assert with_part(BASE, "people", "boris", boris).people[0].colleague == "186"


def test_a_renumbered_department_is_followed() -> None:
    sales = BASE.departments[0].model_copy(update={"number": "911"})
    moved = with_part(BASE, "departments", "901", sales)
    assert moved.parking.department == "911"
    assert moved.people[1].listens_to == ("911",)
    assert "901" not in moved.model_dump_json()
