"""Get Asterisk 22 from Debian's packages, without root, into a directory of the user's cache.

`python -m vochi.engine.install [CACHE]` does it from the command line.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from vochi.core.wording import say as word
from vochi.engine.apt import Deb, PrivateApt
from vochi.engine.errors import (
    InstallError,
    NoNetwork,
    NoRoom,
    NotDebian,
    NotOffered,
    WrongArchitecture,
    WrongMajor,
)
from vochi.engine.mirror import Mirror, find_mirror
from vochi.engine.progress import Say, Step
from vochi.engine.tree import ARCHITECTURES, Tree, read_tree
from vochi.engine.unpack import MAJOR, NEED_MB, runs_here, unpack
from vochi.language import language
from vochi.machine import fault_of

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


def find(cache: Path, architecture: str | None = None) -> Tree | None:
    """The tree that an earlier `install` left in `cache`; a few file reads, no process."""
    for name in (architecture,) if architecture else tuple(ARCHITECTURES):
        link = _link(cache, name)
        if link.is_symlink() and (architecture or runs_here(name)):
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
    unpack(Tree(root, version, debian_version, architecture), debs, say)
    _point(_link(cache, architecture), root.name)
    return Tree(root.resolve(), version, debian_version, architecture)


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
