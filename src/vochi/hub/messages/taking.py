"""Entries about messages: folded by the message's own id, the same entry twice is one."""

import logging
from datetime import datetime

from django.db import transaction
from pydantic import ValidationError

from vochi.core.calls.entry import Entry
from vochi.core.gsm.entries import SmsIn, SmsOut
from vochi.core.numbers import Numbering
from vochi.hub.desk.events import emit
from vochi.hub.link.models import Box
from vochi.hub.messages import folding, stopping, threads
from vochi.hub.messages.models import Sms, SmsAsk, SmsThread
from vochi.hub.messages.naming import numbering_of, thread_name
from vochi.hub.messages.rows import for_desks
from vochi.hub.text import fold_case, plain

#: `SmsAsk.cancel` of a message that no box had fetched.
HERE = "here"

log = logging.getLogger("vochi.hub.messages")


def take(box: Box, rows: list[tuple[int, Entry]], *, quiet: bool) -> None:
    """Take over what entries (row id, entry) say of messages."""
    told = [(number, entry) for number, entry in rows if entry.kind in {"sms", "command"}]
    if told:
        _Taking(box.company_id, told).run(quiet=quiet)


def begin_anew(company: int) -> None:
    """Throw away what is derived; what people asked for stands again as it was asked."""
    with transaction.atomic():
        threads.hold(company)
        Sms.objects.of(company).delete()
        SmsThread.objects.of(company).delete()
        asks = list(SmsAsk.objects.of(company).order_by("id"))
        Sms.objects.add_all([row_of(ask) for ask in asks])
        threads.refresh(company, {ask.number for ask in asks})


def row_of(ask: SmsAsk) -> Sms:
    """The row of a message that somebody asked for, before the box knows of it."""
    return Sms(
        company_id=ask.company_id, uid=ask.uid, direction="out",
        state="failed" if ask.cancel == HERE else "queued",
        number=ask.number, text=ask.text, words=fold_case(ask.text), line=ask.line,
        parts=ask.parts, origin=ask.origin, by=ask.name, at=ask.at, give_up_at=ask.give_up_at,
        why="cancelled" if ask.cancel == HERE else "",
    )  # fmt: skip


class _Taking:
    """One batch of entries."""

    def __init__(self, company: int, told: list[tuple[int, Entry]]) -> None:
        self.company = company
        self.told = told
        self.numbering = Numbering()
        self.changed: dict[str, Sms] = {}
        self.known: dict[str, Sms] = {}
        self.stopped: dict[str, datetime | None] = {}

    def run(self, *, quiet: bool) -> None:
        ids = {plain(e.body.get("id"), 80) for _, e in self.told if e.kind == "sms"}
        asks = self._asks()
        if not (ids or asks):
            return
        self.numbering = numbering_of(self.company)
        ids |= {ask.uid for ask in asks.values()}
        rows = Sms.objects.of(self.company).filter(uid__in=ids)
        self.known = {row.uid: row for row in rows}
        for number, entry in self.told:
            if entry.kind == "command":
                self._command(entry, asks)
            else:
                self._sms(number, entry)
        for row in self.changed.values():
            row.save()
        numbers = {row.number for row in self.changed.values()}
        threads.refresh(self.company, numbers, self.stopped)
        if not quiet:
            for told in for_desks(self.company, list(self.changed.values())):
                emit(self.company, "sms", told)

    def _asks(self) -> dict[str, SmsAsk]:
        """Asks by the command that brought them to the box, or takes them back."""
        commands = {plain(e.body.get("id"), 32) for _, e in self.told if e.kind == "command"}
        commands.discard("")
        rows = SmsAsk.objects.of(self.company)
        found = {ask.command: ask for ask in rows.filter(command__in=commands)}
        return found | {ask.cancel: ask for ask in rows.filter(cancel__in=commands)}

    def _command(self, entry: Entry, asks: dict[str, SmsAsk]) -> None:
        uid, code = plain(entry.body.get("id"), 32), plain(entry.body.get("code"), 40)
        ask = asks.get(uid)
        row = self.known.get(ask.uid) if ask else None
        if ask is None or row is None:
            return
        if ask.cancel == uid:
            is_changed = folding.fold_cancel(row, code)
        else:
            is_changed = entry.body.get("ok") is not True and folding.fold_refusal(row, code)
        if is_changed:
            self.changed[row.uid] = row

    def _sms(self, number: int, entry: Entry) -> None:
        try:
            if entry.body.get("dir") == "in":
                self._came(SmsIn.model_validate(entry.body), number, entry.at)
            else:
                self._went(SmsOut.model_validate(entry.body), number, entry.at)
        except ValidationError:
            # What no box of ours writes: it must not stop the others.
            log.warning("entry %s is no message", number)

    def _came(self, said: SmsIn, number: int, at: datetime) -> None:
        if said.id in self.known:
            return
        thread = thread_name(said.sender, self.numbering)
        row = folding.new_in(self.company, said, thread, at, number)
        self.known[said.id] = self.changed[said.id] = row
        word = stopping.word_of(self.company, said.text)
        if word is not None:
            self.stopped[thread] = row.at if word == "stop" else None

    def _went(self, said: SmsOut, number: int, at: datetime) -> None:
        row = self.known.get(said.id)
        if row is None:
            if said.to is None:
                log.warning("entry %s goes on with a message that nobody began", number)
                return
            thread = thread_name(said.to, self.numbering)
            row = folding.new_out(self.company, said, thread, at)
            self.known[said.id] = row
        if row.direction == "out":
            folding.fold_out(row, said, at, number)
            self.changed[said.id] = row
