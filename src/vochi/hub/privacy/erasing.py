"""Erasing one person: steps that each may be done again, so that a hub killed between two goes on.

asked -> erasing: entries rewritten, rooms let go, sounds removed, the net, calls folded anew,
         archives removed, boxes ordered, the database squeezed -> waiting (for boxes)
      -> entries that came late rewritten, what he was found by forgotten, squeezed -> done
"""

import json
import logging
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from vochi.core.calls.journal import entry_hash
from vochi.core.privacy.eraser import Eraser
from vochi.core.privacy.needles import Needles, traces
from vochi.hub.accounts.deeds import record
from vochi.hub.accounts.models import Deed
from vochi.hub.calls.derive import refold_roots
from vochi.hub.calls.models import Call, Party, ThreadEntry
from vochi.hub.clients.models import Client, Listing, NumberFact
from vochi.hub.desk.events import emit
from vochi.hub.link.models import Box, CommandRow, LinkEntry
from vochi.hub.messages import threads
from vochi.hub.messages.models import Sms, SmsAsk, SmsThread, ThreadRead
from vochi.hub.offices.seal import seal, unseal
from vochi.hub.privacy import archives, orders, sealing, sounds, squeeze, sweep
from vochi.hub.privacy.finding import Found, calls_of
from vochi.hub.privacy.models import Erasure, Rewritten
from vochi.hub.privacy.person import Person, rooms
from vochi.hub.stored_entry import entry_of

log = logging.getLogger("vochi.hub.privacy")

_AT_ONCE = 300


def sealed(found: Found, pseudonym: str) -> str:
    """What a person is found by, as it may lie in the database till he is gone."""
    known = {
        "needles": Needles(
            numbers=tuple(sorted(found.person.numbers)),
            names=found.names,
            labels=found.labels,
            pseudonym=pseudonym,
        ).model_dump(),
        "client": found.person.client,
        "emails": sorted(found.person.emails),
    }
    return seal(json.dumps(known))


def needles_of(row: Erasure) -> tuple[Needles, Person]:
    """The same again."""
    known = json.loads(unseal(row.sealed))
    needles = Needles.model_validate(known["needles"])
    return needles, Person(frozenset(needles.numbers), known["client"], frozenset(known["emails"]))


def run(row: Erasure) -> None:
    """Go on with an erasure as far as it goes now."""
    if row.state == "asked":
        _move(row, "erasing")
    if row.state == "erasing":
        _erase(row)
        _move(row, "waiting")
        squeeze.squeeze()
    if row.state == "waiting" and orders.all_done(row):
        if row.sealed:  # else a hub was killed after it had forgotten him
            needles, person = needles_of(row)
            # What a box that was away told meanwhile came as it was sealed.
            _everywhere(row, needles, person)
            row.sealed = ""
            row.save(update_fields=["sealed"])
        # Before it is told: who reads 'done' may look into the files.
        squeeze.squeeze()
        with transaction.atomic():
            row.state, row.finished_at = "done", timezone.now()
            row.save(update_fields=["state", "finished_at"])
            record(row.company_id, "person_erased", None, f"erasure/{row.pk}", "", **row.counts)


def _move(row: Erasure, state: str) -> None:
    row.state = state
    row.save(update_fields=["state"])


def _erase(row: Erasure) -> None:
    needles, person = needles_of(row)
    archives.remove_for(row.company_id)
    _everywhere(row, needles, person)
    for box in Box.objects.of(row.company_id).order_by("pk"):
        orders.put_person(row, box)


def _everywhere(row: Erasure, needles: Needles, person: Person) -> None:
    company = row.company_id
    counts: dict[str, int] = dict(row.counts)

    def count(name: str, more: int) -> None:
        counts[name] = counts.get(name, 0) + more

    his = calls_of(company, person.numbers)
    count("calls", len(his))
    for call in his:
        recordings, messages = sounds.of_calls(company, [call])
        count("recordings", len(recordings))
        count("messages", len(messages))
        told = sounds.remove(company, call.pk, recordings, messages, sounds.Why("person"))
        for box, files in told.items():
            orders.put_files(company, box, files, row)
    roots = {call.pk for call in his} | _rewrite(row, needles)
    count("sms", _messages(company, needles, person))
    with transaction.atomic():
        for room in rooms():
            room.forget(company, person)
        _card(company, needles, person)
    count("deeds", sealing.redact(company, needles, person))
    count("rows", sweep.sweep(company, needles))
    _facts(company, needles)
    _fold(company, roots)
    # What the fold has written anew comes of clean entries; what it kept of old ones does not.
    sweep.sweep(company, needles)
    row.counts = {name: value for name, value in counts.items() if value}
    row.save(update_fields=["counts"])
    emit(company, "reset", None)


def _rewrite(row: Erasure, needles: Needles) -> set[int]:
    """Entries of all boxes without him; the conversations that they are of."""
    eraser, found = Eraser(needles), traces(needles)
    company = row.company_id
    rows = LinkEntry.objects.of(company)
    keys = list(
        sweep.speaking(rows, [LinkEntry._meta.get_field("body")], found)  # noqa: SLF001
        .order_by("pk").values_list("pk", flat=True)
    )  # fmt: skip
    roots: set[int] = set()
    for start in range(0, len(keys), _AT_ONCE):
        part = keys[start : start + _AT_ONCE]
        with transaction.atomic():
            threads.hold(company)
            # No worker goes on with what it remembers of them.
            Box.objects.of(company).update(epoch=F("epoch") + 1)
            entries = rows.filter(pk__in=part).order_by("pk")
            clean = [each.pk for each in entries if _rewrite_one(row, each, eraser)]
            spoken = ThreadEntry.objects.of(company).filter(entry__in=clean)
            roots |= set(spoken.values_list("root", flat=True))
    return roots


def _rewrite_one(row: Erasure, kept: LinkEntry, eraser: Eraser) -> bool:
    clean = eraser.entry(entry_of(kept))
    if clean is None:
        return False
    kept.body = json.dumps(clean.body, ensure_ascii=True, separators=(",", ":"))
    kept.save(update_fields=["body"])
    Rewritten.objects.of(row.company_id).update_or_create(
        company_id=row.company_id, box_id=kept.box_id, seq=kept.seq,
        defaults={"digest": entry_hash(clean), "erasure": row},
    )  # fmt: skip
    return True


def _messages(company: int, needles: Needles, person: Person) -> int:
    """His messages: that there were some stays, what they said does not."""
    numbers, alias = person.numbers, needles.pseudonym
    with transaction.atomic():
        threads.hold(company)
        asks = SmsAsk.objects.of(company).filter(number__in=numbers)
        asks.update(number=alias, text="")
        rows = Sms.objects.of(company).filter(number__in=numbers)
        count = rows.update(number=alias, text="", words="")
        SmsThread.objects.of(company).filter(number__in=[*numbers, alias]).delete()
        read = ThreadRead.objects.of(company).filter(number__in=numbers).order_by("-through")
        newest = read.first()
        if newest is not None:
            ThreadRead.objects.of(company).filter(number=alias).delete()
            read.exclude(pk=newest.pk).delete()
            ThreadRead.objects.of(company).filter(pk=newest.pk).update(number=alias)
        threads.refresh(company, {alias})
        eraser = Eraser(needles)
        waiting = CommandRow.objects.of(company).filter(state="waiting")
        for command in waiting:
            if eraser.body(command.action) != command.action:
                CommandRow.objects.of(company).filter(pk=command.pk).update(
                    state="refused", code="erased"
                )
    return count


def _card(company: int, needles: Needles, person: Person) -> None:
    """What is left of the card when its room has let go of it."""
    if person.client is not None:
        Client.objects.of(company).filter(pk=person.client).delete()
    Listing.objects.of(company).filter(number__in=[*person.numbers, needles.pseudonym]).delete()
    Party.objects.of(company).filter(kind="n", key__in=person.numbers).delete()


def _facts(company: int, needles: Needles) -> None:
    """Boxes let go of their facts by the order; the list of changes must not name him."""
    gone = [*needles.numbers, needles.pseudonym]
    NumberFact.objects.of(company).filter(number__in=gone).delete()


def _fold(company: int, roots: Iterable[int]) -> None:
    wanted = sorted(set(roots))
    for box in Box.objects.of(company).order_by("pk"):
        own = set(
            Call.objects.of(company).filter(box=box, pk__in=wanted).values_list("pk", flat=True)
        )
        for start in range(0, len(own), _AT_ONCE):
            part = sorted(own)[start : start + _AT_ONCE]
            with transaction.atomic():
                current = Box.objects.of(company).select_for_update().get(pk=box.pk)
                refold_roots(current, part)


def deeds_about(company: int, person: Person) -> int:
    """How many deeds were done to his card."""
    if person.client is None:
        return 0
    return Deed.objects.of(company).filter(subject=f"client/{person.client}").count()
