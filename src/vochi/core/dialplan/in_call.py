"""What employees press in a call: one context, an extension for each feature.

Features belong to the phones of employees (`confs.pjsip`), whoever called whom; a client's line
has none. The channel that pressed runs the extension, or the one that he talks with where the
feature is about that; the other side hears music meanwhile.
"""

from typing import Literal

from vochi.core.dialplan.tree import Context, Extension
from vochi.core.office.features import FeatureCodes

CONTEXT = "in-call"
#: What Asterisk's own attended transfer begins with. Nobody presses it: our feature does, when it
#: knows the number and that it can be called.
HIDDEN_CODE = "AAD"
#: Field of `FeatureCodes` -> on which channel it runs.
IN_CALL: dict[str, Literal["self", "peer"]] = {
    "blind": "self", "attended": "self", "third": "self", "park": "self",
    "record": "peer", "pause": "peer",
}  # fmt: skip


#: What the desk presses for an employee: keys that no phone on a desk has.
HIDDEN: dict[str, tuple[str, Literal["self", "peer"]]] = {
    "hold": ("BA", "peer"), "resume": ("BB", "peer"), "consult": ("BC", "self"),
}  # fmt: skip
#: What the desk presses to give up an attended transfer.
TAKE_BACK = "BD"


def feature_name(field: str) -> str:
    """Name of a feature in features.conf."""
    return f"vochi-{field}"


def dynamic_features(codes: FeatureCodes) -> str:
    """Value of `DYNAMIC_FEATURES` for a phone."""
    pressed = (each for each in IN_CALL if getattr(codes, each) is not None)
    return "#".join(feature_name(each) for each in (*pressed, *HIDDEN))


def in_call(*extensions: Extension) -> Context:
    """The context; Asterisk runs an extension as a subroutine."""
    return Context(CONTEXT, extensions)
