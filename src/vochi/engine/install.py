"""Get Asterisk 22 from Debian's packages, without root, into a directory of the user's cache.

`python -m vochi.engine.install [CACHE]` does it from the command line.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from vochi.core.wording import say as word
from vochi.engine.apt import Deb, PrivateApt
from vochi.engine.errors import (
    BadSignature,
    InstallError,
    NoNetwork,
    NoRoom,
    NotDebian,
    NotOffered,
    ToolFailed,
    WrongArchitecture,
    WrongMajor,
)
from vochi.engine.mirror import Mirror, find_mirror
from vochi.engine.tree import ARCHITECTURES, Tree, read_tree, write_stamp
from vochi.language import language
from vochi.machine import fault_of
from vochi.voice import VoiceFault
from vochi.voice.belarusian import speak_belarusian
from vochi.voice.speech import Espeak

PACKAGES: Final = (
    "asterisk",
    "asterisk-mp3",
    "asterisk-core-sounds-en-wav",
    "asterisk-core-sounds-ru-wav",
    "asterisk-moh-opsound-wav",
    "libnss-wrapper",  # own names without root: see `Tree.names` and R7
    "espeak-ng",  # what speaks where no better voice is: `vochi.voice`
)
SUITES: Final = ("forky", "sid")
MAJOR: Final = "22"
#: Packages 137 MB, lists 60 MB, tree 240 MB, and room to turn round.
NEED_MB: Final = 600
#: Come by dependency, are of no use to Asterisk (res_snmp alone, not loaded, wants Perl).
_LEFT_OUT: Final = ("libperl", "perl-modules", "openssl-provider-legacy", "libx11-data")
_EXCLUDED: Final = tuple(
    f"--exclude=./usr/{pattern}"
    for pattern in (
        *(f"share/{name}/*" for name in ("man", "doc", "locale", "info", "lintian", "bug")),
        "lib/*/gconv/*",
        "lib/*/dri/*",
        # Of a hundred languages ours are kept, of espeak's own sounds none.
        "lib/*/espeak-ng-data/[ac-df-qs-z]*_dict",
        "lib/*/espeak-ng-data/b[!e]_dict",
        "lib/*/espeak-ng-data/e[!n]_dict",
        "lib/*/espeak-ng-data/r[!u]_dict",
        "lib/*/espeak-ng-data/???_dict",
    )
)


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


def find(cache: Path, architecture: str | None = None) -> Tree | None:
    """The tree that an earlier `install` left in `cache`; a few file reads, no process."""
    for name in (architecture,) if architecture else tuple(ARCHITECTURES):
        link = _link(cache, name)
        if link.is_symlink() and (architecture or _runs_here(name)):
            return read_tree(link)
    return None


def install(
    cache: Path,
    say: Say = print,
    *,
    mirror: Mirror | None = None,
    architecture: str | None = None,
    need_mb: int = NEED_MB,
) -> Tree:
    """Make sure that Asterisk 22 is unpacked under `cache/asterisk`; idempotent, resumable.

    Raises an `InstallError`. Two processes may call it at once: the second one waits.
    """
    tree = find(cache, architecture)
    if tree:
        return tree
    architecture = architecture or _architecture()
    _check_room(cache, need_mb)
    home = cache / "asterisk"
    home.mkdir(parents=True, exist_ok=True)
    with _alone(home / ".lock"):
        tree = find(cache, architecture)  # another process may have done it meanwhile
        if tree:
            return tree
        # `.old` may still have carried a running Asterisk when it was put aside: gone only now.
        for left in (*home.glob("*.new"), *home.glob("*.old")):
            shutil.rmtree(left, ignore_errors=True)
        tree = _get(cache, say, mirror or find_mirror(), architecture)
    say(Step("install.ready", {"version": tree.version}))
    return tree


def _get(cache: Path, say: Say, mirror: Mirror, architecture: str) -> Tree:
    is_away = False
    for suite in SUITES:
        apt = PrivateApt(cache / "apt" / f"{suite}-{architecture}", mirror, suite, architecture)
        apt.prepare()
        say(Step("install.lists", {"suite": suite, "mirror": mirror.uri}))
        online = apt.update()
        if not online:
            say(Step("install.offline", {}))
        try:
            debs = apt.plan(PACKAGES)
        except NotOffered:
            is_away = is_away or not online
            continue
        break
    else:
        if is_away:
            raise NoNetwork(mirror=mirror.uri, detail="")
        raise NotOffered(mirror=mirror.uri, suites=", ".join(SUITES))
    debian_version = next(deb.version for deb in debs if deb.name == "asterisk")
    version = debian_version.partition(":")[2].partition("+")[0].partition("-")[0]
    if version.partition(".")[0] != MAJOR:
        raise WrongMajor(version=version, wanted=f"{MAJOR}.x")
    _fetch(apt, debs, online, version, say)
    # The epoch goes: its colon would split the loader's --library-path.
    root = cache / "asterisk" / f"{debian_version.rpartition(':')[2]}-{architecture}"
    return _unpack(cache, Tree(root, version, debian_version, architecture), debs, say)


def _fetch(apt: PrivateApt, debs: tuple[Deb, ...], online: bool, version: str, say: Say) -> None:
    missing = [deb for deb in debs if not deb.path.exists()]
    size = sum(deb.size for deb in missing)
    if missing:
        facts = {"version": version, "packages": str(len(missing)), "mb": str(size // 1_000_000)}
        say(Step("install.download", facts))
    done = 0

    def count(_line: str) -> None:
        nonlocal done
        done += 1
        if done % 20 == 0:
            facts = {"done": str(done), "packages": str(len(missing))}
            say(Step("install.downloading", facts))

    apt.fetch(PACKAGES, online, count)


def _unpack(cache: Path, tree: Tree, debs: tuple[Deb, ...], say: Say) -> Tree:
    wanted = [deb for deb in debs if not deb.name.startswith(_LEFT_OUT)]
    say(Step("install.unpack", {"packages": str(len(wanted))}))
    new = tree.root.with_name(tree.root.name + ".new")
    for name in ("bin", "sbin", "lib", "lib64"):  # a merged /usr, as every package expects
        (new / "usr" / name).mkdir(parents=True)
        (new / name).symlink_to(f"usr/{name}")
    with ThreadPoolExecutor() as pool:
        # All are verified before the first is opened.
        list(pool.map(_verify, wanted))
        list(pool.map(lambda deb: _unpack_one(deb, new), wanted))
    lines = sorted(f"{deb.name} {deb.version} {deb.sha256}\n" for deb in wanted)
    (new / "packages.txt").write_text("".join(lines))
    draft = Tree(new, tree.version, tree.debian_version, tree.architecture)
    _link_languages(draft.sounds)
    draft.write_speaker()
    if _runs_here(tree.architecture):
        _try(draft)
        say(Step("install.speak", {}))
        _speak(draft)
    write_stamp(draft)
    # Once, at install: after a power cut no half-written tree may carry a stamp.
    os.sync()
    if tree.root.exists():
        tree.root.rename(tree.root.with_name(tree.root.name + ".old"))
    new.rename(tree.root)
    _point(_link(cache, tree.architecture), tree.root.name)
    return Tree(tree.root.resolve(), tree.version, tree.debian_version, tree.architecture)


def _try(tree: Tree) -> None:
    try:
        told = subprocess.run([*tree.program(), "-V"], capture_output=True, text=True, check=False)
    except OSError as error:
        raise ToolFailed(tool="asterisk -V", detail=str(error)) from None
    if f"Asterisk {MAJOR}." not in told.stdout:
        raise ToolFailed(tool="asterisk -V", detail=(told.stderr or told.stdout)[-200:])


def _speak(tree: Tree) -> None:
    try:
        speak_belarusian(tree.sounds / "be", Espeak(tree.speaker))
    except VoiceFault as fault:
        raise ToolFailed(tool="espeak-ng", detail=str(fault)) from None


def _verify(deb: Deb) -> None:
    if hashlib.sha256(deb.path.read_bytes()).hexdigest() != deb.sha256:
        deb.path.unlink(missing_ok=True)  # the next run fetches it anew
        raise BadSignature(mirror=deb.path.name, detail="SHA-256 differs")


def _unpack_one(deb: Deb, target: Path) -> None:
    with subprocess.Popen(
        ["dpkg-deb", "--fsys-tarfile", str(deb.path)], stdout=subprocess.PIPE
    ) as source:
        options = ("--keep-directory-symlink", "--no-same-owner", *_EXCLUDED)
        tar = subprocess.run(
            ["tar", "-x", "-C", str(target), *options],
            stdin=source.stdout,
            capture_output=True,
            text=True,
            check=False,
        )
    if "No space left" in tar.stderr:
        raise NoRoom(path=str(target), need_mb=str(NEED_MB), free_mb="0")
    if tar.returncode or source.returncode:
        raise ToolFailed(tool=f"dpkg-deb {deb.path.name}", detail=tar.stderr[-200:])


def _link_languages(sounds: Path) -> None:
    """`language=ru` looks for sounds/ru; Debian names the directory after the voice."""
    for name in ("ru", "en"):
        for voice in sorted(sounds.glob(f"{name}_*_*"))[:1]:
            if not (sounds / name).exists():
                (sounds / name).symlink_to(voice.name)


def _link(cache: Path, architecture: str) -> Path:
    return cache / "asterisk" / f"current-{architecture}"


def _point(link: Path, target: str) -> None:
    draft = link.with_name(link.name + ".link")
    draft.unlink(missing_ok=True)
    draft.symlink_to(target)
    draft.replace(link)


def _architecture() -> str:
    try:
        told = subprocess.run(
            ["dpkg", "--print-architecture"], capture_output=True, text=True, check=False
        ).stdout.strip()
    except FileNotFoundError:
        raise NotDebian(system=os.uname().sysname) from None
    if told not in ARCHITECTURES:
        raise WrongArchitecture(architecture=told or "?", known=", ".join(ARCHITECTURES))
    return told


def _runs_here(architecture: str) -> bool:
    machine = os.uname().machine
    if sys.maxsize < 2**32:
        return architecture == "armhf" and machine in {"armv7l", "armv8l", "aarch64"}
    return architecture == {"x86_64": "amd64", "aarch64": "arm64"}.get(machine)


def _check_room(cache: Path, need_mb: int) -> None:
    place = cache
    while not place.exists():
        place = place.parent
    free = shutil.disk_usage(place).free // 1_000_000
    if free < need_mb:
        raise NoRoom(path=str(cache), need_mb=str(need_mb), free_mb=str(free))


@contextmanager
def _alone(lock: Path) -> Iterator[None]:
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def default_cache() -> Path:
    """`$XDG_CACHE_HOME/vochi`, else `~/.cache/vochi`."""
    base = os.environ.get("XDG_CACHE_HOME")
    return Path(base or Path.home() / ".cache") / "vochi"


def tell(step: Step) -> None:
    """A line of progress on standard error, in the language of the terminal."""
    print(word(step.code, step.facts, language()), file=sys.stderr, flush=True)


def main(arguments: list[str]) -> int:
    """Install into the cache; prints the tree's path on standard output, a fault in one line."""
    cache = Path(arguments[0]) if arguments else default_cache()
    try:
        tree = install(cache, tell)
    except InstallError as error:
        print(f"vochi: {word(error.code, error.facts, language())}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"vochi: {word(*fault_of(error, str(cache)), language())}", file=sys.stderr)
        return 1
    print(tree.root)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
