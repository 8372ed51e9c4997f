"""Recordings that a CRM's people may hear: a link that is signed, of one recording, and ends."""

from datetime import timedelta

from django.conf import settings
from django.core import signing

from vochi.hub.answer import Refused
from vochi.hub.calls.playback import Sound
from vochi.hub.crm.models import Crm
from vochi.hub.link.models import Recording
from vochi.hub.link.recordings import recording_file

#: How long a link leads somewhere.
LIVES = timedelta(days=180)
_SALT = "vochi.crm.recording"


def link_to(crm: Crm, sha256: str) -> str:
    """Where the recording can be heard from outside; empty when nobody reaches us from there."""
    if not settings.PUBLIC_URL or not sha256:
        return ""
    token = signing.dumps([crm.company_id, crm.pk, sha256], salt=_SALT, compress=True)
    return f"{settings.PUBLIC_URL}/api/v1/crm/recordings/{token}"


def sound_of(token: str) -> Sound:
    """The recording that a link leads to. Raises Refused 404: a wrong link, one that ended, one
    whose CRM was unlinked, or a recording that was erased.
    """
    try:
        told = signing.loads(token, salt=_SALT, max_age=LIVES)
        company, crm, sha256 = int(told[0]), int(told[1]), str(told[2])
    except (signing.BadSignature, ValueError, TypeError, IndexError):
        raise Refused(404, "not_found") from None
    if not Crm.objects.of(company).filter(pk=crm, is_on=True).exists():
        raise Refused(404, "not_found")
    row = Recording.objects.of(company).filter(sha256=sha256, stored_at__isnull=False).first()
    if row is None:
        raise Refused(404, "not_found")
    path = recording_file(row.sha256, row.format)
    return Sound(path, row.sha256, row.format, row.started_at or row.stored_at, row.pk)
