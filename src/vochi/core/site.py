"""Where and how one Asterisk runs: what the office itself does not know."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Site:
    """Absolute paths, addresses and ports of one engine.

    `etc` is where Asterisk reads its files (`<engine>/current`), `state` holds all it writes
    (`run`, `log`, `spool`, `db`, `keys`), `modules` and `data` belong to the read-only tree,
    `prompts` holds `<sha256>.wav`, `phrases` holds `<language>/<phrase>.wav` (`core.phrases`).
    `listen` is the address of SIP and RTP; AMI is on loopback, and so is the box's own FastAGI
    server (`agi_port`), which may be away.
    """

    etc: str
    state: str
    modules: str
    data: str
    prompts: str
    phrases: str = "/nonexistent"
    listen: str = "0.0.0.0"  # noqa: S104 - phones on the desks must reach it
    sip_port: int = 5060
    rtp_first: int = 10000
    rtp_last: int = 10999
    ami_port: int = 5038
    agi_port: int = 4573
    ami_secret: str = field(default="", repr=False)

    @property
    def directories(self) -> tuple[str, ...]:
        """What must exist before Asterisk starts; it makes none of these itself."""
        names = ("run", "log", "log/cel-custom", "spool", "spool/monitor", "db", "keys", "lib")
        return tuple(f"{self.state}/{name}" for name in names)
