"""What the constructor is told of nodes is what they are, and nothing is left without words."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from vochi.core.office.company import Language
from vochi.core.scheme.forms import choices_of, fields_of
from vochi.core.scheme.kinds import Kind, kinds, models, ports_of
from vochi.core.scheme.nodes import Node
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.wording import TABLES
from vochi.core.wording.forms import worded

NODES: TypeAdapter[NodeBase] = TypeAdapter(Node)
KINDS = {kind.kind: kind for kind in kinds()}
#: The browser computes ports by the same rules: `web/tests/ports.test.ts` reads these samples.
SAMPLES = Path(__file__).parents[2] / "web" / "tests" / "kinds.json"

slugs = st.from_regex(r"[a-z0-9](?:[a-z0-9-]{0,8}[a-z0-9])?", fullmatch=True)
keys = st.sampled_from("0123456789*#")
inside = st.sampled_from(("101", "102", "901", "401"))
outside = st.sampled_from(("+375296666666", "+375172000100"))
hours = st.fixed_dictionaries(
    {"days": st.lists(st.integers(1, 7), min_size=1), "since": st.just("09:00"),
     "to": st.just("18:00")}
)  # fmt: skip
periods = st.fixed_dictionaries(
    {"id": slugs, "name": st.just("Рабочее"), "hours": st.lists(hours, min_size=1, max_size=2)}
)
#: What a kind must have, and whatever moves its ports.
SETTINGS: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "greeting": {"prompt": slugs},
    "announcement": {"prompt": slugs, "skippable": st.booleans()},
    "menu": {"prompt": slugs, "keys": st.lists(keys, max_size=12), "extensions": st.booleans()},
    "ring": {"targets": st.lists(st.one_of(inside, outside), min_size=1, max_size=5)},
    "queue": {"targets": st.lists(inside, min_size=1), "callback_key": st.none() | keys},
    "manager": {"which": st.sampled_from(("responsible", "last", "either"))},
    "external": {"number": outside, "outbound": slugs},
    "schedule": {"periods": st.lists(periods, max_size=4), "holidays": st.booleans()},
    "client": {"test": st.sampled_from(({"what": "known"}, {"what": "list", "list": "vip"}))},
    "webhook": {"url": st.just("https://crm.example/"),
                "branches": st.lists(slugs, max_size=10)},
    "language": {"language": st.sampled_from(("ru", "en", "be"))},
    "sms": {"text": st.just("Спасибо")},
    "go_to": {"scheme": slugs},
}  # fmt: skip
nodes = st.sampled_from(sorted(KINDS)).flatmap(
    lambda kind: st.fixed_dictionaries({"kind": st.just(kind), **SETTINGS.get(kind, {})})
)


def test_every_kind_is_told_of() -> None:
    assert {model.model_fields["kind"].default for model in models()} == set(KINDS)


@given(settings=nodes)
def test_ports_that_are_declared_are_the_ports_of_the_node(settings: dict[str, Any]) -> None:
    node = NODES.validate_python(settings)
    told = ports_of(KINDS[settings["kind"]].ports, node.model_dump(mode="json"))
    assert told == tuple(dict.fromkeys(node.ports))


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_kind_names_fields_that_it_has(kind: Kind) -> None:
    paths = {path for path, _ in fields_of(kind.form)}
    assert {*kind.picks, *kind.units} <= paths
    assert {*kind.summary, *(rule.field for rule in kind.ports if rule.field)} <= paths
    assert not paths & {"kind", "exits", "x", "y"}
    assert "$ref" not in json.dumps(kind.form)


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_number_has_a_unit_and_every_text_a_meaning(kind: Kind) -> None:
    for path, field in fields_of(kind.form):
        if field.get("type") == "integer":
            assert path in kind.units, path
        is_text = field.get("type") == "string" or "anyOf" in field
        if is_text and not choices_of(field) and path not in ("periods.id", "periods.name"):
            assert path in kind.picks, path


@pytest.mark.parametrize("language", TABLES)
@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_no_raw_name_reaches_a_screen(kind: Kind, language: Language) -> None:
    told = worded(kind, language)
    said = [told.name, told.about, told.group_name, *(rule.words for rule in told.ports)]
    for path, field in fields_of(told.form):
        said += [field["title"], *field.get("words", {}).values()]
        assert set(choices_of(field)) == set(field.get("words", {})), path
    for each in said:
        assert each
        assert not each.startswith(("kind.", "way.", "node_", "group.")), each
        assert "_" not in each, each


@pytest.mark.parametrize("language", TABLES)
def test_no_word_is_left_that_nobody_says(language: Language) -> None:
    told = json.dumps([worded(each, language).model_dump() for each in KINDS.values()])
    for code, words in TABLES[language].items():
        if code.startswith(("node_field.", "node_about.", "node_value.", "way.")):
            assert json.dumps(words)[1:-1] in told, code


def test_the_browser_has_the_same_kinds() -> None:
    settings: list[dict[str, Any]] = [
        {"kind": "menu", "prompt": "hello", "keys": ["1", "*", "#", "1"]},
        {"kind": "ring", "targets": ["101"]},
        {"kind": "ring", "targets": ["101", "+375296666666"]},
        {"kind": "queue", "targets": ["901"]},
        {"kind": "queue", "targets": ["901"], "callback_key": "1"},
        {"kind": "schedule", "holidays": False},
        {"kind": "schedule", "periods": [{"id": "work", "name": "Рабочее", "hours": [
            {"days": [1, 2, 3, 4, 5], "since": "09:00", "to": "18:00"}]}]},
        {"kind": "webhook", "url": "https://crm.example/", "branches": ["vip"]},
        {"kind": "hangup"},
    ]  # fmt: skip
    told = [NODES.validate_python(each) for each in settings]
    samples = {
        "kinds": [worded(each, "ru").model_dump(mode="json") for each in KINDS.values()],
        "nodes": [
            {"node": each.model_dump(mode="json"), "ports": [*dict.fromkeys(each.ports)]}
            for each in told
        ],
    }
    if os.environ.get("VOCHI_UPDATE_GOLDEN"):
        SAMPLES.write_text(json.dumps(samples, ensure_ascii=False, indent=1) + "\n")
    assert json.loads(SAMPLES.read_text()) == samples
