"""Everything kept of one person, as he can read it: a page, the same as JSON, the sounds."""

import json
import zipfile
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from django.db.models import Q
from pydantic import JsonValue

from vochi.core.numbers import pretty
from vochi.core.office.company import Language
from vochi.core.wording import TABLES
from vochi.hub.accounts.models import Deed
from vochi.hub.clients.models import Note
from vochi.hub.companies.models import Company
from vochi.hub.hooks.models import Delivery, HookEvent
from vochi.hub.link.messages import message_file
from vochi.hub.link.recordings import recording_file
from vochi.hub.messages.models import Sms
from vochi.hub.offices.seal import unseal
from vochi.hub.privacy import sounds
from vochi.hub.privacy.finding import Found, calls_of, find
from vochi.hub.privacy.models import Archive
from vochi.hub.privacy.person import Person, rooms
from vochi.hub.privacy.sweep import speaking

_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:920px;padding:24px;color:#1c2733}
h1{font-size:24px}h2{font-size:18px;margin-top:32px}table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid #dde3ea;padding:6px 10px 6px 0;text-align:left;vertical-align:top}
th{color:#5b6b7b;font-weight:500}td{overflow-wrap:anywhere}audio{height:32px}
@media(prefers-color-scheme:dark){body{background:#12181f;color:#e6edf3}
td,th{border-color:#2a3540}th{color:#9aa9b8}}
"""


def write(row: Archive, path: Path) -> Iterator[tuple[int, int]]:
    """Write the archive of a person to `path`, telling how far it is."""
    known = json.loads(unseal(row.sealed))
    numbers = known["numbers"]
    found = find(row.company_id, known["client"], numbers[0] if numbers else "")
    person = Person(
        found.person.numbers | frozenset(numbers), found.person.client, found.person.emails
    )
    told, files = collect(row.company_id, found, person)
    home = Company.objects.get(pk=row.company_id)
    total = len(files) + 1
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("data.json", json.dumps(told, ensure_ascii=False, indent=2, default=str))
        language: Language = home.language if home.language in {"ru", "en", "be"} else "ru"  # type: ignore[assignment]
        out.writestr("index.html", page(told, home.name, language))
        yield 1, total
        for place, (name, file) in enumerate(files, 2):
            if file.is_file():
                out.write(file, name, zipfile.ZIP_STORED)
            yield place, total


def collect(
    company: int, found: Found, person: Person
) -> tuple[dict[str, JsonValue], list[tuple[str, Path]]]:
    """What is kept of him, by subject, and the sounds (name inside, file)."""
    files: list[tuple[str, Path]] = []
    calls: list[JsonValue] = []
    for call in calls_of(company, person.numbers):
        recordings, messages = sounds.of_calls(company, [call])
        named: list[JsonValue] = []
        for sound in recordings:
            if sound.stored_at is not None:
                name = f"sounds/{call.started_at:%Y-%m-%d_%H-%M-%S}_{sound.pk}.{sound.format}"
                named.append(name)
                files.append((name, recording_file(sound.sha256, sound.format)))
        for left in messages:
            name = f"sounds/{call.started_at:%Y-%m-%d_%H-%M-%S}_m{left.pk}.{left.format}"
            named.append(name)
            files.append((name, message_file(left.sha256, left.format)))
        calls.append({**json.loads(call.row), "details": json.loads(call.body), "sounds": named})
    told: dict[str, JsonValue] = {
        "person": {
            "name": found.title, "names": [*found.names, *found.labels],
            "numbers": [*sorted(person.numbers)],
            "emails": [*sorted(person.emails)],
        },
        "notes": _notes(company, person),
        "calls": calls,
        "sms": _sms(company, person),
        "deeds": _deeds(company, person),
        "deliveries": _deliveries(company, person),
    }  # fmt: skip
    for room in rooms():
        for name, value in room.told(company, person).items():
            told[name if name not in told else f"{name}_more"] = value
    return told, files


def _notes(company: int, person: Person) -> list[JsonValue]:
    rows = Note.objects.of(company).filter(client=person.client).order_by("at", "id")
    return [{"at": n.at.isoformat(), "author": n.author, "text": n.text} for n in rows]


def _sms(company: int, person: Person) -> list[JsonValue]:
    rows = Sms.objects.of(company).filter(number__in=person.numbers).order_by("at", "id")
    return [
        {"at": each.at.isoformat(), "direction": each.direction, "state": each.state,
         "number": each.number, "text": each.text}
        for each in rows
    ]  # fmt: skip


def _deeds(company: int, person: Person) -> list[JsonValue]:
    """What our own people did about him."""
    rows = Deed.objects.of(company)
    fields: list[Any] = [Deed._meta.get_field(name) for name in ("subject", "facts")]  # noqa: SLF001
    about = set(rows.filter(subject=f"client/{person.client}").values_list("pk", flat=True))
    if person.numbers:
        named = speaking(rows, fields, tuple(sorted(person.numbers)))
        about |= set(named.values_list("pk", flat=True))
    return [
        {"at": deed.at.isoformat(), "by": deed.login, "action": deed.action,
         "subject": deed.subject, "facts": deed.facts}
        for deed in rows.filter(pk__in=about).order_by("pk")
    ]  # fmt: skip


def _deliveries(company: int, person: Person) -> list[JsonValue]:
    """What other programs were told of him, where and when."""
    if not person.numbers:
        return []
    wanted = Q()
    for number in person.numbers:
        wanted |= Q(body__contains=number)
    events = HookEvent.objects.of(company).filter(wanted)
    rows = Delivery.objects.of(company).filter(event__in=events).select_related("event", "hook")
    return [
        {"at": (each.last_at or each.since).isoformat(), "to": each.hook.url,
         "state": each.state, "kind": each.event.kind}
        for each in rows.order_by("pk")
    ]  # fmt: skip


def page(told: dict[str, JsonValue], company: str, language: Language) -> str:
    """The page: plain, without scripts, every word of strangers escaped."""
    words = TABLES[language]
    title = escape(words["privacy.person_page"].format(company=company))
    body = [f"<h1>{title}</h1>"]
    for name, value in told.items():
        if value in (None, [], {}, ""):
            continue
        head = words.get(f"privacy.part.{name}", name)
        body.append(f"<h2>{escape(head)}</h2>")
        body.append(_calls(value, words) if name == "calls" else _table(value, words))
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "media-src 'self'; style-src 'unsafe-inline'\">"
        f"<title>{title}</title><style>{_STYLE}</style><body>{''.join(body)}</body></html>"
    )


def _calls(calls: JsonValue, words: dict[str, str]) -> str:
    rows = []
    for call in calls if isinstance(calls, list) else ():
        if not isinstance(call, dict):
            continue
        named = call.get("sounds")
        players = "".join(
            f'<audio controls preload="none" src="{escape(str(name))}"></audio>'
            for name in (named if isinstance(named, list) else ())
        )
        client = call.get("client")
        number = str(client.get("number", "")) if isinstance(client, dict) else ""
        way = str(call.get("direction"))
        result = str(call.get("result") or "")
        cells = [
            str(call.get("started_at"))[:19].replace("T", " "),
            words.get(f"privacy.way.{way}", way), pretty(number),
            words.get(f"privacy.result.{result}", result),
            f"{float(str(call.get('talked') or 0)):.0f}",
        ]  # fmt: skip
        said = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        rows.append(f"<tr>{said}<td>{players}</td></tr>")
    heads = ("when", "way", "number", "result", "seconds", "sound")
    head = "".join(f"<th>{escape(words[f'privacy.head.{each}'])}</th>" for each in heads)
    return f"<table><tr>{head}</tr>{''.join(rows)}</table>"


def _table(value: JsonValue, words: dict[str, str]) -> str:
    if isinstance(value, dict):
        rows = "".join(
            f"<tr><th>{escape(words.get(f'privacy.head.{name}', name))}</th>"
            f"<td>{_cell(each, words)}</td></tr>"
            for name, each in value.items()
        )
        return f"<table>{rows}</table>"
    if not isinstance(value, list):
        return f"<p>{_cell(value, words)}</p>"
    names = list(dict.fromkeys(key for each in value if isinstance(each, dict) for key in each))
    if not names:
        return "<ul>" + "".join(f"<li>{_cell(each, words)}</li>" for each in value) + "</ul>"
    head = "".join(f"<th>{escape(words.get(f'privacy.head.{name}', name))}</th>" for name in names)
    rows = "".join(
        "<tr>" + "".join(f"<td>{_cell(each.get(name), words)}</td>" for name in names) + "</tr>"
        for each in value
        if isinstance(each, dict)
    )
    return f"<table><tr>{head}</tr>{rows}</table>"


def _cell(value: JsonValue, words: dict[str, str]) -> str:
    match value:
        case None:
            return ""
        case bool():
            return escape(words["privacy.yes" if value else "privacy.no"])
        case str() | int() | float():
            return escape(str(value))
        case list() if all(not isinstance(each, dict | list) for each in value):
            return escape(", ".join(str(each) for each in value))
        case _:
            return escape(json.dumps(value, ensure_ascii=False))
