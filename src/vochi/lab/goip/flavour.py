"""What differs from one firmware of a GoIP to another, and from one day to another on its wire."""

import random
import re
from dataclasses import dataclass, field
from typing import Literal

Way = Literal["in", "out"]


@dataclass(frozen=True)
class Flavour:
    """Seconds as protocols.md 1 tells them; tests shorten them.

    `repeated_send`: a SEND whose `tel` is known is answered with its state, or goes out again.
    `old_ok`: OK without `sms_no`. `short_keepalive`: nothing after `voip_status`. `accepted` are
    the codes of `reg:` that mean logged in. `waits` seconds between two WAITs while it sends.
    `each_report`: a DELIVER for every part of a long SMS, else for the last alone. `port_base`:
    line N sends from there + N; 0: from any free port. `key` is the name of the password in
    events. `telnet`: a service on a high port answers (the known backdoor).
    """

    keepalive: float = 30.0
    repeated_send: Literal["status", "duplicate"] = "status"
    old_ok: bool = False
    short_keepalive: bool = False
    accepted: frozenset[int] = frozenset({200, 0})
    waits: float = 1.0
    each_report: bool = False
    port_base: int = 0
    key: Literal["password", "pass"] = "password"
    lf_http: bool = True
    telnet: bool = False
    web_login: str = "admin"
    web_password: str = "admin"  # noqa: S105 - as it leaves the factory
    resend_after: float = 3.0
    resends: int = 3
    session_seconds: float = 90.0
    sessions: int = 5
    remembered: int = 10
    slow: float = 0.0
    boot_seconds: float = 30.0
    module_seconds: float = 10.0
    firmware: str = "GHSFVT-1.1-67-5"
    model: str = "GoIP-8"


@dataclass
class Rule:
    """The next `times` datagrams of a way that fit `pattern` are lost, or come `copies` times."""

    way: Way
    pattern: re.Pattern[str]
    times: int
    copies: int


@dataclass
class Weather:
    """What becomes of datagrams, both ways: shares of 1 that are lost, doubled, late by `lag`.

    `rules` go first: what exactly happens to a packet of a kind.
    """

    loss: float = 0.0
    doubled: float = 0.0
    late: float = 0.0
    lag: float = 0.2
    seed: int = 1
    rules: list[Rule] = field(default_factory=list)
    lost: int = 0

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)  # noqa: S311 - a play, not a secret

    def lose(self, way: Way, pattern: str, times: int = 1) -> None:
        """Lose the next packets of a kind (`in`: to the gateway)."""
        self.rules.append(Rule(way, re.compile(pattern), times, 0))

    def double(self, way: Way, pattern: str, times: int = 1) -> None:
        """Bring the next packets of a kind twice."""
        self.rules.append(Rule(way, re.compile(pattern), times, 2))

    def clear(self) -> None:
        """Fine again."""
        self.loss = self.doubled = self.late = 0.0
        self.rules.clear()

    def fate(self, way: Way, text: str) -> tuple[float, ...]:
        """After how many seconds a datagram comes: a number for each copy, none: it is lost."""
        for rule in self.rules:
            if rule.way == way and rule.times > 0 and rule.pattern.match(text):
                rule.times -= 1
                self.lost += rule.copies == 0
                return (0.0,) * rule.copies
        if self.loss and self._dice.random() < self.loss:
            self.lost += 1
            return ()
        copies = 2 if self.doubled and self._dice.random() < self.doubled else 1
        return tuple(
            self._dice.uniform(0, self.lag) if self.late and self._dice.random() < self.late else 0
            for _ in range(copies)
        )
