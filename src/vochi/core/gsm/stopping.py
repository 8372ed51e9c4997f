"""Who wants no texts that nobody asked for: a word alone stops them, another lets them come again.

A person may still write by hand, and is told. What is written later counts.
"""

from typing import Literal

from vochi.core.office.upkeep import SmsPolicy

Wish = Literal["stop", "start"]
_LONGEST = 60


def wish_of(text: str, policy: SmsPolicy) -> Wish | None:
    """What a text asks for; it must be the word alone, whatever its case and what stands around."""
    word = _bare(text)
    if not word:
        return None
    if any(word == _bare(each) for each in policy.stop_words):
        return "stop"
    return "start" if any(word == _bare(each) for each in policy.start_words) else None


def _bare(text: str) -> str:
    """Words without what stands around them: `Стоп!` and `«СТОП»` are one."""
    if len(text) > _LONGEST:
        return ""
    words = ("".join(each for each in word if each.isalnum()) for word in text.casefold().split())
    return " ".join(word for word in words if word)
