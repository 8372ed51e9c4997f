"""Who is away now, kept from the entries of the journal (see `core.calls.away`)."""

from datetime import datetime

from vochi.core.calls.away import Away, Aways, is_about_away, read_aways
from vochi.core.calls.entry import Entry
from vochi.hub.desk.models import AwayEntry
from vochi.hub.link.models import Box, LinkEntry
from vochi.hub.stored_entry import entry_of

#: Of each extension so many are kept: a wrap-up time shows again when a choice is taken back.
_KEPT = 4


def take(box: Box, entries: list[Entry]) -> bool:
    """Keep the entries that tell of somebody's state; whether there was any."""
    about = [(entry, Aways().take(entry)) for entry in entries if is_about_away(entry)]
    named = [(entry, extension[:8]) for entry, extension in about if extension]
    if not named:
        return False
    rows = LinkEntry.objects.of(box.company_id).filter(box=box, seq__in=[e.seq for e, _ in named])
    number = dict(rows.values_list("seq", "pk"))
    for entry, extension in named:
        AwayEntry.objects.of(box.company_id).get_or_create(
            company_id=box.company_id,
            entry_id=number[entry.seq],
            defaults={"box": box, "extension": extension},
        )
    for extension in {extension for _, extension in named}:
        kept = AwayEntry.objects.of(box.company_id).filter(box=box, extension=extension)
        newest = list(kept.order_by("-entry_id").values_list("pk", flat=True)[:_KEPT])
        kept.exclude(pk__in=newest).delete()
    return True


def now(company: int, at: datetime) -> dict[str, Away]:
    """Everybody who is away, by extension."""
    rows = AwayEntry.objects.of(company).select_related("entry").order_by("entry_id")
    return read_aways(entry_of(row.entry) for row in rows).all(at)
