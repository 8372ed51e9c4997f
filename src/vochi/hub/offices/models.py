"""Offices as published: versions of the document, passwords, sound files."""

from django.db import models

from vochi.hub.accounts.models import Account
from vochi.hub.companies.scoped import CompanyRow


class OfficeVersion(CompanyRow):
    """One published document; the newest number is the office in force. Never changed."""

    number = models.PositiveIntegerField()
    document = models.TextField()
    author = models.ForeignKey(Account, null=True, on_delete=models.SET_NULL, related_name="+")
    author_name = models.CharField(max_length=80, blank=True, default="")
    reason = models.CharField(max_length=500, blank=True, default="")
    at = models.DateTimeField()
    restored_from = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "number"], name="office_version_once")
        ]


class Draft(CompanyRow):
    """An account's draft of the office; an empty `document`: there is none. The version that it is
    based on is the document's own.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    revision = models.PositiveIntegerField()
    document = models.TextField(blank=True, default="")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "account"], name="draft_once")]


class SipSecret(CompanyRow):
    """The password of one SIP account, sealed with the home's secret key.

    `past` is a JSON list of pairs (version, sealed), newest last: what it was before a version
    brought another one. An office that is taken back needs the passwords that its phones have.
    """

    account = models.CharField(max_length=40)
    sealed = models.TextField()
    changed_at = models.DateTimeField()
    past = models.TextField(blank=True, default="[]")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "account"], name="sip_secret_once")
        ]


class PromptFile(CompanyRow):
    """A sound file in `media/prompts/<sha256>.wav`: 16-bit mono 8 kHz.

    `name`, `prompt` (the id) and `origin` (`file`, `mic`, `said`, `phone`, `edit`; `text` is what
    was said, `source` the sound that it was cut from) are what the next version of the office may
    take it by. A sound that is not `kept` is somebody's try; it goes after a day unless an office
    has named it. `loudness` (LUFS; None: too short to have one) and `peak` (dBTP) are measured
    once, `peak` None: not yet.
    """

    sha256 = models.CharField(max_length=64)
    seconds = models.FloatField()
    bytes = models.PositiveIntegerField()
    added_at = models.DateTimeField()
    name = models.CharField(max_length=80, blank=True, default="")
    prompt = models.CharField(max_length=40, blank=True, default="")
    origin = models.CharField(max_length=8, default="file")
    text = models.TextField(blank=True, default="")
    language = models.CharField(max_length=2, blank=True, default="")
    source = models.CharField(max_length=64, blank=True, default="")
    kept = models.BooleanField(default=True)
    loudness = models.FloatField(null=True, blank=True)
    peak = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "sha256"], name="prompt_file_once")
        ]


class CompanySecret(CompanyRow):
    """A sealed secret that is nobody's password: `webhook` signs what nodes send."""

    name = models.CharField(max_length=20)
    sealed = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "name"], name="company_secret_once")
        ]


class EquipmentKey(CompanyRow):
    """A sealed login of equipment (`Secrets.keys`): `web.<gateway>`, `socket.<socket>`,
    `sms.<line>`.
    """

    name = models.CharField(max_length=80)
    sealed = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "name"], name="equipment_key_once")
        ]
