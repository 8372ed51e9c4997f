"""What the compiled dialplan does in a real Asterisk when no phone and no line is there.

No SIP is needed for that: a Local channel walks the dialplan, CEL tells the way it took.
"""

import csv
import json
import socket
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
from load_asterisk import Loader, running
from offices import OFFICES

from vochi.core.calls.entry import CEL_FIELDS
from vochi.core.office.document import Office
from vochi.engine.tree import Tree

SIMS = ("a1-1", "a1-2", "mts-1", "life-1")
Told = tuple[str, ...]


def _down(*lines: str) -> Told:
    """What is known to be down is not even tried."""
    return tuple(f"V_LINE {line} down" for line in lines)


def _tried(*lines: str) -> Told:
    """An emergency call asks nothing beforehand."""
    return tuple(each for line in lines for each in (f"V_LINE {line}", f"V_LINE {line} down"))


#: (context, dialled) -> user events as they follow one another.
WAYS: dict[tuple[str, str], Told] = {
    # emergency: before every rule, over any line, for whom nothing else outside is allowed
    ("phone", "101"): ("V_CALL out 101", *_tried(*SIMS), "V_END no_line"),
    ("phone-mobile", "112"): ("V_CALL out 112", *_tried(*SIMS), "V_END no_line"),
    ("out", "103"): (*_tried(*SIMS), "V_END no_line"),
    # outside: lines of the route in order, then an audible refusal
    ("phone-all", "80296000009"): (
        "V_CALL out +375296000009", *_down("a1-1", "a1-2"), "V_END no_line",
    ),
    ("phone-all", "+375297000009"): ("V_CALL out +375297000009", *_down("mts-1"), "V_END no_line"),
    ("phone-all", "0257000009"): (
        "V_CALL out +375257000009", *_down("life-1", "mts-1"), "V_END no_line",
    ),
    ("out-all", "80296000008"): (*_down("a1-1", "a1-2"), "V_END no_line"),
    # every way to dial one number
    ("phone-all", "8-029-700-00-09"): (
        "V_CALL out +375297000009", *_down("mts-1"), "V_END no_line",
    ),
    ("phone-all", "375297000009"): ("V_CALL out +375297000009", *_down("mts-1"), "V_END no_line"),
    ("phone-all", "00375297000009"): ("V_CALL out +375297000009", *_down("mts-1"), "V_END no_line"),
    ("phone-all", "810375297000009"): (
        "V_CALL out +375297000009", *_down("mts-1"), "V_END no_line",
    ),
    # too short, too long, in no plan
    ("phone-all", "8029700000"): ("V_CALL int 8029700000", "V_END no_target"),
    ("phone-all", "802970000090"): ("V_CALL int 802970000090", "V_END no_target"),
    ("phone-all", "+37529700"): ("V_CALL out +37529700", "V_END no_target"),
    ("phone-all", "+3752970000099"): ("V_CALL out +3752970000099", "V_END no_target"),
    ("phone-all", "80997000009"): ("V_CALL out +375997000009", "V_END no_target"),
    ("phone-all", "+1234567890123456"): ("V_CALL out +1234567890123456", "V_END no_target"),
    # a leg of somebody's Dial: silent, and over at once
    ("reach-all", "+375296000009"): (*_down("a1-1", "a1-2"), "V_SKIP +375296000009 no_line"),
    ("reach-mobile", "80172000009"): ("V_SKIP +375172000009 no_route",),
    ("reach-all", "+491701234567"): ("V_SKIP +491701234567 no_route",),
    # outside, but not allowed
    ("phone-all", "89021234567"): ("V_CALL out +3759021234567", "V_END closed"),
    ("phone-all", "2123456"): ("V_CALL out +375172123456", "V_END no_route"),
    ("phone-mobile", "810491701234567"): ("V_CALL out +491701234567", "V_END closed"),
    ("phone", "80296000009"): ("V_CALL out +375296000009", "V_END no_route"),
    # inside: nobody has a phone
    ("phone-all", "181"): ("V_CALL int 181", "V_END no_target"),
    ("phone", "902"): ("V_CALL int 902", "V_END no_target"),
    ("out-all", "901"): ("V_END no_target",),
    # no number at all
    ("phone-all", "12345"): ("V_CALL int 12345", "V_END no_target"),
    ("phone-all", "*51"): ("V_END empty_slot",),
    ("out-all", "555"): ("V_END no_target",),
    # from a line: no phone rings, so the scheme goes on at once to its end
    ("line-a1-1", "s"): (
        "V_CALL in +375296000001", "V_REC", "V_NODE start enter", "V_NODE start next",
        "V_NODE sales enter", "V_NODE sales nobody", "V_NODE accounts enter",
        "V_NODE accounts nobody", "V_NODE end enter", "V_END hangup normal",
    ),
    # a line that is not recorded, without a number of its own
    ("line-life-1", "whatever"): (
        "V_CALL in ", "V_NODE start enter", "V_NODE start next", "V_NODE sales enter",
        "V_NODE sales nobody", "V_NODE accounts enter", "V_NODE accounts nobody",
        "V_NODE end enter", "V_END hangup normal",
    ),
    # a line without a scheme
    ("line-mts-1", "s"): ("V_CALL in +375297000003", "V_END no_route"),
}  # fmt: skip


def _office() -> Office:
    """Ромашка without its trunk, one line without a scheme."""
    office = OFFICES["romashka"]
    lines = tuple(
        line.model_copy(update={"inbound": None}) if line.id == "mts-1" else line
        for line in office.lines
        if line.id != "city"
    )
    every, mobile = office.outbound
    every = every.model_copy(update={"routes": every.routes[:3]})
    return office.model_copy(update={"lines": lines, "outbound": (every, mobile)})


@pytest.fixture(scope="module")
def told(tree: Tree) -> Iterator[dict[tuple[str, str], Told]]:
    """All ways at once; a call is over when its linked id is."""
    with running(tree, _office()) as loader:
        originate(loader, WAYS)
        deadline = time.monotonic() + 40
        calls = read_calls(loader)
        while sum("LINKEDID_END" in events for events in calls.values()) < len(WAYS):
            assert time.monotonic() < deadline, calls
            time.sleep(0.1)
            calls = read_calls(loader)
        yield {
            way: tuple(event for event in events if event.startswith("V_"))
            for way, events in calls.items()
        }


@pytest.mark.parametrize("way", WAYS, ids=lambda way: f"{way[1]}@{way[0]}")
def test_way(told: dict[tuple[str, str], Told], way: tuple[str, str]) -> None:
    assert told[way] == WAYS[way]


def originate(loader: Loader, ways: Iterable[tuple[str, str]], variable: str = "") -> None:
    """One side of each Local channel waits, the other walks the dialplan."""
    with socket.create_connection(("127.0.0.1", loader.site.ami_port), timeout=10) as ami:
        login = {"Action": "Login", "Username": "vochi", "Secret": loader.site.ami_secret}
        ami.sendall(_action({**login, "Events": "off"}))
        begun = 0
        for context, dialled in ways:
            channel = {"Channel": f"Local/{dialled}@{context}/n", "Variable": variable}
            wait = {"Application": "Wait", "Data": "30", "Async": "true"}
            ami.sendall(_action({"Action": "Originate", **channel, **wait}))
            begun += 1
        heard = b""
        while heard.count(b"successfully queued") < begun:
            heard += ami.recv(65536)
            assert b"Error" not in heard, heard


def _action(fields: dict[str, str]) -> bytes:
    lines = (f"{key}: {value}\r\n" for key, value in fields.items())
    return ("".join(lines) + "\r\n").encode()


def read_calls(loader: Loader) -> dict[tuple[str, str], list[str]]:
    """Events by the context and extension in which the Local channel began."""
    file = Path(loader.site.state) / "log" / "cel-custom" / "cel.csv"
    if not file.exists():
        return {}
    with file.open(newline="") as rows:
        found = [dict(zip(CEL_FIELDS, row, strict=True)) for row in csv.reader(rows)]
    begun = {
        row["LinkedID"]: (row["Context"], row["Exten"])
        for row in reversed(found)
        if row["EventType"] == "CHAN_START"
    }
    calls: dict[tuple[str, str], list[str]] = {way: [] for way in begun.values()}
    for row in found:
        if row["LinkedID"] in begun:
            calls[begun[row["LinkedID"]]].append(_said(row))
    return calls


def _said(row: dict[str, str]) -> str:
    """`V_NODE sales nobody`; other events by their names alone."""
    event = row["EventType"]
    if not event.startswith("V_") or event == "V_REC":
        return event
    pairs = (pair.partition("=") for pair in json.loads(row["EventExtra"])["extra"].split("&"))
    said = {key: unquote(value) for key, _, value in pairs}
    match event:
        case "V_CALL":
            return f"V_CALL {said['dir']} {said.get('to', said.get('did', ''))}"
        case "V_NODE":
            return f"V_NODE {said['node']} {said['out']}"
        case _:
            # Who pays for the attempt is the affair of the log.
            said.pop("by", None)
            return " ".join((event, *said.values()))
