"""Who asked for no more messages: he said a stop word, and no start word since."""

from vochi.core.gsm.stopping import Wish, wish_of
from vochi.hub.offices.current import current


def word_of(company: int, text: str) -> Wish | None:
    """Whether a message is nothing but a word by which people say no, or yes again."""
    return wish_of(text, current(company).policy.sms)
