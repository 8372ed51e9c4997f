"""The language of the terminal: that of the person's locale, Russian or English."""

import os
from typing import Literal

Language = Literal["ru", "en"]


def language() -> Language:
    """`ru` when the first locale variable that is set says so, else `en`."""
    told = next(
        (os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), ""
    )
    return "ru" if told.startswith("ru") else "en"


def t(ru: str, en: str) -> str:
    """The wording of the locale."""
    return ru if language() == "ru" else en
