"""`vochi replay DRAFT.yaml`: the calls of the last days through another office."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from vochi.cli.fault import Fault
from vochi.cli.language import t
from vochi.cli.office import load_sound
from vochi.cli.place import home_option
from vochi.core.calls.call import Call
from vochi.core.office.document import Office
from vochi.core.scheme.replay import Fate, Report
from vochi.core.scheme.replay import replay as play_again
from vochi.home import Home

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_SINCE = re.compile(r"([1-9][0-9]{0,3})([dh])")
_SHOWN = 40


@click.command(help=t("Прошлые звонки по черновику конторы", "Past calls through a draft office"))
@home_option
@click.argument("draft", type=FILE)
@click.option("--since", default="30d", help=t("за сколько: 30d, 12h", "how far back: 30d, 12h"))
@click.option("--calls", type=FILE, help=t("звонки из файла JSON", "calls of a JSON file"))
@click.option("--live", type=FILE, help=t("прежняя контора из файла", "the office of then"))
@click.option("--json", "as_json", is_flag=True, help=t("один объект JSON", "one JSON object"))
def replay(
    home: Home, draft: Path, since: str, *, calls: Path | None, live: Path | None, as_json: bool
) -> None:
    """Answered, missed, mean wait, and each call that would have gone otherwise."""
    told = _SINCE.fullmatch(since)
    if told is None:
        raise Fault(t(f"не срок: {since} (нужно 30d, 12h)", f"no span: {since} (30d, 12h)"))
    hours = int(told[1]) * (24 if told[2] == "d" else 1)
    office = load_sound(draft)
    then = load_sound(live) if live is not None else None
    if calls is not None:
        past = _from_file(calls)
    else:
        past, current = _from_hub(home, datetime.now(UTC) - timedelta(hours=hours))
        then = then or current
    report = play_again(past, office, then)
    click.echo(report.model_dump_json() if as_json else "\n".join(words(report)))


def words(report: Report) -> tuple[str, ...]:
    """The report for people."""
    before, after = report.before, report.after
    wait = t("среднее ожидание", "mean wait")
    told = [
        t(f"Звонков: {len(report.calls)}", f"Calls: {len(report.calls)}")
        + (t(f", пропущено строк: {report.skipped}", f", left out: {report.skipped}")
           if report.skipped else ""),
        t("Прежняя схема повторяет историю на ", "The scheme of then reproduces the history by ")
        + f"{100 * report.reproduced:.1f} %",
        t("отвечено: ", "answered: ") + f"{before.answered} → {after.answered}",
        t("потеряно: ", "missed: ") + f"{before.missed} → {after.missed}",
        f"{wait}: {_seconds(before.mean_wait)} → {_seconds(after.mean_wait)}",
    ]  # fmt: skip
    changed = [call for call in report.calls if call.changed]
    for call in changed[:_SHOWN]:
        who = call.client or t("скрыт", "hidden")
        told.append(f"{call.at:%Y-%m-%d %H:%M}  {who}: {_fate(call.again)} → {_fate(call.then)}")
    if len(changed) > _SHOWN:
        told.append(t(f"и ещё {len(changed) - _SHOWN}", f"and {len(changed) - _SHOWN} more"))
    return tuple(told)


def _fate(fate: Fate) -> str:
    if fate.answered:
        return f"{fate.by or '—'} {fate.waited:g} s"
    return t("потерян", "missed") + f" {fate.waited:g} s"


def _seconds(seconds: float | None) -> str:
    return "—" if seconds is None else f"{seconds:g} s"


def _from_file(file: Path) -> tuple[Call, ...]:
    """A JSON list of calls, or one call a line. Fault: it is neither."""
    text = file.read_text()
    try:
        rows = json.loads(text) if text.lstrip().startswith("[") else [
            json.loads(line) for line in text.splitlines() if line.strip()
        ]  # fmt: skip
        return tuple(Call.model_validate(row) for row in rows)
    except ValueError:
        raise Fault(t(f"{file}: это не звонки", f"{file}: these are no calls")) from None


def _from_hub(home: Home, since: datetime) -> tuple[tuple[Call, ...], Office]:
    """Calls of the hub and the office in force."""
    from vochi.cli.service import hub  # noqa: PLC0415 - Django only where it is needed

    service = hub(home)
    from vochi.hub.calls.models import Call as Row  # noqa: PLC0415 - Django must be ready

    company = service.setup()
    rows = Row.objects.of(company).filter(started_at__gte=since, state="ended", direction="in")
    bodies = rows.order_by("started_at").values_list("body", flat=True)
    calls = tuple(Call.model_validate_json(body) for body in bodies)
    return calls, service.current_office()
