"""Endpoints of the office's parts: a PUT and a DELETE for each section."""

from typing import Any

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from vochi.hub.accounts.asker import asker
from vochi.hub.offices import parts
from vochi.hub.offices.part_schemas import BODIES, KEYED, SINGLE, ChangesIn, DropIn, Key
from vochi.hub.offices.schemas import PublishOut

router = Router(tags=["office parts"])


@router.post("/office/parts", response={201: PublishOut})
def change_parts(request: HttpRequest, body: ChangesIn) -> Status[PublishOut]:
    """Several parts at once, all or nothing. Refusals are those of a single part."""
    edits = [parts.PartEdit(it.section, it.key, it.value, it.is_new) for it in body.changes]
    out = parts.change(asker(request), edits, body.reason, body.based_on, body.secrets)
    return Status(201, out)


def _serve_keyed(section: str) -> None:
    def put(request: HttpRequest, key: Path[Key], body: Any) -> Status[PublishOut]:
        out = parts.put(
            asker(request), section, key, body.value, reason=body.reason,
            based_on=body.based_on, secrets=body.secrets, is_new=body.is_new,
        )  # fmt: skip
        return Status(201, out)

    def drop(request: HttpRequest, key: Path[Key], body: Query[DropIn]) -> Status[PublishOut]:
        out = parts.drop(asker(request), section, key, reason=body.reason, based_on=body.based_on)
        return Status(201, out)

    put.__name__, drop.__name__ = f"put_{section}_part", f"drop_{section}_part"
    put.__annotations__["body"] = BODIES[section]
    put.__doc__ = (
        f"Make or replace one of `{section}`: the next version of the office. 409 `stale_office` "
        "when this very part was changed since `based_on`, 422 `office_has_problems` with words: "
        "`place` in the whole office, `field` in this part (null: elsewhere)."
    )
    drop.__doc__ = f"The office without one of `{section}`; 422 while something needs it."
    router.put(f"/office/parts/{section}/{{key}}", response={201: PublishOut})(put)
    router.delete(f"/office/parts/{section}/{{key}}", response={201: PublishOut})(drop)


def _serve_single(section: str) -> None:
    def put(request: HttpRequest, body: Any) -> Status[PublishOut]:
        out = parts.put(
            asker(request), section, "", body.value, reason=body.reason,
            based_on=body.based_on, secrets=body.secrets,
        )  # fmt: skip
        return Status(201, out)

    put.__name__ = f"put_{section}_part"
    put.__annotations__["body"] = BODIES[section]
    put.__doc__ = f"Replace `{section}`: the next version of the office; refusals as for things."
    router.put(f"/office/parts/{section}", response={201: PublishOut})(put)


for _section in KEYED:
    _serve_keyed(_section)
for _section in SINGLE:
    _serve_single(_section)
