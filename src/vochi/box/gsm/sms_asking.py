"""Nodes `sms` of schemes: what a call has asked for (V_SMS in the journal) goes into the queue.

This room follows the journal behind a mark that moves in one commit with the messages, so a call
that asked while the box or the hub was away gets its message, once, under an id of its own.
"""

import asyncio
import hashlib
import sqlite3
from collections.abc import Callable
from datetime import timedelta

import structlog

from vochi.box.clock import Clock
from vochi.box.gsm.sms_ledger import Ledger
from vochi.box.journal import Journal
from vochi.box.scribe import Scribe
from vochi.core.calls.entry import Entry
from vochi.core.calls.row import read_row
from vochi.core.gsm.accepting import Refused, accept
from vochi.core.gsm.entries import SmsOut
from vochi.core.office.document import Office
from vochi.core.scheme.nodes.send_sms import SendSms

log = structlog.get_logger()

_MARK = "sms:asked"
#: What comes together is looked at together; so many entries at once.
_TOGETHER = 0.1
_AT_ONCE = 5000
#: Without anything asked for the mark moves so seldom.
_MARK_EVERY = 2000
_RETRY = 1.0
_LONGEST_ID = 80


class Asking:
    """`run` alone."""

    def __init__(
        self, scribe: Scribe, clock: Clock, office: Callable[[], Office | None], ledger: Ledger
    ) -> None:
        self._scribe = scribe
        self._clock = clock
        self._office = office
        self._ledger = ledger

    async def run(self) -> None:
        """Until cancelled. Calls from before this room first ran ask for nothing."""
        seen = await self._begin()
        marked = seen
        while True:
            await self._scribe.wait_beyond(seen)
            await asyncio.sleep(_TOGETHER)
            if self._office() is None:
                await asyncio.sleep(_RETRY)
                continue
            through = min(self._scribe.seq, seen + _AT_ONCE)
            rows = await self._scribe.read(_asked(seen, through))
            try:
                if rows or through - marked >= _MARK_EVERY:
                    await self._take(rows, through)
                    marked = through
            except sqlite3.OperationalError:
                await asyncio.sleep(_RETRY)
                continue
            seen = through

    async def _begin(self) -> int:
        told = await self._scribe.read(lambda journal: journal.mark(_MARK))
        if told is not None:
            return int(told)
        seq = self._scribe.seq
        await self._scribe.write(marks={_MARK: str(seq)})
        return seq

    async def _take(self, rows: tuple[Entry, ...], through: int) -> None:
        office = self._office()
        wanted = [] if office is None else [self._message(office, each) for each in rows]
        await self._ledger.take(
            [each for each in wanted if each is not None], {_MARK: str(through)}
        )

    def _message(self, office: Office, entry: Entry) -> SmsOut | None:
        row = read_row(entry)
        if row is None:
            return None
        scheme, node = row.said.get("scheme", ""), row.said.get("node", "")
        text = _text(office, scheme, node)
        if text is None:
            log.warning("sms_node_gone", scheme=scheme, node=node)
            return None
        taken = accept(office, row.number, text, "node")
        if isinstance(taken, Refused):
            log.info("sms_node_refused", scheme=scheme, node=node, code=taken.code)
            return None
        give_up = timedelta(hours=office.policy.sms.give_up_hours)
        return SmsOut(
            id=identity(row.linked_id, scheme, node), state="queued", to=taken.to,
            text=taken.text, origin="node", parts=taken.parts, call=row.linked_id[:_LONGEST_ID],
            give_up_at=entry.at + give_up,
        )  # fmt: skip


def _text(office: Office, scheme: str, node: str) -> str | None:
    """What the node says in the office in force."""
    found = next((each for each in office.inbound if each.id == scheme), None)
    asked = None if found is None else found.nodes.get(node)
    return asked.text if isinstance(asked, SendSms) else None


def identity(*of: str) -> str:
    """The id of a message that follows from what asked for it."""
    name = ".".join(of)
    return name if len(name) <= _LONGEST_ID else hashlib.sha256(name.encode()).hexdigest()


def _asked(after: int, through: int) -> Callable[[Journal], tuple[Entry, ...]]:
    return lambda journal: journal.cel("V_SMS", after, through)
