"""Keys and tokens of a CRM: sealed at rest, renewed in time, by one at a time."""

import asyncio
import json
from dataclasses import dataclass
from datetime import timedelta

import httpx
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from vochi.hub.courier import look
from vochi.hub.crm.amo import client as amo
from vochi.hub.crm.bitrix import client as bitrix
from vochi.hub.crm.models import Crm
from vochi.hub.crm.step import Answer
from vochi.hub.offices.seal import SealBrokenError, seal, unseal

#: A token is renewed so long before it ends.
EARLY = timedelta(minutes=2)
_LEASE = timedelta(seconds=30)


@dataclass(frozen=True)
class Keys:
    """What a CRM lets us in by. `lasts`: a token that needs no renewal (amoCRM's long-lived)."""

    client_id: str = ""
    client_secret: str = ""
    access: str = ""
    refresh: str = ""
    redirect: str = ""
    application: str = ""
    member: str = ""

    @property
    def lasts(self) -> bool:
        """Whether there is nothing to renew by."""
        return not self.refresh


def keys_of(crm: Crm) -> Keys:
    """The keys of a link; none when this home cannot read them."""
    try:
        read = json.loads(unseal(crm.sealed)) if crm.sealed else {}
    except (SealBrokenError, ValueError):
        return Keys()
    return Keys(**{key: str(value) for key, value in read.items() if key in Keys.__annotations__})


def sealed(keys: Keys) -> str:
    """The keys as they may lie in the database."""
    return seal(json.dumps(keys.__dict__))


async def fresh(web: httpx.AsyncClient, crm: Crm, *, force: bool = False) -> tuple[str, Answer]:
    """A token that is good now; empty with why there is none.

    A refresh token is good once: whoever renews holds the row's lease, all others wait for him.
    """
    for _ in range(60):
        row = await look(_read, crm)
        if row is None:
            return "", Answer("gone")
        keys = keys_of(row)
        if not keys.access:
            return "", Answer("auth")
        stale = row.expires_at is not None and row.expires_at <= timezone.now() + EARLY
        if keys.lasts or not (stale or (force and keys.access == keys_of(crm).access)):
            return keys.access, Answer("")
        if await look(_lease, row):
            return await _renew(web, row, keys)
        await asyncio.sleep(0.25)
    return "", Answer("busy", wait=5.0)


async def _renew(web: httpx.AsyncClient, row: Crm, keys: Keys) -> tuple[str, Answer]:
    try:
        answer = await ask(web, row, keys, {
            "grant_type": "refresh_token", "refresh_token": keys.refresh,
        })  # fmt: skip
        if not answer.is_ok:
            return "", answer
        taken = await look(store, row, keys, answer)
        return taken.access, Answer("")
    finally:
        await look(_release, row)


async def ask(web: httpx.AsyncClient, crm: Crm, keys: Keys, fields: dict[str, str]) -> Answer:
    """Ask the CRM for tokens."""
    known = {"client_id": keys.client_id, "client_secret": keys.client_secret} | fields
    if crm.kind == "bitrix":
        return await bitrix.token(web, known)
    return await amo.token(web, base_of(crm.host), known | {"redirect_uri": keys.redirect})


def store(crm: Crm, keys: Keys, answer: Answer) -> Keys:
    """Keep what was given, at once: the refresh token before is good no more."""
    told = answer.result if isinstance(answer.result, dict) else {}
    seconds = told.get("expires_in")
    lives = int(seconds) if isinstance(seconds, int | str) and str(seconds).isdigit() else 3600
    taken = Keys(
        client_id=keys.client_id, client_secret=keys.client_secret,
        access=str(told.get("access_token", "")),
        refresh=str(told.get("refresh_token") or keys.refresh), redirect=keys.redirect,
        application=keys.application, member=str(told.get("member_id") or keys.member),
    )  # fmt: skip
    with transaction.atomic():
        Crm.objects.of(crm.company_id).filter(pk=crm.pk).update(
            sealed=sealed(taken), expires_at=timezone.now() + timedelta(seconds=lives)
        )
    return taken


def base_of(host: str) -> str:
    """The address of a portal: https, but for one that is named by its whole address (the lab)."""
    return host if host.startswith("http://") else f"https://{host}"


def _read(crm: Crm) -> Crm | None:
    return Crm.objects.of(crm.company_id).filter(pk=crm.pk).first()


def _lease(crm: Crm) -> bool:
    now = timezone.now()
    rows = Crm.objects.of(crm.company_id).filter(pk=crm.pk)
    free = rows.filter(Q(renewing_until=None) | Q(renewing_until__lt=now))
    return free.update(renewing_until=now + _LEASE) == 1


def _release(crm: Crm) -> None:
    Crm.objects.of(crm.company_id).filter(pk=crm.pk).update(renewing_until=None)
