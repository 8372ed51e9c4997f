"""Cursors: an opaque place in a list ordered by (time, id) or by id, stable under new rows."""

import base64
import binascii
from datetime import UTC, datetime, timedelta

from vochi.hub.answer import Refused

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_STEP = timedelta(microseconds=1)


def write(at: datetime, row: int, kind: str = "") -> str:
    """The place just after the row `row` of time `at`."""
    text = f"{(at - _EPOCH) // _STEP}.{row}.{kind}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read(cursor: str) -> tuple[datetime, int, str]:
    """What `write` was given. Raises Refused `bad_cursor`."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        micros, row, kind = text.split(".")
        if not (micros.lstrip("-").isdigit() and row.isdigit() and len(micros) < 18):
            raise ValueError(text)
        number = int(row)
        if number >= 2**63 or kind not in {"", "c", "n"}:
            raise ValueError(text)
        return _EPOCH + int(micros) * _STEP, number, kind
    except (ValueError, binascii.Error, OverflowError) as error:
        raise Refused(422, "bad_cursor") from error
