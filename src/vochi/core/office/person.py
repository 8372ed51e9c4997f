"""People and the devices on their desks."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.company import Language
from vochi.core.office.ids import Account, Extension, Slug, Title

DeviceKind = Literal["desk", "softphone", "dect", "fxs", "browser"]
Transport = Literal["udp", "tcp", "ws"]


class Person(Frozen):
    """An employee. `outbound` names the outbound scheme; None: no calls outside but emergency.

    `language` is that of what phones say to him (None: the company's). `colleague` takes what he
    parked and does not take back. `wrap_up`: seconds after a talk in which departments and queues
    leave him alone. `pin` opens routes that ask for one. `listens_to` are departments whose talks
    he may listen to, whisper into and barge into.
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
