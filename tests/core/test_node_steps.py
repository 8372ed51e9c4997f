"""What nodes become in the dialplan: what they say, ask and never say; that every jump lands."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from one_node import HOOK, MENU, WORK, Document, keys, office

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
from vochi.core.site import Site

SITE = Site(etc="/e", state="/s", modules="/m", data="/d", prompts="/p", phrases="/f")


def steps_of(node: Document, **more: Any) -> tuple[Extension, str]:
    plan = compile_dialplan(office(node, **more), SITE)
    context = next(each for each in plan.contexts if each.name == "scheme-in")
    extension = next(each for each in context.extensions if each.name == "nit")
    return extension, render(plan)


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
