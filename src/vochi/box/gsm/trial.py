"""One test call of the line doctor: from one SIM card of ours to another, and what was seen."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex

import structlog

from vochi.box.clock import Clock
from vochi.core import tones
from vochi.core.calls.announced import DOCTOR
from vochi.core.calls.endpoint import Endpoint
from vochi.core.countries import COUNTRIES
from vochi.core.dialplan.doctor import CALL, CONTEXT, FOLDER, HOLD, NAME
from vochi.core.gsm.doctor import CALLED_TONE, CALLER_TONE, DIAL_TONE, TALK, Seen
from vochi.core.numbers import Numbering, normalise
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.engine.ami import Ami
from vochi.engine.errors import AmiError, Refused
from vochi.engine.frame import Message

log = structlog.get_logger()

#: Seconds for a mobile network to set a call up, and for everything after the answer.
RINGS, _REST = 25.0, TALK + 6.0
#: A call that we end is over at the other side within so many.
_ENDS_WITHIN = 3.0
_FILES_WITHIN = 3.0
#: Seconds of a tone that prove that it is heard; it sounds for 6.
_HEARD, _ECHOED, _DIALS = 1.0, 2.0, 1.5
#: Bytes of a recording that are looked at: 20 s of stereo.
_MOST = 640_000


@dataclass
class _Came:
    """A call that came to one of our lines while the test ran."""

    line: str
    channel: str
    unique_id: str
    number: str


@dataclass
class _Course:
    """How the call went, in seconds of the loop."""

    answered: float | None = None
    ended: float | None = None
    came: _Came | None = None
    is_strange: bool = False


class Trials:
    """Use `call`, one at a time; `spool` is the spool of the engine that `ami` speaks with."""

    def __init__(self, ami: Ami, clock: Clock, spool: Path) -> None:
        self._ami = ami
        self._clock = clock
        self._folder = spool / FOLDER

    async def call(self, office: Office, caller: GsmLine, called: GsmLine, expected: str) -> Seen:
        """Call over `caller` to the number of `called`, which must be known; `expected` is the
        number that `called` should see. Raises AmiError.
        """
        company = office.company
        numbering = Numbering(country=company.country, area_code=company.area_code)
        name = token_hex(8)
        events = self._ami.events()
        try:
            await self._begin(office, caller, called, expected, name=name)
            course = await self._follow(events, f"{DOCTOR}{name}", caller.id, expected, numbering)
        finally:
            await self._end(f"{DOCTOR}{name}")
        try:
            return await self._judge(course, name, expected, numbering)
        finally:
            for file in self._files(name):
                file.unlink(missing_ok=True)

    async def tidy(self) -> None:
        """What a box left that was killed in the middle of a test: sounds, and the fact of it."""
        for file in self._folder.glob("*.raw"):
            file.unlink(missing_ok=True)
        await self._end()

    async def call_busy(
        self,
        office: Office,
        caller: GsmLine,
        called: GsmLine,
        *,
        holder: GsmLine,
        numbers: tuple[str, str],
    ) -> Seen:
        """Call `called` over `caller` while it talks with `holder`: does the operator send the
        call on to another line of ours? `numbers` are those of `caller` and `holder`.
        """
        company = office.company
        numbering = Numbering(country=company.country, area_code=company.area_code)
        name, held = token_hex(8), token_hex(8)
        events = self._ami.events()
        try:
            await self._begin(office, holder, called, numbers[1], name=held, place=HOLD)
            if not await self._is_answered(events, f"{DOCTOR}{held}"):
                return Seen(voided=True)
            await self._begin(office, caller, called, numbers[0], name=name)
            course = await self._follow(events, f"{DOCTOR}{name}", caller.id, numbers[0], numbering)
        finally:
            await self._end(f"{DOCTOR}{name}", f"{DOCTOR}{held}")
            for file in (*self._files(name), *self._files(held)):
                file.unlink(missing_ok=True)
        if course.is_strange:
            return Seen(voided=True)
        return Seen(delivered=course.came is not None and course.came.line != called.id)

    async def _begin(
        self,
        office: Office,
        caller: GsmLine,
        called: GsmLine,
        expected: str,
        *,
        name: str,
        place: str = CALL,
    ) -> None:
        until = int(self._clock.now().timestamp() + RINGS + _REST)
        facts = (("name", name), ("from", expected), ("to", called.id), ("until", str(until)))
        for key, value in facts:
            await self._ami.action("DBPut", Family="doctor", Key=key, Val=value)
        await self._ami.originate(
            f"PJSIP/{written(called.number or '', caller, office)}@{caller.id}",
            CONTEXT, place, seconds=RINGS, variables={NAME: name},
            channel_id=f"{DOCTOR}{name}",
        )  # fmt: skip

    async def _is_answered(self, events: AsyncIterator[Message], own: str) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(RINGS + 2.0):
                async for event in events:
                    if event.name == "OriginateResponse" and event.get("Uniqueid") == own:
                        return event.get("Response") == "Success"
        return False

    async def _follow(
        self,
        events: AsyncIterator[Message],
        own: str,
        caller: str,
        expected: str,
        numbering: Numbering,
    ) -> _Course:
        """Until both ends are over."""
        loop = asyncio.get_running_loop()
        course = _Course()
        with suppress(TimeoutError):
            async with asyncio.timeout(RINGS + _REST):
                async for event in events:
                    told = event.get("Uniqueid")
                    came = course.came
                    match event.name:
                        case "Newchannel" if came is None:
                            course.came = came = _came(event, own, caller)
                            if came and normalise(came.number, numbering) != expected:
                                # Is it ours? Then it ends with our end of it.
                                course.is_strange = not await self._is_ours(events, came, own)
                                course.ended = loop.time()
                                break
                        case "OriginateResponse" if told == own:
                            if event.get("Response") != "Success":
                                break
                            course.answered = loop.time()
                        case "Hangup" if told == own:
                            course.ended = loop.time()
                            break
                        case "@down" | "@gap":
                            course.is_strange = True
                            break
                        case _:
                            pass
        return course

    async def _is_ours(self, events: AsyncIterator[Message], came: _Came, own: str) -> bool:
        await self._hang_up(own)
        with suppress(TimeoutError):
            async with asyncio.timeout(_ENDS_WITHIN):
                async for event in events:
                    if event.name == "Hangup" and event.get("Uniqueid") == came.unique_id:
                        return True
        return False

    async def _judge(self, course: _Course, name: str, expected: str, numbering: Numbering) -> Seen:
        if course.is_strange:
            return Seen(voided=True)  # somebody else called at that very moment
        came = course.came
        seen = Seen(
            answered=course.answered is not None,
            arrived=None if came is None else came.line,
            shown="" if came is None else normalise(came.number, numbering) or "",
            expected=expected,
        )
        if course.answered is None:
            return seen
        end = course.ended or asyncio.get_running_loop().time()
        heard = await self._listen(name, is_called=came is not None)
        return Seen(
            **{**vars(seen), "lasted": end - course.answered, **heard},
        )

    async def _listen(self, name: str, *, is_called: bool) -> dict[str, bool | None]:
        files = self._files(name)[: 2 if is_called else 1]
        with suppress(TimeoutError):
            async with asyncio.timeout(_FILES_WITHIN):
                while not all(_is_written(file) for file in files):  # noqa: ASYNC110 - a disk
                    await asyncio.sleep(0.1)
        return await asyncio.to_thread(_heard, files)

    def _files(self, name: str) -> tuple[Path, Path]:
        return self._folder / f"{name}-caller.raw", self._folder / f"{name}-called.raw"

    async def _end(self, *own: str) -> None:
        with suppress(AmiError):
            await self._hang_up(*own)
            for key in ("until", "to", "from", "name"):
                with suppress(Refused):
                    await self._ami.action("DBDel", Family="doctor", Key=key)

    async def _hang_up(self, *own: str) -> None:
        for channel in await self._ami.channels():
            if channel.get("Uniqueid") in own:
                with suppress(Refused):
                    await self._ami.hangup(channel["Channel"])


def written(number: str, line: GsmLine, office: Office) -> str:
    """A number as the line wants it (`dialplan.over_line`)."""
    if line.dial == "e164":
        return number
    country = COUNTRIES[office.company.country]
    if line.dial == "digits" or not number.startswith(f"+{country.code}"):
        return number.removeprefix("+")
    national = number.removeprefix(f"+{country.code}")
    return country.ranges[0].trunk + national


def _came(event: Message, own: str, caller: str) -> _Came | None:
    endpoint = Endpoint.of_channel(event.get("Channel"))
    if endpoint is None or endpoint.kind != "line" or event.get("Uniqueid") == own:
        return None
    # A call that comes in is `Ring` from its beginning; the caller's line is taken by our own.
    if event.get("ChannelStateDesc") != "Ring" or endpoint.name == caller:
        return None
    number = event.get("CallerIDNum")
    return _Came(endpoint.name, event.get("Channel"), event.get("Uniqueid"), number)


def _heard(files: Sequence[Path]) -> dict[str, bool | None]:
    """What each side heard; left is what came over its line."""
    sounds = []
    for file in files:
        with suppress(OSError):
            sounds.append(tones.read(file.read_bytes()[:_MOST], 2)[0])
    if len(sounds) < len(files) or not sounds:
        return {"heard_by_caller": None}
    caller = sounds[0]

    def lasts(sound: tones.Samples, tone: int, seconds: float) -> bool:
        return tones.find(sound, tone).seconds >= seconds

    found: dict[str, bool | None] = {
        "heard_by_caller": lasts(caller, CALLED_TONE, _HEARD),
        "dial_tone": lasts(caller, DIAL_TONE, _DIALS),
        "echo": lasts(caller, CALLER_TONE, _ECHOED),
    }
    if len(sounds) > 1:
        found["heard_by_called"] = lasts(sounds[1], CALLER_TONE, _HEARD)
        found["echo"] = bool(found["echo"]) or lasts(sounds[1], CALLED_TONE, _ECHOED)
    return found


def _is_written(file: Path) -> bool:
    return file.exists() and file.stat().st_size > 0
