"""Calls with a recording whose file is really there, and what a box answers to orders."""

import hashlib
from pathlib import Path

from django.conf import settings

from vochi.core.link import ForgetOrder
from vochi.core.privacy.eraser import Eraser
from vochi.hub.link.models import CommandRow

from .box import FakeBox, table


def recorded(box: FakeBox, name: str = "in_answered") -> str:
    """A call with a recording whose file is here; the unique id."""
    rows = table(name)
    box.cel(rows)
    sound = b"ID3" + name.encode() * 50
    sha256 = hashlib.sha256(sound).hexdigest()
    unique_id = str(rows[0]["LinkedID"])
    first = box.entries[-len(rows)].at
    box.seal("recording", {
        "unique_id": unique_id, "linked_id": unique_id, "sha256": sha256, "bytes": len(sound),
        "seconds": 3.0, "format": "mp3", "peaks": [[1, 2]], "started_at": first.isoformat(),
    })  # fmt: skip
    box.push_all()
    put = lambda: box.http.put(  # noqa: E731
        f"/link/v1/recordings/{sha256}", sound, content_type="application/octet-stream",
        headers=box.headers | {"x-vochi-unique-id": unique_id, "x-vochi-format": "mp3"},
    )  # fmt: skip
    assert put().status_code == 201
    box.resend = put  # type: ignore[attr-defined]
    return unique_id


def media() -> list[Path]:
    return [p for p in (Path(settings.MEDIA_ROOT) / "recordings").rglob("*") if p.is_file()]


def answered(box: FakeBox) -> list[ForgetOrder]:
    """The box does what it is ordered, as a real one: its own journal, redactions, an answer."""
    orders: list[ForgetOrder] = []
    for row in CommandRow.everything.filter(box_id=box.id, state="waiting"):
        if row.action["kind"] != "forget":
            continue
        told = box.http.get(f"/link/v1/orders/{row.action['order']}", headers=box.headers)
        assert told.status_code == 200, told.content
        order = ForgetOrder.model_validate_json(told.content)
        orders.append(order)
        if order.needles is not None:
            eraser, named = Eraser(order.needles), dict(order.entries)
            for place, entry in enumerate(box.entries):
                clean = eraser.entry(entry)
                if clean is not None:
                    box.entries[place] = clean
            box.seal("redaction", {"order": "o", "entries": [[*pair] for pair in named.items()]})
        box.seal("command", {"id": row.uid, "ok": True, "code": "done",
                             "facts": {"entries": 1, "files": 0, "kept": 0}})  # fmt: skip
    box.push_all()
    return orders
