"""People and the devices on their desks."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.company import Language
from vochi.core.office.ids import E164, Account, Extension, Slug, Title

DeviceKind = Literal["desk", "softphone", "dect", "fxs", "browser"]
Transport = Literal["udp", "tcp", "ws"]
#: `desk`: all his phones ring. `mobile`: his mobile does, over his outbound scheme (S34).
#: `softphone`: his programs do, the phones on his desk stay silent.
WorksFrom = Literal["desk", "mobile", "softphone"]
#: Devices that go with him.
PORTABLE: frozenset[DeviceKind] = frozenset({"softphone", "browser"})


class Person(Frozen):
    """An employee. `outbound` names the outbound scheme; None: no calls outside but emergency.

    `language` is that of what phones say to him (None: the company's). `colleague` takes what he
    parked and does not take back. `wrap_up`: seconds after a talk in which departments and queues
    leave him alone. `pin` opens routes that ask for one. `listens_to` are departments whose talks
    he may listen to, whisper into and barge into. `works_from` says what rings for his extension;
    `mobile` is kept when he is back. `confirm`: who answers the mobile presses 1, so that its
    voicemail cannot win.
    """

    id: Slug
    name: Title
    extension: Extension
    outbound: Slug | None = None
    record: bool = True
    language: Language | None = None
    colleague: Extension | None = None
    wrap_up: Annotated[int, Field(ge=0, le=600)] = 0
    pin: Annotated[str, StringConstraints(pattern=r"^[0-9]{4,10}$")] | None = None
    listens_to: tuple[Extension, ...] = ()
    works_from: WorksFrom = "desk"
    mobile: E164 | None = None
    confirm: bool = True

    @property
    def rings_mobile(self) -> str | None:
        """The number outside that rings in place of his phones, if any."""
        return self.mobile if self.works_from == "mobile" else None


class Device(Frozen):
    """One phone with one SIP account. Its owner is whoever has the extension of the account."""

    account: Account
    name: Title = "Телефон"
    kind: DeviceKind = "desk"
    transport: Transport = "udp"

    @property
    def extension(self) -> str:
        """The extension that this device rings for: `101-2` -> `101`."""
        return self.account.partition("-")[0]
