"""The language of the command line, as its commands import it."""

from vochi.language import Language, language, t

__all__ = ["Language", "language", "t"]
