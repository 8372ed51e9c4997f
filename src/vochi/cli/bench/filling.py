"""Fills the log of a hub with calls of the lab, by the hub's own projection, many at a time."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, transaction
from django.utils import timezone

from vochi.cli.bench.pouring import Pour, moment
from vochi.core.calls.call import Call as FoldedCall
from vochi.hub.calls import changes, days
from vochi.hub.calls.models import Call, CallTag, DaySet, Party
from vochi.hub.calls.naming import naming
from vochi.hub.calls.project import columns, others, row_of, tags_of
from vochi.hub.calls.words import number_words
from vochi.hub.link.models import Box, Recording, VoiceMessage

T = TypeVar("T")
_AT_ONCE = 4000


def fill(
    company: int,
    calls: Iterable[FoldedCall],
    *,
    tell: bool = False,
    first: int = 1,
    sets: bool = False,
) -> int:
    """Write calls as if a box had told of them, recordings without files included; how many.

    Their ids count from `first`. `tell`: listeners of `calls.changes` hear of each. `sets`: days
    that are over get their sets at once; then the calls must come in the order of the log.
    """
    box = _box(company)
    parties = set(Party.objects.of(company).values_list("kind", "key", "words"))
    made = _Days(company) if sets else None
    number = first
    for part in _parts(calls, _AT_ONCE):
        with transaction.atomic():
            fresh = _write(box, number, part, made, tell=tell) - parties
            Pour(Party, "company_id", "kind", "key", "words").put(
                (company, *each) for each in sorted(fresh)
            )
            parties |= fresh
        number += len(part)
    if made is not None:
        made.end()
    return number - first


def build(company: int) -> None:
    """Build the sets of all days that are over."""
    while days.build_missing(company, most=50):
        pass


def _box(company: int) -> Box:
    found = Box.objects.of(company).order_by("pk").first()
    return found or Box.objects.add(
        company, name="lab", digest=f"lab-{company}", enrolled_at=timezone.now()
    )


class _Days:
    """Sets of days, as their calls are told."""

    def __init__(self, company: int) -> None:
        self._company = company
        self._pour = Pour(DaySet, "company_id", "day", "kind", "value", "bits")
        self._day = date.min
        self._today = timezone.now().date()
        self._made = days.Making()

    def add(self, number: int, fields: dict[str, Any], tags: Iterable[tuple[str, str]]) -> None:
        """The next call of the log."""
        at: datetime = fields["started_at"]
        day = days.day_of(at)
        if day != self._day:
            self.end()
            self._day, self._made = day, days.Making()
        self._made.add(number, at, [fields[name] for name in days.COLUMNS])
        for kind, value in tags:
            if kind in days.TAGS:
                self._made.tag(number, kind, value)

    def end(self) -> None:
        """The day is over; one that the clock is still in, or none, has no sets."""
        if date.min < self._day < self._today:
            day = self._day.isoformat() if connection.vendor == "sqlite" else self._day
            self._pour.put((self._company, day, *each) for each in self._made.sets())


def _write(
    box: Box, first: int, calls: list[FoldedCall], made: _Days | None, *, tell: bool
) -> set[tuple[str, str, str]]:
    company = box.company_id
    names = {v: naming(company, v) for v in {call.office_version for call in calls}}
    rows: list[dict[str, Any]] = []
    tags, sounds, messages = [], [], []
    parties: set[tuple[str, str, str]] = set()
    told = []
    for root, call in enumerate(calls, first):
        has_recording = any(mark.sha256 for mark in call.recordings)
        row = row_of(root, call, names[call.office_version], has_recording=has_recording)
        told.append((row, call))
        fields = columns(box, call, row)
        has = sorted(tags_of(call, row))
        if made is not None:
            made.add(root, fields, has)
        at = moment(call.started_at)
        fields |= {
            "id": root, "company_id": company, "box_id": fields.pop("box").pk, "started_at": at,
            "ended_at": moment(call.ended_at),
        }  # fmt: skip
        rows.append(fields)
        tags += [(company, root, kind, value, at) for kind, value in has]
        if row.client.number:
            parties.add(("c", row.client.number, fields["client_words"]))
        parties |= {("n", each, number_words(each)) for each in others(call)}
        stored = moment((call.ended_at or call.started_at) + timedelta(seconds=5))
        sounds += [
            (company, box.pk, mark.unique_id, call.linked_id, mark.sha256, mark.seconds or 0,
             moment(call.answered_at), stored)
            for mark in call.recordings
            if mark.sha256
        ]  # fmt: skip
        messages += [
            (company, box.pk, each.unique_id, "0" * 64, each.seconds or 0, stored)
            for each in call.messages
        ]
    Pour(Call, *rows[0]).put(tuple(row.values()) for row in rows)
    Pour(CallTag, "company_id", "call_id", "kind", "value", "started_at").put(tags)
    Pour(
        Recording, "company_id", "box_id", "unique_id", "linked_id", "sha256", "seconds",
        "started_at", "stored_at",
    ).put(sounds)  # fmt: skip
    Pour(VoiceMessage, "company_id", "box_id", "unique_id", "sha256", "seconds", "stored_at").put(
        messages
    )
    if tell:
        for row, call in told:
            changes.written(company, row, call)
    return parties


def _parts(them: Iterable[T], size: int) -> Iterator[list[T]]:
    it = iter(them)
    while part := list(islice(it, size)):
        yield part
