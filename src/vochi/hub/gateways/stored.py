"""Bodies of entries as they are kept in rows, some with the moment at which they were told."""

import json
from datetime import datetime
from typing import TypeVar

from pydantic import ValidationError

from vochi.core.frozen import Frozen

F = TypeVar("F", bound=Frozen)


def held(kind: type[F], text: str) -> F | None:
    """What a row holds; None for nothing, and for what another version of the hub wrote."""
    if not text:
        return None
    try:
        return kind.model_validate_json(text)
    except ValidationError:
        return None


def stamped(body: Frozen, at: datetime) -> str:
    """A body and when it was told."""
    return json.dumps({"at": at.isoformat(), "body": body.model_dump(mode="json")})


def told(kind: type[F], text: str) -> tuple[datetime, F] | None:
    """What `stamped` made; None as `held`."""
    if not text:
        return None
    found = json.loads(text)
    body = held(kind, json.dumps(found["body"]))
    return None if body is None else (datetime.fromisoformat(found["at"]), body)
