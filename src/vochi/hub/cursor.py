"""Cursors: an opaque place in a list ordered by (time, id) or by id, stable under new rows."""

import base64
import binascii
import re
from datetime import UTC, datetime, timedelta

from vochi.hub.answer import Refused

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = timedelta(microseconds=1)


def write(at: datetime, row: int, kind: str = "") -> str:
    """The place just after the row `row` of time `at`."""
    text = f"{(at - _EPOCH) // _STEP}.{row}.{kind}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


_PLACE = re.compile(r"^(-?[0-9]{1,17})\.([0-9]{1,18})\.([cns]?)$")


def read(cursor: str) -> tuple[datetime, int, str]:
    """What `write` was given. Raises Refused `bad_cursor`."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        place = _PLACE.match(text)
        if place:
            return _EPOCH + int(place[1]) * _STEP, int(place[2]), place[3]
    except (ValueError, binascii.Error, OverflowError):
        pass  # as unreadable as one of the wrong form
    raise Refused(422, "bad_cursor")
