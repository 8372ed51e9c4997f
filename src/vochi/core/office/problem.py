"""A problem of an office: a code with its place and facts; the screen words it."""

from typing import Literal

from pydantic import Field

from vochi.core.frozen import Frozen


class Problem(Frozen):
    """`code` like `extension.taken`; `place` like `people/2/extension`; facts fill the wording.

    A `warning` does not stop a publication, an `error` does.
    """

    code: str
    place: str
    facts: dict[str, str] = Field(default_factory=dict)
    severity: Literal["error", "warning"] = "error"
