"""An office whose only scheme has one node: start, the node, an end behind each of its exits."""

from typing import Any

from hypothesis import strategies as st
from pydantic import TypeAdapter

from vochi.core.office.document import Office
from vochi.core.scheme.nodes import Node

Document = dict[str, Any]
HANG_UP = {"kind": "hangup"}
WORK = {"id": "work", "name": "Работа", "hours": [{"days": [1], "since": "09:00", "to": "18:00"}]}


def office(node: Document, **more: Any) -> Office:
    """One line into one scheme: start, this node, and ends behind every exit that it has."""
    known = TypeAdapter(Node).validate_python(node)
    # Not by the names of ports: these may be as long as an id may be.
    ends = {port: f"end-{place}" for place, port in enumerate(known.ports)}
    nodes = {
        "start": {"kind": "start", "exits": {"next": "it"}},
        "it": {**node, "exits": ends},
        **dict.fromkeys(ends.values(), HANG_UP),
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
keys = st.sampled_from("0123456789*#")
