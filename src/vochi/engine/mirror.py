"""The Debian mirror of this machine, read from its own apt configuration."""

import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vochi.engine.errors import NoKeyring, NoMirror, NotDebian

KEYRINGS: Final = (
    Path("/usr/share/keyrings/debian-archive-keyring.gpg"),
    Path("/usr/share/keyrings/debian-archive-keyring.pgp"),
)
_SIDE_SUITES: Final = re.compile(r"security|backports|updates|debug|fasttrack", re.IGNORECASE)
_SCHEMES: Final = ("http:", "https:", "file:", "copy:", "mirror:", "mirror+", "tor+", "ssh:")


@dataclass(frozen=True)
class Mirror:
    """`uri` as apt wants it in a source line; `keyrings` are absolute paths, ours first."""

    uri: str
    keyrings: tuple[Path, ...]


def find_mirror(
    os_release: Path = Path("/etc/os-release"), keyrings: tuple[Path, ...] = KEYRINGS
) -> Mirror:
    """Ask the machine; raises `NotDebian`, `NoMirror` or `NoKeyring`."""
    try:
        system = read_os_release(os_release.read_text())
    except OSError:
        system = {}
    try:
        told = subprocess.run(
            ["apt-get", "indextargets"],
            capture_output=True,
            text=True,
            check=False,
            env={"LC_ALL": "C", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin"},
        ).stdout
    except FileNotFoundError:
        raise NotDebian(system=system.get("PRETTY_NAME", "?")) from None
    return choose_mirror(told, system, tuple(path for path in keyrings if path.exists()))


def choose_mirror(targets: str, system: Mapping[str, str], keyrings: tuple[Path, ...]) -> Mirror:
    """Pick from the stanzas of `apt-get indextargets` the one that carries Debian itself.

    Lists that were never fetched have no Origin yet (a fresh container): then the system's own
    word that it is Debian decides. A mirror that a company signs itself names its key in
    Signed-By; the key is taken along.
    """
    is_debian = system.get("ID") == "debian"
    found: list[tuple[int, str, str]] = []
    for target in _stanzas(targets):
        uri = target.get("Repo-URI", "")
        release = f"{target.get('Release', '')} {target.get('Suite', '')} {target.get('Label', '')}"
        if target.get("Created-By") != "Packages" or not uri.startswith(_SCHEMES):
            continue
        origin = target.get("Origin")
        if origin != "Debian" and not (origin is None and is_debian):
            continue
        side = bool(_SIDE_SUITES.search(release) or "security" in uri)
        if not side:
            rank = 0 if target.get("Component") == "main" else 1
            found.append((rank, uri, target.get("Signed-By", "")))
    if not found:
        if not is_debian:
            raise NotDebian(system=system.get("PRETTY_NAME", "?"))
        raise NoMirror
    if not keyrings:
        raise NoKeyring(path=str(KEYRINGS[0]))
    _, uri, signed_by = min(found, key=lambda entry: entry[0])
    own = tuple(Path(word) for word in re.split(r"[,\s]+", signed_by) if word.startswith("/"))
    return Mirror(uri, (keyrings[0], *(path for path in own if path not in keyrings)))


def read_os_release(text: str) -> dict[str, str]:
    """`KEY="value"` lines of os-release(5)."""
    pairs = (line.partition("=") for line in text.splitlines() if "=" in line)
    return {key.strip(): value.strip().strip("\"'") for key, _, value in pairs}


def _stanzas(text: str) -> Iterator[dict[str, str]]:
    for block in re.split(r"\n\s*\n", text):
        pairs = (line.partition(": ") for line in block.splitlines() if not line.startswith(" "))
        yield {key.rstrip(":"): value.strip() for key, _, value in pairs}
