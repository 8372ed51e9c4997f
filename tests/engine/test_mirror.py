"""Which mirror is taken, from what apt tells on machines of many kinds."""

from pathlib import Path

import pytest

from vochi.engine.errors import NoKeyring, NoMirror, NotDebian
from vochi.engine.mirror import choose_mirror, read_os_release

KEYS = (Path("/k/debian.gpg"),)
DEBIAN = {"ID": "debian", "PRETTY_NAME": "Debian"}
UBUNTU = {"ID": "ubuntu", "ID_LIKE": "debian", "PRETTY_NAME": "Ubuntu 24.04"}


def stanza(uri: str, release: str = "bookworm", origin: str = "Debian", **more: str) -> str:
    fields = {
        "MetaKey": "main/binary-amd64/Packages",
        "Release": release,
        "Component": "main",
        "Repo-URI": uri,
        "Created-By": "Packages",
        **({"Origin": origin} if origin else {}),
        **{key.replace("_", "-"): value for key, value in more.items()},
    }
    return "".join(f"{key}: {value}\n" for key, value in fields.items()) + "\n"


SECURITY = stanza("http://m/debian-security/", "bookworm-security", Label="Debian-Security")
GOOD = stanza("http://m/debian/")


@pytest.mark.parametrize(
    ("targets", "uri"),
    [
        (GOOD, "http://m/debian/"),
        (SECURITY + stanza("http://m/debian/", "bookworm-updates") + GOOD, "http://m/debian/"),
        (stanza("https://other/repo/", origin="Docker") + GOOD, "http://m/debian/"),
        (stanza("file:/srv/mirror/"), "file:/srv/mirror/"),
        (stanza("mirror+file:/etc/apt/m.list"), "mirror+file:/etc/apt/m.list"),
        (stanza("cdrom:[Debian 12]/") + GOOD, "http://m/debian/"),
        (stanza("http://never-fetched/debian/", origin=""), "http://never-fetched/debian/"),
        (stanza("http://nf/debian/", Component="non-free") + GOOD, "http://m/debian/"),
        (GOOD.replace("Packages", "Sources", 2) + stanza("http://bin/debian/"), "http://bin/debian/"),
    ],
)  # fmt: skip
def test_chosen(targets: str, uri: str) -> None:
    assert choose_mirror(targets, DEBIAN, KEYS).uri == uri


def test_keys_of_a_company_mirror_come_along() -> None:
    own = stanza("https://apt.corp/debian/", Signed_By="/etc/apt/keyrings/corp.gpg")
    mirror = choose_mirror(own, DEBIAN, KEYS)
    assert mirror.keyrings == (KEYS[0], Path("/etc/apt/keyrings/corp.gpg"))
    inline = stanza("https://apt.corp/debian/", Signed_By="ABCDEF0123456789")
    assert choose_mirror(inline, DEBIAN, KEYS).keyrings == KEYS


@pytest.mark.parametrize(
    ("targets", "system", "keys", "error"),
    [
        (stanza("http://archive/ubuntu/", "noble", "Ubuntu"), UBUNTU, KEYS, NotDebian),
        (stanza("http://archive/ubuntu/", "noble", ""), UBUNTU, KEYS, NotDebian),
        (stanza("http://raspbian/", "bookworm", "Raspbian"), {"ID": "raspbian"}, KEYS, NotDebian),
        ("", {}, KEYS, NotDebian),
        ("", DEBIAN, KEYS, NoMirror),
        (SECURITY, DEBIAN, KEYS, NoMirror),
        (GOOD, DEBIAN, (), NoKeyring),
    ],
)
def test_refused(
    targets: str, system: dict[str, str], keys: tuple[Path, ...], error: type[Exception]
) -> None:
    with pytest.raises(error):
        choose_mirror(targets, system, keys)


def test_os_release() -> None:
    text = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n\n# remark\n'
    assert read_os_release(text)["ID"] == "debian"
    assert read_os_release(text)["PRETTY_NAME"].endswith("(bookworm)")
