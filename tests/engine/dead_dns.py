"""Runs inside a network of its own: Asterisk, one phone, a resolver that never answers.

Arguments: directory of the home, `yes` or `no` for names of our own. Prints one JSON object.
"""

import asyncio
import contextlib
import json
import socket
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "src")]

from hand import hand_files  # noqa: E402
from phone import Phone  # noqa: E402

from vochi.engine.install import default_cache, find  # noqa: E402
from vochi.engine.run import Engine, ami_secret  # noqa: E402
from vochi.engine.tree import Tree  # noqa: E402
from vochi.home import Home, Settings  # noqa: E402


class PlainTree(Tree):
    """Without names of our own."""

    def argv(self, conf: Path, *more: str, own_names: bool = False) -> list[str]:
        return super().argv(conf, *more, own_names=False)


async def main(root: str, own_names: bool) -> dict[str, object]:
    with socket.socket(type=socket.SOCK_DGRAM) as resolver:
        resolver.bind(("127.0.0.1", 53))
        resolver.setblocking(False)
        found = find(default_cache())
        assert found is not None
        tree = found if own_names else PlainTree(**vars(found))
        home = Home(Path(root))
        # The network is ours alone, so fixed ports are free. 0.0.0.0 as in a real office.
        home.save(Settings(sip_port=5060, ami_port=5038))
        statuses, seconds, registered = [], [], None
        async with Engine(home, tree) as engine:
            number = engine.releases.write(hand_files(home, tree, ami_secret(home)))
            engine.releases.switch(number)
            began = asyncio.get_running_loop().time()
            await engine.start()
            try:
                async with Phone("101", 5060) as phone:
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(9):
                            registered = await phone.register()
                    ready = asyncio.get_running_loop().time() - began
                    for _ in range(10 if registered else 0):
                        status, took = await phone.call("echo")
                        statuses.append(status)
                        seconds.append(took)
                        await phone.hang_up()
            finally:
                await engine.stop()
        questions = 0
        with contextlib.suppress(BlockingIOError):
            while resolver.recv(2000):
                questions += 1
    return {
        "registered": registered,
        "ready": ready,
        "statuses": statuses,
        "seconds": seconds,
        "questions": questions,
    }


print(json.dumps(asyncio.run(main(sys.argv[1], sys.argv[2] == "yes"))))
