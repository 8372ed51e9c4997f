"""Every problem is found, at its place, all at once."""

from typing import Any, get_args

import pytest
from offices import OFFICES

from vochi.core.office.document import Office
from vochi.core.office.problem import ProblemCode
from vochi.core.office.verify import verify

Document = dict[str, Any]

#: The least office without a single warning.
GOOD: Document = {
    "company": {"name": "Ромашка"},
    "people": [{"id": "anna", "name": "Анна", "extension": "180", "outbound": "out"}],
    "devices": [{"account": "180"}],
    "departments": [{"number": "901", "name": "Все", "members": ["anna"]}],
    "lines": [{"kind": "gsm", "id": "a1", "name": "A1", "operator": "A1", "inbound": "in"}],
    "gateways": [{"id": "goip", "name": "GoIP"}],
    "prompts": [{"id": "hello", "name": "Привет", "sha256": "a" * 64, "seconds": 2}],
    "inbound": [
        {
            "id": "in",
            "name": "Входящая",
            "nodes": {
                "start": {"kind": "start", "exits": {"next": "hello"}},
                "hello": {"kind": "greeting", "prompt": "hello", "exits": {"next": "ring"}},
                "ring": {"kind": "ring", "targets": ["901"], "exits": {"nobody": "end"}},
                "end": {"kind": "hangup", "cause": "busy"},
            },
        }
    ],
    "outbound": [
        {"id": "out", "name": "Исходящая", "routes": [{"classes": ["mobile"], "lines": ["a1"]}]}
    ],
}
TRUNK = {
    "kind": "trunk", "id": "city", "name": "Город", "host": "192.0.2.1", "inbound": "in",
    "numbers": ["+375172000000"],
}  # fmt: skip
PERSON = {"id": "boris", "name": "Борис", "extension": "181"}
RING = {"kind": "ring", "targets": ["180"]}

#: (place of the change, new value, problems as code@place). A place that ends with `+` adds.
CASES: tuple[tuple[str, object, set[str]], ...] = (
    ("company/country", "US", {"company.country_unsupported@company/country"}),
    ("numbering", {"extensions": ["1", "9"]}, {"numbering.overlap@numbering/departments"}),
    ("numbering", {"follow_me": ["17"]}, {"numbering.overlap@numbering/follow_me"}),
    (
        "people/+",
        {"id": "anna", "name": "Б", "extension": "180"},
        {"person.id_taken@people/1/id", "extension.taken@people/1/extension"},
    ),
    ("people/+", PERSON, {"person.no_device@people/1"}),
    ("people/0/outbound", "none", {"person.unknown_outbound@people/0/outbound"}),
    ("people/+", {**PERSON, "extension": "101"},
     {"extension.emergency@people/1/extension", "person.no_device@people/1"}),
    ("people/+", {**PERSON, "extension": "112"},
     {"extension.emergency@people/1/extension", "person.no_device@people/1"}),
    ("people/+", {**PERSON, "extension": "205"},
     {"extension.outside_plan@people/1/extension", "person.no_device@people/1"}),
    ("people/+", {**PERSON, "extension": "1800"},
     {"extension.outside_plan@people/1/extension", "person.no_device@people/1"}),
    ("devices/+", {"account": "180"}, {"device.account_taken@devices/1/account"}),
    ("devices/+", {"account": "185-2"}, {"device.no_person@devices/1/account"}),
    ("devices/0/transport", "ws", {"device.transport_unsupported@devices/0/transport"}),
    ("departments/+", {"number": "901", "name": "Б", "members": ["anna"]},
     {"department.number_taken@departments/1/number"}),
    ("departments/+", {"number": "180", "name": "Б", "members": ["anna"]},
     {"department.number_is_extension@departments/1/number",
      "department.outside_plan@departments/1/number"}),
    ("departments/+", {"number": "103", "name": "Б", "members": ["anna"]},
     {"department.emergency@departments/1/number", "department.outside_plan@departments/1/number"}),
    ("departments/0/members", ["anna", "x", "anna"],
     {"department.unknown_member@departments/0/members/1",
      "department.member_twice@departments/0/members/2"}),
    ("departments/+", {"number": "902", "name": "Б", "members": []},
     {"department.empty@departments/1/members"}),
    ("lines/+", {"kind": "fxo", "id": "a1", "name": "Б", "inbound": "in"},
     {"line.id_taken@lines/1/id"}),
    ("lines/+", {**TRUNK, "numbers": ["+375172000000", "+375172000000"]},
     {"line.number_taken@lines/1/numbers/1"}),
    ("lines/+", {"kind": "gsm", "id": "b", "name": "Б", "operator": "A1", "inbound": "in"},
     {"line.slot_taken@lines/1/slot"}),
    ("lines/0/inbound", "none",
     {"line.unknown_inbound@lines/0/inbound", "inbound.unused@inbound/0"}),
    ("lines/+", {"kind": "fxo", "id": "b", "name": "Б"}, {"line.no_inbound@lines/1/inbound"}),
    ("lines/+", {**TRUNK, "by_number": {"+375172000000": "none"}},
     {"line.unknown_inbound@lines/1/by_number/+375172000000"}),
    ("lines/+", {**TRUNK, "by_number": {"+375172000009": "in"}},
     {"line.number_not_listed@lines/1/by_number/+375172000009"}),
    ("lines/+", {**TRUNK, "host": "sip.example.net"}, {"line.host_is_name@lines/1/host"}),
    ("prompts/+", {"id": "hello", "name": "Б", "sha256": "b" * 64, "seconds": 1},
     {"prompt.id_taken@prompts/1/id"}),
    ("prompts/+", {"id": "default", "name": "Б", "sha256": "b" * 64, "seconds": 1},
     {"prompt.reserved@prompts/1/id"}),
    ("inbound/+", {"id": "in", "name": "Б", "nodes": {"start": {"kind": "start"}}},
     {"inbound.id_taken@inbound/1/id", "node.port_unwired@inbound/1/nodes/start"}),
    ("inbound/0/start", "other", {"inbound.no_start@inbound/0/nodes/other",
                                  "node.second_start@inbound/0/nodes/start"}),
    ("inbound/0/start", "hello", {"inbound.start_kind@inbound/0/nodes/hello",
                                  "node.second_start@inbound/0/nodes/start"}),
    ("outbound/+", {"id": "out", "name": "Б", "routes": []},
     {"outbound.id_taken@outbound/1/id", "outbound.no_routes@outbound/1"}),
    ("outbound/0/routes/+", {"classes": [], "lines": ["x"], "operators": ["Velcom", "Билайн"]},
     {"route.no_classes@outbound/0/routes/1/classes",
      "route.unknown_line@outbound/0/routes/1/lines/0",
      "route.unknown_operator@outbound/0/routes/1/operators/1"}),
    ("outbound/0/routes/+", {"classes": ["city"], "lines": []},
     {"route.no_lines@outbound/0/routes/1/lines"}),
    ("inbound/0/nodes/start/exits", {},
     {"node.port_unwired@inbound/0/nodes/start", "node.unreachable@inbound/0/nodes/hello",
      "node.unreachable@inbound/0/nodes/ring", "node.unreachable@inbound/0/nodes/end"}),
    ("inbound/0/nodes/end/exits", {"next": "end"}, {"node.port_unknown@inbound/0/nodes/end"}),
    ("inbound/0/nodes/ring/exits/nobody", "x",
     {"node.unknown_exit@inbound/0/nodes/ring", "node.unreachable@inbound/0/nodes/end"}),
    ("inbound/0/nodes/island", {"kind": "hangup"}, {"node.unreachable@inbound/0/nodes/island"}),
    ("inbound/0/nodes/again", {"kind": "start", "exits": {"next": "end"}},
     {"node.second_start@inbound/0/nodes/again"}),
    ("inbound/0/nodes/ring/targets", ["901", "999"],
     {"node.unknown_target@inbound/0/nodes/ring"}),
    ("inbound/0/nodes/ring/music", "none", {"node.unknown_prompt@inbound/0/nodes/ring"}),
    ("inbound/0/nodes/ring/music", "default", set()),
    ("inbound/0/nodes/hello/prompt", "none", {"node.unknown_prompt@inbound/0/nodes/hello"}),
    # A ring may pass at once, when no phone is there: alone in a circle it turns on the spot.
    ("inbound/0/nodes/ring/exits/nobody", "ring",
     {"node.loop@inbound/0/nodes/ring", "node.unreachable@inbound/0/nodes/end"}),
    # A greeting takes its time, and the circle never ends.
    ("inbound/0/nodes/ring/exits/nobody", "hello",
     {"scheme.endless@inbound/0/nodes/hello", "node.unreachable@inbound/0/nodes/end"}),
    ("inbound/0/nodes/end/cause", "normal", {"scheme.ends_in_silence@inbound/0/nodes/end"}),
    ("devices", [], {"person.no_device@people/0", "node.no_device@inbound/0/nodes/ring",
                     "scheme.nobody_ever@inbound/0"}),
    ("lines", [], {"line.none@lines", "inbound.unused@inbound/0",
                   "route.unknown_line@outbound/0/routes/0/lines/0"}),
    ("company/area_code", "162", set()),
    # Where local numbers have 5 digits, 5 digits inside are not told apart from them.
    ("numbering", {"length": 5}, {"extension.outside_plan@people/0/extension",
                                  "department.outside_plan@departments/0/number"}),
)  # fmt: skip
#: Found by others than `verify`: when reading, when looking for files.
ELSEWHERE = {
    "file.not_yaml", "file.not_an_office", "file.too_big", "field.unknown", "field.missing",
    "field.invalid", "prompt.no_file",
}  # fmt: skip
#: Too big for the table; tested below.
BELOW = {"node.too_many_devices", "numbering.clash"}


def found(document: Document) -> set[str]:
    problems = verify(Office.model_validate(document))
    return {f"{problem.code}@{problem.place}" for problem in problems}


def changed(path: str, value: object) -> Document:
    document = Office.model_validate(GOOD).model_dump(mode="json")
    *way, last = path.split("/")
    holder: Any = document
    for step in way:
        holder = holder[int(step)] if isinstance(holder, list) else holder[step]
    if last == "+":
        holder.append(value)
    else:
        holder[int(last) if isinstance(holder, list) else last] = value
    return document


def test_good() -> None:
    assert found(GOOD) == set()


@pytest.mark.parametrize(("path", "value", "problems"), CASES, ids=[case[0] for case in CASES])
def test_problem(path: str, value: object, problems: set[str]) -> None:
    assert found(changed(path, value)) == problems


def test_every_code_has_a_case() -> None:
    told = {problem.partition("@")[0] for _, _, problems in CASES for problem in problems}
    assert set(get_args(ProblemCode)) <= told | ELSEWHERE | BELOW


def test_village_with_short_numbers() -> None:
    document = changed("company/area_code", "1512")
    document["numbering"] = {"length": 5}
    document["people"].append({**PERSON, "extension": "10001"})
    assert "numbering.clash@people/1/extension" in found(document)


def test_too_many_phones_at_once() -> None:
    document = changed("company/area_code", "17")
    document["numbering"] = {"length": 4}
    document["people"] = [
        {"id": f"p-{n}", "name": "x", "extension": str(1000 + n)} for n in range(251)
    ]
    document["devices"] = [{"account": str(1000 + n)} for n in range(251)]
    document["departments"][0]["members"] = [f"p-{n}" for n in range(251)]
    assert "node.too_many_devices@inbound/0/nodes/ring" in found(document)


def test_all_at_once() -> None:
    document = changed("people/0/outbound", "none")
    document["devices"].append({"account": "199"})
    document["inbound"][0]["nodes"]["hello"]["prompt"] = "none"
    assert found(document) == {
        "person.unknown_outbound@people/0/outbound",
        "device.no_person@devices/1/account",
        "node.unknown_prompt@inbound/0/nodes/hello",
    }


def test_loop_over_several_nodes_tells_its_way() -> None:
    document = changed("inbound/0/nodes/ring/exits/nobody", "second")
    document["inbound"][0]["nodes"]["second"] = {**RING, "exits": {"nobody": "ring"}}
    problems = [p for p in verify(Office.model_validate(document)) if p.code == "node.loop"]
    assert [problem.facts["path"] for problem in problems] == ["ring → second → ring"]


@pytest.mark.parametrize("name", OFFICES)
def test_problems_of_goldens_are_warnings(name: str) -> None:
    assert {problem.severity for problem in verify(OFFICES[name])} <= {"warning"}
