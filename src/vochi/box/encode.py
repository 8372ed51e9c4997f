"""Raw stereo to MP3 without hurting live calls: one at a time, last in line for CPU and disk."""

import asyncio
import hashlib
import os
import shutil
from functools import cache
from pathlib import Path

import imageio_ffmpeg

from vochi.box.peaks import RATE

FORMAT = "mp3"


class EncodeFailed(Exception):  # noqa: N818 - says what happened
    """The encoder did not make the file; its last words are the message."""


@cache
def _program() -> tuple[str, ...]:
    polite: list[str] = []
    if nice := shutil.which("nice"):
        polite += [nice, "-n", "19"]
    if ionice := shutil.which("ionice"):
        polite += [ionice, "-c", "3"]
    return (*polite, imageio_ffmpeg.get_ffmpeg_exe())


async def encode(raw: Path, target: Path) -> str:
    """Write `target` (MP3, durable) from 16-bit 8 kHz stereo; its SHA-256.

    Plain stereo, never joint: what the client says must not be heard in the employee's channel.
    16 kHz, since MP3 of 8 kHz ("MPEG 2.5") is outside the standard and not every browser plays
    it. Bit-exact, so that the same recording encoded again is the same file.
    Raises EncodeFailed, OSError.
    """
    return await _encode(
        ("-f", "s16le", "-ar", str(RATE), "-ac", "2", "-i", str(raw)),
        ("-b:a", "48k", "-joint_stereo", "0"),
        target,
    )


async def encode_message(wav: Path, target: Path) -> str:
    """The same from the WAV of a message, 16-bit 8 kHz mono.

    The 44 bytes of its header are passed over, not read: a kill leaves wrong sizes there.
    """
    return await _encode(
        ("-skip_initial_bytes", "44", "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", str(wav)),
        ("-b:a", "32k"),
        target,
    )


async def _encode(source: tuple[str, ...], form: tuple[str, ...], target: Path) -> str:
    process = await asyncio.create_subprocess_exec(
        *_program(),
        *("-nostdin", "-hide_banner", "-loglevel", "error", "-y", "-threads", "1"),
        *source,
        *("-ar", "16000", "-c:a", "libmp3lame", *form),
        *("-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"),
        *("-id3v2_version", "0", "-f", "mp3", str(target)),
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, said = await process.communicate()
    except asyncio.CancelledError:
        process.kill()
        await process.wait()
        raise
    if process.returncode:
        words = said.decode(errors="replace").strip().splitlines()
        raise EncodeFailed(words[-1] if words else f"status {process.returncode}")
    return await asyncio.to_thread(make_durable, target)


def make_durable(path: Path) -> str:
    """Sync a file; its SHA-256."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    return digest


def sync_directory(path: Path) -> None:
    """Make a rename inside `path` durable."""
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
