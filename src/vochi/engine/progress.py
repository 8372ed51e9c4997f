"""How far an installation has come, for people."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Step:
    """A line of progress: `code` with facts for the screen; `str()` is plain English."""

    code: str
    facts: dict[str, str]

    def __str__(self) -> str:
        return _STEPS[self.code].format(**self.facts)


_STEPS: Final = {
    "install.ready": "Asterisk {version} is in place",
    "install.lists": "Reading the package lists of Debian {suite} ({mirror})",
    "install.offline": "The mirror does not answer: going on with what was fetched before",
    "install.download": "Downloading Asterisk {version}: {packages} packages, {mb} MB",
    "install.downloading": "  {done} of {packages}",
    "install.unpack": "Unpacking {packages} packages",
    "install.speak": "Speaking the numbers in Belarusian",
}

Say = Callable[[Step], object]
