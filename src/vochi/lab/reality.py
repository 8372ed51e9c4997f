"""Lives of callers on a real Asterisk, to hold beside what the simulator tells of them.

async with Reality(folder, tree) as reality:
    seen = await reality.live(office, lives)     # all at once, each over a line of its own
"""

import asyncio
import os
import wave
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from secrets import token_hex

from vochi.core.calls.call import Call
from vochi.core.compile import compile_office
from vochi.core.facts import client_value
from vochi.core.numbers import normalise
from vochi.core.office.document import Office
from vochi.core.scheme.life import Life, PhoneLife
from vochi.core.scheme.simulate import simulate
from vochi.core.site import Site
from vochi.engine.ami import Ami
from vochi.engine.errors import Refused
from vochi.engine.tree import Tree
from vochi.lab.asterisk import LabAsterisk
from vochi.lab.bare import LAB_ADDRESSES, own_secrets
from vochi.lab.behaviour import BUSY, RINGS, Behaviour
from vochi.lab.city import City
from vochi.lab.confs import Paths
from vochi.lab.lifetime import Lifetime
from vochi.lab.party import Party
from vochi.lab.places import move_trunks, surround
from vochi.lab.ports import free_tcp, free_udp, free_udp_range
from vochi.lab.seen import Seen, folded, read_rows, seen
from vochi.lab.side import NotInTimeError, Side
from vochi.voice import make_phrases

#: Families of facts that one life leaves behind and the next must not find.
_FACTS = ("away", "client", "resp", "last", "idle", "turn", "wrap", "sim", "used", "day", "spent")
#: Longer than the simulator says, in seconds: then the life goes on otherwise.
_GRACE = 6.0
#: What a caller who leaves a message speaks, in seconds.
_MESSAGE = 3.0
#: What runs after a hang-up (the end of a message) writes rows too.
_LAST_ROWS = 0.5
_RATE = 8000


class Reality(Lifetime):
    """One Asterisk with an office whose schemes are changed from life to life, and its city.

    The first office gives phones, lines and prompts; later ones may differ in their dialplan only.
    """

    def __init__(self, root: Path, tree: Tree, office: Office) -> None:
        self._root, self._tree = root, tree
        self._secrets = own_secrets(office)
        self._lab_port = free_udp(LAB_ADDRESSES)
        self._first = move_trunks(office, self._lab_port)
        self._paths = Paths(root / "office", tree.modules, tree.data)
        state = self._paths.state
        rtp = free_udp_range(200)
        self._site = Site(
            etc=str(self._paths.etc), state=str(state), modules=str(tree.modules),
            data=str(tree.data), prompts=str(state / "prompts"), phrases=str(make_phrases()),
            listen="127.0.0.1", sip_port=free_udp(), rtp_first=rtp[0], rtp_last=rtp[1],
            ami_port=free_tcp(), agi_port=free_tcp(), ami_secret=token_hex(16),
        )  # fmt: skip
        self._files: dict[str, str] = {}

    async def _begin(self, stack: AsyncExitStack) -> None:
        """Start both; everything is registered."""
        state = self._paths.state
        (state / "prompts").mkdir(parents=True)
        for prompt in self._first.prompts:
            _silence(state / "prompts" / f"{prompt.sha256}.wav", prompt.seconds)
        for folder in self._site.directories:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103 - nobody else runs on this loop yet
        self._files = compile_office(self._first, self._secrets, self._site)
        engine = LabAsterisk(self._paths, self._tree.argv, self._site.ami_port)
        stack.push_async_callback(engine.stop)
        await engine.start(self._files)
        secret = self._site.ami_secret
        self._ami = await stack.enter_async_context(
            Ami("127.0.0.1", self._site.ami_port, "vochi", secret)
        )
        outside = surround(
            self._first, self._secrets, ("127.0.0.1", self._site.sip_port), self._lab_port,
            free_udp_range(200),
        )  # fmt: skip
        self.city = await stack.enter_async_context(City(outside, self._root / "lab", self._tree))
        await self.city.until_registered(60)

    async def live(self, office: Office, lives: Sequence[Life]) -> tuple[Seen, ...]:
        """Every life over its own line, side by side."""
        office = move_trunks(office, self._lab_port)
        await self._publish(office)
        await self._facts(office, lives)
        cel = self._cel
        before = cel.stat().st_size if cel.exists() else 0
        unplugged = [
            account
            for life in lives
            for account, phone in life.phones.items()
            if phone.state == "offline"
        ]
        await asyncio.gather(*(self.city.phones[each].unplug() for each in unplugged))
        try:
            told = await asyncio.gather(*(self._one(office, life) for life in lives))
        finally:
            await asyncio.gather(*(self.city.phones[each].plug() for each in unplugged))
        await self.city.until_quiet()
        await asyncio.sleep(_LAST_ROWS)
        rows = read_rows(cel, before)
        return tuple(seen(rows, life, *each) for life, each in zip(lives, told, strict=True))

    def calls(self) -> tuple[Call, ...]:
        """Everything that was lived so far, as the call log tells it."""
        return folded(read_rows(self._cel))

    @property
    def _cel(self) -> Path:
        return Path(self._site.state) / "log" / "cel-custom" / "cel.csv"

    async def _publish(self, office: Office) -> None:
        files = compile_office(office, self._secrets, self._site)
        changed = {name for name, text in files.items() if self._files.get(name) != text}
        for name in changed:
            (self._paths.etc / name).write_text(files[name])
        self._files = files
        reloads = {"extensions.conf": "dialplan reload", "queues.conf": "queue reload all"}
        for name in sorted(changed & set(reloads)):
            await self._ami.action("Command", Command=reloads[name])

    async def _facts(self, office: Office, lives: Iterable[Life]) -> None:
        for family in _FACTS:
            try:
                await self._ami.action("DBDelTree", Family=family)
            except Refused:
                continue  # there was none
        numbering = office.company.numbering
        for life in lives:
            for extension, away in life.away.items():
                await self._put("away", extension, away)
            number = normalise(life.caller, numbering)
            if number is None:
                continue
            client = life.client
            value = client_value(known=client.known, lists=client.lists, tags=client.tags)
            if value:
                await self._put("client", number, value)
            if client.responsible:
                await self._put("resp", number, client.responsible)
            if client.last:
                now = int(datetime.now().timestamp())  # noqa: DTZ005 - an epoch has no zone
                await self._put("last", number, f"{client.last}.{now}")

    async def _put(self, family: str, key: str, value: str) -> None:
        await self._ami.action("DBPut", Family=family, Key=key, Val=value)

    async def _one(self, office: Office, life: Life) -> tuple[str, str | None, float]:
        """(how it ended, who answered, seconds to the answer or to the end)."""
        tale = simulate(office, life)
        for account, phone in life.phones.items():
            self.city.phones[account].behave(_behaviour(phone))
        mine: dict[str, Party] = {each: self.city.phones[each] for each in life.phones}
        people = dict(mine)
        for number, phone in life.outside.items():
            people[number] = self.city.subscriber(number, behaviour=_behaviour(phone))
        counts = {name: len(party.sides) for name, party in people.items()}
        caller = self.city.subscriber(life.caller)
        dialled = life.number or next(
            sim.number for sim in self.city.outside.sims if sim.account == life.line
        )
        side = await caller.call(dialled or "", line=life.line)
        leaves = life.patience
        if tale.end == "voicemail":
            entered = [each.at for each in tale.moments if each.code == "life.enters"][-1]
            leaves = entered + _MESSAGE + 3
        keys = asyncio.create_task(
            _press(side, [(m.at, m.facts["digits"]) for m in tale.moments
                          if m.code == "life.presses"])
        )  # fmt: skip
        horizon = (tale.waited if leaves is None else leaves) + _GRACE

        def answered() -> tuple[str, Side] | None:
            for name, party in people.items():
                for each in party.sides[counts[name] :]:
                    if each.answered_at is not None:
                        return name, each
            return None

        until = min(horizon, leaves) if leaves is not None else horizon
        end = "goes_on"
        try:
            await self.city.until(
                lambda: answered() is not None or not side.live, "over", within=until
            )
        except NotInTimeError:
            end = "gave_up" if leaves is not None else "goes_on"
        keys.cancel()
        by = answered()
        waited = self.city.clock() - side.began_at
        if by is not None:
            waited = (by[1].answered_at or 0) - side.began_at
            await asyncio.sleep(0.3)  # both hear each other: the fold would count a talk
            end = "talk"
        elif not side.live:
            waited = (side.ended_at or 0) - side.began_at
            end = "hung_up"
        if side.live:
            await side.hang_up()
        for party in mine.values():
            party.behave(RINGS)
        name = None if by is None else by[0]
        return end, name if name is None or name[0] == "+" else name.partition("-")[0], waited


def _behaviour(phone: PhoneLife) -> Behaviour:
    if phone.state == "busy":
        return BUSY
    return RINGS if phone.answers is None else Behaviour(answer=phone.answers)


async def _press(side: Side, keys: Sequence[tuple[float, str]]) -> None:
    for at, digits in keys:
        await asyncio.sleep(max(0.0, side.began_at + at - side.clock()))
        if side.talking and digits:
            await side.press(digits)


def _silence(path: Path, seconds: float) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        file.writeframes(bytes(2 * int(_RATE * seconds)))
