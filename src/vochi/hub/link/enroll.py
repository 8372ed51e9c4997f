"""How a box comes in: a one-time code for a key of its own."""

import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from vochi.core.link import EnrollReply, EnrollRequest
from vochi.hub.accounts.door import digest
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.companies.models import Company
from vochi.hub.link.models import Box, EnrollCode
from vochi.hub.text import plain

CODE_LIVES = timedelta(minutes=30)
_LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def new_code(company: Company) -> str:
    """A one-time code like `K7QF-2MXA-9RTB` (59 bits, read aloud without mistakes)."""
    raw = "".join(secrets.choice(_LETTERS) for _ in range(12))
    EnrollCode.objects.add(company, digest=digest(raw), expires_at=timezone.now() + CODE_LIVES)
    return "-".join(raw[i : i + 4] for i in (0, 4, 8))


def enroll(request: EnrollRequest, address: str) -> EnrollReply:
    """Let a box in. Raises Refused 403 `code_gone`: unknown, used or too old."""
    raw = "".join(c for c in request.code.upper() if c.isalnum())
    now = timezone.now()
    with transaction.atomic():
        row = EnrollCode.everything.filter(
            digest=digest(raw), used_at=None, expires_at__gt=now
        ).first()
        if row is None:
            raise Refused(403, "code_gone")
        spent = EnrollCode.objects.of(row.company_id).filter(pk=row.pk, used_at=None)
        if spent.update(used_at=now) != 1:
            raise Refused(403, "code_gone")
        key = secrets.token_urlsafe(32)
        box = Box.objects.add(
            row.company_id,
            name=plain(request.name, 80) or "box",
            digest=digest(key),
            enrolled_at=now,
        )
        EnrollCode.objects.of(row.company_id).filter(pk=row.pk).update(box=box)
        record(row.company_id, "box_enrolled", None, box.name, address, box=box.pk)
    return EnrollReply(box_id=box.pk, key=key)


def by_key(key: str) -> Box | None:
    """The box of a key."""
    if not key or not key.isascii():
        return None
    return Box.everything.filter(digest=digest(key)).first()
