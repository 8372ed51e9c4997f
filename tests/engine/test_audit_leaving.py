"""A publication takes away what calls are in at this moment: nobody is cut, each is led on."""

import time
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from load_asterisk import Loader, running
from offices import OFFICES, secrets_for, site
from test_load_dialled import originate, read_calls

from vochi.core.compile import compile_dialplan, compile_office
from vochi.core.dialplan.leaving import leaving
from vochi.core.dialplan.render import render
from vochi.core.office.document import Office
from vochi.engine.tree import Tree

_SECONDS = 3
PROMPT = OFFICES["romashka"].prompts[0]
START = {"kind": "start", "exits": {"next": "m"}}
GREETING = {"kind": "greeting", "prompt": PROMPT.id, "exits": {"next": "e"}}
BUSY = {"kind": "hangup", "cause": "busy"}


def office(nodes: dict[str, Any], scheme: str = "main") -> Office:
    """One line, one scheme, and nothing that needs a phone."""
    told = OFFICES["romashka"].model_dump(mode="json")
    told["inbound"] = [{"id": scheme, "name": "x", "nodes": nodes}]
    told["lines"] = [{**each, "inbound": scheme} for each in told["lines"] if each["id"] == "a1-1"]
    for each in told["outbound"]:
        for route in each["routes"]:
            route["lines"] = ["a1-1"] if "a1-1" in route["lines"] else []
    return Office.model_validate(told)


BEFORE = office({"start": START, "m": GREETING, "e": BUSY})
#: What it becomes -> what the caller still passes.
AFTER = {
    "node gone": (office({"start": {**START, "exits": {"next": "e"}}, "e": BUSY}), "hangup busy"),
    "node and its next gone": (
        office({"start": {**START, "exits": {"next": "o"}}, "o": BUSY}), "hangup busy",
    ),
    "node is another now": (office({"start": START, "m": BUSY}), "hangup busy"),
    "scheme gone": (
        office({"start": START, "m": {"kind": "hangup"}}, "other"), "hangup busy",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def loader(tree: Tree) -> Iterator[Loader]:
    with running(tree, BEFORE) as loader:
        with wave.open(str(Path(loader.site.prompts) / f"{PROMPT.sha256}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(8000)
            file.writeframes(bytes(16000 * _SECONDS))
        yield loader


def _publish(loader: Loader, after: Office) -> None:
    """As `engine.publish` does while calls live."""
    files = compile_office(after, secrets_for(after), loader.site)
    text = files["extensions.conf"]
    files["extensions.conf"] = text + leaving(loader.files["extensions.conf"], text)
    loader.write(files)
    loader.cli("dialplan reload")


def _said(loader: Loader, event: str, known: int) -> list[str]:
    """Events of the line since then, when `event` is among them."""
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline:
        events = read_calls(loader).get(("line-a1-1", "s"), [])[known:]
        if event in events:
            return events
        time.sleep(0.05)
    raise AssertionError(f"no {event}: {events}")


@pytest.mark.parametrize("name", AFTER)
def test_a_caller_is_led_on(loader: Loader, name: str) -> None:
    after, end = AFTER[name]
    loader.load(BEFORE)
    known = len(read_calls(loader).get(("line-a1-1", "s"), []))
    originate(loader, [("line-a1-1", "s")])
    _said(loader, "STREAM_BEGIN", known)
    seen = len(loader.complaints())
    _publish(loader, after)
    _said(loader, f"V_END {end}", known)
    assert not [each for each in loader.complaints()[seen:] if "invalid" in each]


def test_nothing_went_nothing_is_kept() -> None:
    text = render(compile_dialplan(BEFORE, site()))
    assert leaving(text, text) == ""
    assert leaving("", text) == ""


def test_twice_is_once() -> None:
    """A publication that changes nothing changes no file."""
    old = render(compile_dialplan(BEFORE, site()))
    for after, _ in AFTER.values():
        new = render(compile_dialplan(after, site()))
        once = new + leaving(old, new)
        assert once != new
        assert new + leaving(once, new) == once


def test_nobody_new_gets_to_a_number_that_has_gone() -> None:
    told = OFFICES["romashka"].model_dump(mode="json")
    told["departments"] = told["departments"][:1]
    for scheme in told["inbound"]:
        for node in scheme["nodes"].values():
            if "902" in node.get("targets", ()):
                node["targets"] = ["901"]
    old = render(compile_dialplan(OFFICES["romashka"], site()))
    kept = leaving(old, render(compile_dialplan(Office.model_validate(told), site())))
    assert "[department-902]\n" in kept
    assert "exten => 902,2,Goto(ends," in kept
    assert "exten => 902,1," not in kept
