"""What a glance at a number tells."""

from datetime import datetime

from vochi.core.calls.call import Direction
from vochi.core.frozen import Frozen
from vochi.hub.calls.schemas import CallRow, EmployeeRef
from vochi.hub.clients.schemas import ClientOut, NoteOut
from vochi.hub.promises.schemas import PromiseOut


class LastTalk(Frozen):
    """The last talk with the client: when, with whom, for how many seconds; `call` is its id."""

    at: datetime
    employee: EmployeeRef | None
    direction: Direction
    talked: float
    call: int


class Glance(Frozen):
    """Everything at once about a number; `client` is None when it is nobody's, or not seen.

    `calls` are the last ones with any of his numbers, newest first, those that are on left out.
    `asks_crm`: a CRM may know more of him (`/clients/crm/{number}`), and is slower.
    """

    client: ClientOut | None
    lists: tuple[str, ...]
    last_talk: LastTalk | None
    last_note: NoteOut | None
    promises: tuple[PromiseOut, ...]
    calls: tuple[CallRow, ...]
    unread_sms: int
    asks_crm: bool = False
