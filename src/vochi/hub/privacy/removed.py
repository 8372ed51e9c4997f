"""What calls and the link ask about sounds that are here no more."""

from vochi.core.office.company import Language
from vochi.core.wording import say
from vochi.hub.calls.schemas import RemovedOut
from vochi.hub.privacy.models import Removed


def is_removed(company: int, box: int, kind: str, unique_id: str) -> bool:
    """Whether a sound was removed: a box that sends it once more is told thanks, and no more."""
    rows = Removed.objects.of(company).filter(box=box, kind=kind, unique_id=unique_id)
    return rows.exists()


def of_call(company: int, call: int, language: Language) -> tuple[RemovedOut, ...]:
    """What a call had and has not any more, in words."""
    rows = Removed.objects.of(company).filter(call=call).order_by("at", "id")
    return tuple(
        RemovedOut(
            kind="message" if row.kind == "message" else "recording",
            at=row.at,
            why="rule" if row.why == "rule" else "person",
            days=row.days,
            text=say(f"removed.{row.kind}.{row.why}", {"days": row.days or 0}, language),
        )
        for row in rows
    )
