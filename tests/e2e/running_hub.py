"""A real hub on a temporary home, and the hand of a box that tells it what happened."""

import hashlib
import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx

from vochi.core.calls.entry import Entry
from vochi.core.calls.journal import GENESIS, seal

from .story import Row

_PREPARE = """
import json, sys
from pathlib import Path
from vochi.home import Home
from vochi.hub import boot
boot(Home(Path(sys.argv[1])))
from tests.e2e.office import sample_office
from vochi.hub import service
service.setup(sample_office().company)
for login, password, role, person, name in json.loads(sys.argv[2]):
    service.create_account(login, password, role, person, name)
version = service.publish(sample_office(), reason="e2e").version
print(json.dumps({"version": version, "code": service.enroll_code(),
                  "welcome": service.owner_link(again=True)}))
"""

_PREPARE_EMPTY = """
import json, sys
from pathlib import Path
from vochi.home import Home
from vochi.hub import boot
boot(Home(Path(sys.argv[1])))
from vochi.hub import service
service.setup()
login, password, role, _, name = json.loads(sys.argv[2])[0]
service.create_account(login, password, role, "", name)
print(json.dumps({"code": service.enroll_code(), "welcome": service.owner_link(again=True)}))
"""

#: Read once: every request would read all authorities anew, a tenth of a second on a busy machine.
_TRUST = ssl.create_default_context()

ROOT = Path(__file__).parents[2]
PASSWORD = "correct horse 42"
ACCOUNTS = (
    ("irina", PASSWORD, "owner", "irina", "Ирина Коваль"),
    ("oleg", PASSWORD, "employee", "oleg", "Олег Сорока"),
)


def free_port() -> int:
    """A port of loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Box:
    """The hand of a box: seals entries into one chain and pushes them over the link."""

    base: str
    key: str
    booted: float = field(default_factory=time.time)
    last: Entry | None = None

    def tell(self, rows: Iterable[Row]) -> None:
        """CEL rows, as soon as they happen."""
        self.push([("cel", dict(row), float(row["EventTime"])) for row in rows])

    def say(self, kind: str, body: dict[str, Any], at: float | None = None) -> None:
        """Any other entry."""
        self.push([(kind, body, time.time() if at is None else at)])

    def push(self, facts: list[tuple[Any, dict[str, Any], float]]) -> None:
        """Seal and push, 500 at a time."""
        entries: list[Entry] = []
        for kind, body, at in facts:
            before = self.last
            self.last = seal(
                before.hash if before else GENESIS, before.seq + 1 if before else 1,
                datetime.fromtimestamp(at, UTC), at - self.booted + 1e6, "boot-1", kind, body,
            )  # fmt: skip
            entries.append(self.last)
        for first in range(0, len(entries), 500):
            part = [json.loads(entry.model_dump_json()) for entry in entries[first : first + 500]]
            self._send("POST", "/link/v1/entries", json={"entries": part})

    def upload(self, unique_id: str, sha256: str, content: bytes, form: str) -> None:
        """The file of a recording."""
        headers = {"X-Vochi-Unique-Id": unique_id, "X-Vochi-Format": form}
        self._send("PUT", f"/link/v1/recordings/{sha256}", content=content, headers=headers)

    def upload_message(self, unique_id: str, content: bytes) -> None:
        """The file of a voicemail."""
        headers = {"X-Vochi-Unique-Id": unique_id, "X-Vochi-Format": "wav"}
        sha256 = hashlib.sha256(content).hexdigest()
        self._send("PUT", f"/link/v1/messages/{sha256}", content=content, headers=headers)

    def alarm(self, *alarms: dict[str, Any]) -> None:
        """What the box wants a person to hear of, all of it."""
        self._send("PUT", "/link/v1/alarms", json={"alarms": list(alarms)})

    def commands(self) -> list[dict[str, Any]]:
        """What people ask of the box and is not answered yet."""
        answer = httpx.get(
            f"{self.base}/link/v1/commands", headers={"Authorization": f"Bearer {self.key}"}
        )
        assert answer.is_success, answer.text
        return list(answer.json()["commands"])

    def next_command(self, kind: str) -> dict[str, Any]:
        """The next command of a kind, as soon as somebody asks for it."""
        deadline = time.monotonic() + 10
        while True:
            found = [c for c in self.commands() if c["action"]["kind"] == kind]
            if found:
                return found[-1]
            assert time.monotonic() < deadline, f"nobody asked for {kind}"
            time.sleep(0.05)

    def done(self, command: dict[str, Any], code: str = "done", **facts: str) -> None:
        """The box has carried a command out, or says why not."""
        body = {"id": command["id"], "ok": code == "done", "code": code, "facts": facts}
        self.say("command", body)

    def _send(
        self, method: str, path: str, headers: dict[str, str] | None = None, **rest: Any
    ) -> None:
        headers = {"Authorization": f"Bearer {self.key}", **(headers or {})}
        answer = httpx.request(
            method, self.base + path, headers=headers, timeout=30, verify=_TRUST, **rest
        )
        assert answer.is_success, answer.text


@dataclass
class RunningHub:
    """The hub's address, who may sign in, and the box that feeds it."""

    base: str
    box: Box
    welcome: str
    process: subprocess.Popen[bytes]
    home: Path
    login: str = "irina"
    password: str = PASSWORD
    #: The session that pages of `login` share.
    cookies: dict[str, str] = field(default_factory=dict)

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(10)

    def restart(self) -> None:
        """Killed outright, and started again on the same home and port."""
        self.process.kill()
        self.process.wait(10)
        self.process = serve(self.home, self.base)


def environment(home: Path) -> dict[str, str]:
    """Of every process of the hub."""
    return {**os.environ, "VOCHI_HOME": str(home), "PYTHONPATH": f"{ROOT}:{ROOT / 'src'}"}


def serve(home: Path, base: str) -> subprocess.Popen[bytes]:
    """Serve a prepared home; returns when the hub answers."""
    with (home / "hub.log").open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "vochi.hub.asgi:application", "--host", "127.0.0.1",
             "--port", base.rpartition(":")[2], "--no-access-log",
             "--timeout-graceful-shutdown", "2"],
            env=environment(home), cwd=ROOT, stdout=log, stderr=log,
        )  # fmt: skip
    deadline = time.monotonic() + 90
    while True:
        try:
            httpx.get(f"{base}/api/v1/me", timeout=2)
        except httpx.TransportError:
            if process.poll() is not None or time.monotonic() > deadline:
                process.kill()
                process.wait(10)
                raise RuntimeError((home / "hub.log").read_text()) from None
            time.sleep(0.1)
        else:
            return process


@cache
def _prepared(is_empty: bool) -> tuple[tempfile.TemporaryDirectory[str], dict[str, str]]:
    """A home as `start_hub` needs it, made once: its tables take longer than a hub's start."""
    folder = tempfile.TemporaryDirectory(prefix="vochi-e2e-")
    home = Path(folder.name)
    write_settings(home, 8080)
    prepared = subprocess.run(
        [sys.executable, "-c", _PREPARE_EMPTY if is_empty else _PREPARE, str(home),
         json.dumps(ACCOUNTS)],
        env=environment(home), cwd=ROOT, check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert prepared.returncode == 0, prepared.stderr
    return folder, json.loads(prepared.stdout.splitlines()[-1])


def write_settings(home: Path, port: int) -> None:
    """What a home says of its hub."""
    said = {"web_port": port, "hook_networks": ["127.0.0.0/8"]}
    (home / "settings.json").write_text(json.dumps(said))


def start_hub(home: Path, port: int | None = None, *, is_empty: bool = False) -> RunningHub:
    """Prepare the home, start the hub on it, enrol a box. `is_empty`: an owner, and no office."""
    port = port or free_port()
    prepared, made = _prepared(is_empty)
    shutil.copytree(prepared.name, home, dirs_exist_ok=True)
    write_settings(home, port)
    base = f"http://127.0.0.1:{port}"
    process = serve(home, base)
    reply = httpx.post(f"{base}/link/v1/enroll", json={"code": made["code"], "name": "e2e"})
    assert reply.is_success, reply.text
    welcome = base + urlsplit(made["welcome"]).path
    return RunningHub(base, Box(base, reply.json()["key"]), welcome, process, home)
