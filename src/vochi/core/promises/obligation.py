"""One promise to one client, from the first call in vain till he is reached or it is closed."""

from datetime import datetime
from typing import Literal

from vochi.core.frozen import Frozen

Kind = Literal["missed", "voicemail", "callback_asked", "callback_failed", "web", "promised"]
State = Literal["open", "kept", "closed"]
#: `came`: he called again and was answered; `called`: we called him; `hand`: somebody closed it;
#: `unwanted`: he is on the blacklist.
How = Literal["came", "called", "hand", "unwanted"]

#: The weightiest first: what a promise is called after.
WEIGHT: tuple[Kind, ...] = ("promised", "web", "callback_asked", "voicemail", "missed")


class Tried(Frozen):
    """The last call back that did not reach him: `by` is an extension, `why` a result of calls."""

    at: datetime
    by: str | None
    why: str
    call: int


class Obligation(Frozen):
    """`key` is of what opened it: `c<call>` or `w<word>`. `opened_at` and `last_at` are the first
    and last thing that opened it; `settled` the place of what ended it. `asked_for` (extension) is
    whom he called, `owner` (person) who was told to call. `by` is an extension (kept) or a name.
    """

    key: str
    kind: Kind
    reasons: tuple[Kind, ...]
    number: str
    numbers: tuple[str, ...]
    name: str = ""
    opened_at: datetime
    last_at: datetime
    due_at: datetime
    times: int = 0
    short: int = 0
    longest_wait: float = 0.0
    last_call: int | None = None
    message_call: int | None = None
    message: float | None = None
    calls: tuple[int, ...] = ()
    lost: bool = False
    line: str | None = None
    departments: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    asked_for: str | None = None
    owner: str = ""
    text: str = ""
    promised_by: str = ""
    tries: int = 0
    tried: Tried | None = None
    state: State = "open"
    settled: datetime | None = None
    closed_at: datetime | None = None
    how: How | None = None
    by: str = ""
    by_call: int | None = None
    reason: str = ""

    @property
    def head(self) -> datetime:
        """The place after which nothing was known of it: what a word about it is said after."""
        return self.settled or self.last_at
