"""Everything that a company has, in one file of a documented format (docs/export.md, P32).

Streamed row by row: memory does not grow with the number of calls. Secrets are left out: what a
table of them holds is of no use elsewhere, and the file leaves the house.
"""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from django.apps import apps
from django.db import models
from django.utils import timezone

from vochi import __version__
from vochi.core.office.document import Office
from vochi.core.office.read import write_office
from vochi.hub.calls.models import Call
from vochi.hub.companies.models import Company
from vochi.hub.companies.scoped import CompanyRow
from vochi.hub.link.messages import message_file
from vochi.hub.link.models import Recording, VoiceMessage
from vochi.hub.link.recordings import recording_file
from vochi.hub.offices.current import current
from vochi.hub.offices.models import PromptFile
from vochi.hub.offices.prompts import prompt_file
from vochi.hub.privacy.models import Archive

FORMAT = 1
#: Tables that are secrets, passing by nature, or derived from others in the archive.
LEFT_OUT = frozenset({
    "accounts.Visit", "accounts.Welcome", "accounts.ApiToken", "people.Invite", "people.PhoneLink",
    "link.EnrollCode", "link.CommandRow", "offices.SipSecret", "offices.CompanySecret",
    "offices.EquipmentKey", "offices.Draft", "calls.Call", "calls.CallTag", "calls.Party",
    "calls.Thread", "calls.ThreadEntry", "desk.Tile", "desk.Event", "desk.AwayEntry",
    "hooks.HookEvent", "hooks.Delivery", "privacy.Erasure", "privacy.BoxOrder", "privacy.Archive",
})  # fmt: skip
#: Columns that hold keys, seals or hashes of keys, in whatever table they are; and the same inside
#: documents.
SECRET = re.compile(r"sealed|secret|token|passw|digest|^past$|^key$|^pins?$|_key$")
SECRET_INSIDE = re.compile(r'"pins?"|passw|secret|token')
_CSV = (
    "id", "linked_id", "direction", "result", "state", "started_at", "answered_at", "ended_at",
    "waited", "talked", "client", "client_name", "line", "number", "employee", "departments",
    "has_recording", "has_message", "tags", "source", "score",
)  # fmt: skip
_PART = 256 * 1024
_TELL_EVERY = 500


@dataclass
class _Progress:
    done: int
    total: int


def write(row: Archive, path: Path) -> Iterator[tuple[int, int]]:
    """Write the archive of everything to `path`, telling how far it is."""
    yield from write_company(row.company_id, path, sounds=row.sounds)


def write_company(company: int, path: Path, *, sounds: bool) -> Iterator[tuple[int, int]]:
    """The same without a row that asks for it: what `vochi export` does."""
    home = Company.objects.get(pk=company)
    tables = list(exported())
    far = _Progress(0, Call.objects.of(company).count() * 2)
    far.total += sum(model.objects.of(company).count() for model in tables)
    manifest: dict[str, Any] = {
        "format": FORMAT, "product": "vochi", "version": __version__,
        "made_at": timezone.now().isoformat(), "company": home.name, "sounds": sounds, "files": {},
    }  # fmt: skip
    # 64-bit ZIP: recordings of years are larger than 4 GB.
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as out:
        book = _Book(out, manifest["files"])
        readme = Path(__file__).with_name("archive_readme.md").read_text()
        book.text("README.md", readme)
        book.text("schema.json", json.dumps(schema(tables), indent=2, sort_keys=True))
        book.text("office.yaml", write_office(without_pins(current(company))))
        yield far.done, far.total
        for name, lines in (
            ("calls.jsonl", (_json_line(json.loads(c)) for c in _bodies(company))),
            ("calls.csv", _csv_lines(company)),
        ):
            yield from book.lines(name, lines, far)
        for model in tables:
            name = f"tables/{model._meta.label_lower}.jsonl"  # noqa: SLF001
            yield from book.lines(name, _rows(model, company), far)
        for name, file in _prompts(company):
            book.file(name, file)
        if sounds:
            for name, file in _sounds(company):
                book.file(name, file)
                yield far.done, far.total
        # Last: it counts what was written.
        out.writestr("manifest.json", json.dumps(manifest, indent=2, ensure_ascii=False))
    yield far.total, far.total


def without_pins(office: Office) -> Office:
    """The office without what opens somebody's outgoing calls or a conference."""
    people = tuple(each.model_copy(update={"pin": None}) for each in office.people)
    rooms = tuple(each.model_copy(update={"pin": None}) for each in office.conferences)
    return office.model_copy(update={"people": people, "conferences": rooms})


def exported() -> Iterator[type[CompanyRow]]:
    """Tables that are exported row by row, in their order of names."""
    found = (m for m in apps.get_models() if issubclass(m, CompanyRow))
    for model in sorted(found, key=lambda m: m._meta.label):  # noqa: SLF001
        if model._meta.label not in LEFT_OUT:  # noqa: SLF001
            yield model


def columns(model: type[models.Model]) -> list["models.Field[Any, Any]"]:
    """What of a row goes out: all but what is secret, and the company."""
    return [
        field for field in model._meta.concrete_fields  # noqa: SLF001
        if not SECRET.search(field.name) and field.name != "company"
    ]  # fmt: skip


def schema(tables: list[type[CompanyRow]]) -> dict[str, Any]:
    """JSON Schema of a line of each file of `tables/`, and of the calls."""
    from vochi.hub.calls.schemas import CallRow  # noqa: PLC0415 - of another room

    kinds: list[tuple[type[Any], str]] = [
        (models.BooleanField, "boolean"), (models.IntegerField, "integer"),
        (models.ForeignKey, "integer"), (models.FloatField, "number"),
    ]  # fmt: skip

    def of(each: "models.Field[Any, Any]") -> dict[str, Any]:
        if isinstance(each, models.JSONField):
            return {}
        kind = next((name for kind, name in kinds if isinstance(each, kind)), "string")
        return {"type": [kind, "null"] if each.null else kind}

    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "calls.jsonl": CallRow.model_json_schema(),
        **{
            f"tables/{model._meta.label_lower}.jsonl": {  # noqa: SLF001
                "type": "object",
                "description": " ".join((model.__doc__ or "").split()),
                "properties": {each.attname: of(each) for each in columns(model)},
            }
            for model in tables
        },
    }


class _Book:
    """A ZIP that counts what it holds: lines, bytes and SHA-256 of each file."""

    def __init__(self, out: zipfile.ZipFile, files: dict[str, Any]) -> None:
        self._out = out
        self._files = files

    def text(self, name: str, text: str) -> None:
        """A small file."""
        self._put(name, iter([text.encode()]))

    def file(self, name: str, path: Path) -> None:
        """A file as it lies on the disk; one that is gone is left out."""
        if path.is_file():
            with path.open("rb") as source:
                self._put(name, iter(lambda: source.read(_PART), b""), stored=True)

    def lines(self, name: str, lines: Iterator[bytes], far: _Progress) -> Iterator[tuple[int, int]]:
        """A file of lines, telling how far it is."""
        count, size, seen = 0, 0, hashlib.sha256()
        with self._open(name, stored=False) as out:
            for line in lines:
                out.write(line)
                seen.update(line)
                size += len(line)
                count += 1
                far.done += 1
                if count % _TELL_EVERY == 0:
                    yield far.done, max(far.done, far.total)
        self._files[name] = {"lines": count, "bytes": size, "sha256": seen.hexdigest()}
        yield far.done, max(far.done, far.total)

    def _put(self, name: str, parts: Iterator[bytes], *, stored: bool = False) -> None:
        size, seen = 0, hashlib.sha256()
        with self._open(name, stored=stored) as out:
            for part in parts:
                out.write(part)
                seen.update(part)
                size += len(part)
        self._files[name] = {"bytes": size, "sha256": seen.hexdigest()}

    def _open(self, name: str, *, stored: bool) -> IO[bytes]:
        info = zipfile.ZipInfo(name, timezone.now().timetuple()[:6])
        info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        info.external_attr = 0o600 << 16
        return self._out.open(info, "w", force_zip64=True)


def _bodies(company: int) -> Iterator[str]:
    rows = Call.objects.of(company).order_by("started_at", "id")
    return iter(rows.values_list("row", flat=True).iterator(chunk_size=1000))


def _json_line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, default=str).encode() + b"\n"


def _csv_lines(company: int) -> Iterator[bytes]:
    yield "\ufeff".encode() + _csv_line(list(_CSV))
    for body in _bodies(company):
        it = json.loads(body)
        client, employee = it.get("client") or {}, it.get("employee") or {}
        flat = it | {
            "client": client.get("number"), "client_name": client.get("name"),
            "employee": employee.get("extension"), "tags": " ".join(it.get("tags") or ()),
            "departments": " ".join(it.get("departments") or ()),
        }  # fmt: skip
        yield _csv_line([flat.get(name) for name in _CSV])


def _csv_line(cells: list[Any]) -> bytes:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow([_cell(value) for value in cells])
    return out.getvalue().encode()


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet runs; a number with its plus is a number still."""
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r", "\n", "|", "%"}:
        is_number = value[:1] == "+" and value[1:].isdigit()
        return value if is_number else f"'{value}"
    return value


def _rows(model: type[CompanyRow], company: int) -> Iterator[bytes]:
    names = [each.attname for each in columns(model)]
    for row in model.objects.of(company).order_by("pk").values(*names).iterator(chunk_size=1000):
        yield _json_line({name: _plain(value) for name, value in row.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str) and value[:1] == "{" and SECRET_INSIDE.search(value):
        try:
            return json.dumps(_open(json.loads(value)), ensure_ascii=False)
        except ValueError:
            return value
    return _open(value)


def _open(value: Any) -> Any:
    """A document without what opens doors."""
    match value:
        case dict():
            return {key: _open(each) for key, each in value.items() if not SECRET.search(key)}
        case list():
            return [_open(each) for each in value]
        case _:
            return value


def _prompts(company: int) -> Iterator[tuple[str, Path]]:
    for sha256 in PromptFile.objects.of(company).values_list("sha256", flat=True):
        yield f"prompts/{sha256}.wav", prompt_file(sha256)


def _sounds(company: int) -> Iterator[tuple[str, Path]]:
    recordings = Recording.objects.of(company).filter(stored_at__isnull=False).order_by("pk")
    yield from _once("recordings", recordings, recording_file)
    yield from _once("messages", VoiceMessage.objects.of(company).order_by("pk"), message_file)


def _once(
    folder: str, rows: "models.QuerySet[Any]", file_of: Callable[[str, str], Path]
) -> Iterator[tuple[str, Path]]:
    """Each file once, though two rows may have the same."""
    last: set[str] = set()
    for sha256, form in rows.values_list("sha256", "format").iterator(chunk_size=1000):
        if sha256 not in last:
            last.add(sha256)
            yield f"{folder}/{sha256}.{form}", file_of(sha256, form)
