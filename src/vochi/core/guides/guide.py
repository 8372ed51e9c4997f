"""A printed set-up: steps in their order, each a page of the device with its fields."""

from dataclasses import dataclass

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.office.company import Language
from vochi.core.office.document import Secrets
from vochi.core.wording import say


class GuideField(Frozen):
    """`label` is what the device's own page calls it; `secret`: not for every eye; `key` says which
    secret it is: `web.<gateway>`, `sms.<line>`, `sip.<account>`.
    """

    label: str
    value: str
    secret: bool = False
    key: str = ""
    note: str = ""


class GuideStep(Frozen):
    """`page` is the way through the device's menu; empty: nothing is typed there."""

    title: str
    page: str = ""
    fields: tuple[GuideField, ...] = ()


class GuideFile(Frozen):
    """What the device takes instead of typing; it holds passwords."""

    name: str
    media_type: str
    text: str = Field(repr=False)


class Guide(Frozen):
    """A device's set-up. `files` may leave something to be typed: the steps say all."""

    steps: tuple[GuideStep, ...]
    files: tuple[GuideFile, ...] = ()

    def without_secrets(self) -> "Guide":
        """The same for who may not see passwords."""
        steps = tuple(
            step.model_copy(
                update={
                    "fields": tuple(
                        field.model_copy(update={"value": ""}) if field.secret else field
                        for field in step.fields
                    )
                }
            )
            for step in self.steps
        )
        return Guide(steps=steps)


@dataclass(frozen=True)
class Server:
    """Where the device finds us: SIP, and the UDP port to which GoIP lines speak."""

    host: str
    sip_port: int = 5060
    goip_port: int = 44444

    @property
    def sip(self) -> str:
        """`192.168.1.10`, with the port where it is not the usual one."""
        return self.host if self.sip_port == 5060 else f"{self.host}:{self.sip_port}"


@dataclass(frozen=True)
class Writer:
    """Words of a guide in one language, with the keys that it needs."""

    language: Language
    secrets: Secrets

    def step(self, title: str, page: str, *fields: GuideField, **facts: str) -> GuideStep:
        """A step titled by `guide.<title>`."""
        return GuideStep(title=self.say(title, **facts), page=page, fields=fields)

    def field(self, label: str, value: str, note: str = "", **facts: str) -> GuideField:
        """A field as it is typed; `note` is a code."""
        said = self.say(note, **facts) if note else ""
        return GuideField(label=label, value=value, note=said)

    def password(self, label: str, account: str) -> GuideField:
        """The SIP password of an account."""
        return self._secret(label, f"sip.{account}", self.secrets.passwords.get(account))

    def key(self, label: str, name: str) -> GuideField:
        """One of `Secrets.keys`."""
        return self._secret(label, name, self.secrets.keys.get(name))

    def say(self, code: str, **facts: str) -> str:
        """Words for `guide.<code>`."""
        return say(f"guide.{code}", facts, self.language)

    def _secret(self, label: str, key: str, value: str | None) -> GuideField:
        note = "" if value else self.say("note.no_password")
        return GuideField(label=label, value=value or "", secret=True, key=key, note=note)
