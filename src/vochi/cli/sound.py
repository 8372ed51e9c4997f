"""A sound file that a person named on the command line."""

from pathlib import Path

from vochi import voice
from vochi.cli.fault import Fault
from vochi.cli.language import language
from vochi.core.wording import say
from vochi.voice import Sound, VoiceFault


def convert(path: Path) -> Sound:
    """As Asterisk plays it; the same input gives the same bytes."""
    try:
        return voice.convert(path)
    except VoiceFault as fault:
        raise Fault(f"{path}: {say(fault.code, fault.facts, language())}") from None
