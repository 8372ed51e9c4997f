"""How long a GoIP is waited for; seconds."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Patience:
    """`step`: for an answer before it is asked again, `repeats` times at most.

    `sms`: from the SEND on, `session`: from MSG on (the gateway forgets it after 90).
    `ussd_again`: earlier a repeat breaks the session of the network. `dead`: three keepalives.
    `overtakes`: datagrams that come twice or in the wrong order are not further apart.
    """

    step: float = 5.0
    repeats: int = 3
    sms: float = 45.0
    session: float = 88.0
    ussd_again: float = 60.0
    ussd: float = 120.0
    ussd_grace: float = 1.0
    forward: float = 10.0
    module_off: float = 3.0
    dead: float = 92.0
    overtakes: float = 1.0
    repeat_known: float = 600.0
    vacant: float = 10.0
