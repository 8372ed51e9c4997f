"""An unpacked Asterisk: where its parts lie and how to run it by its own loader."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

#: Debian architecture -> (multiarch triplet, dynamic loader).
ARCHITECTURES: Final = {
    "amd64": ("x86_64-linux-gnu", "ld-linux-x86-64.so.2"),
    "arm64": ("aarch64-linux-gnu", "ld-linux-aarch64.so.1"),
    "armhf": ("arm-linux-gnueabihf", "ld-linux-armhf.so.3"),
}

STAMP: Final = "stamp.json"
#: Counts the ways in which a tree was put together; another number: unpack anew.
RECIPE: Final = 3


@dataclass(frozen=True)
class Tree:
    """`root` is never written to after it was unpacked; `version` is like `22.10.1`."""

    root: Path
    version: str
    debian_version: str
    architecture: str

    @property
    def libraries(self) -> Path:
        """Directory of the shared libraries."""
        return self.root / "usr" / "lib" / ARCHITECTURES[self.architecture][0]

    @property
    def loader(self) -> Path:
        """The dynamic loader that belongs to the tree's own libc."""
        return self.libraries / ARCHITECTURES[self.architecture][1]

    @property
    def binary(self) -> Path:
        """The Asterisk executable."""
        return self.root / "usr" / "sbin" / "asterisk"

    @property
    def modules(self) -> Path:
        """For `astmoddir`."""
        return self.libraries / "asterisk" / "modules"

    @property
    def data(self) -> Path:
        """For `astdatadir`."""
        return self.root / "usr" / "share" / "asterisk"

    @property
    def sounds(self) -> Path:
        """Sounds by language: `ru`, `en`."""
        return self.data / "sounds"

    @property
    def music(self) -> Path:
        """The music on hold that comes with Asterisk, WAV files."""
        return self.data / "moh"

    @property
    def speaker(self) -> Path:
        """espeak-ng as a command: `vochi.voice` finds it in the cache and knows no engine."""
        return self.root / "espeak-ng"

    @property
    def names(self) -> Path:
        """nss_wrapper: with `NSS_WRAPPER_HOSTS` in the environment a hosts file of our own."""
        return self.libraries / "libnss_wrapper.so"

    def write_speaker(self) -> None:
        """Write the command `speaker`: the tree may be moved, so it looks where it lies itself.

        espeak-ng keeps the place of its data in 160 characters: it stands there and is told `.`.
        """
        inside = self.libraries.relative_to(self.root)
        self.speaker.write_text(
            "#!/bin/sh\n"
            'here=$(dirname -- "$(readlink -f -- "$0")")\n'
            f'own="$here/{inside}"\n'
            'cd -- "$own" || exit\n'
            f'exec "./{self.loader.name}" --library-path "$own:$own/pulseaudio"'
            ' --argv0 espeak-ng "$here/usr/bin/espeak-ng" --path=. "$@"\n'
        )
        self.speaker.chmod(0o755)

    def argv(self, conf: Path, *more: str, own_names: bool = False) -> list[str]:
        """The command line: Asterisk in the foreground with `conf` as its asterisk.conf.

        `own_names`: resolve names by the file that `NSS_WRAPPER_HOSTS` tells, before all else.
        """
        return [*self.program(own_names=own_names), "-f", "-C", str(conf), *more]

    def program(self, *, own_names: bool = False) -> list[str]:
        """The words that stand for `asterisk` on this machine."""
        return [
            str(self.loader),
            "--library-path",
            f"{self.libraries}:{self.libraries / 'pulseaudio'}",
            *(("--preload", str(self.names)) if own_names else ()),
            "--argv0",
            "asterisk",
            str(self.binary),
        ]


def read_tree(root: Path) -> Tree | None:
    """The tree at `root` if it was unpacked to the end, else None."""
    try:
        stamp = json.loads((root / STAMP).read_text())
        tree = Tree(
            root.resolve(), stamp["version"], stamp["debian_version"], stamp["architecture"]
        )
        whole = stamp["recipe"] == RECIPE and tree.loader.exists()
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return tree if whole else None


def write_stamp(tree: Tree) -> None:
    """Mark the tree as whole; the last file that is written into it."""
    stamp = {
        "recipe": RECIPE,
        "version": tree.version,
        "debian_version": tree.debian_version,
        "architecture": tree.architecture,
    }
    (tree.root / STAMP).write_text(json.dumps(stamp, indent=2) + "\n")
