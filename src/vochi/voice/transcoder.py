"""The one place that starts ffmpeg: it reads files of strangers, so it is held short.

It may open nothing but the one file (a playlist names others, and addresses), only formats of
sound, for a bounded time, and never gets a name that somebody else chose.
"""

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import imageio_ffmpeg

from vochi.voice.fault import VoiceFault
from vochi.voice.sound import RATE

#: Demuxers of files that hold nothing but themselves: no hls, no concat, no playlists.
_FORMATS: Final = (
    "aac,ac3,aiff,amr,ape,asf,au,avi,caf,eac3,flac,flv,gsm,loas,matroska,mov,mp3,mpeg,mpegts,"
    "oga,ogg,opus,tta,voc,w64,wav,wv,webm"
)
_LIMIT_SECONDS: Final = 120
#: Hum below the telephone's band only takes room from the voice; 8 kHz itself cuts the top.
_BAND: Final = f"highpass=f=180,aresample={RATE}:filter_size=64:cutoff=0.95"
_METER: Final = "ebur128=framelog=quiet:peak=sample"
#: The same, and the peak between samples too (ITU-T BS.1770).
_TRUE_METER: Final = "ebur128=framelog=quiet:peak=true"
_LEVEL: Final = re.compile(r"\bI:\s+(-?[0-9.]+|-?inf|nan) LUFS")
_PEAK: Final = re.compile(r"\bPeak:\s+(-?[0-9.]+|-?inf|nan) dBFS")
_DURATION: Final = re.compile(r"Duration: (\d+):(\d+):(\d+)\.(\d+)")


@dataclass(frozen=True)
class Heard:
    """`samples`: 16-bit mono 8 kHz; `loudness` in LUFS (-70: silence), `peak` in dBFS.

    `told` is the length in seconds that the file itself claims, None when it claims none or only
    guesses (an mp3 without an index).
    """

    samples: bytes
    loudness: float
    peak: float
    told: float | None


def read(file: Path, longest: float) -> Heard:
    """The sound of a file of any format, at most `longest` seconds of it.

    Raises VoiceFault `sound.no_audio`, `sound.unreadable`, `sound.took_too_long`.
    """
    done = _run(
        ["-protocol_whitelist", "file", "-format_whitelist", _FORMATS],
        ["-i", f"file:{file.resolve()}", "-map", "0:a:0", "-vn", "-sn", "-dn"],
        ["-t", str(longest), "-ac", "1", "-af", f"{_BAND},{_METER}"],
    )
    words = done.stderr.decode(errors="replace")
    if "matches no streams" in words:
        raise VoiceFault("sound.no_audio")
    if done.returncode or not done.stdout:
        raise VoiceFault("sound.unreadable")
    told = _DURATION.search(words)
    seconds = None
    # A film may end later than its sound.
    if told and "Estimating duration" not in words and "Video:" not in words:
        hours, minutes, rest, hundredths = map(int, told.groups())
        seconds = hours * 3600 + minutes * 60 + rest + hundredths / 100
    # The file's own tags stand before the summary and may say anything.
    summary = words[words.rfind("Summary:") :]
    return Heard(done.stdout, _last(_LEVEL, summary), _last(_PEAK, summary), seconds)


def measure(samples: bytes) -> tuple[float, float]:
    """Loudness (LUFS, EBU R128) and peak (dBFS) of 16-bit mono 8 kHz samples."""
    done = _run(_RAW, ["-i", "pipe:0"], ["-af", _METER], stdin=samples)
    summary = done.stderr.decode(errors="replace")
    return _last(_LEVEL, summary), _last(_PEAK, summary)


def meter(samples: bytes) -> tuple[float, float]:
    """Loudness (LUFS, EBU R128) and true peak (dBTP) of 16-bit mono 8 kHz samples."""
    done = _run(_RAW, ["-i", "pipe:0"], ["-af", _TRUE_METER], stdin=samples)
    summary = done.stderr.decode(errors="replace")
    return _last(_LEVEL, summary), _last(_PEAK, summary)


def louder(samples: bytes, decibels: float, limit: float) -> bytes:
    """The same sound so much louder, with no peak above `limit` dBFS."""
    top = 10 ** (limit / 20)
    chain = (
        f"volume={decibels:.2f}dB,alimiter=level=0:limit={top:.4f}:attack=5:release=80:latency=1"
    )
    done = _run(_RAW, ["-i", "pipe:0"], ["-af", chain], stdin=samples)
    if done.returncode:
        raise VoiceFault("voice.failed", why="ffmpeg")
    return done.stdout


_RAW: Final = ["-f", "s16le", "-ar", str(RATE), "-ac", "1"]


def _run(
    before: list[str], source: list[str], chain: list[str], stdin: bytes | None = None
) -> "subprocess.CompletedProcess[bytes]":
    command = [
        imageio_ffmpeg.get_ffmpeg_exe(), "-hide_banner", "-nostats", "-loglevel", "info",
        *(("-nostdin",) if stdin is None else ()), "-threads", "1", *before, *source, *chain,
        "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact",
        "-ar", str(RATE), "-f", "s16le", "-",
    ]  # fmt: skip
    try:
        return subprocess.run(
            command, input=stdin or b"", capture_output=True, timeout=_LIMIT_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise VoiceFault("sound.took_too_long") from None


def _last(what: re.Pattern[str], words: str) -> float:
    found = what.findall(words)
    if not found or found[-1] in {"-inf", "inf", "nan"}:
        return -70.0
    return float(found[-1])
