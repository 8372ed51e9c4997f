"""Entries of the journal: everything that happened, in order, each sealed by a hash.

Bodies by kind (all values JSON):

- `cel`: one CEL row, keyed by the field names of `CEL_FIELDS`, values as Asterisk wrote them.
- `engine`: `{"state": "started" | "stopped" | "died", "version": "22.10.1", "reason": str}`.
  `died` and `stopped` close every call still open at that moment as 'interrupted'.
- `device`: `{"endpoint": "101-2" | "a1-1", "state": "online" | "offline", "address": "ip:port",
  "user_agent": str, "rtt_ms": float | null}`: registration of a device or line.
- `recording`: `{"unique_id", "linked_id", "sha256", "bytes", "seconds", "format": "mp3",
  "peaks": [[left 0..255, right 0..255], ...], "started_at": iso8601}`.
- `message`: `{"unique_id", "linked_id", "sha256", "bytes", "seconds", "format": "mp3",
  "started_at": iso8601}`: the file of a voicemail (V_MAIL), safe on the disk of the box.
- `prompt`: `{"unique_id", "prompt", "sha256", "bytes", "seconds", "format": "wav",
  "started_at": iso8601}`: a prompt recorded by phone; `prompt` is its id.
- `office`: `{"version": int, "ok": bool, "problems": [str], "plan": [str], "seconds": float}`.
- `command`: `{"id": str, "ok": bool, "code": str, "facts": {}}`: how a command ended. Facts that
  name `ext`, `state` (and `to`) as V_AWAY does change an employee's state (`calls.away`).
- `sms`, `sms_part`, `sim`, `ussd`, `balance`, `number`, `forward`, `repair`, `check`, `gateway`:
  the models of `core.gsm.entries`, as JSON.
- `redaction`: `{"order": str, "entries": [[seq, sha256], ...]}`: these entries before it were
  rewritten so that a person is not in them any more; each sha256 is `journal.entry_hash` of what
  stands there now, while the entry's own `hash` stays that of what was sealed (B13).
"""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from vochi.core.frozen import Frozen

EntryKind = Literal[
    "cel", "engine", "device", "recording", "message", "prompt", "office", "command",
    "sms", "sms_part", "sim", "ussd", "balance", "number", "forward", "repair", "check", "gateway",
    "redaction",
]  # fmt: skip

#: Fields of a CEL row in the order of `cel.csv` (see engine.md: the delimited format).
CEL_FIELDS = (
    "EventType", "EventTime", "name", "num", "ani", "rdnis", "dnid", "Exten", "Context",
    "ChanName", "AppName", "AppData", "AccountCode", "UniqueID", "LinkedID", "Peer",
    "UserField", "UserDefType", "EventExtra", "TenantID",
)  # fmt: skip


class Entry(Frozen):
    """One sealed fact. `seq` counts from 1 without gaps in one box.

    `at` is wall time (UTC) of the event itself; `mono` is seconds of the monotonic clock of the
    boot `boot` when it happened, reckoned back from when the box read it (`journal.happened_at`:
    reading time would make a talk 0 s long when a box that was away reads its rows at once).
    `at` and `mono` of one boot that run apart mean that the wall clock was set. `hash` is
    SHA-256 over the canonical JSON of everything else here, `prev` (the hash of entry seq-1, 64
    zeros for the first) included.
    """

    seq: Annotated[int, Field(ge=1)]
    at: datetime
    mono: float
    boot: str
    kind: EntryKind
    body: dict[str, JsonValue]
    prev: str
    hash: str
