"""What can be wrong with a sound or a text, as a code with facts for `core.wording.say`."""

from typing import Literal, get_args

VoiceCode = Literal[
    "sound.too_big", "sound.too_long", "sound.no_audio", "sound.unreadable", "sound.broken",
    "sound.silent", "sound.took_too_long", "sound.bad_cut", "sound.nothing_left",
    "voice.no_text", "voice.long_text", "voice.nothing_said", "voice.no_synthesiser",
    "voice.failed",
]  # fmt: skip

CODES: tuple[VoiceCode, ...] = get_args(VoiceCode)


class VoiceFault(Exception):  # noqa: N818 - a refusal of what somebody gave us, hardly an error
    """No sound could be made; facts hold nothing that came out of the file itself."""

    def __init__(self, code: VoiceCode, **facts: str) -> None:
        super().__init__(f"{code} {facts or ''}".strip())
        self.code = code
        self.facts = facts
