"""Clients as a file to take along: CSV, XLSX, vCard; row after row, however many there are."""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, Literal, cast

from django.db.models import QuerySet
from django.http import FileResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from pydantic import JsonValue

from vochi.core.office.company import Language
from vochi.core.wording import say
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import language_of, record
from vochi.hub.answer import Refused
from vochi.hub.clients import fields, finding
from vochi.hub.clients.fields import OwnFieldOut
from vochi.hub.clients.import_columns import HEADINGS, Column
from vochi.hub.clients.models import Client, Label
from vochi.hub.clients.services import Filters, filtered
from vochi.hub.clients.state import CardState, states
from vochi.hub.offices.current import current
from vochi.hub.tables.vcard import escaped, write_card
from vochi.hub.tables.writing import csv_parts, write_xlsx

Form = Literal["csv", "xlsx", "vcf", "vcf3"]
_COLUMNS: tuple[Column, ...] = ("name", "company", "phone", "email", "tags", "responsible")
#: What a sheet of XLSX has room for.
_MOST_XLSX = 1_000_000
_PART = 1000
_WIDTHS = (28, 28, 36, 28, 24, 24)
_TYPES = {"csv": "text/csv; charset=utf-8", "vcf": "text/vcard; charset=utf-8",
          "vcf3": "text/vcard; charset=utf-8",
          "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}  # fmt: skip


def export(who: Asker, wanted: Filters, form: Form) -> HttpResponseBase:
    """Clients that are wanted and seen, the oldest last. The asking is written down."""
    who.must(Role.HEAD)
    own = [each for each in fields.every(who.company) if not each.retired]
    cards = _cards(who, wanted)
    record(
        who.company, "clients_exported", who.account, "clients", who.address, form=form,
        q=wanted.q, tag=wanted.tag, responsible=wanted.responsible,
    )  # fmt: skip
    words = _Words(who, own)
    out: HttpResponseBase
    if form == "xlsx":
        file = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
        write_xlsx(_limited(words.rows(cards)), [*_WIDTHS, *(20 for _ in own)],
                   cast("BinaryIO", file))  # fmt: skip
        file.seek(0)
        out = FileResponse(file, content_type=_TYPES[form])
    elif form == "csv":
        out = StreamingHttpResponse(csv_parts(words.rows(cards)), content_type=_TYPES[form])
    else:
        out = StreamingHttpResponse(
            words.vcards(cards, "3.0" if form == "vcf3" else "4.0"), content_type=_TYPES[form]
        )
    name = f"clients.{'vcf' if form.startswith('vcf') else form}"
    out["Content-Disposition"] = f'attachment; filename="{name}"'
    out["Cache-Control"] = "no-store"
    return out


def _limited(rows: Iterable[Sequence[str]]) -> Iterator[Sequence[str]]:
    for number, row in enumerate(rows):
        if number > _MOST_XLSX:
            raise Refused(422, "too_many_rows", most=_MOST_XLSX)
        yield row


def _cards(who: Asker, wanted: Filters) -> Iterator[CardState]:
    visible = filtered(who, wanted)
    parts: Iterable[list[Client]]
    if wanted.needles:
        parts = (
            list(finding.among(visible, step.ids))
            for step in finding.walk(who.company, wanted.needles)
        )
    else:
        parts = _downwards(visible)
    for part in parts:
        says = states(who.company, part)
        yield from (says[client.pk] for client in part)


def _downwards(visible: QuerySet[Client]) -> Iterator[list[Client]]:
    last: int | None = None
    while True:
        rows = visible if last is None else visible.filter(pk__lt=last)
        part = list(rows.order_by("-id")[:_PART])
        if not part:
            return
        yield part
        last = part[-1].pk


class _Words:
    """What slugs and ids are called."""

    def __init__(self, who: Asker, own: Sequence[OwnFieldOut]) -> None:
        self._own = own
        self._language: Language = language_of(who.account)
        self._people = {person.id: person.name for person in current(who.company).people}
        rows = Label.objects.of(who.company).filter(kind="t")
        self._tags: dict[str, str] = dict(rows.values_list("slug", "name"))

    def rows(self, cards: Iterable[CardState]) -> Iterator[list[str]]:
        """A heading, then card after card."""
        yield [
            *(HEADINGS[column][self._language][0] for column in _COLUMNS),
            *(each.name for each in self._own),
        ]
        for card in cards:
            yield [
                card.name,
                card.company_name,
                ", ".join(card.numbers),
                ", ".join(card.emails),
                ", ".join(self._tags.get(tag, tag) for tag in card.tags),
                self._people.get(card.responsible, ""),
                *(self._value(each, card.values.get(each.slug)) for each in self._own),
            ]

    def vcards(self, cards: Iterable[CardState], version: str) -> Iterator[bytes]:
        """Card after card."""
        for card in cards:
            said = [("FN", escaped(card.name or card.company_name or (*card.numbers, "")[0]))]
            if version == "3.0":
                said.append(("N", f"{escaped(card.name)};;;;"))
            if card.company_name:
                said.append(("ORG", escaped(card.company_name)))
            for phone in card.phones:
                kind = {"mobile": "CELL", "work": "WORK", "home": "HOME", "fax": "FAX"}.get(
                    phone.kind, "VOICE"
                )
                value = f"tel:{phone.number}" if version == "4.0" else phone.number
                uri = ";VALUE=uri" if version == "4.0" else ""
                said.append((f"TEL;TYPE={kind}{uri}", value))
            said += [("EMAIL", escaped(email)) for email in card.emails]
            if card.tags:
                tags = ",".join(escaped(self._tags.get(tag, tag)) for tag in card.tags)
                said.append(("CATEGORIES", tags))
            yield write_card(version, said).encode()

    def _value(self, own: OwnFieldOut, value: JsonValue) -> str:
        names = {each.slug: each.name for each in own.choices}
        match value:
            case None:
                return ""
            case bool():
                return say("value.yes" if value else "value.no", {}, self._language)
            case float() | int():
                return f"{value:.15g}"
            case list():
                return ", ".join(names.get(str(each), str(each)) for each in value)
            case _:
                return names.get(str(value), str(value))
