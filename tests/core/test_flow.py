"""Nodes of the flow: settings that contradict themselves, what they do, what can happen in them."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from vochi.core.compile import compile_dialplan
from vochi.core.dialplan.application import (
    Announce,
    Busy,
    Congestion,
    Do,
    GoTo,
    GoToIf,
    HangUp,
)
from vochi.core.dialplan.expression import Encoded, Func, Same, Text, Value, Var
from vochi.core.dialplan.render import render
from vochi.core.dialplan.tree import Extension
from vochi.core.office.document import Office
from vochi.core.office.verify import verify
from vochi.core.scheme.life import ClientLife, Life, Pressed
from vochi.core.scheme.nodes import Node
from vochi.core.scheme.nodes.menu import Menu
from vochi.core.scheme.nodes.webhook import Webhook
from vochi.core.scheme.simulate import simulate
from vochi.core.scheme.worlds.open_world import OpenWorld
from vochi.core.site import Site
from vochi.core.wording import say

Document = dict[str, Any]
HANG_UP = {"kind": "hangup"}
WORK = {"id": "work", "name": "Работа", "hours": [{"days": [1], "since": "09:00", "to": "18:00"}]}
LATE = {"id": "late", "name": "Ночь", "hours": [{"days": [7], "since": "22:00", "to": "09:01"}]}


def office(node: Document, **more: Any) -> Office:
    """One line into one scheme: start, this node, and ends behind every exit that it has."""
    known = TypeAdapter(Node).validate_python(node)
    nodes = {
        "start": {"kind": "start", "exits": {"next": "it"}},
        "it": {**node, "exits": {port: f"at-{port}" for port in known.ports}},
        **{f"at-{port}": HANG_UP for port in known.ports},
    }
    return Office.model_validate(
        {
            "company": {"name": "Ромашка"},
            "people": [{"id": "anna", "name": "Анна", "extension": "180"}],
            "devices": [{"account": "180"}],
            "departments": [{"number": "901", "name": "Все", "members": ["anna"]}],
            "lines": [
                {"kind": "gsm", "id": "a1", "name": "A1", "operator": "A1", "inbound": "in",
                 "number": "+375296000001"},
            ],
            "prompts": [{"id": "hello", "name": "Привет", "sha256": "a" * 64, "seconds": 4}],
            "inbound": [
                {"id": "in", "name": "Вход", "nodes": nodes},
                {"id": "other", "name": "Ещё", "nodes": {"start": {"kind": "start", "exits":
                 {"next": "end"}}, "end": HANG_UP}},
            ],
            **more,
        }
    )  # fmt: skip


MENU: Document = {"kind": "menu", "prompt": "hello", "keys": ["1", "2", "#"]}
HOOK: Document = {"kind": "webhook", "url": "https://x.by/a", "branches": ["vip"]}


@pytest.mark.parametrize(
    ("node", "more", "expected"),
    [
        (MENU, {}, set()),
        ({**MENU, "keys": ["1", "1"]}, {}, {"menu.key_twice@inbound/0/nodes/it/keys"}),
        ({**MENU, "keys": []}, {}, {"menu.no_keys@inbound/0/nodes/it/keys"}),
        ({**MENU, "keys": [], "extensions": True}, {}, set()),
        ({"kind": "schedule", "periods": [WORK]}, {}, set()),
        (
            {"kind": "schedule", "periods": [WORK, LATE]},
            {},
            {"schedule.overlap@inbound/0/nodes/it/periods"},
        ),
        (
            {"kind": "schedule", "periods": [WORK, WORK]},
            {},
            {"schedule.period_twice@inbound/0/nodes/it/periods"},
        ),
        (
            {"kind": "schedule", "periods": [{**WORK, "id": "other"}]},
            {},
            {"schedule.period_reserved@inbound/0/nodes/it/periods"},
        ),
        (
            {"kind": "schedule", "periods": [
                {**WORK, "hours": [{"days": [1], "since": "24:00", "to": "01:00"}]}]},
            {},
            {"schedule.begins_at_end@inbound/0/nodes/it/periods"},
        ),
        (HOOK, {}, set()),
        ({**HOOK, "url": "http://x.by"}, {}, {"webhook.not_encrypted@inbound/0/nodes/it/url"}),
        (
            {**HOOK, "branches": ["a", "a"]},
            {},
            {"webhook.branch_twice@inbound/0/nodes/it/branches"},
        ),
        (
            {**HOOK, "branches": ["default"]},
            {},
            {"webhook.branch_reserved@inbound/0/nodes/it/branches"},
        ),
        ({"kind": "tag"}, {}, {"tag.nothing@inbound/0/nodes/it"}),
        ({"kind": "tag", "source": "site"}, {}, set()),
        (
            {"kind": "go_to", "scheme": "gone"},
            {},
            {"node.unknown_scheme@inbound/0/nodes/it/scheme"},
        ),
        (
            MENU,
            {"company": {"name": "Р", "time_zone": "Europe/Atlantis"}},
            {"company.unknown_zone@company/time_zone"},
        ),
        (
            MENU,
            {"company": {"name": "Р", "time_zone": "../../etc/passwd"}},
            {"company.unknown_zone@company/time_zone"},
        ),
        (
            MENU,
            {"holidays": {"off": [{"day": "2026-08-03", "to": "2026-08-01", "name": "О"}]}},
            {"holidays.backwards@holidays/off/0/to"},
        ),
        (
            MENU,
            {"holidays": {"off": [{"day": "2026-08-03", "to": "2027-08-04", "name": "О"}]}},
            {"holidays.too_long@holidays/off/0/to"},
        ),
        (
            MENU,
            {"holidays": {
                "off": [{"day": "2026-08-03", "name": "О"}],
                "working": [{"day": "2026-08-03", "like": 1}, {"day": "2026-08-03", "like": 2}],
            }},
            {
                "holidays.off_and_working@holidays/working/0",
                "holidays.off_and_working@holidays/working/1",
                "holidays.working_twice@holidays/working/1",
            },
        ),
    ],
)  # fmt: skip
def test_problems(node: Document, more: Document, expected: set[str]) -> None:
    own = ("menu.", "schedule.", "webhook.", "tag.", "holidays.", "company.")
    found = {
        f"{each.code}@{each.place}"
        for each in verify(office(node, **more))
        if each.code.startswith(own) or each.code == "node.unknown_scheme"
    }
    assert found == expected


def test_an_overlap_is_told_with_its_example() -> None:
    (problem,) = (
        each
        for each in verify(office({"kind": "schedule", "periods": [WORK, LATE]}))
        if each.code == "schedule.overlap"
    )
    told = say(problem.code, problem.facts, "en")
    assert "“Ночь” and “Работа” overlap" in told
    assert "Monday at 09:00" in told


@pytest.mark.parametrize(
    "url",
    ["ftp://x/", "http://user:pass@x/", "https://x/\r\nX: y", "https://", "file:///etc/passwd",
     "https://x/${SHELL(id)}", "https://x y/", "//x", "javascript:alert(1)", "https://x/#a"],
)  # fmt: skip
def test_only_plain_addresses_of_the_web(url: str) -> None:
    with pytest.raises(ValidationError):
        Webhook(url=url)


def steps_of(node: Document, **more: Any) -> tuple[Extension, str]:
    plan = compile_dialplan(office(node, **more), SITE)
    context = next(each for each in plan.contexts if each.name == "scheme-in")
    extension = next(each for each in context.extensions if each.name == "nit")
    return extension, render(plan)


SITE = Site(etc="/e", state="/s", modules="/m", data="/d", prompts="/p", phrases="/f")


def test_a_menu_without_extensions_never_waits_for_a_number() -> None:
    extension, _ = steps_of(MENU)
    reads = [each.application for each in extension.steps if _reads(each.application)]
    assert {_text(read, 2) for read in reads} == {"1"}
    assert [_text(read, 1) for read in reads] == ["/p/" + "a" * 64, "/f/hold-on"]


def test_leaving_tells_the_key() -> None:
    extension, _ = steps_of(MENU)
    said = {
        dict(each.application.fields)["out"]: dict(each.application.fields).get("key")
        for each in extension.steps
        if isinstance(each.application, Announce)
    }
    assert said[Encoded("key-hash")] == Encoded("#")
    assert said[Encoded("wrong")] == Func("URIENCODE", (Var("V_KEYS"),))
    assert said[Encoded("timeout")] is None


def test_numbers_of_a_menu_ring_as_inside() -> None:
    extension, text = steps_of({**MENU, "extensions": True})
    last = extension.steps[-1]
    assert last.label == "dialled"
    assert isinstance(last.application, GoTo)
    assert last.application.place.context == "inside"
    assert "exten => 180,1,Set(V_DIRECT=180)" in text
    assert "exten => 901,1,Set(V_DIRECT=901)" in text


def test_texts_of_people_stay_out() -> None:
    extension, text = steps_of({"kind": "sms", "text": "Спасибо ${SHELL(id)}"})
    assert "SHELL" not in text
    assert [dict(each.application.fields) for each in extension.steps
            if isinstance(each.application, Announce) and each.application.event == "V_SMS"] == [
        {"scheme": Encoded("in"), "node": Encoded("it")}
    ]  # fmt: skip


def test_a_webhook_knows_no_more_than_its_place() -> None:
    """The address stays with the box: the dialplan names scheme and node."""
    extension, text = steps_of(HOOK)
    assert "x.by" not in text
    assert "Gosub(hook,s,1(in,it,3))" in text
    assert "Set(V_DID=+375296000001)" in text
    conditions = [
        each.application.condition
        for each in extension.steps
        if hasattr(each.application, "condition")
    ]
    assert Same(Func("FILTER", (Text("-a-z0-9"), Var("V_BRANCH"))), Text("vip")) in conditions


def test_what_is_not_asked_costs_nothing() -> None:
    _, text = steps_of({"kind": "tag", "tag": "x"})
    assert "[hook]" not in text
    assert "[days]" not in text
    assert "V_DID" not in text


def test_days_are_written_once_and_always_the_same() -> None:
    node = {"kind": "schedule", "periods": [WORK]}
    _, text = steps_of(node)
    assert text == steps_of(node)[1]
    assert "exten => 20260420,1,Set(V_KIND=off)" in text
    assert "exten => 20260425,1,Set(V_KIND=1)" in text
    assert "exten => _XXXX0101,1,Set(V_KIND=off)" in text
    assert text.count("[days]") == 1
    assert len(text) < 60_000


def _reads(application: object) -> bool:
    return isinstance(application, Do) and application.name == "Read"


def _text(application: object, place: int) -> str:
    assert isinstance(application, Do)
    value: Value = application.arguments[place]
    assert isinstance(value, Text)
    return value.text


def life(*keys: tuple[str, float], **more: Any) -> Life:
    pressed = tuple(Pressed(digits=digits, after=after) for digits, after in keys)
    return Life(
        line="a1", caller="+375291112233", at=datetime.fromisoformat("2026-04-20T12:00:00+03:00"),
        keys=pressed, **more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("keys", "extensions", "port", "waited"),
    [
        ([("1", 1)], False, "key-1", 1),
        ([("#", 1)], False, "key-hash", 1),
        ([("7", 1), ("2", 2)], False, "key-2", 5),
        ([], False, "timeout", 20),
        ([("", 1), ("9", 1)], False, "wrong", 12),
        ([("12", 1)], False, "key-1", 1),
        ([("1", 1)], True, "key-1", 3),
        ([("2", 1)], True, "key-2", 1),
        ([("199", 1), ("199", 1)], True, "wrong", 4),
        ([("18#", 1), ("2", 1)], True, "key-2", 4),
    ],
)
def test_lives_in_a_menu(
    keys: list[tuple[str, float]], extensions: bool, port: str, waited: float
) -> None:
    there = office({**MENU, "extensions": extensions})
    tale = simulate(there, life(*keys))
    assert ("in", "it", port) in tale.path
    assert tale.waited == waited


def test_a_number_dialled_in_a_menu_talks() -> None:
    there = office({**MENU, "extensions": True})
    tale = simulate(there, life(("180", 1), phones={"180": {"answers": 3}}))
    assert (tale.end, tale.answered_by, tale.waited) == ("talk", "180", 4)


@pytest.mark.parametrize(
    ("test", "client", "port"),
    [
        ({"what": "known"}, ClientLife(known=True), "yes"),
        ({"what": "known"}, ClientLife(), "no"),
        ({"what": "list", "list": "vip"}, ClientLife(lists=("vip",)), "yes"),
        ({"what": "tag", "tag": "vip"}, ClientLife(lists=("vip",)), "no"),
        ({"what": "number", "begins": "+37529"}, ClientLife(), "yes"),
        ({"what": "number", "begins": "+7"}, ClientLife(), "no"),
        ({"what": "hidden"}, ClientLife(), "no"),
    ],
)
def test_lives_in_a_client_check(test: Document, client: ClientLife, port: str) -> None:
    tale = simulate(office({"kind": "client", "test": test}), life(client=client))
    assert ("in", "it", port) in tale.path


def test_a_callback_is_taken_or_not() -> None:
    there = office({"kind": "callback"})
    assert simulate(there, life(("1", 1))).end == "callback"
    assert simulate(there, life(("2", 1))).end == "hung_up"
    hidden = life(("1", 1)).model_copy(update={"caller": ""})
    assert ("in", "it", "declined") in simulate(there, hidden).path


def test_a_schedule_and_a_scheme_that_goes_on() -> None:
    there = office({"kind": "schedule", "periods": [WORK]})
    assert ("in", "it", "holiday") in simulate(there, life()).path
    gone = simulate(office({"kind": "go_to", "scheme": "other"}), life())
    assert gone.path[1:] == (
        ("in", "it", "scheme:other"), ("other", "start", "next"), ("other", "end", None),
    )  # fmt: skip


keys = st.sampled_from("0123456789*#")
menus = st.builds(
    Menu,
    prompt=st.just("hello"),
    keys=st.lists(keys, unique=True, max_size=4).map(tuple),
    extensions=st.booleans(),
    wait=st.integers(1, 9),
    attempts=st.integers(1, 3),
)
presses = st.lists(
    st.builds(
        Pressed,
        digits=st.text("0189*#", max_size=4),
        after=st.floats(0, 12).map(lambda s: round(s, 1)),
    ),
    max_size=4,
)


@settings(max_examples=100, deadline=None)
@given(menus, presses)
def test_no_life_in_a_menu_is_unforeseen(menu: Menu, pressed: list[Pressed]) -> None:
    """What one life meets, the open world has told, with a span that holds it."""
    there = office(menu.model_dump())
    tale = simulate(there, life().model_copy(update={"keys": tuple(pressed)}))
    lived = next(port for scheme, node, port in tale.path if node == "it")
    begins = 0.0
    ends = max(each.at for each in tale.moments if each.node == "it") if lived else tale.waited
    outcomes = menu.outcomes(OpenWorld(there))
    fitting = [
        each
        for each in outcomes
        if (each.leads == lived if lived else each.leads in ("talk", "end"))
        and each.seconds[0] - 0.01 <= ends - begins <= each.seconds[1] + 0.01
    ]
    assert fitting, (lived, ends, outcomes)


slugs = st.from_regex(r"\A[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?\Z").filter(
    lambda name: name not in {"holiday", "other", "default"}
)
hours = st.builds(
    lambda days, since, to: {"days": sorted(days), "since": since, "to": to},
    st.sets(st.integers(1, 7), min_size=1),
    st.sampled_from(("00:00", "09:30", "23:59")),
    st.sampled_from(("00:00", "09:30", "24:00")),
)
every_kind = st.one_of(
    st.builds(
        lambda ids, all_hours, holidays: {
            "kind": "schedule", "holidays": holidays,
            "periods": [{"id": each, "name": "п", "hours": all_hours} for each in ids],
        },
        st.lists(slugs, max_size=3, unique=True), st.lists(hours, min_size=1, max_size=3),
        st.booleans(),
    ),
    st.builds(
        lambda keys, extensions: {**MENU, "keys": keys, "extensions": extensions},
        st.lists(keys, unique=True), st.booleans(),
    ),
    st.builds(lambda tag, source: {"kind": "tag", "tag": tag, "source": source},
              st.none() | slugs, st.none() | slugs),
    st.builds(lambda name: {"kind": "client", "test": {"what": "list", "list": name}}, slugs),
    st.builds(lambda name: {"kind": "client", "test": {"what": "tag", "tag": name}}, slugs),
    st.builds(lambda ids: {**HOOK, "branches": ids}, st.lists(slugs, max_size=5, unique=True)),
    st.builds(lambda key: {"kind": "callback", "key": key}, keys),
    st.builds(lambda text: {"kind": "sms", "text": f"x{text}"}, st.text(max_size=20)),
    st.builds(lambda unpaid, skip: {"kind": "announcement", "prompt": "hello", "unpaid": unpaid,
              "skippable": skip}, st.booleans(), st.booleans()),
    st.builds(lambda cause: {"kind": "hangup", "cause": cause, "prompt": "hello"},
              st.sampled_from(("normal", "busy", "congestion"))),
    st.just({"kind": "language", "language": "be"}),
    st.just({"kind": "go_to", "scheme": "other"}),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(every_kind)
def test_every_node_is_written_and_every_jump_lands(node: Document) -> None:
    """Names with dashes and digits, doubled tests, empty lists: a line of dialplan for each."""
    extension, text = steps_of(node)
    labels = [step.label for step in extension.steps if step.label]
    assert len(labels) == len(set(labels))
    jumps = {step.application.label for step in extension.steps
             if isinstance(step.application, GoToIf)}  # fmt: skip
    assert jumps <= set(labels)
    places = {step.application.place for step in extension.steps
              if isinstance(step.application, GoTo)}  # fmt: skip
    for place in places:
        assert f"[{place.context}]" in text
        if isinstance(place.extension, Text):
            assert f"exten => {place.extension.text},1," in text
    last = extension.steps[-1].application
    assert isinstance(last, GoTo | HangUp | Busy | Congestion)
    assert all(len(line) < 1000 for line in text.splitlines() if "nit" in line)
