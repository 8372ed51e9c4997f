"""Entries about SIM cards and gateways: how each stands now, and what happened to it."""

import json
import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from pydantic import ValidationError

from vochi.core.calls.entry import Entry
from vochi.core.frozen import Frozen
from vochi.core.gsm.entries import (
    BalanceRead,
    Examined,
    ForwardSet,
    GatewaySeen,
    NumberLearnt,
    Repaired,
    SimSeen,
    UssdSaid,
)
from vochi.core.gsm.sims import is_card, is_same_card
from vochi.hub.desk.events import emit
from vochi.hub.gateways.events import GatewayChanged, SimChanged
from vochi.hub.gateways.models import GatewayNow, GsmFact, SimNow
from vochi.hub.gateways.stored import held, stamped
from vochi.hub.link.models import Box
from vochi.hub.text import kept

log = logging.getLogger("vochi.hub.gateways")

_BODIES: dict[str, type[Frozen]] = {
    "sim": SimSeen, "ussd": UssdSaid, "balance": BalanceRead, "number": NumberLearnt,
    "forward": ForwardSet, "repair": Repaired, "check": Examined, "gateway": GatewaySeen,
}  # fmt: skip
_MOST = 2**53


def take(box: Box, rows: list[tuple[int, Entry]], *, quiet: bool) -> None:
    """Take over what entries (row id, entry) say of SIM cards and gateways."""
    told = [(number, entry) for number, entry in rows if entry.kind in _BODIES]
    if told:
        _Taking(box.company_id).run(told, quiet=quiet)


def begin_anew(company: int) -> None:
    """Throw away what is derived."""
    with transaction.atomic():
        for model in (SimNow, GatewayNow, GsmFact):
            model.objects.of(company).delete()


class _Taking:
    """One batch of entries."""

    def __init__(self, company: int) -> None:
        self.company = company
        self.sims: dict[str, SimNow] = {}
        self.gateways: dict[str, GatewayNow] = {}
        self.facts: list[GsmFact] = []

    def run(self, told: list[tuple[int, Entry]], *, quiet: bool) -> None:
        for number, entry in told:
            try:
                body = _BODIES[entry.kind].model_validate(entry.body)
            except ValidationError:
                # What no box of ours writes: it must not stop the others.
                log.warning("entry %s is no %s", number, entry.kind)
                continue
            self._one(number, entry, body)
        for row in (*self.sims.values(), *self.gateways.values()):
            row.save()
        entries = [fact.entry for fact in self.facts]
        known = set(
            GsmFact.objects.of(self.company)
            .filter(entry__in=entries)
            .values_list("entry", flat=True)
        )
        GsmFact.objects.add_all([fact for fact in self.facts if fact.entry not in known])
        if not quiet:
            for line in self.sims:
                emit(self.company, "sim", SimChanged(line=line))
            for gateway in self.gateways:
                emit(self.company, "gateway", GatewayChanged(gateway=gateway))

    def _one(self, number: int, entry: Entry, body: Frozen) -> None:
        at = entry.at
        match body:
            case SimSeen():
                self._sim(number, at, body)
            case BalanceRead():
                self._sim_of(body.line, at).balance = stamped(body, at)
                self._fact(number, at, "balance", body, cents=body.cents)
            case NumberLearnt():
                self._sim_of(body.line, at).learnt = stamped(body, at)
                self._fact(number, at, "number", body)
            case Examined():
                self._sim_of(body.line, at).checked = stamped(body, at)
                self._fact(number, at, "check", body)
            case ForwardSet():
                row = self._sim_of(body.line, at)
                forwards: dict[str, str] = json.loads(row.forwards)
                row.forwards = json.dumps(forwards | {body.reason: stamped(body, at)})
                self._fact(number, at, "forward", body)
            case GatewaySeen():
                self._gateway(number, at, body)
            case UssdSaid():
                self._fact(number, at, "ussd", body)
                self._sim_of(body.line, at)
            case Repaired():
                self._fact(number, at, "repair", body)
            case _:
                pass

    def _sim(self, number: int, at: datetime, body: SimSeen) -> None:
        row = self._sim_of(body.line, at)
        before = held(SimSeen, row.body)
        was = before.iccid or before.imsi if before else ""
        is_other = before is None or is_card(before) != is_card(body)
        is_other = is_other or (before is not None and not is_same_card(before, body))
        if is_other and (before is not None or is_card(body)):
            self._fact(number, at, "swap", body, more={"before": body.swapped_from or was})
        if before is None or is_other or before.online != body.online:
            row.since = at
        row.body = body.model_dump_json()

    def _gateway(self, number: int, at: datetime, body: GatewaySeen) -> None:
        name = kept(body.gateway)
        row = self.gateways.get(name)
        if row is None:
            rows = GatewayNow.objects.of(self.company).filter(gateway=name)
            row = rows.first() or GatewayNow(company_id=self.company, gateway=name, since=at)
            self.gateways[name] = row
        was = held(GatewaySeen, row.body)
        if was is None or was.online != body.online:
            row.since = at
        row.at, row.body = at, body.model_dump_json()
        self._fact(number, at, "gateway", body)

    def _sim_of(self, name: str, at: datetime) -> SimNow:
        line = kept(name)
        row = self.sims.get(line)
        if row is None:
            rows = SimNow.objects.of(self.company).filter(line=line)
            row = rows.first() or SimNow(company_id=self.company, line=line)
            self.sims[line] = row
        row.at = at
        return row

    def _fact(
        self,
        entry: int,
        at: datetime,
        kind: str,
        body: Frozen,
        *,
        cents: int | None = None,
        more: dict[str, str] | None = None,
    ) -> None:
        told = body.model_dump(mode="json") | (more or {})
        column: Callable[[str], str] = lambda name: kept(str(told.get(name) or ""))  # noqa: E731
        self.facts.append(
            GsmFact(
                company_id=self.company,
                kind=kind,
                line=column("line"),
                gateway=column("gateway"),
                iccid=column("iccid"),
                cents=None if cents is None else min(max(cents, -_MOST), _MOST),
                at=at,
                entry=entry,
                body=json.dumps(told),
            )
        )
