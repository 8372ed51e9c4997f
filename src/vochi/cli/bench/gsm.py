"""Issue 4: 32 SIM cards at once: what they cost idle, how fast messages go both ways, a flood.

The whole product runs with the emulated GoIP-32 of the lab in this process; figures of the box are
of its own process. Floors: a bare UDP echo beside it, raw commits on the same disk.
"""

import asyncio
import os
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from secrets import token_hex
from typing import Final

import httpx

from vochi.cli.bench.figures import Figure, progress, show
from vochi.cli.bench.gsm_office import LINES, office
from vochi.cli.bench.gsm_rows import Rows
from vochi.cli.bench.gsm_wire import Echo, flood
from vochi.cli.bench.idle import cpu_seconds, rss_mb
from vochi.cli.bench.journal import raw_commits
from vochi.core.office.read import write_office
from vochi.lab.goip.box import GoipBox
from vochi.lab.gsm.card import CallMoment, SimCard
from vochi.lab.stand import Stand

#: Seconds between two keepalives of a line that is well (protocols.md 1).
_KEEPALIVE: Final = 30.0
_REST, _FAST = 8.0, 6.0
#: Keepalives a second, all lines together, while what one costs is measured.
_BEATS = 400
MESSAGES = int(os.environ.get("VOCHI_MESSAGES", "600"))
_PER_SECOND = 10
_FLOOD, _FLOOD_SECONDS = 5_000, 5.0
_DRAINED_WITHIN = 60.0


def run(as_json: bool) -> int:
    """Print the figures; 1 when a target is missed."""
    with tempfile.TemporaryDirectory(prefix="vochi-gsm-", dir=Path.cwd()) as folder:
        return show(asyncio.run(_measure(Path(folder))), as_json)


async def _measure(folder: Path) -> dict[str, Figure]:
    file = folder / "office.yaml"
    file.write_text(write_office(office()))
    async with AsyncExitStack() as stack:
        progress(f"an office with {LINES} SIM cards in one gateway")
        stand = await stack.enter_async_context(Stand(folder / "stand", office_file=file))
        echo = await stack.enter_async_context(Echo())
        rows = await stack.enter_async_context(Rows(stand.desk))
        bench = Bench(stand, echo, rows)
        await bench.until_known()
        found = await bench.idle()
        found |= await bench.messages(await asyncio.to_thread(raw_commits, folder))
        found |= await bench.flood()
    return found


class Bench:
    """One running office with its gateway; figures in turn."""

    def __init__(self, stand: Stand, echo: Echo, rows: Rows) -> None:
        self._stand = stand
        self._echo = echo
        self._rows = rows
        self._radio = stand.city.networks.radio
        (self._goip,) = stand.city.networks.gateways.values()
        self._box, self._hub = stand.running.pid("box"), stand.running.pid("hub")
        self._late = 0

    async def until_known(self) -> None:
        """Every SIM card is shown registered; what the box asks of new cards is asked."""
        _set_keepalive(self._goip, 1.0)
        for line in self._goip.lines:
            await self._stand.desk.until_sim(line.account.id, {"registered": True}, 60)
        _set_keepalive(self._goip, _KEEPALIVE)
        await asyncio.sleep(4)

    # --- what a quiet gateway costs

    async def idle(self) -> dict[str, Figure]:
        """CPU of keepalives, from what many of them cost."""
        progress(f"{_REST:.0f} s of rest, then {_BEATS} keepalives a second for {_FAST:.0f} s")
        rest = await self._cpu(self._box, asyncio.sleep(_REST)) / _REST
        count = 0

        async def beat() -> None:
            nonlocal count
            count = await _evenly(_BEATS, _FAST, self._beat)

        quick = await self._cpu(self._box, beat()) / _FAST
        one = max(quick - rest, 0.0) * _FAST / count
        length = len(self._goip.lines[0].keepalive())
        bare = await self._cpu(self._echo.pid, self._echo.many(count, length, _BEATS)) / count
        share = LINES / _KEEPALIVE * 100
        return {
            "driver idle": Figure(
                value=round(one * share, 4), unit="% of core", target=1.0,
                floor=f"bare UDP echo {bare * share:.4f}; a keepalive takes {one * 1e6:.0f} us, an "
                f"echo {bare * 1e6:.0f} us; the whole box with {LINES} lines {rest * 100:.2f} %",
            ),
        }  # fmt: skip

    def _beat(self, number: int) -> None:
        self._goip.lines[number % LINES].beat()

    async def _cpu(self, pid: int, work: Awaitable[None]) -> float:
        before = cpu_seconds(pid)
        await work
        return cpu_seconds(pid) - before

    # --- everything at once

    async def messages(self, commits: float) -> dict[str, Figure]:
        """Messages out and in, calls and keepalives over all lines, for a minute."""
        progress(f"{MESSAGES} messages out, {_PER_SECOND}/s, over {LINES} lines that are busy")
        self._forget()
        before = cpu_seconds(self._hub), cpu_seconds(self._box)
        wanted = {f"+37529{1_000_000 + n}": f"bench {n}" for n in range(MESSAGES)}
        accepted: list[str] = []
        over = asyncio.Event()
        async with asyncio.TaskGroup() as group:
            rest = [
                group.create_task(each)
                for each in (
                    self._incoming(over),
                    self._lively(over),
                    self._echo.now_and_then(over),
                )
            ]
            began = time.monotonic()
            posts = []
            for number, (to, text) in enumerate(wanted.items()):
                await asyncio.sleep(began + number / _PER_SECOND - time.monotonic())
                posts.append(group.create_task(self._post(to, text, accepted)))
            await asyncio.gather(*posts)
            taken = time.monotonic() - began
            over.set()
            came, _, echoes = await asyncio.gather(*rest)
        hub, box = cpu_seconds(self._hub) - before[0], cpu_seconds(self._box) - before[1]
        drained = await self._until_sent(len(wanted), began)
        sent = Counter((to, text) for _, to, text, _ in self._radio.sent)
        once = sum(sent[each] == 1 for each in wanted.items())
        wrong = sum(sent.values()) - once + len(wanted) - len(accepted)
        missed = [text for text in came if text not in self._rows.seen_at]
        rows = [self._rows.seen_at[text] - at for text, at in came.items() if text not in missed]
        acks = self._took(set())
        events = self._took({"RECEIVE", "DELIVER", "STATE", "RECORD", "HANGUP"})
        durable = self._took({"RECEIVE"})
        floor = f"bare UDP echo p95 {_p95(list(echoes.values())) * 1e3:.1f} ms at the same time"
        return {
            "accepted": Figure(
                value=round(len(accepted) / max(taken, MESSAGES / _PER_SECOND), 2), unit="SMS/s",
                target=_PER_SECOND * 0.99, better="more",
                floor=f"{commits:.0f} raw commits/s on this disk; all sent after {drained:.0f} s, "
                f"{self._late} asked twice; of a core hub {hub / taken:.0%}, box {box / taken:.0%}",
            ),
            "lost": Figure(
                value=wrong + len(missed), unit="messages", target=0,
                floor=f"{once} of {len(wanted)} sent exactly once, {len(came)} came in",
            ),
            "ack p95": Figure(
                value=round(_p95(acks) * 1e3, 1), unit="ms", target=100,
                floor=f"{floor}; {len(acks)} datagrams; events {_p95(events) * 1e3:.1f}, an SMS "
                f"with a durable part {_p95(durable) * 1e3:.1f}",
            ),
            "row p95": Figure(
                value=round(_p95(rows) * 1e3, 1), unit="ms", target=1000,
                floor=f"SMS in the air to its row on the desk; median "
                f"{statistics.median(rows) * 1e3:.0f}, worst {max(rows) * 1e3:.0f}",
            ),
        }  # fmt: skip

    async def _post(self, to: str, text: str, accepted: list[str]) -> None:
        """As a careful program does: who heard nothing asks again under the same id."""
        body = {"id": token_hex(16), "to": to, "text": text}
        for _ in range(5):
            try:
                row = await self._stand.desk.post("/sms", body)
            except httpx.TimeoutException as fault:
                self._late += 1
                progress(f"{text}: {fault!r}")
                continue
            except httpx.HTTPError as fault:
                progress(f"{text} not accepted: {fault!r}")
                return
            accepted.append(str(row["id"]))
            return

    async def _until_sent(self, count: int, began: float) -> float:
        end = time.monotonic() + _DRAINED_WITHIN
        while time.monotonic() < end and len(self._radio.sent) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.2)
        drained = time.monotonic() - began
        await asyncio.sleep(1.5)  # a second sending of the same would come now
        return drained

    async def _incoming(self, over: asyncio.Event) -> dict[str, float]:
        """Four a second, each to another card; when each came, by its text."""
        came: dict[str, float] = {}
        cards = list(self._radio.cards.values())

        async def one(number: int, card: SimCard) -> None:
            text = f"in {number}"
            slot = self._radio.slot_of(card.number)
            line = next(each for each in self._goip.lines if each.slot == slot)
            came[text] = time.monotonic()
            line.tell("RECEIVE", f"srcnum:+37533{2_000_000 + number};msg:{text}")

        number = 0
        while not over.is_set():
            await one(number, cards[number % len(cards)])
            number += 1
            await asyncio.sleep(0.25)
        await asyncio.sleep(2)
        return came

    async def _lively(self, over: asyncio.Event) -> dict[str, float]:
        """Each line tells of a call and of its life every four seconds."""
        number = 0
        while not over.is_set():
            line = self._goip.lines[number % LINES]
            line.beat()
            if number // LINES % 2 == 0:
                line.call_changed(CallMoment("in", "begun", "+375291234567"))
            else:
                line.call_changed(CallMoment("in", "ended", "+375291234567", talked=3.0))
            number += 1
            await asyncio.sleep(4 / LINES)
        return {}

    # --- strangers

    async def flood(self) -> dict[str, Figure]:
        """Keepalives while strangers shout; what the box remembers of them."""
        progress(f"{_FLOOD} strange datagrams a second for {_FLOOD_SECONDS:.0f} s")
        self._forget()
        before = rss_mb(self._box)
        port = self._stand.settings.goip_port
        asked = 0

        async def beat() -> None:
            nonlocal asked
            asked = await _evenly(LINES * 2, _FLOOD_SECONDS, self._beat)

        floods = asyncio.create_task(flood(port, _FLOOD, _FLOOD_SECONDS))
        used = await self._cpu(self._box, beat())
        count = await floods
        await asyncio.sleep(1)
        answered = self._took({"req"})
        waits = [*answered, *[_KEEPALIVE] * (asked - len(answered))]
        return {
            "flood ack": Figure(
                value=round(_p95(waits) * 1e3, 1), unit="ms", target=100,
                floor=f"p95 of {asked} keepalives, worst {max(waits) * 1e3:.0f}, "
                f"{asked - len(answered)} lost; {count} strange datagrams, box at "
                f"{used / _FLOOD_SECONDS * 100:.0f} % of a core",
            ),
            "flood MB": Figure(
                value=round(rss_mb(self._box) - before, 1), unit="MB more", target=10,
                floor=f"the box had {before:.0f} MB",
            ),
        }  # fmt: skip

    # --- what the lines have seen

    def _forget(self) -> None:
        for line in self._goip.lines:
            line.took.clear()

    def _took(self, verbs: set[str]) -> list[float]:
        """Seconds to the answer; of every datagram when no verb is named."""
        return [
            took
            for line in self._goip.lines
            for verb, took in line.took
            if not verbs or verb in verbs
        ]


def _set_keepalive(goip: GoipBox, seconds: float) -> None:
    goip.set_flavour(replace(goip.flavour, keepalive=seconds))


async def _evenly(per_second: int, seconds: float, work: Callable[[int], None]) -> int:
    """Do something so often; how often it was done."""
    began, count = time.monotonic(), 0
    while (gone := time.monotonic() - began) < seconds:
        while count < gone * per_second:
            work(count)
            count += 1
        await asyncio.sleep(0.005)
    return count


def _p95(values: list[float]) -> float:
    return statistics.quantiles(values, n=20)[-1] if len(values) > 1 else float("inf")
