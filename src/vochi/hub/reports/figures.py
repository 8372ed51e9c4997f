"""What the log has no filter of its own for: a figure of a report as a filter of calls.

A figure is `key:value` joined by commas: `weekday:1` (Monday) and `hour:9` by the company's clock,
`back:o` (see `models.Fact`), `within:2` (part of `tally.BACK`), `spoke:181`, `made:181`,
`missed:181` (rang at him while he was free), `turned` (neither answered nor missed), `outside`
(in or out).
"""

import re

from django.db.models import Q

from vochi.hub.answer import Refused
from vochi.hub.reports.models import Fact
from vochi.hub.reports.tally import BACK

_FORM = re.compile(r"^[a-z]+(?::[a-z0-9]+)?(?:,[a-z]+(?::[a-z0-9]+)?){0,5}$")
_SHORT = re.compile(r"^[0-9]{1,8}$")


def fits(company: int, figure: str) -> Q:
    """Calls that a figure counts, as a filter of Call. Raises Refused 422 `bad_figure`."""
    if not _FORM.match(figure):
        raise Refused(422, "bad_figure", figure=figure[:60])
    wanted = Q()
    for each in figure.split(","):
        name, _, value = each.partition(":")
        wanted &= _one(name, value)
    return Q(pk__in=Fact.objects.of(company).filter(wanted).values("pk"))


def _one(name: str, value: str) -> Q:
    is_short = bool(_SHORT.match(value))
    match name:
        case "weekday" if is_short and 1 <= int(value) <= 7:
            # Django counts from Sunday; the company's day is kept, so no time zone is needed.
            return Q(day__week_day=int(value) % 7 + 1)
        case "hour" if is_short and int(value) < 24:
            return Q(hour=int(value))
        case "back" if value in {"o", "i", "n", "c", "h"}:
            return Q(back=value)
        case "within" if is_short and int(value) <= len(BACK):
            place = int(value)
            least = Q(back_after__gte=BACK[place - 1] * 60) if place else Q()
            most = Q(back_after__lt=BACK[place] * 60) if place < len(BACK) else Q()
            return Q(back="o") & least & most
        case "spoke" if is_short:
            return Q(spoke__contains=f",{value},")
        case "made" if is_short:
            return Q(caller=value, direction="out")
        case "missed" if is_short:
            return Q(free__contains=f",{value},")
        case "outside" if not value:
            return ~Q(direction="internal")
        case "turned" if not value:
            return ~Q(result__in=["answered", "missed"])
        case _:
            raise Refused(422, "bad_figure", figure=f"{name}:{value}"[:60])
