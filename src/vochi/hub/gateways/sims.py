"""The SIM map: each GSM line of the office, its slot, and what is known of the card in it."""

import json
from datetime import datetime, timedelta

from django.utils import timezone

from vochi.core.gsm.costs import LineCost
from vochi.core.gsm.entries import BalanceRead, Examined, ForwardSet, NumberLearnt, SimSeen
from vochi.core.gsm.forecast import LOOKS_BACK, ends_on
from vochi.core.gsm.operators import profile_of
from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.hub.answer import Refused
from vochi.hub.desk.models import DeviceState
from vochi.hub.gateways import costs, words
from vochi.hub.gateways.models import GsmFact, SimNow
from vochi.hub.gateways.schemas import (
    BalanceOut,
    BalancePoint,
    ExaminationOut,
    ForwardOut,
    SimRow,
    UsedOut,
)
from vochi.hub.gateways.stored import held, told
from vochi.hub.offices.current import current

#: dBm at which one more bar is shown, as telephones do.
_BARS = (-109, -97, -87, -75)


def every(company: int, language: Language) -> list[SimRow]:
    """All GSM lines in the order of the office."""
    office = current(company)
    known = {row.line: row for row in SimNow.objects.of(company)}
    devices = {row.endpoint: row for row in DeviceState.objects.of(company).order_by("seen_at")}
    used = costs.used_now(company)
    return [
        _row(company, office, line, known.get(line.id), devices.get(line.id), used, language)
        for line in office.lines
        if isinstance(line, GsmLine)
    ]


def balances(company: int, line: str, days: int) -> list[BalancePoint]:
    """Balances that could be read, of the card that is in the slot now, oldest first.

    Raises Refused 404.
    """
    must_be_gsm(company, line)
    row = SimNow.objects.of(company).filter(line=line).first()
    seen = held(SimSeen, row.body) if row else None
    points = _points(
        company, line, seen.iccid if seen else "", timezone.now() - timedelta(days=days)
    )
    return [BalancePoint(at=at, cents=cents) for at, cents in points]


def must_be_gsm(company: int, line: str) -> None:
    """Go on with a GSM line of the office. Raises Refused 404."""
    if line not in {each.id for each in current(company).lines if isinstance(each, GsmLine)}:
        raise Refused(404, "no_such_line", line=line)


def bars(signal: int | None) -> int | None:
    """Bars of a signal in dBm, 0 to 4."""
    return None if signal is None else sum(signal >= least for least in _BARS)


def _row(  # noqa: PLR0917 - everything that a row is made of
    company: int,
    office: Office,
    line: GsmLine,
    row: SimNow | None,
    device: DeviceState | None,
    used: dict[str, LineCost],
    language: Language,
) -> SimRow:
    seen = held(SimSeen, row.body) if row else None
    iccid = seen.iccid if seen else ""
    spent = used.get(line.id)
    profile = profile_of(office, line.operator)
    return SimRow(
        line=line.id,
        line_name=line.name,
        gateway=line.gateway,
        slot=line.slot,
        online=bool(seen and seen.online),
        iccid=iccid,
        imsi=seen.imsi if seen else "",
        imei=seen.imei if seen else "",
        number=line.number,
        learnt_number=_learnt(row, seen),
        operator=line.operator,
        network=seen.operator if seen else "",
        profile=profile.name if profile else None,
        registered=seen.registered if seen else None,
        voip=seen.voip if seen and seen.voip is not None else (device and device.online),
        signal=seen.signal if seen else None,
        signal_bars=bars(seen.signal) if seen else None,
        call=seen.call if seen else "unknown",
        since=row.since if row else None,
        balance=_balance(company, office, line, row, iccid),
        used=UsedOut(
            minutes=spent.minutes if spent else 0,
            sms=spent.sms if spent else 0,
            cents=spent.cents if spent else None,
        ),
        forwards_wanted=line.forwards,
        forwards_set=_forwards(row, iccid),
        last_check=_checked(line, row, iccid, language),
        address=device.address if device else "",
    )


def _is_of(card: str | None, iccid: str) -> bool:
    """Whether something was told of the card that is in the slot now, as far as one can tell."""
    return not card or not iccid or card == iccid


def _learnt(row: SimNow | None, seen: SimSeen | None) -> str | None:
    learnt = told(NumberLearnt, row.learnt) if row else None
    if learnt and _is_of(learnt[1].iccid, seen.iccid if seen else ""):
        return learnt[1].number
    return (seen.number or None) if seen else None


def _balance(
    company: int, office: Office, line: GsmLine, row: SimNow | None, iccid: str
) -> BalanceOut | None:
    asked = told(BalanceRead, row.balance) if row else None
    if asked is None or not _is_of(asked[1].iccid, iccid):
        return None
    at, read = asked
    now = timezone.now()
    points = _points(company, line.id, iccid, now - LOOKS_BACK)
    profile = profile_of(office, line.operator)
    return BalanceOut(
        cents=read.cents,
        currency=read.currency or (profile.currency if profile else ""),
        at=at,
        raw=read.raw,
        why=read.why,
        ends_on=ends_on(points, now),
    )


def _points(company: int, line: str, iccid: str, since: datetime) -> list[tuple[datetime, int]]:
    rows = (
        GsmFact.objects.of(company)
        .filter(kind="balance", line=line, at__gte=since)
        .exclude(cents=None)
        .order_by("at", "id")
    )
    return [
        (at, cents)
        for at, cents, of in rows.values_list("at", "cents", "iccid")
        if cents is not None and _is_of(of, iccid)
    ]


def _forwards(row: SimNow | None, iccid: str) -> tuple[ForwardOut, ...]:
    found = []
    for text in json.loads(row.forwards).values() if row else ():
        asked = told(ForwardSet, text)
        if asked and _is_of(asked[1].iccid, iccid):
            at, said = asked
            found.append(
                ForwardOut(
                    reason=said.reason,
                    to=said.to,
                    seconds=said.seconds,
                    ok=said.ok,
                    why=said.why,
                    at=at,
                    cause=said.cause,
                )
            )
    return tuple(found)


def _checked(
    line: GsmLine, row: SimNow | None, iccid: str, language: Language
) -> ExaminationOut | None:
    tried = told(Examined, row.checked) if row else None
    if tried is None or not _is_of(tried[1].iccid, iccid):
        return None
    at, check = tried
    return ExaminationOut(
        at=at, fault=check.fault, text=words.fault(check.fault, line.name, language)
    )
