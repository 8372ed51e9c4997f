"""Messages between box and hub. The box opens every connection (no static address needed).

    POST /link/v1/enroll           EnrollRequest  -> EnrollReply     one-time code, no key yet
    POST /link/v1/entries          EntriesPush    -> EntriesAck      idempotent by (box, seq)
    GET  /link/v1/commands?wait=25&done=ID&office=N -> CommandsReply   long poll
    GET  /link/v1/office           -> OfficeReply                    the version to run
    GET  /link/v1/prompts/{sha256} -> the file
    PUT  /link/v1/recordings/{sha256}  body: the file; header `X-Vochi-Unique-Id` -> 201 or 200

Everything but `enroll` carries `Authorization: Bearer <key of the box>`.
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from vochi.core.calls.entry import Entry
from vochi.core.frozen import Frozen
from vochi.core.office.document import Office, Secrets


class EnrollRequest(Frozen):
    """`code` is shown once by the hub; `name` is the box's own host name."""

    code: str
    name: str


class EnrollReply(Frozen):
    """The key is told once; the hub keeps only its hash."""

    box_id: int
    key: Annotated[str, Field(repr=False)]


class EntriesPush(Frozen):
    """Entries in order of `seq`, at most 500."""

    entries: Annotated[tuple[Entry, ...], Field(max_length=500)]


class EntriesAck(Frozen):
    """All entries up to and with `through` are safe in the hub; `hash` is that of `through`.

    An empty push asks for it: a box whose journal was lost goes on from there.
    """

    through: int
    hash: str | None = None


class Originate(Frozen):
    """Ring the employee's phones first, then call `to` as if he had dialled it (P03)."""

    kind: Literal["originate"] = "originate"
    extension: str
    to: str


class HangUpCall(Frozen):
    """End the whole call."""

    kind: Literal["hang_up"] = "hang_up"
    linked_id: str


class BlindTransfer(Frozen):
    """Send the client of the call on to `to`, as the employee could dial it."""

    kind: Literal["blind_transfer"] = "blind_transfer"
    linked_id: str
    extension: str
    to: str


Action = Annotated[Originate | HangUpCall | BlindTransfer, Field(discriminator="kind")]


class Command(Frozen):
    """Something to do before `deadline` (UTC); later it is refused with code `late`.

    The answer is the journal entry `command` with the same id: codes `done`, `late`,
    `no_such_call`, `no_device` (no phone of the extension is online), `bad_number`,
    `engine_down`, `failed`.
    """

    id: str
    deadline: datetime
    action: Action


class CommandsReply(Frozen):
    """Commands not yet answered, oldest first; `office` is the version the box should run."""

    commands: tuple[Command, ...]
    office: int | None


class OfficeReply(Frozen):
    """The office to run with its secrets; the prompts are fetched apart, by their content."""

    office: Office
    secrets: Secrets


class LinkError(Frozen):
    """Body of every refusal (RFC 9457 problem details in small)."""

    code: str
    detail: str = ""
    facts: dict[str, JsonValue] = Field(default_factory=dict)
