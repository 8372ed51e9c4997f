"""A private apt: its own sources, lists, status and cache, nothing of the system touched."""

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from vochi.engine.errors import BadSignature, NoNetwork, NoRoom, NotOffered, ToolFailed
from vochi.engine.mirror import Mirror

#: What Asterisk's packages depend on but does not need to run from a directory of its own.
ASSUMED: Final = (
    "adduser", "asterisk-doc", "base-files", "base-passwd", "bash", "coreutils", "dash", "debconf",
    "diffutils", "dpkg", "findutils", "gnupg", "grep", "gzip", "hostname", "init-system-helpers",
    "libc-bin", "libpam-modules", "libpam-modules-bin", "libpam-runtime", "libpam0g", "login",
    "mawk", "ncurses-base", "ncurses-bin", "passwd", "perl", "perl-base", "sed", "sensible-utils",
    "systemd", "sysvinit-utils", "tar", "util-linux",
)  # fmt: skip
_URI: Final = re.compile(
    r"^'(?P<uri>[^']+)' (?P<name>\S+) (?P<size>\d+) SHA256:(?P<sha>[0-9a-f]+)$"
)
_UNSIGNED: Final = re.compile(
    r"NO_PUBKEY|EXPKEYSIG|BADSIG|GPG error|not signed|Clearsigned file|NOSPLIT|Hash Sum mismatch"
    r"|signatures? (?:couldn't|could not) be verified|OpenPGP signature"
)
_UNKNOWN: Final = re.compile(
    r"Unable to locate package|no installation candidate|Unable to correct"
)
_FULL: Final = re.compile(r"No space left|enough free space|Disk quota")
_AWAY: Final = re.compile(
    r"Could not resolve|Temporary failure|Could not connect|Cannot initiate the connection"
    r"|Connection (?:failed|refused|timed out)|Failed to fetch|Unable to fetch|Unreachable"
)


@dataclass(frozen=True)
class Deb:
    """One package of the plan; `path` is where the file is once it was fetched."""

    name: str
    version: str
    sha256: str
    size: int
    path: Path


@dataclass(frozen=True)
class PrivateApt:
    """apt-get for `architecture` and `suite` of `mirror`; everything lives under `base`."""

    base: Path
    mirror: Mirror
    suite: str
    architecture: str

    @property
    def archives(self) -> Path:
        """The .deb files, shared by the suites: a file's name holds its version."""
        return self.base.parent / "archives"

    def prepare(self) -> None:
        """Write the configuration; harmless to repeat."""
        for directory in ("lists/partial", "cache", "none/partial", "etc/preferences.d"):
            (self.base / directory).mkdir(parents=True, exist_ok=True)
        (self.archives / "partial").mkdir(parents=True, exist_ok=True)
        keys = ",".join(map(str, self.mirror.keyrings))
        # A mirror may serve a snapshot older than its Valid-Until; signatures stay checked.
        options = f"arch={self.architecture} signed-by={keys} check-valid-until=no"
        (self.base / "sources.list").write_text(
            f"deb [{options}] {self.mirror.uri} {self.suite} main\n"
        )
        (self.base / "status").write_text("".join(map(self._assumed, ASSUMED)))
        (self.base / "apt.conf").write_text(self._configuration())

    def update(self) -> bool:
        """Fetch the lists. False: the mirror is away, but lists from before are there."""
        done = self._apt("update")
        if done.returncode == 0:
            return True
        if _UNSIGNED.search(done.stderr):
            raise BadSignature(mirror=self.mirror.uri, detail=_reason(done.stderr))
        if _FULL.search(done.stderr):
            raise NoRoom(path=str(self.base), need_mb="?", free_mb="0")
        if any((self.base / "lists").glob("*_Packages*")):
            return False
        if _AWAY.search(done.stderr):
            raise NoNetwork(mirror=self.mirror.uri, detail=_reason(done.stderr))
        raise ToolFailed(tool="apt-get update", detail=_reason(done.stderr))

    def plan(self, packages: tuple[str, ...]) -> tuple[Deb, ...]:
        """All files that the packages and what they need come in; `NotOffered` when unknown."""
        # An empty archive directory, or apt would leave out what was fetched before.
        none = f"Dir::Cache::archives={self.base / 'none'}"
        done = self._apt("-o", none, "--print-uris", "install", *packages)
        if done.returncode != 0:
            if _UNKNOWN.search(done.stderr):
                raise NotOffered(mirror=self.mirror.uri, suites=self.suite)
            raise ToolFailed(tool="apt-get install", detail=_reason(done.stderr))
        return tuple(self._debs(done.stdout))

    def fetch(self, packages: tuple[str, ...], online: bool, step: Callable[[str], None]) -> None:
        """Download what is not there yet; apt checks sizes and SHA-256. `step` gets each line."""
        offline = () if online else ("--no-download",)
        command = self._command("--download-only", *offline, "install", *packages)
        with subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=_environment(),
        ) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            for line in process.stdout:
                if line.startswith("Get:"):
                    step(line.strip())
            told = process.stderr.read()
        if process.returncode == 0:
            return
        if _FULL.search(told):
            raise NoRoom(path=str(self.archives), need_mb="?", free_mb="0")
        if "Hash Sum mismatch" in told:
            raise BadSignature(mirror=self.mirror.uri, detail=_reason(told))
        if not online or _AWAY.search(told):
            raise NoNetwork(mirror=self.mirror.uri, detail=_reason(told))
        raise ToolFailed(tool="apt-get install", detail=_reason(told))

    def _debs(self, uris: str) -> Iterator[Deb]:
        for line in uris.splitlines():
            found = _URI.match(line)
            if not found:
                continue
            name, version, _ = unquote(found["name"]).removesuffix(".deb").rsplit("_", 2)
            path = self.archives / found["name"]
            if found["uri"].startswith("file:"):  # apt reads such files where they lie
                path = Path(unquote("/" + found["uri"].removeprefix("file:").lstrip("/")))
            yield Deb(name, version, found["sha"], int(found["size"]), path)

    def _apt(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._command(*words), capture_output=True, text=True, check=False, env=_environment()
        )

    def _command(self, *words: str) -> list[str]:
        return ["apt-get", "-c", str(self.base / "apt.conf"), "-q", "-y", *words]

    def _assumed(self, package: str) -> str:
        # Epoch 999: no versioned dependency of ours can be newer.
        return (
            f"Package: {package}\nStatus: install ok installed\nVersion: 999:1\n"
            f"Architecture: {self.architecture}\nMulti-Arch: allowed\n"
            "Maintainer: nobody\nDescription: assumed\n\n"
        )

    def _configuration(self) -> str:
        # Read after the machine's own configuration: its proxies stay, its hooks do not.
        lines = [
            *(
                f"#clear {hook};"
                for hook in (
                    "APT::Update::Pre-Invoke",
                    "APT::Update::Post-Invoke",
                    "APT::Update::Post-Invoke-Success",
                    "DPkg::Pre-Install-Pkgs",
                    "DPkg::Pre-Invoke",
                    "DPkg::Post-Invoke",
                    "Acquire::IndexTargets::deb::DEP-11",
                    "Acquire::IndexTargets::deb::CNF",
                    "APT::Architectures",
                    "APT::Default-Release",
                )
            ),
            *(
                f'{name} "{value}";'
                for name, value in {
                    # apt would look for the passwords of private mirrors beside our sources.
                    "Dir::Etc::netrc": "/etc/apt/auth.conf",
                    "Dir::Etc::netrcparts": "/etc/apt/auth.conf.d",
                    "Dir::Etc": self.base / "etc",
                    "Dir::Etc::SourceList": self.base / "sources.list",
                    "Dir::Etc::SourceParts": "/dev/null",
                    "Dir::State": self.base,
                    "Dir::State::Lists": self.base / "lists",
                    "Dir::State::status": self.base / "status",
                    "Dir::Cache": self.base / "cache",
                    "Dir::Cache::archives": self.archives,
                    "APT::Architecture": self.architecture,
                    "APT::Architectures::": self.architecture,
                    "APT::Install-Recommends": "false",
                    "APT::Install-Suggests": "false",
                    "APT::Sandbox::User": "root",
                    "APT::Update::Error-Mode": "any",
                    "APT::Get::AllowUnauthenticated": "false",
                    "APT::Color": "false",
                    "Acquire::AllowInsecureRepositories": "false",
                    "Acquire::Check-Valid-Until": "false",
                    "Acquire::ForceHash": "SHA256",
                    "Acquire::Languages": "none",
                    "Acquire::Retries": "1",
                    "Acquire::http::Timeout": "20",
                    "Acquire::https::Timeout": "20",
                    "Debug::NoLocking": "true",
                }.items()
            ),
        ]
        return "\n".join(lines) + "\n"


def _environment() -> dict[str, str]:

    return {**os.environ, "LC_ALL": "C", "DEBIAN_FRONTEND": "noninteractive"}


def _reason(stderr: str) -> str:
    """The first line that says what is wrong: errors before warnings, at most 200 characters."""
    lines = [line.strip() for line in stderr.splitlines() if line.strip()]
    told = [line for line in lines if line.startswith("E:")] or lines or ["?"]
    return told[0].removeprefix("E:").removeprefix("W:").strip()[:200]
