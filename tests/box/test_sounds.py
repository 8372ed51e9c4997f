"""Prompts that have gone from the disk: an alarm, and the file again."""

import hashlib
from pathlib import Path

import httpx

from vochi.box.alarm import Alarm
from vochi.box.sounds import Sounds
from vochi.core.office.company import Company
from vochi.core.office.document import Office
from vochi.core.office.prompt import Prompt

SOUND = b"RIFF" + b"\x01" * 100
SHA256 = hashlib.sha256(SOUND).hexdigest()
OFFICE = Office(
    company=Company(name="Р"),
    prompts=(Prompt(id="hello", name="Привет", sha256=SHA256, seconds=1),),
)
GONE = (Alarm(code="prompt.gone", facts={"prompt": "Привет"}),)


async def test_gone_and_here_again(tmp_path: Path) -> None:
    told: list[tuple[Alarm, ...]] = []
    file = tmp_path / f"{SHA256}.wav"
    sounds = Sounds(lambda: OFFICE, lambda sha256: tmp_path / f"{sha256}.wav", told.append)
    file.write_bytes(SOUND)
    assert await sounds.look() == ()
    file.unlink()
    assert await sounds.look() == GONE
    assert await sounds.look() == GONE
    assert told == [GONE]
    file.write_bytes(b"")  # a power cut may leave a name without content
    assert await sounds.look() == GONE

    async def dead(_: str) -> bytes:
        raise httpx.ConnectError("no hub")

    async def other(_: str) -> bytes:
        return b"something else"

    async def hub(sha256: str) -> bytes:
        assert sha256 == SHA256
        return SOUND

    for source in (dead, other):
        sounds.source = source
        assert await sounds.look() == GONE
    sounds.source = hub
    assert await sounds.look() == GONE
    assert file.read_bytes() == SOUND
    assert await sounds.look() == ()
    assert told == [GONE, ()]


async def test_without_an_office_nothing_is_missed(tmp_path: Path) -> None:
    assert await Sounds(lambda: None, lambda sha256: tmp_path / sha256, print).look() == ()
