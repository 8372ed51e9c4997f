"""Bodies of the stream's events: every desk hears them, so they only say what to read anew."""

from vochi.core.frozen import Frozen


class SimChanged(Frozen):
    """Event `sim`: something about the slot or SIM card of a line is another now."""

    line: str


class GatewayChanged(Frozen):
    """Event `gateway`: a gateway came, went, or is warned of."""

    gateway: str
