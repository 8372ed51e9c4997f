"""When messages may go out, how broken equipment is repaired, how lines are tried."""

from typing import Annotated

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen

#: `HH:MM` in the time zone of the company.
Clock = Annotated[str, StringConstraints(pattern=r"^(?:[01][0-9]|2[0-3]):[0-5][0-9]$")]
#: Words that each stand alone in a text.
Words = Annotated[
    tuple[Annotated[str, StringConstraints(min_length=1, max_length=20)], ...],
    Field(max_length=50),
]


class MissedSms(Frozen):
    """A text for who called and talked with nobody (P31): `text`, at most one in `once_hours`."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
    once_hours: Annotated[int, Field(ge=1, le=72)] = 24


class SmsPolicy(Frozen):
    """Texts that nobody waits for (`origin` other than a person) keep to `quiet_from`..`quiet_to`.

    `pace` seconds between two on one SIM card. Whoever answers with one of `stop_words` alone gets
    no more of them until he writes one of `start_words`. What was not sent within `give_up_hours`
    has failed. One login asks for `account_day` parts in 24 hours at most: a stolen one does not
    empty the SIM cards. `missed`: what a missed call is answered with; None: with nothing.
    Texts for many go out `bulk_day` parts in 24 hours, and to one number once in `bulk_hours`.
    """

    quiet_from: Clock | None = "21:00"
    quiet_to: Clock | None = "08:00"
    pace: Annotated[int, Field(ge=1, le=60)] = 4
    stop_words: Words = ("СТОП", "STOP")
    start_words: Words = ("СТАРТ", "START")
    give_up_hours: Annotated[int, Field(ge=1, le=72)] = 24
    most_parts: Annotated[int, Field(ge=1, le=10)] = 6
    account_day: Annotated[int, Field(ge=1, le=100_000)] = 500
    missed: MissedSms | None = None
    bulk_day: Annotated[int, Field(ge=1, le=100_000)] = 300
    bulk_hours: Annotated[int, Field(ge=0, le=720)] = 24


class RepairPolicy(Frozen):
    """The ladder for what is dead: line -> gateway -> socket; each rung waits for the one before.

    Nothing is done while a call lives on what would be cut, unless the line has been dead for
    `force_after` seconds. Power is cut at most once in `power_hours`, a gateway restarted at most
    once in `gateway_minutes`, a line once in `line_minutes`.
    """

    enabled: bool = True
    line_minutes: Annotated[int, Field(ge=2, le=1440)] = 5
    gateway_minutes: Annotated[int, Field(ge=5, le=1440)] = 30
    power_hours: Annotated[int, Field(ge=1, le=168)] = 24
    force_after: Annotated[int, Field(ge=60, le=86_400)] = 1800


class DoctorPolicy(Frozen):
    """The line doctor calls and writes between our own SIM cards when the office is idle, each
    line once in `every_hours`, within `from_time`..`to_time`, no more than `day_calls` and
    `day_sms` in all.
    """

    enabled: bool = False
    from_time: Clock = "02:00"
    to_time: Clock = "06:00"
    every_hours: Annotated[int, Field(ge=1, le=720)] = 24
    idle_minutes: Annotated[int, Field(ge=0, le=240)] = 5
    day_calls: Annotated[int, Field(ge=0, le=1000)] = 64
    day_sms: Annotated[int, Field(ge=0, le=200)] = 0
