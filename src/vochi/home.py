"""The home of one box: where everything that it owns lies, and the ports that it opens."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field, IPvAnyNetwork, ValidationError

from vochi.core.frozen import Frozen

Port = Annotated[int, Field(ge=1, le=65535)]


class Settings(Frozen):
    """What differs from one machine to another; kept in `settings.json` of the home.

    `listen` is the address of SIP and RTP (0.0.0.0 on the network, 127.0.0.1 in demo and tests);
    `goip_port` is the UDP port to which GoIP gateways speak, on `listen` too (protocols.md 1.1).
    `web` is the address of the desk. AMI and the box's FastAGI are always on loopback. `hub` is
    the address of the hub as the box sees it, None when the hub is this machine's own.
    `hook_networks` are private networks (`192.168.1.0/24`) that webhooks may go to; by default
    they go outside alone, so that nobody reaches the office's own machines through them.
    `public_url` is where the world outside reaches the hub (`https://office.example.com`), if it
    does; `telegram_api` and `bitrix_oauth` differ for those who run such servers themselves.
    """

    listen: str = "0.0.0.0"  # noqa: S104 - phones on the desks must reach it
    sip_port: Port = 5060
    rtp_first: Port = 10000
    rtp_last: Port = 10999
    ami_port: Port = 5038
    agi_port: Port = 4573
    goip_port: Port = 44444
    web: str = "127.0.0.1"
    web_port: Port = 8080
    hub: str | None = None
    database: str | None = None
    hook_networks: tuple[IPvAnyNetwork, ...] = ()
    public_url: str = ""
    telegram_api: str = "https://api.telegram.org"
    bitrix_oauth: str = "https://oauth.bitrix.info"


class BrokenSettings(ValueError):  # noqa: N818 - says what happened
    """`settings.json` is there and cannot be used; `why` is one line of English."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"{file}: {why}")
        self.file = file
        self.why = why


@dataclass(frozen=True)
class Home:
    """Paths under one directory. Nothing here touches the disk but `settings` and `save`."""

    root: Path

    @property
    def settings_file(self) -> Path:
        """JSON of `Settings`."""
        return self.root / "settings.json"

    @property
    def engine(self) -> Path:
        """State of Asterisk: `releases/<n>/` (configuration), `current` -> one of them, `run`,
        `log/cel.csv`, `spool`, `keys`, `sounds`.
        """
        return self.root / "engine"

    @property
    def cel_file(self) -> Path:
        """The CEL rows that Asterisk appends, CSV by RFC 4180."""
        return self.engine / "log" / "cel-custom" / "cel.csv"

    @property
    def raw_recordings(self) -> Path:
        """`<UniqueID>.raw`: 16-bit 8 kHz stereo as MixMonitor writes it."""
        return self.engine / "spool" / "monitor"

    @property
    def box(self) -> Path:
        """State of the box: `journal.db`, `link.key`, `recordings/`, `prompts/`."""
        return self.root / "box"

    @property
    def hub(self) -> Path:
        """State of the hub: `hub.db`, `secret_key`, `media/`."""
        return self.root / "hub"

    @property
    def run(self) -> Path:
        """Pid files and locks of our own processes."""
        return self.root / "run"

    @property
    def log(self) -> Path:
        """Logs of our own processes."""
        return self.root / "log"

    def settings(self) -> Settings:
        """The settings on disk, defaults when there are none. Raises BrokenSettings."""
        try:
            return Settings.model_validate_json(self.settings_file.read_bytes())
        except FileNotFoundError:
            return Settings()
        except ValidationError as fault:
            first = fault.errors()[0]
            where = ".".join(map(str, first["loc"]))
            raise BrokenSettings(
                self.settings_file, f"{where}: {first['msg']}" if where else first["msg"]
            ) from None

    def save(self, settings: Settings) -> None:
        """Write the settings, all or nothing."""
        self.root.mkdir(parents=True, exist_ok=True)
        draft = self.settings_file.with_suffix(".new")
        draft.write_text(settings.model_dump_json(indent=2) + "\n")
        draft.replace(self.settings_file)
