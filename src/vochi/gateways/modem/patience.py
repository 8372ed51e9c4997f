"""How long a modem is waited for, and how often it is asked; seconds."""

from dataclasses import dataclass, field

from vochi.gateways.text.connection import Patience as Speaking


@dataclass(frozen=True)
class Patience:
    """`poll`: between two looks at the devices. `sms`: for the word of the network; what comes
    till `late` is told too. `twin`: the plain event of an SMS and the exact one of the same come
    together.
    """

    speaking: Speaking = field(default_factory=Speaking)
    poll: float = 10.0
    sms: float = 60.0
    ussd: float = 60.0
    late: float = 600.0
    twin: float = 1.0
