"""What stands outside the office: phones, SIM cards in a gateway, trunks of city operators."""

from collections.abc import Collection
from typing import Literal

from vochi.core.frozen import Frozen
from vochi.core.office.document import Office, Secrets
from vochi.core.office.gateway import GatewayKind
from vochi.core.office.line import FxoLine, GsmLine, Line, SipTrunk
from vochi.lab.adapters import Port, ports
from vochi.lab.ports import free_tcp

#: Addresses of the lab on loopback. Phones, gateway and operators must not share one: an office
#: knows an operator by its address alone.
PHONES_AT = "127.0.0.1"
GATEWAY_AT = "127.0.0.2"
TRUNKS_AT = "127.0.0.{}"
FIRST_TRUNK = 10

#: How a gateway tells the number of a GSM caller (GoIP: 'CID Forward Mode', protocols.md 1.7).
CallerIn = Literal["rpid", "pai", "from"]


class Device(Frozen):
    """A phone on a desk, registered in the office with its own account."""

    account: str
    password: str
    address: str = PHONES_AT
    #: No maker's: phones of the lab do not know `Event: talk`, and pjsip behind them loses a call
    #: that was told of it before it was answered.
    user_agent: str = "Vochi lab phone"

    @property
    def endpoint(self) -> str:
        """Name in the lab's Asterisk."""
        return f"phone-{self.account}"


class SimSlot(Frozen):
    """A SIM card in a slot of a gateway in 'config by line' mode, or a city pair of an FXO box.

    `forward_to` is the user part that the gateway calls for each GSM call; `busy_code` is what it
    answers when the office asks for a card that already carries a call. `gateway` and `slot` tell
    where the card lies; an FXO box has none, and calls the office `answers_after` seconds of
    ringing; before the second ring it does not know who calls.
    """

    account: str
    password: str
    number: str | None
    caller_in: CallerIn = "rpid"
    forward_to: str
    busy_code: Literal[486, 503] = 503
    address: str = GATEWAY_AT
    user_agent: str = "dble GoIP-8"
    gateway: str = ""
    slot: int = 0
    operator: str = ""
    answers_after: float = 0.0

    @property
    def endpoint(self) -> str:
        """Name in the lab's Asterisk."""
        return f"sim-{self.account}"


class Trunk(Frozen):
    """City numbers with `channels` calls at once; over it the operator answers 503."""

    id: str
    numbers: tuple[str, ...]
    channels: int
    address: str
    username: str | None
    password: str | None
    office_registers: bool

    @property
    def endpoint(self) -> str:
        """Name in the lab's Asterisk."""
        return f"trunk-{self.id}"


class GatewayAt(Frozen):
    """A gateway of the office: its page, and what its lines tell of themselves to `server`.

    `keys` are those of its lines' SMS clients by line id.
    """

    id: str
    kind: GatewayKind
    server: tuple[str, int]
    keys: dict[str, str]
    address: str = GATEWAY_AT
    web_port: int = 0
    web_login: str = "admin"
    web_password: str = "admin"  # noqa: S105 - as it leaves the factory


class Outside(Frozen):
    """Everything that the lab plays, with the office's SIP address and the lab's own ports."""

    office_host: str
    office_port: int
    port: int
    rtp_first: int
    rtp_last: int
    devices: tuple[Device, ...]
    sims: tuple[SimSlot, ...]
    trunks: tuple[Trunk, ...]
    gateways: tuple[GatewayAt, ...] = ()

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address that the lab listens on, each once."""
        parties: tuple[Device | SimSlot | Trunk, ...] = (*self.devices, *self.sims, *self.trunks)
        return tuple(dict.fromkeys(party.address for party in parties))


def surround(
    office: Office,
    secrets: Secrets,
    server: tuple[str, int],
    port: int,
    rtp: tuple[int, int],
    *,
    caller_in: CallerIn = "rpid",
    leave: Collection[str] = (),
    goip_port: int | None = None,
) -> Outside:
    """The outside world that fits an office: a phone for each device, a card or trunk per line.

    `leave` names accounts and lines that the lab does not play: real ones are expected there.
    What an adapter of the office serves is set up by its printed settings (`lab.adapters`).
    With `goip_port`, where the office hears GoIPs, its gateways live too, not their calls alone.
    """
    password = secrets.passwords
    printed = ports(office, secrets, server)
    sims: list[SimSlot] = []
    trunks: list[Trunk] = []
    for line in office.lines:
        if line.id in leave:
            continue
        match line:
            case GsmLine() | FxoLine():
                sims.append(
                    SimSlot(
                        account=line.id,
                        password=password[line.id],
                        number=line.number,
                        caller_in=caller_in,
                        forward_to=line.id,
                        gateway=line.gateway if isinstance(line, GsmLine) else "",
                        slot=line.slot if isinstance(line, GsmLine) else 0,
                        operator=line.operator,
                    )
                )
            case SipTrunk():
                trunks.append(
                    Trunk(
                        id=line.id,
                        numbers=line.numbers,
                        channels=line.channels,
                        address=line.host,
                        username=line.username,
                        password=password.get(line.id),
                        office_registers=line.register_there,
                    )
                )
    return Outside(
        office_host=server[0],
        office_port=server[1],
        port=port,
        rtp_first=rtp[0],
        rtp_last=rtp[1],
        devices=tuple(
            _phone(device.account, password[device.account], printed.get(device.account))
            for device in office.devices
            if device.account not in leave
        ),
        sims=tuple(_pair(sim, printed.get(sim.account), server) for sim in sims),
        trunks=tuple(trunks),
        gateways=() if goip_port is None else _gateways(office, secrets, (server[0], goip_port)),
    )


def _phone(account: str, password: str, port: Port | None) -> Device:
    if port is None:
        return Device(account=account, password=password)
    return Device(account=port.user, password=port.password, user_agent=port.user_agent)


def _pair(sim: SimSlot, port: Port | None, server: tuple[str, int]) -> SimSlot:
    if port is None:
        return sim
    host, _, number = port.server.partition(":")
    assert (host, int(number or 5060)) == server, f"printed for another server: {port.server}"
    told = {
        "account": port.user, "password": port.password, "forward_to": port.forward_to,
        "user_agent": port.user_agent, "answers_after": port.answers_after,
    }  # fmt: skip
    return sim.model_copy(update=told)


def _gateways(office: Office, secrets: Secrets, server: tuple[str, int]) -> tuple[GatewayAt, ...]:
    """Those that the office knows the page of, and the keys."""
    return tuple(
        GatewayAt(
            id=gateway.id,
            kind=gateway.kind,
            server=server,
            keys={
                line.id: secrets.keys[f"sms.{line.id}"]
                for line in office.lines
                if isinstance(line, GsmLine)
                and line.gateway == gateway.id
                and f"sms.{line.id}" in secrets.keys
            },
            address=gateway.address or GATEWAY_AT,
            web_port=gateway.port or 0,
            web_login=gateway.login,
            web_password=secrets.keys.get(f"web.{gateway.id}", "admin"),
        )
        for gateway in office.gateways
    )


def move_gateways(office: Office) -> Office:
    """The same office with the page of every gateway at the lab's, each on a port of its own."""
    here = [
        gateway.model_copy(update={"address": GATEWAY_AT, "port": free_tcp(GATEWAY_AT)})
        for gateway in office.gateways
    ]
    return office.model_copy(update={"gateways": tuple(here)})


def move_trunks(office: Office, port: int) -> Office:
    """The same office with every trunk pointing to the lab's operators on `port`."""
    lines: list[Line] = []
    trunk = FIRST_TRUNK
    for line in office.lines:
        if isinstance(line, SipTrunk):
            here = {"host": TRUNKS_AT.format(trunk), "port": port}
            lines.append(line.model_copy(update=here))
            trunk += 1
        else:
            lines.append(line)
    return office.model_copy(update={"lines": tuple(lines)})
