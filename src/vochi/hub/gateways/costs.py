"""What SIM cards cost: from calls and messages as they were, by the tariffs of the office."""

import csv
import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.core.cache import cache
from django.utils import timezone

from vochi.core.gsm.costs import CarriedCall, CostReport, LineCost, SentSms, report
from vochi.core.gsm.operators import profile_of
from vochi.core.gsm.tariff import month_at
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.core.office.sim_limits import tariff_of
from vochi.hub.answer import Refused
from vochi.hub.calls.models import Call
from vochi.hub.gateways.schemas import CostLine, CostsOut
from vochi.hub.messages.models import Sms
from vochi.hub.offices.current import current

_MONTH = re.compile(r"(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])")
#: A tariff's month begins on the 28th at the latest, anywhere on earth.
_BEFORE, _LONGEST = timedelta(days=2), timedelta(days=62)
#: How a leg on our bill looks in the JSON of a call.
_PAID = '"way":"out"'
#: Seconds for which the SIM map may show use as it was.
_FRESH = 20


def of_month(company: int, month: str) -> CostsOut:
    """The report of a month, GSM lines only. Raises Refused 422 `bad_month`."""
    if not _MONTH.fullmatch(month):
        raise Refused(422, "bad_month", month=month[:20])
    office = current(company)
    found = _report(company, office, month)
    gsm = {line.id for line in office.lines if isinstance(line, GsmLine)}
    others = {line.id for line in office.lines} - gsm
    lines = tuple(
        CostLine(**{name: getattr(each, name) for name in CostLine.model_fields})
        for each in found.lines
        if each.line not in others
    )
    return CostsOut(
        month=month,
        currency=currency_of(office),
        lines=lines,
        total=sum(each.cents or 0 for each in lines),
        forecast=sum(each.forecast or 0 for each in lines),
    )


def used_now(company: int) -> dict[str, LineCost]:
    """What each line has used in the month that it is in."""
    office = current(company)
    key = f"used:{company}:{office.version}"
    held: dict[str, LineCost] | None = cache.get(key)
    if held is None:
        held = _used_now(company, office)
        cache.set(key, held, _FRESH)
    return held


def _used_now(company: int, office: Office) -> dict[str, LineCost]:
    now, zone = timezone.now(), office.company.time_zone
    months = {
        line.id: month_at(tariff_of(line).month_day, now, zone).first
        for line in office.lines
        if isinstance(line, GsmLine)
    }
    found: dict[str, LineCost] = {}
    for label in sorted({f"{first:%Y-%m}" for first in months.values()}):
        for each in _report(company, office, label).lines:
            if each.line in months and f"{months[each.line]:%Y-%m}" == label:
                found[each.line] = each
    return found


def as_csv(costs: CostsOut) -> str:
    """The report as a file for a spreadsheet; a name that begins like a formula stays a name."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(CostLine.model_fields)
    for line in costs.lines:
        writer.writerow(_cell(value) for value in line.model_dump(mode="json").values())
    return "\ufeff" + out.getvalue()


def currency_of(office: Office) -> str:
    """The currency of the office's first GSM line whose operator is known."""
    lines = (line for line in office.lines if isinstance(line, GsmLine))
    known = (profile_of(office, line.operator) for line in lines)
    return next((profile.currency for profile in known if profile), "BYN")


def _cell(value: object) -> object:
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r", "\n", "|", "%"}:
        return f"'{value}"
    return "" if value is None else value


def _report(company: int, office: Office, month: str) -> CostReport:
    first = datetime.fromisoformat(f"{month}-01").replace(tzinfo=UTC)
    since, until = first - _BEFORE, first + _LONGEST
    return report(
        office, month, _calls(company, since, until), _sent(company, since, until), timezone.now()
    )


def _calls(company: int, since: datetime, until: datetime) -> Iterator[CarriedCall]:
    """Legs over lines that are on our bill, whichever way the call itself went."""
    rows = Call.objects.of(company).filter(started_at__gte=since, started_at__lt=until)
    bodies = rows.order_by("started_at").values_list("body", flat=True)
    for body in bodies.iterator(chunk_size=500):
        if _PAID not in body:  # most calls come in: reading all of them would take seconds
            continue
        for leg in json.loads(body).get("carried", ()):
            if leg["way"] == "out" and leg["answered_at"]:
                yield CarriedCall(
                    line=leg["line"],
                    started_at=datetime.fromisoformat(leg["began_at"]),
                    seconds=leg["seconds"],
                    number=leg["number"],
                )


def _sent(company: int, since: datetime, until: datetime) -> Iterator[SentSms]:
    """Messages that the network took: those that it did not deliver are paid all the same."""
    rows = Sms.objects.of(company).filter(
        direction="out", at__gte=since - timedelta(days=3), at__lt=until
    )
    known = rows.exclude(sent_at=None).order_by("at").values_list("line", "sent_at", "parts")
    for line, at, parts in known.iterator():
        if at is not None and line:
            yield SentSms(line=line, at=at, parts=parts or 1)
