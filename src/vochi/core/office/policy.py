"""What the company allows calls to cost and last, and what it signs for (P20, P23, S13)."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.ids import LineId, Slug, Title
from vochi.core.office.music import MusicPolicy
from vochi.core.office.promises import PromisePolicy
from vochi.core.office.retention import RetentionPolicy
from vochi.core.office.upkeep import DoctorPolicy, RepairPolicy, SmsPolicy


class Limits(Frozen):
    """Minutes a day (time zone of the company) outside, together and abroad; None: no limit.

    `countries` are the calling codes that may be dialled abroad (`7`, `48`); a route must allow
    it as well. Nothing abroad and nothing premium passes unless it is opened here.
    """

    person_minutes: Annotated[int, Field(ge=1, le=1440)] | None = 300
    line_minutes: Annotated[int, Field(ge=1, le=14400)] | None = None
    abroad_minutes: Annotated[int, Field(ge=0, le=1440)] = 0
    countries: tuple[Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,3}$")], ...] = ()
    premium: bool = False
    call_minutes: Annotated[int, Field(ge=1, le=1440)] = 240
    longest_wait: Annotated[int, Field(ge=30, le=7200)] = 600


class Signature(Frozen):
    """The owner takes on himself that `line` may carry voice over the Internet (S13)."""

    line: LineId
    rule: Slug
    by: Title
    at: datetime


class RecordingPolicy(Frozen):
    """Which calls are recorded; lines, departments and people may say no to each.

    `notice`: the caller hears that the talk is recorded, before it begins.
    """

    directions: tuple[Literal["in", "out", "internal"], ...] = ("in", "out")
    notice: tuple[Literal["in", "out"], ...] = ()
    notice_prompt: Slug | None = None


class Policy(Frozen):
    """All of it. `revert_minutes`: how long after a publication phones, lines and calls are
    watched, and the office before comes back by itself when they fail (B04); 0: it never does.
    """

    limits: Limits = Limits()
    signatures: tuple[Signature, ...] = ()
    recording: RecordingPolicy = RecordingPolicy()
    sms: SmsPolicy = SmsPolicy()
    repair: RepairPolicy = RepairPolicy()
    doctor: DoctorPolicy = DoctorPolicy()
    music: MusicPolicy = MusicPolicy()
    promises: PromisePolicy = PromisePolicy()
    retention: RetentionPolicy = RetentionPolicy()
    revert_minutes: Annotated[int, Field(ge=0, le=60)] = 5
