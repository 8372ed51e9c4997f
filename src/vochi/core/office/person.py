"""People and the devices on their desks."""

from typing import Literal

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Account, Extension, Slug, Title

DeviceKind = Literal["desk", "softphone", "dect", "fxs", "browser"]
Transport = Literal["udp", "tcp", "ws"]


class Person(Frozen):
    """An employee. `outbound` names the outbound scheme; None: no calls outside but emergency."""

    id: Slug
    name: Title
    extension: Extension
    outbound: Slug | None = None
    record: bool = True


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
