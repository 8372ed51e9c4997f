"""A small office for lives: one line, three people, and whatever nodes a test wants."""

from typing import Any

from vochi.core.office.document import Office
from vochi.core.scheme.life import Life

Doc = dict[str, Any]
MONDAY = "2026-11-23T10:00:00+03:00"
WORDS = {"kind": "hangup", "prompt": "sorry"}


def small(nodes: Doc, **changes: object) -> Office:
    """`nodes` without the start, which leads to the first of them."""
    first = next(iter(nodes))
    document: Doc = {
        "company": {"name": "Ромашка"},
        "people": [
            {"id": f"p{number}", "name": f"Имя {number}", "extension": number, "outbound": "all"}
            for number in ("180", "181", "182")
        ],
        "devices": [{"account": each} for each in ("180", "180-2", "181", "182")],
        "departments": [{"number": "901", "name": "Отдел", "members": ["p180", "p181"]}],
        "follow_me": [
            {"number": "401", "name": "Везде", "person": "p180",
             "steps": [{"seconds": 10, "targets": [{"to": "180"}]},
                       {"seconds": 10, "targets": [{"to": "180"}, {"to": "181"}]}]}],
        "lines": [
            {"kind": "gsm", "id": "a1", "name": "A1", "operator": "A1", "number": "+375296000001",
             "inbound": "in"},
            {"kind": "gsm", "id": "a2", "name": "A2", "operator": "A1", "number": "+375296000002",
             "slot": 2, "inbound": "in"}],
        "outbound": [{"id": "all", "name": "Все",
                      "routes": [{"classes": ["mobile"], "lines": ["a1", "a2"]}]}],
        "prompts": [
            {"id": name, "name": name, "sha256": f"{number:064x}", "seconds": seconds}
            for number, (name, seconds) in enumerate((("hello", 4), ("menu", 3), ("sorry", 2)))],
        "inbound": [{"id": "in", "name": "Входящая", "nodes": {
            "start": {"kind": "start", "exits": {"next": first}}, **nodes}}],
    }  # fmt: skip
    return Office.model_validate(document | changes)


def life(**more: object) -> Life:
    """A call over the first line on a working Monday."""
    told = {"line": "a1", "caller": "+375291234567", "at": MONDAY}
    return Life.model_validate(told | more)
