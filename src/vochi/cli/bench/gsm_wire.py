"""A bare UDP echo in a process of its own, and strangers who shout at a port: no code of ours."""

import asyncio
import sys
import time
from contextlib import AsyncExitStack
from typing import Final

from vochi.lab.lifetime import Lifetime

_ECHO: Final = """
import asyncio
class Echo(asyncio.DatagramProtocol):
    def connection_made(self, transport): self.transport = transport
    def datagram_received(self, data, addr): self.transport.sendto(data, addr)
async def main():
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Echo, ("127.0.0.1", 0))
    print(transport.get_extra_info("sockname")[1], flush=True)
    await asyncio.Event().wait()
asyncio.run(main())
"""
#: Strangers have many addresses, and say what each kind of stranger says.
_FLOOD: Final = """
import socket, sys, time
port, per_second, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
said = (
    "req:1;id:gsm-1;pass:guess;num:1;signal:31;gsm_status:LOGIN;voip_status:LOGIN;",
    "req:1;id:nobody;pass:guess;num:1;signal:31;gsm_status:LOGIN;voip_status:LOGIN;",
    "RECEIVE:7;id:gsm-2;password:guess;srcnum:+375170000000;msg:forged",
    "DELIVER:8;id:gsm-3;password:guess;sms_no:1;state:70;num:+375170000000",
    "OK 1 1 1\\n", "\\x00\\x01\\x02", "x" * 1400,
)
socks = []
for number in range(250):
    socks.append(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
    socks[-1].bind((f"127.66.{number // 200}.{number % 200 + 1}", 0))
count, began = 0, time.monotonic()
while (gone := time.monotonic() - began) < seconds:
    while count < gone * per_second:
        words = said[count % len(said)].replace("nobody", f"nobody{count}")
        socks[count % len(socks)].sendto(words.encode(), ("127.0.0.1", port))
        count += 1
    time.sleep(0.002)
print(count)
"""


async def flood(port: int, per_second: int, seconds: float) -> int:
    """Shout from 250 addresses; how many datagrams went out."""
    process = await _start(_FLOOD, str(port), str(per_second), str(seconds))
    told, _ = await process.communicate()
    return int(told)


class Echo(Lifetime):
    """`async with Echo() as echo:`; `pid` is its process."""

    pid: int

    async def _begin(self, stack: AsyncExitStack) -> None:
        process = await _start(_ECHO)
        stack.push_async_callback(process.wait)
        stack.callback(process.kill)
        assert process.stdout is not None
        self.pid = process.pid
        port = int(await process.stdout.readline())
        self._caller = _Caller()
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: self._caller, remote_addr=("127.0.0.1", port)
        )
        stack.callback(transport.close)
        self._transport = transport

    async def many(self, count: int, length: int, per_second: int) -> None:
        """Have so many datagrams come back."""
        began, sent = time.monotonic(), 0
        while sent < count:
            while sent < min(count, (time.monotonic() - began) * per_second):
                self._transport.sendto(b"x" * length)
                sent += 1
            await asyncio.sleep(0.005)

    async def now_and_then(self, over: asyncio.Event) -> dict[str, float]:
        """Seconds there and back, again and again, numbered."""
        took: dict[str, float] = {}
        while not over.is_set():
            self._caller.came.clear()
            began = time.monotonic()
            self._transport.sendto(b"x" * 300)
            await self._caller.came.wait()
            took[str(len(took))] = time.monotonic() - began
            await asyncio.sleep(0.05)
        return took


class _Caller(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.came = asyncio.Event()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        del data, addr
        self.came.set()


async def _start(code: str, *words: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, *words, stdout=asyncio.subprocess.PIPE
    )
