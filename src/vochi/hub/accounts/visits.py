"""Sessions of browsers: who is in, by which device, from where; and how they are ended."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils import timezone

from vochi.hub.accounts.models import Account, Visit
from vochi.hub.desk.events import emit
from vochi.hub.desk.schemas import RightsChanged

#: A session that goes on is written down once in so many seconds.
_EVERY = 60


def note(account: Account, request: HttpRequest, address: str) -> None:
    """Write down that this session is in use; once a minute, for it is a write."""
    key = request.session.session_key or ""
    if not key or not cache.add(f"visit:{account.pk}:{key}", 1, _EVERY):
        return
    now = timezone.now()
    rows = Visit.objects.of(account.company_id).filter(session=key, account=account)
    device = request.headers.get("User-Agent", "")[:300]
    if rows.update(seen_at=now, address=address[:64], device=device):
        return
    try:
        with transaction.atomic():
            Visit.objects.add(
                account.company_id, account=account, session=key, began_at=now, seen_at=now,
                address=address[:64], device=device,
            )  # fmt: skip
    except IntegrityError:
        return  # a second request of the page was faster


def of(account: Account) -> list[Visit]:
    """Sessions that are good now, the last seen first; what ended by itself is forgotten."""
    rows = Visit.objects.of(account.company_id).filter(account=account)
    alive = set(
        Session.objects.filter(
            session_key__in=list(rows.values_list("session", flat=True)),
            expire_date__gt=timezone.now(),
        ).values_list("session_key", flat=True)
    )
    rows.exclude(session__in=alive).delete()
    return list(rows.order_by("-seen_at", "-id"))


def end(account: Account, visits: list[Visit]) -> None:
    """End these sessions at once: the next request finds none, an open stream is closed."""
    _end(account, {visit.session for visit in visits})


def end_all(account: Account, but: str = "") -> None:
    """End every session of an account, known here or not, but the one named."""
    alive = Session.objects.filter(expire_date__gt=timezone.now()).iterator()
    owner = str(account.pk)
    mine = {row.session_key for row in alive if row.get_decoded().get(SESSION_KEY) == owner}
    _end(account, mine - {but})


def turn_out(account: Account) -> None:
    """Close the streams of an account: whoever may come back asks anew, by the rights of now."""
    emit(account.company_id, "rights", RightsChanged(account=account.pk))


def _end(account: Account, keys: set[str]) -> None:
    with transaction.atomic():
        Session.objects.filter(session_key__in=keys).delete()
        Visit.objects.of(account.company_id).filter(session__in=keys).delete()
        turn_out(account)
