"""What somebody said of a promise by hand: facts as calls are, kept apart from what is derived."""

from datetime import datetime
from typing import Literal

from vochi.core.frozen import Frozen

Saying = Literal["promised", "web", "taken", "closed", "again"]


class Word(Frozen):
    """`place` is the moment of the latest fact that who said it had before his eyes: whatever came
    to light later is not covered by it. `at` is when it was said.

    `promised`, `web`: a call is owed by `due_at`, to `number`, about `text`; to be made by `owner`
    (id of a person). `taken`: by `owner`, empty: by nobody again. `closed`: with a `reason`, and
    the `call` that was before one's eyes. `again`: it is open after all, due by `due_at`.
    """

    id: int
    what: Saying
    number: str
    at: datetime
    place: datetime
    due_at: datetime | None = None
    owner: str = ""
    department: str = ""
    text: str = ""
    name: str = ""
    reason: str = ""
    call: int | None = None
