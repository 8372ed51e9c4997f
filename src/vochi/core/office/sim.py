"""What a company asks of its SIM cards: tariffs, limits, forwarding by the operator."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.ids import E164, Title

#: Money is kept in hundredths of the currency: 12,34 BYN is 1234.
Cents = Annotated[int, Field(ge=0, le=10_000_000)]
#: 3GPP TS 22.030: unconditional, busy, no reply, not reachable.
ForwardReason = Literal["always", "busy", "no_reply", "unreachable"]
#: A USSD code as people write it.
UssdCode = Annotated[str, StringConstraints(pattern=r"^[*#0-9][*#0-9]{0,39}$")]


class Forward(Frozen):
    """The operator sends calls on to `to`; `seconds` (steps of 5) for `no_reply` alone."""

    reason: ForwardReason
    to: E164
    seconds: Annotated[int, Field(ge=5, le=30, multiple_of=5)] = 20


class Tariff(Frozen):
    """What a SIM card costs. The month begins on `month_day`; a begun `step` of seconds is paid.

    `free_*` are used up first; `minute_own` is within the operator's network (by prefix: a hint).
    """

    month_fee: Cents = 0
    month_day: Annotated[int, Field(ge=1, le=28)] = 1
    free_minutes: Annotated[int, Field(ge=0, le=100_000)] = 0
    free_sms: Annotated[int, Field(ge=0, le=100_000)] = 0
    minute: Cents = 0
    minute_own: Cents | None = None
    sms: Cents = 0
    step: Annotated[int, Field(ge=1, le=60)] = 60


class SimPolicy(Frozen):
    """Limits of one SIM card; None: no limit. After `bad_calls` in a row that failed or were not
    carried the line rests for `rest_minutes`, unless it is the last usable one. Below
    `low_balance` somebody is told; at 0 minutes left nothing outside but emergency passes.
    """

    day_minutes: Annotated[int, Field(ge=1, le=1440)] | None = None
    month_minutes: Annotated[int, Field(ge=1, le=44_640)] | None = None
    day_sms: Annotated[int, Field(ge=0, le=10_000)] | None = 200
    bad_calls: Annotated[int, Field(ge=2, le=100)] | None = None
    rest_minutes: Annotated[int, Field(ge=1, le=1440)] = 30
    low_balance: Cents | None = None


class Question(Frozen):
    """A USSD code and how its answer is read: the first group of `pattern` is what was asked for.

    An empty pattern is the tolerant reading of the product (money, a number).
    """

    code: UssdCode
    pattern: Annotated[str, StringConstraints(max_length=200)] = ""


class OperatorProfile(Frozen):
    """What an operator's network answers to. Lines name it by `operator`; the product's own
    (`core.gsm.operators`) stand in for those that an office does not have.
    """

    name: Title
    balance: Question | None = None
    own_number: Question | None = None
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "BYN"
    balance_hours: Annotated[int, Field(ge=1, le=168)] = 12
