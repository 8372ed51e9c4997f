"""Getting Asterisk: skipped when done, repaired when cut off, refused with a reason.

The machine's real packages serve, from the cache that the tree came from, over a `file:` mirror.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from vochi.engine import install as module
from vochi.engine.apt import PrivateApt
from vochi.engine.errors import (
    BadSignature,
    NoNetwork,
    NoRoom,
    NotOffered,
    ToolFailed,
    WrongArchitecture,
    WrongMajor,
)
from vochi.engine.install import PACKAGES, default_cache, find, install
from vochi.engine.mirror import KEYRINGS, Mirror
from vochi.engine.progress import Step
from vochi.engine.tree import ARCHITECTURES, Tree

KEYS = tuple(path for path in KEYRINGS if path.exists())[:1]
AWAY = Mirror("http://127.0.0.1:9/debian/", KEYS)


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own mirror, but no way to it."""
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")


@pytest.fixture
def cache(tree: Tree, tmp_path: Path) -> Path:
    """A cache that has lists and packages, but no tree."""
    source = default_cache() / "apt"
    shutil.copytree(
        source, tmp_path / "apt", copy_function=os.link, ignore=shutil.ignore_patterns("*.bin")
    )
    for file in tmp_path.rglob("*"):  # ours to alter: no hard link to the real cache
        if file.is_file() and file.suffix != ".deb":
            data = file.read_bytes()
            file.unlink()
            file.write_bytes(data)
    return tmp_path


def test_done_already(tree: Tree) -> None:
    took = []
    for _ in range(5):
        began = time.perf_counter()
        assert find(default_cache()) == tree
        said: list[Step] = []
        assert install(default_cache(), said.append) == tree
        assert said == []
        took.append(time.perf_counter() - began)
    # The figure that is asked for; it takes 1 ms, and a moment of another program is no fault.
    assert min(took) < 0.05


def test_the_tree_is_whole(tree: Tree) -> None:
    told = subprocess.run([*tree.program(), "-V"], capture_output=True, text=True, check=True)
    assert told.stdout.startswith(f"Asterisk {tree.version}")
    assert tree.version.startswith("22.")
    assert (tree.sounds / "ru" / "vm-goodbye.wav").exists()
    assert (tree.sounds / "en" / "vm-goodbye.wav").exists()
    assert list(tree.music.glob("*.wav"))
    assert tree.names.exists()
    lines = (tree.root / "packages.txt").read_text().splitlines()
    assert all(len(line.split()) == 3 and len(line.split()[2]) == 64 for line in lines)
    assert {"asterisk", "libc6", "libnss-wrapper"} <= {line.split()[0] for line in lines}
    for name in ("res_pjsip", "app_dial", "app_mixmonitor", "codec_opus", "format_mp3"):
        module_file = tree.modules / f"{name}.so"
        listed = subprocess.run(
            [*tree.program()[:3], "--list", str(module_file)],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert "not found" not in listed.stdout, name


def test_repaired_after_a_cut_from_the_packages_kept(
    cache: Path, offline: None, tree: Tree
) -> None:
    half = cache / "asterisk" / "22.0-amd64.new" / "usr"
    half.mkdir(parents=True)
    cut = cache / "asterisk" / tree.root.name / "usr"
    cut.mkdir(parents=True)
    (cache / "asterisk" / f"current-{tree.architecture}").symlink_to(tree.root.name)
    assert find(cache) is None
    said: list[Step] = []
    mended = install(cache, said.append)
    assert [step.code for step in said] == [
        "install.lists", "install.offline", "install.unpack", "install.speak", "install.ready",
    ]  # fmt: skip
    assert all(str(step) for step in said)
    assert not half.exists()
    assert find(cache) == mended
    assert mended.debian_version == tree.debian_version
    packages = (mended.root / "packages.txt").read_text()
    assert packages == (tree.root / "packages.txt").read_text()


def test_no_network_and_nothing_kept(tmp_path: Path) -> None:
    with pytest.raises(NoNetwork):
        install(tmp_path, print, mirror=AWAY)


def test_no_network_and_a_package_is_missing(cache: Path, offline: None) -> None:
    next((cache / "apt" / "archives").glob("asterisk_*.deb")).unlink()
    with pytest.raises(NoNetwork):
        install(cache, print)
    assert find(cache) is None


def test_altered_package_is_refused(cache: Path, offline: None) -> None:
    deb = next((cache / "apt" / "archives").glob("asterisk-moh-opsound-wav_*.deb"))
    data = bytearray(deb.read_bytes())
    data[-1] ^= 1
    deb.unlink()
    deb.write_bytes(data)
    with pytest.raises((BadSignature, NoNetwork)):
        install(cache, print)
    assert find(cache) is None


def test_lists_without_a_signature(tmp_path: Path) -> None:
    suite = tmp_path / "mirror" / "dists" / "forky"
    suite.mkdir(parents=True)
    (suite / "Release").write_text("Origin: Debian\nSuite: testing\nCodename: forky\n")
    mirror = Mirror(f"file:{tmp_path / 'mirror'}", KEYS)
    with pytest.raises((BadSignature, ToolFailed)):
        install(tmp_path / "cache", print, mirror=mirror)


@pytest.fixture(scope="session")
def company_mirror(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Callable[[str], Mirror]]:
    """A mirror of a company, signed with its own key, whose Asterisk has the version asked for."""
    if not shutil.which("gpg"):
        pytest.skip("gpg signs the mirror of this test")
    root = tmp_path_factory.mktemp("company")
    key, keyring = root / "gnupg", root / "company.gpg"
    key.mkdir(mode=0o700)

    def gpg(*words: str) -> None:
        command = ["gpg", "--homedir", str(key), "--batch", "--quiet", "--yes", *words]
        subprocess.run(command, check=True, capture_output=True)

    gpg("--passphrase", "", "--quick-generate-key", "company <a@b>", "ed25519", "sign", "never")
    gpg("--output", str(keyring), "--export")

    def build(version: str) -> Mirror:
        mirror = root / version
        suite = mirror / "dists" / "forky"
        (suite / "main" / "binary-amd64").mkdir(parents=True)
        index = ""
        for name in PACKAGES:
            control = mirror / name / "DEBIAN" / "control"
            control.parent.mkdir(parents=True)
            fields = (
                f"Package: {name}\nVersion: 1:{version}-1\nArchitecture: all\n"
                "Maintainer: a <a@b>\nDescription: x\n"
            )
            control.write_text(fields)
            deb = mirror / f"{name}_{version}-1_all.deb"
            command = [
                "dpkg-deb",
                "-Znone",
                "--root-owner-group",
                "-b",
                str(mirror / name),
                str(deb),
            ]
            subprocess.run(command, check=True, capture_output=True)
            digest = hashlib.sha256(deb.read_bytes()).hexdigest()
            index += (
                f"{fields}Filename: {deb.name}\nSize: {deb.stat().st_size}\nSHA256: {digest}\n\n"
            )
        (suite / "main" / "binary-amd64" / "Packages").write_text(index)
        digest = hashlib.sha256(index.encode()).hexdigest()
        (suite / "Release").write_text(
            "Origin: Debian\nSuite: testing\nCodename: forky\nComponents: main\n"
            "Architectures: amd64 all\nDate: Thu, 01 Jan 2026 00:00:00 UTC\nSHA256:\n"
            f" {digest} {len(index)} main/binary-amd64/Packages\n"
        )
        gpg("--clearsign", "--output", str(suite / "InRelease"), str(suite / "Release"))
        return Mirror(f"file:{mirror}", (*KEYS, keyring))

    yield build
    # gpg leaves its agent behind.
    command = ["gpgconf", "--homedir", str(key), "--kill", "gpg-agent"]
    subprocess.run(command, check=True, capture_output=True)


def test_another_major_is_refused(company_mirror: Callable[[str], Mirror], tmp_path: Path) -> None:
    with pytest.raises(WrongMajor) as wrong:
        install(tmp_path, print, mirror=company_mirror("23.1.0"), architecture="amd64")
    assert wrong.value.facts == {"version": "23.1.0", "wanted": "22.x"}


def test_a_tree_that_does_not_run_is_not_kept(
    company_mirror: Callable[[str], Mirror], tmp_path: Path
) -> None:
    """The packages come over `file:`, are verified, unpacked, and hold no Asterisk."""
    with pytest.raises(ToolFailed):
        install(tmp_path, print, mirror=company_mirror("22.1.0"), architecture="amd64")
    assert find(tmp_path) is None


def test_a_key_that_is_not_ours(company_mirror: Callable[[str], Mirror], tmp_path: Path) -> None:
    mirror = Mirror(company_mirror("22.2.0").uri, KEYS)
    with pytest.raises(BadSignature):
        install(tmp_path, print, mirror=mirror, architecture="amd64")


def test_packages_that_no_suite_has(
    company_mirror: Callable[[str], Mirror], tmp_path: Path
) -> None:
    mirror = company_mirror("22.3.0")
    apt = PrivateApt(tmp_path / "forky-amd64", mirror, "forky", "amd64")
    apt.prepare()
    assert apt.update()
    (one,) = apt.plan(("asterisk",))
    assert one.path.read_bytes(), "read where it lies"
    with pytest.raises(NotOffered):
        apt.plan(("no-such-package-anywhere",))


def test_no_room(tmp_path: Path) -> None:
    with pytest.raises(NoRoom) as full:
        install(tmp_path / "a" / "b", print, mirror=AWAY, need_mb=10**9)
    assert full.value.facts["need_mb"] == str(10**9)


def test_wrong_architecture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "dpkg").write_text("#!/bin/sh\necho riscv64\n")
    (tmp_path / "dpkg").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    with pytest.raises(WrongArchitecture) as wrong:
        install(tmp_path / "cache", print, mirror=AWAY)
    assert wrong.value.facts["architecture"] == "riscv64"


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_loader_of_each_architecture(architecture: str) -> None:
    tree = Tree(Path("/t"), "22.1.0", "1:22.1.0-1", architecture)
    triplet = {"amd64": "x86_64", "arm64": "aarch64", "armhf": "arm"}[architecture]
    assert str(tree.loader).startswith(f"/t/usr/lib/{triplet}-linux-gnu")
    assert tree.argv(Path("/c"), own_names=True)[-3:] == ["-f", "-C", "/c"]


def test_from_the_command_line(tree: Tree) -> None:
    told = subprocess.run(
        [sys.executable, "-m", module.__name__], capture_output=True, text=True, check=True
    )
    assert told.stdout.strip() == str(tree.root)
