"""How boxes fared with a published office."""

import json

from vochi.core.frozen import Frozen
from vochi.hub.link.models import LinkEntry


class Outcome(Frozen):
    """What a box told of a version: running, or refused with its own words."""

    version: int
    ok: bool
    problems: tuple[str, ...]
    seconds: float


def office_outcome(company: int, version: int) -> Outcome | None:
    """The newest word on the version, None while no box has tried it."""
    rows = LinkEntry.objects.of(company).filter(kind="office").order_by("-id")
    for body in rows.values_list("body", flat=True)[:20]:
        told = json.loads(body)
        if told.get("version") == version:
            problems = told.get("problems")
            return Outcome(
                version=version,
                ok=told.get("ok") is True,
                problems=tuple(map(str, problems)) if isinstance(problems, list) else (),
                seconds=float(told.get("seconds") or 0),
            )
    return None
