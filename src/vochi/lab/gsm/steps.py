"""What happens to SIM cards, messages and gateways in a scenario. Data only."""

from typing import Annotated, Any, Literal

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.office.sim import ForwardReason
from vochi.lab.gsm.card import CardFault


class TextIn(Frozen):
    """Somebody outside writes to one of our numbers; `lose` are parts (1-based) that never come.

    `whole` false: his network does not wait till the gateway has all of it.
    """

    who: str
    text: Annotated[str, Field(min_length=1)]
    to: str
    lose: tuple[int, ...] = ()
    reverse: bool = False


class TextOut(Frozen):
    """The desk writes to one of `people` or a number; `line` None: the box chooses."""

    desk: Literal["sms"]
    to: str
    text: str
    line: str | None = None


class TextState(Frozen):
    """Wait till the newest message to somebody has this state at the desk."""

    sms_to: str
    state: str
    within: float = 20


class TextUnderWay(Frozen):
    """Wait till a message is in the air over a line: the gateway has taken it."""

    in_the_air: str
    within: float = 20


class AgainText(Frozen):
    """A person sends the newest message to somebody again, knowing that it may come twice."""

    desk: Literal["sms_again"]
    to: str


class Say(Frozen):
    """The desk says a USSD code, or chooses in the dialogue before; `answer` is its code.

    `says` is in what comes back; `menu`: whether it waits for a choice.
    """

    ussd: str
    line: str
    goes_on: bool = False
    says: str = ""
    menu: bool = False
    answer: str = "done"


class CardSetting(Frozen):
    """Money, signal, faults and forwarding of a card, from now on; what is not told stays.

    `slow` are seconds that its SMS take longer in the air.
    """

    card_of: str
    cents: int | None = None
    signal: int | None = None
    faults: tuple[CardFault, ...] | None = None
    forwards: dict[ForwardReason, str] | None = None
    seconds: int = 5
    slow: float | None = None


class ForwardsSet(Frozen):
    """Wait till the network sends calls of a line's card on so, and not otherwise."""

    forwards_of: str
    are: dict[ForwardReason, str]
    within: float = 30


class NewCard(Frozen):
    """A card that was in no slot before."""

    iccid: str
    imsi: str
    number: str
    operator: str


class Swap(Frozen):
    """Another card into the slot of a line, or (null) none."""

    swap: str
    card: NewCard | None = None


class Power(Frozen):
    """The gateway of a line goes off or on, or starts anew; or its module alone does.

    `hang`: the line is silent, and no restart helps but one by its power.
    """

    gateway_of: str
    power: Literal["off", "on", "reboot", "module", "hang"]


class Firmware(Frozen):
    """Fields of `lab.goip.flavour.Flavour`; None: as it is."""

    waits: float | None = None
    keepalive: float | None = None
    repeated_send: Literal["status", "duplicate"] | None = None
    old_ok: bool | None = None
    short_keepalive: bool | None = None
    each_report: bool | None = None
    slow: float | None = None


class WireWeather(Frozen):
    """What becomes of packets of a line of a gateway, from now on.

    `lose` and `double` are patterns of the next `times` packets of a `way` (`in`: to the gateway);
    the shares are of all packets. `flavour` sets fields of its firmware. `calm`: fine first.
    """

    wire_of: str
    calm: bool = False
    lose: str | None = None
    double: str | None = None
    way: Literal["in", "out"] = "out"
    times: int = 1
    loss: float | None = None
    doubled: float | None = None
    late: float | None = None
    flavour: Firmware = Firmware()


class SimRow(Frozen):
    """Wait till the desk shows the SIM card of a line so: fields of `GET /sims`."""

    sim: str
    shows: dict[str, Any]
    within: float = 30


class AlarmShown(Frozen):
    """Wait till an alarm of a line (or any, `of` empty) stands at the desk, or (null) none does."""

    alarm: str
    of: str = ""
    stands: bool = True
    within: float = 30


class RepairShown(Frozen):
    """Wait till the newest repair at the desk is this one: fields of its row or of its facts."""

    repair: dict[str, Any]
    within: float = 20


class Knock(Frozen):
    """A stranger at the port of the gateways calls himself a line and guesses its password; he
    goes on in the background while the play does.
    """

    knock: str
    per_second: Annotated[int, Field(ge=1, le=10_000)] = 10
    seconds: float = 1


GsmStep = (
    TextIn
    | TextOut
    | TextState
    | TextUnderWay
    | AgainText
    | Say
    | CardSetting
    | ForwardsSet
    | Swap
    | Power
    | WireWeather
    | SimRow
    | AlarmShown
    | RepairShown
    | Knock
)
