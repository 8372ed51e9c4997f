"""What the constructor needs to know of nodes, in the asker's words."""

from functools import cache

from vochi.core.office.company import Language
from vochi.core.scheme.kinds import kinds
from vochi.core.wording.forms import WordedKind, worded


@cache
def every(language: Language) -> tuple[WordedKind, ...]:
    """All kinds of nodes in the order of the palette."""
    return tuple(worded(kind, language) for kind in kinds())
