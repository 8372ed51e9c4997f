"""What became of published versions: which one runs, which one the box would not have, which one
it took back.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from vochi.core.office.company import Language
from vochi.core.office.problem import Problem
from vochi.core.wording import say
from vochi.hub.companies.models import Company
from vochi.hub.link.models import Box, LinkEntry
from vochi.hub.offices.current import current_number
from vochi.hub.offices.schemas import OfficeState, VersionState

#: Newest words of boxes that are looked through: publications are few.
_WORDS = 200


@dataclass(frozen=True)
class Told:
    """How a version stands; `problems` are the words of the box that refused it or took it back."""

    state: VersionState
    problems: tuple[str, ...] = ()


def language_of_company(company: int) -> Language:
    """The language of what nobody in particular asked for."""
    match Company.objects.get(pk=company).language:
        case "en":
            return "en"
        case "be":
            return "be"
        case _:
            return "ru"


def of_versions(
    company: int, numbers: Iterable[int], language: Language | None = None
) -> dict[int, Told]:
    """How versions stand."""
    newest = current_number(company)
    boxes = list(Box.objects.of(company).values_list("office_tried", "office_runs"))
    runs = {running for _, running in boxes}
    refused = _refused(company, language)
    found = {}
    for number in numbers:
        if number in refused:
            found[number] = refused[number]
        elif number in runs:
            found[number] = Told("running")
        else:
            found[number] = Told("waiting" if number == newest else "past")
    return found


def state(company: int, language: Language | None = None) -> OfficeState:
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
        found = _refused(company, language).get(number, Told("refused"))
        how, problems = found.state, found.problems
    return OfficeState(published=number, running=running, state=how, problems=problems)


def problems_in(body: dict[str, Any]) -> tuple[Problem, ...]:
    """Problems that an entry `office` tells as JSON; what is none is left out."""
    found = []
    for text in _texts(body):
        try:
            found.append(Problem.model_validate_json(text))
        except ValidationError:
            continue
    return tuple(found)


def _texts(body: dict[str, Any]) -> tuple[str, ...]:
    problems = body.get("problems")
    return tuple(map(str, problems)) if isinstance(problems, list) else ()


def _refused(company: int, language: Language | None) -> dict[int, Told]:
    """Versions whose newest word is a refusal, or that were taken back."""
    seen: dict[int, Told | None] = {}
    rows = LinkEntry.objects.of(company).filter(kind="office").order_by("-id")
    words: Language | None = language
    for text in rows.values_list("body", flat=True)[:_WORDS]:
        body = json.loads(text)
        version = body.get("version")
        if not isinstance(version, int) or version in seen:
            continue
        if body.get("ok") is True:
            seen[version] = None
            continue
        words = words or language_of_company(company)
        how: VersionState = "reverted" if "reverted_to" in body else "refused"
        seen[version] = Told(how, tuple(_worded(each, words) for each in _texts(body)))
    return {version: told for version, told in seen.items() if told is not None}


def _worded(text: str, language: Language) -> str:
    """A problem in words; what an older box told is shown as it is."""
    try:
        problem = Problem.model_validate_json(text)
    except ValidationError:
        return text
    return say(problem.code, problem.facts, language)
