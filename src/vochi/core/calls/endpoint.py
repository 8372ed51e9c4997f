"""Which phone or line a channel belongs to, read from its name alone."""

import re
from typing import Literal

from vochi.core.frozen import Frozen

_CHANNEL = re.compile(r"^PJSIP/(?P<endpoint>.+)-[0-9a-f]{8}$")


class Endpoint(Frozen):
    """A PJSIP endpoint: devices begin with a digit (`101-2`), lines with a letter (`a1-1`)."""

    name: str

    @property
    def kind(self) -> Literal["device", "line"]:
        """Device or line, by the rule of `core.office.ids`."""
        return "device" if self.name[:1].isdigit() else "line"

    @property
    def extension(self) -> str | None:
        """The extension of a device, None for a line."""
        return extension_of(self.name)

    @classmethod
    def of_channel(cls, channel: str) -> "Endpoint | None":
        """`PJSIP/101-2-0000001a` -> endpoint `101-2`; None for channels of other kinds."""
        found = _CHANNEL.match(channel)
        return cls(name=found["endpoint"]) if found else None


def extension_of(endpoint: str) -> str | None:
    """The extension of an endpoint by its name, None for a line."""
    return endpoint.partition("-")[0] if endpoint[:1].isdigit() else None


def is_on_line(channel: str) -> bool:
    """Whether a channel is a line's: somebody outside speaks there."""
    endpoint = Endpoint.of_channel(channel)
    return endpoint is not None and endpoint.kind == "line"
