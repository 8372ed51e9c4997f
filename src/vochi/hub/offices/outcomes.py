"""What became of published versions: which one runs, which one the box would not have."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from vochi.hub.link.models import Box, LinkEntry
from vochi.hub.offices.current import current_number
from vochi.hub.offices.schemas import OfficeState, VersionState

#: Newest words of boxes that are looked through: publications are few.
_WORDS = 200


@dataclass(frozen=True)
class Told:
    """How a version stands; `problems` are the words of the box that refused it."""

    state: VersionState
    problems: tuple[str, ...] = ()


def of_versions(company: int, numbers: Iterable[int]) -> dict[int, Told]:
    """How versions stand."""
    newest = current_number(company)
    boxes = list(Box.objects.of(company).values_list("office_tried", "office_runs"))
    runs = {running for _, running in boxes}
    refused = _refused(company)
    found = {}
    for number in numbers:
        if number in runs:
            found[number] = Told("running")
        elif number in refused:
            found[number] = Told("refused", refused[number])
        else:
            found[number] = Told("waiting" if number == newest else "past")
    return found


def state(company: int) -> OfficeState:
    """The newest version and the one that runs; read with every board, so from the boxes alone."""
    number = current_number(company)
    boxes = Box.objects.of(company).exclude(office_tried=None).order_by("-seen_at", "-id")
    told = list(boxes.values_list("office_tried", "office_runs"))
    running = next((runs for _, runs in told if runs is not None), None)
    how: VersionState = "waiting"
    problems: tuple[str, ...] = ()
    if any(runs == number for _, runs in told):
        how = "running"
    elif any(tried == number for tried, _ in told):
        how, problems = "refused", _refused(company).get(number, ())
    return OfficeState(published=number, running=running, state=how, problems=problems)


def _refused(company: int) -> dict[int, tuple[str, ...]]:
    """Versions whose newest word is a refusal."""
    seen: dict[int, tuple[str, ...] | None] = {}
    rows = LinkEntry.objects.of(company).filter(kind="office").order_by("-id")
    for body in rows.values_list("body", flat=True)[:_WORDS]:
        told = json.loads(body)
        version, problems = told.get("version"), told.get("problems")
        if isinstance(version, int) and version not in seen:
            words = tuple(map(str, problems)) if isinstance(problems, list) else ()
            seen[version] = None if told.get("ok") is True else words
    return {version: words for version, words in seen.items() if words is not None}
