"""What `office.routing` says of a number is what a real Asterisk does with it.

Random offices and numbers; no line is registered, so every line of a route is asked in its order,
and the way of a call tells all of it.
"""

import random
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from load_asterisk import Loader, running
from offices import OFFICES
from test_load_dialled import originate, read_calls

from vochi.core.office.document import Office
from vochi.core.office.outbound import OutboundScheme, Route
from vochi.core.office.policy import Limits, Policy, Signature
from vochi.core.office.routing import LineFacts, Routed, route, why_not
from vochi.core.office.sim import Tariff
from vochi.engine.tree import Tree

LINES = ("a1-1", "a1-2", "mts-1", "life-1", "city")
NUMBERS = (
    "+375291234567", "+375297654321", "+375251112233", "+375441112233", "+375172001122",
    "+375162112233", "+3758001234567", "+3759021234567", "+3758101234567", "+74951234567",
    "+77011234567", "+48221234567", "+442071234567", "+375991234567", "+37529123", "+99999999999",
)  # fmt: skip
BEGINS = ("+37529", "+3752912", "+375", "+7", "+4822", "+375172", "+3759")
ENDS = {
    None: "V_END no_line", "unknown_number": "V_END no_target", "no_route": "V_END no_route",
    "abroad_closed": "V_END closed", "premium_closed": "V_END closed", "no_line": "V_END no_line",
    "unsigned": "V_END unsigned",
}  # fmt: skip
OFFICES_DRAWN = 6


def _route(draw: random.Random) -> Route:
    def some(choices: tuple[str, ...], most: int) -> tuple[str, ...]:
        return tuple(draw.sample(choices, draw.randint(0, most)))

    return Route(
        classes=some(("mobile", "city", "toll_free", "premium", "abroad"), 3),  # type: ignore[arg-type]
        operators=draw.choice(((), (), ("A1",), ("МТС", "life:)"))),
        countries=draw.choice(((), (), ("7",), ("48", "375"), ("375",))),
        begins=some(BEGINS, 2) if draw.random() < 0.4 else (),
        lines=tuple(draw.sample(LINES, draw.randint(0, 4))),
        order=draw.choice(("listed", "least_used", "least_spent", "cheapest", "cheapest")),
        sticky=draw.random() < 0.4,
    )


def _office(seed: int) -> Office:
    draw = random.Random(seed)
    office = OFFICES["romashka"]
    lines = []
    for line in office.lines:
        changes: dict[str, object] = {"paused": draw.random() < 0.15}
        if line.kind == "trunk":
            changes["certified"] = draw.random() < 0.5
        if line.kind == "gsm" and draw.random() < 0.7:
            changes["tariff"] = Tariff(minute=9, minute_own=draw.choice((None, 1)))
        lines.append(line.model_copy(update=changes))
    schemes = tuple(
        OutboundScheme(
            id=name, name=name, routes=tuple(_route(draw) for _ in range(draw.randint(0, 6)))
        )
        for name in ("all", "mobile")
    )
    signed = OFFICES["romashka"].policy.signatures
    if draw.random() < 0.5:
        signed = (
            Signature.model_validate(
                {"line": "city", "rule": "certified-operator", "by": "x",
                 "at": "2026-01-01T00:00:00Z"}
            ),
        )  # fmt: skip
    limits = Limits(
        countries=draw.choice(((), ("7",), ("48", "44"))), abroad_minutes=draw.choice((0, 30)),
        premium=draw.random() < 0.5,
    )  # fmt: skip
    return office.model_copy(
        update={
            "lines": tuple(lines), "outbound": schemes,
            "policy": Policy(limits=limits, signatures=signed),
        }
    )  # fmt: skip


def _facts(seed: int, number: str, now: int) -> LineFacts:
    draw = random.Random(f"{seed}{number}")
    return LineFacts(
        used={line: now - draw.randint(0, 250_000) for line in LINES if draw.random() < 0.7},
        spent={line: draw.randint(0, 9_000) for line in LINES if draw.random() < 0.7},
        cost={line: draw.randint(0, 30) for line in LINES if draw.random() < 0.8},
        cost_own={line: draw.randint(0, 10) for line in LINES if draw.random() < 0.8},
        known=draw.choice((None, *LINES)),
        now=now,
    )


def _expected(routed: Routed) -> tuple[str, ...]:
    held = dict(routed.unusable)
    told = {line: f"V_LINE {line} {why}" for line, why in routed.unusable}
    told |= {line: f"V_LINE {line} down" for line in routed.lines}
    said = why_not(routed, lambda _: "down")[0]
    assert held.keys().isdisjoint(routed.lines)
    return (*told.values(), ENDS[said])


@pytest.fixture(scope="module")
def loader(tree: Tree) -> Iterator[Loader]:
    with running(tree, OFFICES["romashka"]) as loader:
        yield loader


@pytest.mark.parametrize("seed", range(OFFICES_DRAWN))
def test_routes_as_told(loader: Loader, seed: int) -> None:
    office = _office(seed)
    loader.load(office)
    # A trunk that was not yet asked whether it is there would be tried.
    deadline = time.monotonic() + 20
    while "Result: \n" not in loader.cli("dialplan eval function PJSIP_DIAL_CONTACTS(city)"):
        assert time.monotonic() < deadline
        loader.cli("pjsip qualify city")
        time.sleep(0.5)
    now = int(time.time())
    month = time.strftime("%Y%m", time.gmtime(now + 3 * 3600))
    # One moment for all: only what is used and spent by line counts, and who is known by number.
    facts = _facts(seed, "", now)
    for family in ("used", "spent", "sim", "cost"):
        loader.cli(f"database deltree {family}")
    for line, at in facts.used.items():
        loader.cli(f"database put used {line} {at}")
    for line, spent in facts.spent.items():
        loader.cli(f"database put spent {line}.{month} {spent}")
    for line, cents in facts.cost.items():
        loader.cli(f"database put cost {line} {cents}")
    for line, cents in facts.cost_own.items():
        loader.cli(f"database put cost {line}.own {cents}")
    known = {number: random.Random(f"{seed}{number}").choice((None, *LINES)) for number in NUMBERS}
    for number, line in known.items():
        if line is not None:
            loader.cli(f"database put sim {number} {line}")
    _cel(loader).unlink(missing_ok=True)
    ways = [(f"phone-{scheme}", number) for scheme in ("all", "mobile") for number in NUMBERS]
    originate(loader, ways, "__V_EXT=180")
    deadline = time.monotonic() + 40
    while sum("LINKEDID_END" in events for events in read_calls(loader).values()) < len(ways):
        assert time.monotonic() < deadline
        time.sleep(0.2)
    calls = read_calls(loader)
    for context, number in ways:
        told = tuple(e for e in calls[context, number] if e.startswith(("V_LINE", "V_END")))
        line = known[number]
        facts_of = replace(facts, known=line)
        routed = route(office, context.removeprefix("phone-"), number, facts_of)
        # Lines that the office holds back are told in their turn; the set and the order of the
        # others are compared.
        expected = _expected(routed)
        assert sorted(told[:-1]) == sorted(expected[:-1]), (context, number, routed)
        usable = [f"V_LINE {line} down" for line in routed.lines]
        assert [each for each in told if each in usable] == usable, (context, number, routed)
        assert told[-1] == expected[-1], (context, number, routed)


def _cel(loader: Loader) -> Path:
    return Path(loader.site.state) / "log" / "cel-custom" / "cel.csv"
