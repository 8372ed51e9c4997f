"""Q8: a report of a day and of a year over a million calls, as the hub answers it.

On SQLite in a home of its own; on PostgreSQL when `$VOCHI_DATABASE` names an empty database.
`$VOCHI_BENCH_CALLS` makes the log shorter, to try the bench itself. Facts are made of the last
weeks alone, as many a day as the whole year has: a day is summed of its own facts, and of all
other days reports read the sums, which are those of these weeks once more.
"""

import os
import shutil
import statistics
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from vochi.cli.bench.figures import Figure, progress, show
from vochi.home import Home, Settings
from vochi.lab.year import Plan, office_of, year

if TYPE_CHECKING:
    from django.test import Client

_ASKED = 25
_WEEKS = 4
_PASSWORD = "снег-и-чай-42"  # noqa: S105 - of a hub that nobody reaches


def run(as_json: bool) -> int:
    """Fill, sum, ask; 1 when a target is missed."""
    plan = Plan(calls=int(os.environ.get("VOCHI_BENCH_CALLS", "1000000")))
    root = Path(tempfile.mkdtemp(prefix="vochi-bench-"))
    try:
        return show(_measure(plan, root), as_json)
    finally:
        shutil.rmtree(root, ignore_errors=True)


def _measure(plan: Plan, root: Path) -> dict[str, Figure]:
    from vochi.hub import boot  # noqa: PLC0415 - Django is told where its home is first

    home = Home(root)
    home.save(Settings(listen="127.0.0.1"))
    boot(home)
    from django.db import connection  # noqa: PLC0415
    from django.test import Client as Web  # noqa: PLC0415

    from vochi.hub import service  # noqa: PLC0415
    from vochi.hub.accounts.models import Account  # noqa: PLC0415

    company = service.setup()
    service.publish(office_of(plan))
    account = service.create_account("anna", _PASSWORD, "owner", "p0", "Анна")
    began = time.monotonic()
    _fill(company, plan)
    progress(f"{plan.calls} calls, summed by day: {time.monotonic() - began:.0f} s")
    web = Web(headers={"host": "127.0.0.1"})
    web.force_login(
        Account.objects.get(pk=account),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    last = plan.first + timedelta(days=plan.days - 1)
    near = [last - timedelta(days=n) for n in range(1, _ASKED)]
    floor = f"p95 of the API, {connection.vendor}, {plan.calls} calls a year"
    day = [_ask(web, each, each) for each in near]
    live = [_stained(company, web, each) for each in near]
    whole = [_ask(web, plan.first, last) for _ in range(_ASKED)]
    coming = [_coming(company, web, plan.first, last) for _ in range(_ASKED)]
    found = {
        "day": Figure(value=_p95(day), unit="ms", target=50, floor=floor),
        "today": Figure(value=_p95(live), unit="ms", target=50, floor="a day that just changed"),
        "year": Figure(value=_p95(whole), unit="ms", target=150, floor="with the year before"),
        "year, live": Figure(value=_p95(coming), unit="ms", target=150, floor="calls come in"),
    }
    for form in ("xlsx", "pdf"):
        took = [_ask(web, plan.first, last, form) for _ in range(5)]
        # Nobody promised how soon a file is there; that a page is, while it is drawn.
        found[form] = Figure(value=max(took), unit="ms", target=5000, floor="the year as a file")
    return found


def _fill(company: int, plan: Plan) -> None:
    """Facts of the year, as the listener of the fold writes them, many at a time."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415

    from vochi.hub.calls.naming import naming  # noqa: PLC0415
    from vochi.hub.calls.project import row_of  # noqa: PLC0415
    from vochi.hub.reports import days, facts, keeping  # noqa: PLC0415
    from vochi.hub.reports.models import Fact, Rollup, Standing  # noqa: PLC0415

    zone, names = ZoneInfo(plan.time_zone), naming(company, plan.office_version)
    number = 0
    size = _WEEKS * 7
    first = plan.first + timedelta(days=plan.days - size)
    near = plan.model_copy(
        update={"first": first, "days": size, "calls": plan.calls * size // plan.days}
    )
    for part in keeping.parts(year(near), 5000):
        rows = []
        for call in part:
            number += 1
            row = row_of(number, call, names, has_recording=False)
            back = "onich"[number % 5] if call.result == "missed" else ""
            rows.append(
                Fact(
                    company_id=company,
                    id=number,
                    back=back,
                    back_after=number % 20_000,
                    **facts.of_call(row, call, zone),
                )
            )
        Fact.objects.add_all(rows)
        keeping.stain(company, {row.day for row in rows})
    Standing.objects.add(company, zone=plan.time_zone, is_whole=True)
    while days.refresh(company, date(1990, 1, 1), date(2200, 1, 1), most=50):
        pass
    made = list(Rollup.objects.of(company).values_list("day", "body"))
    step = timedelta(days=size)
    Rollup.objects.add_all(
        [
            Rollup(company_id=company, day=day - turn * step, body=body)
            for turn in range(1, 2 * plan.days // size + 1)
            for day, body in made
        ]
    )


def _stained(company: int, web: "Client", day: date) -> float:
    from vochi.hub.reports import keeping  # noqa: PLC0415

    keeping.stain(company, {day})
    return _ask(web, day, day)


def _coming(company: int, web: "Client", first: date, last: date) -> float:
    """A year whose last day has just changed, as it does with every call."""
    from vochi.hub.reports import keeping  # noqa: PLC0415

    keeping.stain(company, {last})
    return _ask(web, first, last)


def _ask(web: "Client", first: date, last: date, form: str = "") -> float:
    """Milliseconds of one answer."""
    asked = {"first": str(first), "last": str(last)} | ({"form": form} if form else {})
    began = time.perf_counter()
    answer = web.get(f"/api/v1/reports{'/export' if form else ''}", asked)
    took = (time.perf_counter() - began) * 1000
    assert answer.status_code == 200, answer.content
    return took


def _p95(took: list[float]) -> float:
    return round(statistics.quantiles(took, n=20)[-1], 1)
