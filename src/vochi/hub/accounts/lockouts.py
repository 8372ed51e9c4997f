"""Who stands before a shut door after too many wrong passwords, and how it is opened."""

from axes.models import AccessAttempt
from axes.utils import reset
from django.conf import settings
from django.utils import timezone

from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.deeds import record
from vochi.hub.accounts.door_schemas import LockoutOut
from vochi.hub.accounts.models import Account, Role
from vochi.hub.answer import Refused


def every(who: Asker) -> list[LockoutOut]:
    """Logins of the company that are shut now, the last tried first."""
    who.must(Role.ADMINISTRATOR)
    names = dict(Account.scoped.of(who.company).values_list("login", "name"))
    rows = AccessAttempt.objects.filter(
        username__in=list(names),
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gt=timezone.now() - settings.AXES_COOLOFF_TIME,
    )
    return [
        LockoutOut(
            id=row.pk,
            login=row.username or "",
            name=names[row.username or ""],
            address=row.ip_address or "",
            tries=row.failures_since_start,
            until=row.attempt_time + settings.AXES_COOLOFF_TIME,
        )
        for row in rows.order_by("-attempt_time")
    ]


def open_door(who: Asker, number: int) -> None:
    """Let a login try again from its address. Raises Refused 404."""
    found = next((each for each in every(who) if each.id == number), None)
    if found is None:
        raise Refused(404, "not_found")
    reset(username=found.login, ip=found.address)
    record(who.company, "lockout_opened", who.account, f"account/{found.login}", who.address,
           **{"from": found.address})  # fmt: skip
