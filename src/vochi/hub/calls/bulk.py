"""Deeds on many calls at once: those that were marked, or all that fit the filters."""

from django.db import transaction

from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.calls import marking, search
from vochi.hub.calls.log_schemas import CallsDeedIn, CallsDeedOut, CallSelection, CloseDeed, TagDeed
from vochi.hub.calls.models import Call
from vochi.hub.promises import services as promises

#: One deed takes at most so many calls: it is one transaction, and others wait for it.
MOST = 1000


def selected(who: Asker, selection: CallSelection, most: int = MOST) -> tuple[list[Call], bool]:
    """The calls, as far as they are seen, newest first; whether more would fit."""
    if selection.ids is not None:
        rows = seen.calls(who.company, who.sight).filter(pk__in=selection.ids)
        return list(rows.order_by("-started_at", "-id")), False
    assert selection.filters is not None
    found = search.newest(who.company, selection.filters.wanted(), who.sight, most + 1)
    return found[:most], len(found) > most


_TAGGED = {"tag": "calls_tagged", "untag": "calls_untagged"}


def do(who: Asker, body: CallsDeedIn) -> CallsDeedOut:
    """Do it. Raises Refused 404 `no_such_tag`, 422 `no_such_person`."""
    calls, is_cut = selected(who, body)
    deed = body.deed
    if isinstance(deed, TagDeed):
        with transaction.atomic():
            turn = marking.give if deed.action == "tag" else marking.take_away
            done = turn(who, calls, deed.tag)
            record(
                who.company, _TAGGED[deed.action], who.account, f"tag/{deed.tag}", who.address,
                count=done,
            )  # fmt: skip
        return CallsDeedOut(calls=len(calls), done=done, is_cut=is_cut)
    done = 0
    for number in numbers_of(who, calls):
        for each in promises.open_for(who.company, [number], who.sight):
            try:
                if isinstance(deed, CloseDeed):
                    promises.close(who, each.id, deed.reason)
                else:
                    promises.take(who, each.id, deed.owner)
            except Refused as over:
                if over.status not in {404, 409}:  # else somebody closed it meanwhile
                    raise
            else:
                done += 1
    return CallsDeedOut(calls=len(calls), done=done, is_cut=is_cut)


def numbers_of(who: Asker, calls: list[Call]) -> list[str]:
    """The clients' numbers of calls, each once; calls inside have none."""
    rows = Call.objects.of(who.company).filter(pk__in=[call.pk for call in calls])
    outside = rows.exclude(direction="internal").exclude(client="")
    return sorted(set(outside.values_list("client", flat=True)))
