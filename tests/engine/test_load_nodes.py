"""What nodes that ask Asterisk's own store do in a real Asterisk: client checks, tags, SMS."""

import csv
import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl

import pytest
from load_asterisk import Loader, running
from offices import OFFICES

from vochi.core.calls.entry import CEL_FIELDS
from vochi.core.office.document import Office
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.nodes.client_check import (
    ClientCheck,
    Hidden,
    Known,
    Listed,
    NumberKind,
    Tagged,
    Test,
)
from vochi.core.scheme.nodes.hangup import HangUp
from vochi.core.scheme.nodes.send_sms import SendSms
from vochi.core.scheme.nodes.start import Start
from vochi.core.scheme.nodes.tag import Tag
from vochi.engine.tree import Tree

TESTS: dict[str, Test] = {
    "known": Known(),
    "hidden": Hidden(),
    "vip": Listed(list="vip"),
    "debtor": Tagged(tag="debtor"),
    "a1": NumberKind(begins="+37529"),
}
#: Number as sent -> facts of it, and the tests that hold.
CALLERS = {
    "80291110001": ("+375291110001", "|known|list:vip|", {"known", "vip", "a1"}),
    "+375291110002": ("+375291110002", "|tag:debtor|known|", {"known", "debtor", "a1"}),
    "375291110003": ("+375291110003", "", {"a1"}),
    # Near misses: another list, a tag of the name of a list, a word that only begins alike.
    "+375331110004": ("+375331110004", "|list:vip-2|tag:vip|list:debtor|", set()),
    "anonymous": ("", "", {"hidden"}),
    "102": ("102", "", set()),
}


def _office() -> Office:
    nodes: dict[str, object] = {"start": Start(exits={"next": "t-known"})}
    names = [*TESTS, "end"]
    for name, after in zip(TESTS, names[1:], strict=True):
        to = "marks" if after == "end" else f"t-{after}"
        nodes[f"t-{name}"] = ClientCheck(test=TESTS[name], exits={"yes": to, "no": to})
    nodes["marks"] = Tag(tag="seen", source="site", exits={"next": "sms"})
    nodes["sms"] = SendSms(text="Спасибо", exits={"next": "end"})
    nodes["end"] = HangUp(cause="normal")
    scheme = InboundScheme.model_validate({"id": "asks", "name": "Кто", "nodes": nodes})
    office = OFFICES["romashka"]
    return office.model_copy(update={"inbound": (*office.inbound, scheme)})


@pytest.fixture(scope="module")
def events(tree: Tree) -> Iterator[dict[str, list[dict[str, str]]]]:
    """By what was sent, fields of all events of two calls, one after the other."""
    with running(tree, _office()) as loader:
        for number, value, _ in CALLERS.values():
            if value:
                loader.cli(f'database put client {number} "{value}"')
        order = [*CALLERS, *CALLERS]
        for number, sent in enumerate(order, 1):
            _call(loader, sent)
            deadline = time.monotonic() + 20
            while len(_over(loader)) < number:
                assert time.monotonic() < deadline, sent
                time.sleep(0.02)
        found: dict[str, list[dict[str, str]]] = {sent: [] for sent in CALLERS}
        for sent, linked_id in zip(order, _over(loader), strict=True):
            found[sent] += _said(loader, linked_id)
        yield found


@pytest.mark.parametrize("sent", CALLERS)
def test_the_store_decides(events: dict[str, list[dict[str, str]]], sent: str) -> None:
    ways = {
        event["node"].removeprefix("t-"): event["out"]
        for event in events[sent]
        if event["event"] == "V_NODE" and event["kind"] == "client" and event["out"] != "enter"
    }
    assert ways == {name: "yes" if name in CALLERS[sent][2] else "no" for name in TESTS}


@pytest.mark.parametrize("sent", CALLERS)
def test_one_sms_for_a_number(events: dict[str, list[dict[str, str]]], sent: str) -> None:
    asked = [event for event in events[sent] if event["event"] == "V_SMS"]
    has_number = CALLERS[sent][0].startswith("+")
    assert len(asked) == (1 if has_number else 0)
    assert all((each["scheme"], each["node"]) == ("asks", "sms") for each in asked)


def test_tags_are_told(events: dict[str, list[dict[str, str]]]) -> None:
    for said in events.values():
        tags = [event for event in said if event["event"] == "V_TAG"]
        assert [each.get("tag") or each.get("source") for each in tags] == ["seen", "site"] * 2


def _call(loader: Loader, sent: str) -> None:
    with socket.create_connection(("127.0.0.1", loader.site.ami_port), timeout=10) as ami:
        answers = ami.makefile("rb")
        ami.sendall(b"Action: Login\r\nUsername: vochi\r\nEvents: off\r\n")
        ami.sendall(f"Secret: {loader.site.ami_secret}\r\n\r\n".encode())
        ami.sendall(
            "Action: Originate\r\nActionID: m\r\nChannel: Local/nstart@scheme-asks/n\r\n"
            f'CallerID: "x" <{sent}>\r\n'
            "Application: Wait\r\nData: 20\r\nAsync: true\r\n\r\n".encode()
        )
        while not answers.readline().startswith(b"ActionID: m"):
            pass


def _rows(loader: Loader) -> list[dict[str, str]]:
    file = Path(loader.site.state) / "log" / "cel-custom" / "cel.csv"
    if not file.exists():
        return []
    with file.open(newline="") as held:
        return [dict(zip(CEL_FIELDS, row, strict=False)) for row in csv.reader(held)]


def _over(loader: Loader) -> list[str]:
    """Linked ids of calls that are over, in order."""
    return [row["LinkedID"] for row in _rows(loader) if row["EventType"] == "LINKEDID_END"]


def _said(loader: Loader, linked_id: str) -> list[dict[str, str]]:
    return [
        {"event": row["EventType"], **dict(parse_qsl(json.loads(row["EventExtra"])["extra"]))}
        for row in _rows(loader)
        if row["LinkedID"] == linked_id and row["EventType"].startswith("V_")
    ]
