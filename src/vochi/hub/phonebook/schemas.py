"""What the API of phone books takes and gives."""

from datetime import datetime

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Title


class BookIn(Frozen):
    """A phone book; `anywhere`: phones outside the office's own network may ask too."""

    name: Title
    with_clients: bool = True
    anywhere: bool = False


class BookOut(BookIn):
    """As it is kept; `used_at`: when a phone last asked."""

    id: int
    made_at: datetime
    used_at: datetime | None


class BookLinks(Frozen):
    """What is typed into phones, by maker; Grandstream wants the folder, without the file."""

    yealink: str
    grandstream: str
    gigaset: str


class BookMade(Frozen):
    """A new book, and its addresses."""

    book: BookOut
    links: BookLinks
