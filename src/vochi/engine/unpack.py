"""Packages of Debian become one tree: verified, unpacked without root, tried, put in its place."""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from vochi.engine.apt import Deb
from vochi.engine.errors import BadSignature, NoRoom, ToolFailed
from vochi.engine.progress import Say, Step
from vochi.engine.tree import Tree, write_stamp
from vochi.voice import VoiceFault
from vochi.voice.belarusian import speak_belarusian
from vochi.voice.speech import Espeak

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


def unpack(tree: Tree, debs: tuple[Deb, ...], say: Say) -> None:
    """Verify, unpack and try beside `tree.root`, then put it there whole. Raises InstallError."""
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
    if runs_here(tree.architecture):
        _try(draft)
        say(Step("install.speak", {}))
        _speak(draft)
    write_stamp(draft)
    # Once, at install: after a power cut no half-written tree may carry a stamp.
    os.sync()
    if tree.root.exists():
        tree.root.rename(tree.root.with_name(tree.root.name + ".old"))
    new.rename(tree.root)


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


def runs_here(architecture: str) -> bool:
    """Whether this machine runs programs of a Debian architecture."""
    machine = os.uname().machine
    if sys.maxsize < 2**32:
        return architecture == "armhf" and machine in {"armv7l", "armv8l", "aarch64"}
    return architecture == {"x86_64": "amd64", "aarch64": "arm64"}.get(machine)
