"""Offices load in a real Asterisk without a complaint, and it has what the tree says."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from load_asterisk import Loader, Shown, running
from offices import NASTY, OFFICES, offices

from vochi.core.compile import compile_dialplan
from vochi.core.confs.section import quoted_name
from vochi.core.dialplan.render import call
from vochi.core.office.document import Office
from vochi.core.office.line import SipTrunk
from vochi.core.site import Site
from vochi.engine.tree import Tree

#: Few, but each is a whole office in a real Asterisk.
RANDOM_OFFICES = 15


@pytest.fixture(scope="module")
def loader(tree: Tree) -> Iterator[Loader]:
    with running(tree, OFFICES["smallest"]) as loader:
        assert loader.complaints() == []
        yield loader


def expected(office: Office, site: Site) -> Shown:
    """The tree as Asterisk should show it."""
    return {
        context.name: (
            list(context.includes),
            {
                extension.name: [
                    (step.label, call(step.application).replace("\\;", ";"))
                    for step in extension.steps
                ]
                for extension in context.extensions
            },
        )
        for context in compile_dialplan(office, site).contexts
    }


def test_a_complaint_is_heard(loader: Loader) -> None:
    """Else the silence of the tests below would mean nothing."""
    loader.load(OFFICES["smallest"])
    seen = len(loader.complaints())
    bad = loader.files["extensions.conf"] + "[bad]\nexten => _.,1,Answer()\n"
    loader.write({**loader.files, "extensions.conf": bad})
    loader.cli("dialplan reload")
    assert len(loader.complaints()) > seen


@pytest.mark.parametrize("name", OFFICES)
def test_golden_loads(loader: Loader, name: str) -> None:
    office = _with_addresses(OFFICES[name])
    assert loader.load(office) == []
    assert _filled(loader.dialplan()) == _filled(expected(office, loader.site))


@settings(
    max_examples=RANDOM_OFFICES,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(office=offices())
def test_any_office_loads(loader: Loader, office: Office) -> None:
    assert loader.load(office) == []
    assert _filled(loader.dialplan()) == _filled(expected(office, loader.site))


def test_hostile_names_are_names(loader: Loader) -> None:
    """What people are called comes back from the engine as it was, and nothing else does."""
    office = OFFICES["hostile"]
    loader.load(office)
    for person in office.people:
        asked = f"dialplan eval function PJSIP_ENDPOINT({person.extension},callerid)"
        shown = loader.cli(asked)
        assert f"Result: {quoted_name(person.name)} <{person.extension}>" in shown
    named = {f"1{80 + n}": name for n, name in enumerate(NASTY)}
    people = tuple(
        office.people[0].model_copy(update={"id": f"p{ext}", "name": name, "extension": ext})
        for ext, name in named.items()
    )
    devices = tuple(office.devices[0].model_copy(update={"account": ext}) for ext in named)
    departments = tuple(
        each.model_copy(update={"members": ("p180",)}) for each in office.departments
    )
    crowd = office.model_copy(
        update={"people": people, "devices": devices, "departments": departments}
    )
    assert loader.load(crowd) == []
    for ext, name in named.items():
        shown = loader.cli(f"dialplan eval function PJSIP_ENDPOINT({ext},callerid)")
        assert f"Result: {quoted_name(name)} <{ext}>" in shown
    endpoints = loader.cli("pjsip list endpoints")
    assert {ext for ext in named if f" {ext}/{ext} " in endpoints} == set(named)


@pytest.mark.parametrize(
    ("dialled", "context", "extension"),
    [
        ("101", "said-emergency", "101"),
        ("112", "said-emergency", "112"),
        ("180", "said-inside", "180"),
        ("901", "said-inside", "901"),
        ("80291234567", "said-outside-all", "_80ZXXXXXXXX"),
        ("0291234567", "said-outside-all", "_0ZXXXXXXXX"),
        ("+375291234567", "said-outside-all", "_+XXXXXXX!"),
        ("375291234567", "said-outside-all", "_375ZXXXXX!"),
        ("2123456", "said-outside-all", "_ZXXXXXX"),
        ("8103752", "said-outside-all", "_ZXXXXXX"),
        ("810491701234567", "said-outside-all", "_810XXXXXXX!"),
        ("00491701234567", "said-outside-all", "_00XXXXXXX!"),
        ("88011234567", "said-outside-all", "_8[89]XXXXXX!"),
        ("12345", "said-unknown", "_[+*#0-9a-zA-Z]!"),
        ("8-029-123-45-67", "said-outside-all", "_80ZXXXXXXXX"),
        ("291234567", "said-unknown", "_[+*#0-9a-zA-Z]!"),
    ],
)
def test_dialled_number_leads_where_it_should(
    loader: Loader, dialled: str, context: str, extension: str
) -> None:
    """Which of several fitting patterns counts is Asterisk's own judgement: ask it."""
    _once(loader, "romashka")
    shown = loader.cli(f"dialplan show {dialled}@phone-all")
    first = next(line for line in shown.splitlines() if line.startswith("["))
    pattern = next(line for line in shown.splitlines() if "=>" in line)
    assert f"'{context}'" in first
    assert pattern.strip().startswith(f"'{extension}' =>")


@pytest.mark.parametrize(
    ("number", "target"),
    [
        ("+375296000009", "route-all-1"),
        ("+375297000009", "route-all-2"),
        ("+375257000009", "route-all-3"),
        ("+375172000009", "route-all-4"),
        ("+3758011234567", "route-all-4"),
        # Closed by the policy, whatever the scheme says; and in no plan at all.
        ("+491701234567", "ends,abroad${V_MODE}"),
        ("+3759021234567", "ends,premium${V_MODE}"),
        ("+375501234567", "ends,notanumber${V_MODE}"),
    ],
)
def test_class_of_a_number_chooses_its_route(loader: Loader, number: str, target: str) -> None:
    _once(loader, "romashka")
    shown = loader.cli(f"dialplan show {number}@choose-all")
    first = next(line for line in shown.splitlines() if " Goto(" in line)
    assert f"Goto({target}," in first


def _once(loader: Loader, name: str) -> None:
    if "route-all-1" not in loader.files["extensions.conf"]:
        loader.load(OFFICES[name])


def _filled(shown: Shown) -> Shown:
    """An empty context is not shown when nothing includes it; emptiness says nothing."""
    return {name: held for name, held in shown.items() if held != ([], {})}


def _with_addresses(office: Office) -> Office:
    """Names of hosts are the engine room's business (`engine.names`); here they are addresses."""
    lines = tuple(
        line.model_copy(update={"host": "192.0.2.9"}) if isinstance(line, SipTrunk) else line
        for line in office.lines
    )
    return office.model_copy(update={"lines": lines})
