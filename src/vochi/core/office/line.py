"""Lines to the outside world: what carries a call out of or into the office."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.ids import E164, LineId, Slug, Title
from vochi.core.office.sim import Forward, SimPolicy, Tariff

Dial = Literal["e164", "national", "digits"]
Host = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,252})$")]
SipUser = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.+-]{1,64}$")]


class OldNumber(Frozen):
    """A number that people still dial and that its operator forwards to `to`, one of ours."""

    number: E164
    to: E164
    name: Title


class GsmLine(Frozen):
    """One SIM card in one slot of a GSM gateway that registers with us as `id`.

    `paused` (every kind of line): it takes calls, and carries none outside but emergency.
    `forwards` are set in the operator's network; what Vochi has set there and is not here any
    more is cleared. What somebody set by hand is left alone (decision 0020).
    """

    kind: Literal["gsm"] = "gsm"
    id: LineId
    name: Title
    operator: Title
    number: E164 | None = None
    paused: bool = False
    gateway: Slug = "goip"
    slot: Annotated[int, Field(ge=1, le=64)] = 1
    dial: Dial = "e164"
    inbound: Slug | None = None
    record: bool = True
    forwards: tuple[Forward, ...] = ()
    tariff: Tariff | None = None
    policy: SimPolicy = SimPolicy()

    @property
    def channels(self) -> int:
        """A SIM card carries one call."""
        return 1


class SipTrunk(Frozen):
    """City numbers of an operator over SIP: we register there, or the operator knows our address.

    `certified`: the operator is licensed where the office stands; a line that is not needs the
    owner's signature in some countries (S13). `replaces`: old numbers that forward to it (S07).

    `inbound` answers every number of the trunk but those that `by_number` names.
    """

    kind: Literal["trunk"] = "trunk"
    id: LineId
    name: Title
    operator: Title = "Город"
    numbers: tuple[E164, ...] = ()
    channels: Annotated[int, Field(ge=1, le=1000)] = 1
    host: Host
    port: Annotated[int, Field(ge=1, le=65535)] = 5060
    transport: Literal["udp", "tcp"] = "udp"
    username: SipUser | None = None
    register_there: bool = True
    dial: Dial = "e164"
    inbound: Slug | None = None
    by_number: dict[E164, Slug] = Field(default_factory=dict)
    record: bool = True
    paused: bool = False
    certified: bool = True
    replaces: tuple[OldNumber, ...] = ()


class FxoLine(Frozen):
    """An analogue city line through an FXO adapter that registers with us as `id`."""

    kind: Literal["fxo"] = "fxo"
    id: LineId
    name: Title
    operator: Title = "Город"
    number: E164 | None = None
    paused: bool = False
    dial: Dial = "national"
    inbound: Slug | None = None
    record: bool = True

    @property
    def channels(self) -> int:
        """An analogue pair carries one call."""
        return 1


Line = Annotated[GsmLine | SipTrunk | FxoLine, Field(discriminator="kind")]
