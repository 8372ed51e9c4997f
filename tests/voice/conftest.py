"""A real Asterisk that speaks what it is told into a file."""

import array
import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory

import pytest

from vochi.box.recordings import open_files
from vochi.core.compile import compile_office
from vochi.core.site import Site
from vochi.engine.ami import Ami
from vochi.engine.install import default_cache, install
from vochi.engine.tree import Tree
from vochi.lab.asterisk import LabAsterisk
from vochi.lab.bare import own_secrets, sample_office
from vochi.lab.confs import Paths
from vochi.lab.ports import free_tcp, free_udp, free_udp_range
from vochi.voice import make_phrases

#: What is written to the channel, `(language, dialplan of one extension) -> samples`.
Speak = Callable[[str, str], Awaitable["array.array[int]"]]


@pytest.fixture(scope="session")
def tree() -> Tree:
    return install(default_cache())


@asynccontextmanager
async def speaking(tree: Tree, scripts: dict[str, tuple[str, ...]]) -> AsyncIterator[Speak]:
    """`scripts` are the applications that may be run, by name."""
    with TemporaryDirectory(prefix="vochi-") as name:
        root = Path(name)
        paths = Paths(root / "office", tree.modules, tree.data)
        for folder in ("prompts", "db", "spool/monitor", "log/cel-custom"):
            (paths.state / folder).mkdir(parents=True)
        port, secret = free_tcp(), token_hex(8)
        first, last = free_udp_range(20)
        site = Site(
            etc=str(paths.etc), state=str(paths.state), modules=str(tree.modules),
            data=str(tree.data), prompts=str(paths.state / "prompts"),
            phrases=str(make_phrases()), listen="127.0.0.1", sip_port=free_udp(),
            rtp_first=first, rtp_last=last, ami_port=port, ami_secret=secret,
        )  # fmt: skip
        office = sample_office()
        files = compile_office(office, own_secrets(office), site)
        extra = ["[speak]"]
        for script, steps in scripts.items():
            extra += [
                f"exten => {script},1,Answer()",
                " same => n,Set(CHANNEL(language)=${V_LANGUAGE})",
                " same => n,MixMonitor(,t(${V_FILE}))",
                *(f" same => n,{step}" for step in steps),
                " same => n,Hangup()",
            ]
        files["extensions.conf"] += "\n".join(extra) + "\n"
        engine = LabAsterisk(paths, tree.argv, port)
        await engine.start(files)
        try:
            process = engine._process
            assert process is not None
            written = open_files(lambda: process.pid, root)
            async with Ami("127.0.0.1", port, "vochi", secret) as ami:
                await ami.connected(10)
                await ami.command("core waitfullybooted")

                async def speak(language: str, script: str) -> "array.array[int]":
                    file = root / f"{language}-{script}.sln"
                    await ami.action(
                        "Originate", Channel=f"Local/{script}@speak", Application="Wait",
                        Data="30", Async="true",
                        Variable=f"__V_LANGUAGE={language},__V_FILE={file}",
                    )  # fmt: skip
                    async with asyncio.timeout(40):
                        while not file.exists() or await ami.channels():
                            await asyncio.sleep(0.1)
                        # It is written behind the channel, in blocks.
                        while file in written():
                            await asyncio.sleep(0.1)
                    samples = array.array("h")
                    samples.frombytes(file.read_bytes())
                    return samples

                yield speak
        finally:
            await engine.stop()
