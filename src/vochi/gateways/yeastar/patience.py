"""How long a Yeastar is waited for, and how often it is asked; seconds."""

from dataclasses import dataclass, field

from vochi.gateways.text.connection import Patience as Speaking


@dataclass(frozen=True)
class Patience:
    """`poll`: between two looks at a line. `pace`: between two SMS of a port, as its maker wants.
    `sms`: for the word of the network; what comes till `late` is told too.
    """

    speaking: Speaking = field(default_factory=Speaking)
    poll: float = 15.0
    pace: float = 10.0
    sms: float = 60.0
    ussd: float = 60.0
    late: float = 600.0
