"""One running Asterisk into which offices are loaded one after another."""

import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

# The offices live with the tests of core.
sys.path.insert(0, str(Path(__file__).parents[1] / "core"))
from offices import secrets_for

from vochi.core.compile import compile_office
from vochi.core.office.document import Office
from vochi.core.plan import modules
from vochi.core.site import Site
from vochi.engine.tree import Tree

_CONTEXT = re.compile(r"\[ Context '(?P<name>[^']+)' created by 'pbx_config' \]")
_INCLUDE = re.compile(r"  Include =>\s+'(?P<name>[^']+)'")
_STEP = re.compile(
    r"^(?:  '(?P<exten>[^']+)' =>)?(?:\s+\[(?P<label>[^\]]+)\])?\s+(?P<number>\d+)\. (?P<app>.*\S)"
    r"\s+\[extensions\.conf:\d+\]$"
)
#: A function that nobody has: Asterisk logs that it was asked for.
_LOOK = "V_LOOK_"

#: Context -> (includes, extension -> steps as (label, application)).
Shown = dict[str, tuple[list[str], dict[str, list[tuple[str | None, str]]]]]


@dataclass
class Loader:
    """`load` makes the running Asterisk that of an office and tells what it complained about."""

    site: Site
    tree: Tree
    process: subprocess.Popen[bytes]
    files: dict[str, str] = field(default_factory=dict)
    _looks: int = 0

    def load(self, office: Office) -> list[str]:
        files = compile_office(office, secrets_for(office), self.site)
        reload = modules(self.files, files)
        assert not self.files or reload.restart == ()
        seen = len(self._log())
        self.write(files)
        for command in reload.commands:
            self.cli(command)
        # Reloads of PJSIP go through queues; this one is answered after them.
        self.cli("pjsip show endpoints")
        return self._log()[seen:]

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            (Path(self.site.etc) / name).write_text(text)
        self.files = files

    def cli(self, command: str) -> str:
        conf = Path(self.site.etc) / "asterisk.conf"
        argv = [*self.tree.argv(conf), "-rx", command]
        done = subprocess.run(argv, capture_output=True, text=True, timeout=30, check=True)
        return done.stdout

    def dialplan(self) -> Shown:
        """Read the whole dialplan back."""
        found: Shown = {}
        here, extension = "", ""
        for line in self.cli("dialplan show").splitlines():
            if match := _CONTEXT.match(line):
                here = match["name"]
                found[here] = ([], {})
            elif match := _INCLUDE.match(line):
                found[here][0].append(match["name"])
            elif match := _STEP.match(line):
                extension = match["exten"] or extension
                steps = found[here][1].setdefault(extension, [])
                assert int(match["number"]) == len(steps) + 1
                steps.append((match["label"], match["app"]))
        return found

    def complaints(self) -> list[str]:
        """Everything in the log so far."""
        return self._log()

    def _log(self) -> list[str]:
        log = Path(self.site.state) / "log" / "messages"
        # A thread writes it behind what happens: all is there when a word of ours is.
        self._looks += 1
        word = f"{_LOOK}{self._looks} not registered"
        self.cli(f"dialplan eval function {_LOOK}{self._looks}()")
        deadline = time.monotonic() + 20
        while not log.exists() or word not in log.read_text(errors="replace"):
            assert time.monotonic() < deadline, "nothing is logged"
            time.sleep(0.02)
        lines = log.read_text(errors="replace").splitlines()
        own = (line for line in lines if _LOOK not in line)
        return [line for line in own if "Asterisk " not in line or " built by " not in line]


@contextmanager
def running(tree: Tree, office: Office) -> Iterator[Loader]:
    """Start with one office; wait until Asterisk is there; end it at last."""
    with TemporaryDirectory(prefix="vochi-load-") as root:
        site = Site(
            etc=f"{root}/etc",
            state=root,
            modules=str(tree.modules),
            data=str(tree.data),
            prompts=f"{root}/sounds",
            listen="127.0.0.1",
            sip_port=_free(socket.SOCK_DGRAM),
            rtp_first=38000,
            rtp_last=38999,
            ami_port=_free(socket.SOCK_STREAM),
            ami_secret="0123456789abcdef",
        )
        for directory in (*site.directories, site.etc, site.prompts):
            Path(directory).mkdir(parents=True, exist_ok=True)
        for name in ("0" * 64, "f" * 64, "0123456789abcdef" * 4):
            (Path(site.prompts) / f"{name}.wav").write_bytes(b"")
        conf = Path(site.etc) / "asterisk.conf"
        loader_files = compile_office(office, secrets_for(office), site)
        for name, text in loader_files.items():
            (Path(site.etc) / name).write_text(text)
        with Path(f"{root}/out").open("wb") as out:
            process = subprocess.Popen([*tree.argv(conf), "-f"], stdout=out, stderr=out)
        try:
            loader = Loader(site, tree, process, loader_files)
            _wait(loader)
            yield loader
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait(10)


def _wait(loader: Loader) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        assert loader.process.poll() is None, "Asterisk ended"
        try:
            if "fully booted" in loader.cli("core waitfullybooted"):
                return
        except subprocess.CalledProcessError:
            time.sleep(0.05)
    raise TimeoutError("Asterisk does not start")


def _free(kind: socket.SocketKind) -> int:
    with socket.socket(socket.AF_INET, kind) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
