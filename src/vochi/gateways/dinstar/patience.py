"""How long a Dinstar is waited for, and how often it is asked; seconds."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Patience:
    """`poll`: between two looks at ports, inbox and reports. `result`: between two questions how
    an SMS went, until `sms`; from then till `late` it is asked every `poll` what became of it.
    `stale`: a USSD reply with the words of the last one is a new one only then. `check`: the
    network tells what it forwards within it. `again`: the inbox is read from its beginning, for a
    device that has begun to count anew. `oldest`: what lies there longer is not news to anybody.
    """

    poll: float = 5.0
    result: float = 1.0
    sms: float = 60.0
    late: float = 600.0
    ussd: float = 60.0
    ussd_poll: float = 1.0
    stale: float = 8.0
    check: float = 4.0
    checks: int = 5
    again: float = 600.0
    oldest: timedelta = timedelta(days=3)
    longest_wait: float = 60.0
    answer: float = 10.0
