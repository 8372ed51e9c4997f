"""What the plan of old numbers takes and gives."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.ids import E164, LineId, Title

#: What the number is today: a copper pair, a SIP line of an operator, ISDN, a SIM card.
MoveKind = Literal["copper", "sip", "isdn", "mobile"]
#: Forward it to a new one; have it moved to SIP; keep it through an FXO adapter; give it up.
MovePlan = Literal["forward", "port", "fxo", "drop"]
MoveStep = Literal["order", "line", "forward", "test_in", "test_out", "announce", "off"]
Way = Literal["in", "out"]

STEPS: dict[MovePlan, tuple[MoveStep, ...]] = {
    "forward": ("order", "line", "forward", "test_in", "test_out", "announce", "off"),
    "port": ("order", "line", "forward", "test_in", "test_out", "off"),
    "fxo": ("order", "line", "test_in", "test_out"),
    "drop": ("forward", "test_in", "announce", "off"),
}


class MoveIn(Frozen):
    """An old number and what is to become of it. `to` is the new number, `line` ours that carries
    it. `done` are steps ticked by hand. `version` is the one that was read; 0 for a new one.
    """

    number: E164
    name: Title
    operator: Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)] = ""
    kind: MoveKind = "copper"
    plan: MovePlan = "forward"
    to: E164 | None = None
    line: LineId | None = None
    due: date | None = None
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=1000)] = ""
    done: Annotated[tuple[MoveStep, ...], Field(max_length=7)] = ()
    version: Annotated[int, Field(ge=0, le=2**31 - 1)] = 0


class TriedCall(Frozen):
    """A call that came by the number, or went out over its line. `by` is the employee."""

    id: int
    at: datetime
    is_answered: bool
    is_over: bool
    client: str
    by: str | None


class TrialOut(Frozen):
    """A test call: waited for since `asked_at`, or (`call`) there. It `passed` when somebody was
    talked with.
    """

    asked_at: datetime | None
    call: TriedCall | None
    passed: bool


class MoveStepOut(Frozen):
    """A step of the plan. `by`: ticked by hand, or seen by Vochi itself."""

    id: MoveStep
    done: bool
    by: Literal["hand", "seen"] | None


class MoveOut(Frozen):
    """An old number with its plan. `last_used`: when a call came by it last."""

    id: int
    number: str
    pretty: str
    name: str
    operator: str
    kind: MoveKind
    plan: MovePlan
    to: str | None
    line: str | None
    line_name: str | None
    due: date | None
    note: str
    version: int
    steps: tuple[MoveStepOut, ...]
    state: Literal["todo", "going", "done"]
    tests: dict[Way, TrialOut]
    last_used: datetime | None


class TrialIn(Frozen):
    """Which way the test call goes; from now on the next such call is it."""

    way: Way
