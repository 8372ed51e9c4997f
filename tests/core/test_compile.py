"""Whole offices become exactly these files; any valid office becomes some.

`VOCHI_UPDATE_GOLDEN=1 pytest tests/core/test_compile.py` writes the goldens anew: read the diff.
"""

import os
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from offices import GOLDEN, NASTY, OFFICES, offices, secrets_for, site

from vochi.core.compile import compile_dialplan, compile_office
from vochi.core.dialplan.application import Call, GoTo, GoToIf
from vochi.core.dialplan.expression import Text, Value, Var
from vochi.core.dialplan.tree import Context, Dialplan
from vochi.core.office.document import Office
from vochi.core.office.verify import verify

#: What the goldens hold; the other files are the same for every office but for paths.
GOLDEN_FILES = ("extensions.conf", "pjsip.conf", "musiconhold.conf")
#: Everything that depends on the site alone is in the golden of one office.
WHOLE = "romashka"


def golden_files(name: str, files: dict[str, str]) -> dict[str, str]:
    return files if name == WHOLE else {each: files[each] for each in GOLDEN_FILES}


@pytest.mark.parametrize("name", OFFICES)
def test_golden(name: str) -> None:
    office = OFFICES[name]
    files = golden_files(name, compile_office(office, secrets_for(office), site()))
    folder = GOLDEN / name
    if os.environ.get("VOCHI_UPDATE_GOLDEN"):
        for file, text in files.items():
            (folder / file).write_text(text)
    assert files == {file: (folder / file).read_text() for file in files}
    assert {each.name for each in folder.iterdir()} == {*files, "office.yaml"}


@pytest.mark.parametrize("name", OFFICES)
def test_goldens_are_valid(name: str) -> None:
    assert [each for each in verify(OFFICES[name]) if each.severity == "error"] == []


@settings(max_examples=40)
@given(office=offices())
def test_any_valid_office_compiles_always_to_the_same(office: Office) -> None:
    assert [each for each in verify(office) if each.severity == "error"] == []
    secrets = secrets_for(office)
    files = compile_office(office, secrets, site())
    assert files == compile_office(office.model_copy(), secrets, site())
    assert all(text.endswith("\n") or text == "" for text in files.values())


@settings(max_examples=40)
@given(office=offices(), other=st.sampled_from(NASTY))
def test_names_are_not_in_the_dialplan(office: Office, other: str) -> None:
    """The dialplan of an office is the same whatever anybody is called."""
    renamed = _renamed(office, other)
    assert compile_dialplan(office, site()) == compile_dialplan(renamed, site())


@settings(max_examples=40)
@given(office=offices(), other=st.sampled_from(NASTY))
def test_names_do_not_change_the_shape_of_any_file(office: Office, other: str) -> None:
    renamed = _renamed(office, other)
    before = compile_office(office, secrets_for(office), site())
    after = compile_office(renamed, secrets_for(renamed), site())
    assert {name: _shape(text) for name, text in before.items()} == {
        name: _shape(text) for name, text in after.items()
    }


@settings(max_examples=40)
@given(office=offices())
def test_every_way_leads_somewhere(office: Office) -> None:
    """No Goto, Gosub or label into nothing; no extension twice in a context."""
    plan = compile_dialplan(office, site())
    contexts = {context.name: context for context in plan.contexts}
    assert len(contexts) == len(plan.contexts)
    for context in plan.contexts:
        names = [_bare(extension.name) for extension in context.extensions]
        assert len(names) == len(set(names)), context.name
        assert set(context.includes) <= set(contexts)
    assert list(_dangling(plan)) == []


def _dangling(plan: Dialplan) -> list[str]:
    by_name = {context.name: context for context in plan.contexts}
    known = {name: _reached(name, by_name) for name in by_name}
    lost = []
    for context in plan.contexts:
        for extension in context.extensions:
            labels = {step.label for step in extension.steps}
            for step in extension.steps:
                match step.application:
                    case GoTo(place) | Call(place):
                        here = known.get(place.context)
                        if here is None or not _can_be(place.extension, here):
                            lost.append(f"{context.name},{extension.name} -> {place}")
                    case GoToIf(_, label) if label not in labels:
                        lost.append(f"{context.name},{extension.name} -> {label}")
                    case _:
                        pass
    return lost


def _reached(name: str, by_name: dict[str, Context]) -> list[str]:
    """Extensions of a context and of all that it includes."""
    context = by_name[name]
    own = [extension.name for extension in context.extensions]
    return own + [each for other in context.includes for each in _reached(other, by_name)]


def _can_be(extension: Value, names: list[str]) -> bool:
    """A literal extension must be there; what Asterisk fills in needs patterns to meet it."""
    match extension:
        case Text(text):
            return text in names or any(name.startswith("_") for name in names)
        case Var("DIALSTATUS"):
            return "_[A-Z]!" in names
        case _:
            return any(name.startswith("_") for name in names)


def _bare(name: str) -> str:
    """Asterisk ignores dashes in extensions that are no patterns."""
    return name if name.startswith("_") else name.replace("-", "")


def _shape(text: str) -> list[str]:
    """Lines without the values that people typed."""
    return [re.sub(r"^(callerid) = .*", r"\1", line) for line in text.split("\n")]


def _renamed(office: Office, name: str) -> Office:
    def all_of(things: tuple[object, ...]) -> tuple[object, ...]:
        return tuple(each.model_copy(update={"name": name}) for each in things)  # type: ignore[attr-defined]

    return office.model_copy(
        update={
            "company": office.company.model_copy(update={"name": name}),
            "people": all_of(office.people),
            "devices": all_of(office.devices),
            "lines": all_of(office.lines),
            "departments": all_of(office.departments),
            "prompts": all_of(office.prompts),
            "inbound": all_of(office.inbound),
            "outbound": all_of(office.outbound),
        }
    )
