"""Views of the log that people keep, for themselves or for the company (`/views`)."""

import json

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.calls.log_schemas import ViewIn, ViewOut
from vochi.hub.calls.models import FirstView, SavedView

_MOST = 100


def every(who: Asker) -> list[ViewOut]:
    """One's own views and those of the company, by name."""
    rows = SavedView.objects.of(who.company).filter(Q(account=who.account) | Q(is_shared=True))
    chosen = FirstView.objects.of(who.company).filter(account=who.account)
    first = chosen.values_list("view", flat=True).first()
    return [_out(who, row, first) for row in rows.select_related("account").order_by("name", "id")]


@transaction.atomic
def save(who: Asker, body: ViewIn) -> ViewOut:
    """Keep a view. Raises Refused 409 `view_taken`, `too_many_views`."""
    if SavedView.objects.of(who.company).filter(account=who.account).count() >= _MOST:
        raise Refused(409, "too_many_views", most=_MOST)
    try:
        with transaction.atomic():
            row = SavedView.objects.add(
                who.company, account=who.account, name=body.name, is_shared=body.is_shared,
                filters=json.dumps(body.filters), made_at=timezone.now(),
            )  # fmt: skip
    except IntegrityError as taken:
        raise Refused(409, "view_taken", name=body.name) from taken
    _write_down(who, "view_saved", row)
    return _out(who, row, None)


@transaction.atomic
def change(who: Asker, view: int, body: ViewIn) -> ViewOut:
    """Change a view that one made; a shared one an administrator may change too.

    Raises Refused 404, 409 `view_taken`.
    """
    row = _mine(who, view)
    was_shared = row.is_shared
    row.name, row.is_shared, row.filters = body.name, body.is_shared, json.dumps(body.filters)
    try:
        with transaction.atomic():
            row.save(update_fields=["name", "is_shared", "filters"])
    except IntegrityError as taken:
        raise Refused(409, "view_taken", name=body.name) from taken
    if was_shared and not body.is_shared:
        # It is the maker's own again: it opens nobody else's log.
        FirstView.objects.of(who.company).filter(view=row).exclude(account=row.account_id).delete()
    _write_down(who, "view_saved", row)
    first = FirstView.objects.of(who.company).filter(account=who.account, view=row).exists()
    return _out(who, row, row.pk if first else None)


@transaction.atomic
def drop(who: Asker, view: int) -> None:
    """Throw a view away. Raises Refused 404."""
    row = _mine(who, view)
    _write_down(who, "view_dropped", row)
    FirstView.objects.of(who.company).filter(view=row).delete()
    row.delete()


@transaction.atomic
def put_back(who: Asker, view: int) -> None:
    """Have the log open with everything again. Raises Refused 404 when it opens with another."""
    mine = FirstView.objects.of(who.company).filter(account=who.account, view=view)
    if not mine.delete()[0]:
        raise Refused(404, "not_found")


@transaction.atomic
def put_first(who: Asker, view: int) -> None:
    """Have the log open with a view. Raises Refused 404."""
    FirstView.objects.of(who.company).filter(account=who.account).delete()
    seen = SavedView.objects.of(who.company).filter(Q(account=who.account) | Q(is_shared=True))
    row = seen.filter(pk=view).first()
    if row is None:
        raise Refused(404, "not_found")
    FirstView.objects.add(who.company, account=who.account, view=row)


def _mine(who: Asker, view: int) -> SavedView:
    rows = SavedView.objects.of(who.company).select_related("account").filter(pk=view)
    row = rows.first()
    if row is None:
        raise Refused(404, "not_found")
    is_theirs = row.is_shared and who.account.may(Role.ADMINISTRATOR)
    if row.account_id != who.account.pk and not is_theirs:
        # A view that is shared is known; one that is not does not exist for others.
        raise Refused(403, "not_your_view") if row.is_shared else Refused(404, "not_found")
    return row


def _write_down(who: Asker, action: str, row: SavedView) -> None:
    if row.is_shared:  # one's own views are nobody else's business
        record(who.company, action, who.account, f"view/{row.pk}", who.address, name=row.name)


def _out(who: Asker, row: SavedView, first: int | None) -> ViewOut:
    return ViewOut(
        id=row.pk,
        name=row.name,
        is_shared=row.is_shared,
        filters=json.loads(row.filters),
        author=row.account.name or row.account.login,
        is_mine=row.account_id == who.account.pk,
        is_first=row.pk == first,
    )
