"""Endpoints of gateways, sockets, adapters, operators and their policies."""

from django.http import HttpRequest
from ninja import Path, Query, Router, Status

from vochi.core.gsm.operators import profiles
from vochi.core.office.gateway import Adapter, Gateway, Socket
from vochi.core.office.ids import Slug
from vochi.core.office.promises import PromisePolicy
from vochi.core.office.upkeep import DoctorPolicy, RepairPolicy, SmsPolicy
from vochi.hub.accounts.asker import asker
from vochi.hub.accounts.services import language_of
from vochi.hub.answer import Cursor, Limit
from vochi.hub.gateways import devices, edits, guides, history, revealing
from vochi.hub.gateways.schemas import (
    AdapterIn,
    DoctorPolicyIn,
    Edit,
    GatewayIn,
    GatewayRow,
    KeysOut,
    OperatorOut,
    OperatorsIn,
    PromisePolicyIn,
    RepairPolicyIn,
    SetupOut,
    SimEventPage,
    SmsPolicyIn,
    SocketIn,
    SocketOut,
)
from vochi.hub.gateways.sims_api import head
from vochi.hub.offices import keys
from vochi.hub.offices.current import current
from vochi.hub.offices.schemas import PublishOut

router = Router(tags=["gateways"])


@router.get("/gateways", response=list[GatewayRow])
def list_gateways(request: HttpRequest) -> list[GatewayRow]:
    """All gateways, with where their own pages are and what is not safe about them."""
    return devices.every(head(request))


@router.post("/gateways", response={201: PublishOut})
def add_gateway(request: HttpRequest, body: GatewayIn) -> Status[PublishOut]:
    """Set a gateway up, with its lines. 409 `equipment_id_taken`."""
    thing: Gateway = edits.bare(body, Gateway)
    return Status(201, edits.add(asker(request), "gateways", thing, body, body.password))


@router.put("/gateways/{gateway}", response={201: PublishOut})
def put_gateway(request: HttpRequest, gateway: Path[Slug], body: GatewayIn) -> Status[PublishOut]:
    """Change a gateway; without a password that of its page stays."""
    thing: Gateway = edits.bare(body, Gateway)
    return Status(201, edits.put(asker(request), "gateways", gateway, thing, body, body.password))


@router.delete("/gateways/{gateway}", response={201: PublishOut})
def drop_gateway(
    request: HttpRequest, gateway: Path[Slug], edit: Query[Edit]
) -> Status[PublishOut]:
    """The office without a gateway; its lines must have left it before."""
    return Status(201, edits.drop(asker(request), "gateways", gateway, edit))


@router.get("/gateways/{gateway}/setup", response=SetupOut)
def get_gateway_setup(request: HttpRequest, gateway: Path[Slug]) -> SetupOut:
    """Everything that is typed into the gateway's pages, by page."""
    return guides.of_gateway(asker(request), gateway)


@router.post("/gateways/{gateway}/reveal", response=KeysOut)
def reveal_gateway(request: HttpRequest, gateway: Path[Slug]) -> KeysOut:
    """The secrets of a gateway and its lines; who asked is written down."""
    return revealing.of_gateway(asker(request), gateway)


@router.get("/sockets", response=list[SocketOut])
def list_sockets(request: HttpRequest) -> list[SocketOut]:
    """Smart sockets."""
    company = head(request).company
    known = keys.known(company)
    return [
        SocketOut(**dict(each), has_password=f"socket.{each.id}" in known)
        for each in current(company).sockets
    ]


@router.post("/sockets", response={201: PublishOut})
def add_socket(request: HttpRequest, body: SocketIn) -> Status[PublishOut]:
    """Set a socket up. 409 `equipment_id_taken`."""
    thing: Socket = edits.bare(body, Socket)
    return Status(201, edits.add(asker(request), "sockets", thing, body, body.password))


@router.put("/sockets/{socket}", response={201: PublishOut})
def put_socket(request: HttpRequest, socket: Path[Slug], body: SocketIn) -> Status[PublishOut]:
    """Change a socket."""
    thing: Socket = edits.bare(body, Socket)
    return Status(201, edits.put(asker(request), "sockets", socket, thing, body, body.password))


@router.delete("/sockets/{socket}", response={201: PublishOut})
def drop_socket(request: HttpRequest, socket: Path[Slug], edit: Query[Edit]) -> Status[PublishOut]:
    """The office without a socket."""
    return Status(201, edits.drop(asker(request), "sockets", socket, edit))


@router.get("/adapters", response=list[Adapter])
def list_adapters(request: HttpRequest) -> list[Adapter]:
    """FXO and FXS adapters."""
    return list(current(head(request).company).adapters)


@router.post("/adapters", response={201: PublishOut})
def add_adapter(request: HttpRequest, body: AdapterIn) -> Status[PublishOut]:
    """Set an adapter up. 409 `equipment_id_taken`."""
    thing: Adapter = edits.bare(body, Adapter)
    return Status(201, edits.add(asker(request), "adapters", thing, body, None))


@router.put("/adapters/{adapter}", response={201: PublishOut})
def put_adapter(request: HttpRequest, adapter: Path[Slug], body: AdapterIn) -> Status[PublishOut]:
    """Change an adapter."""
    thing: Adapter = edits.bare(body, Adapter)
    return Status(201, edits.put(asker(request), "adapters", adapter, thing, body, None))


@router.delete("/adapters/{adapter}", response={201: PublishOut})
def drop_adapter(
    request: HttpRequest, adapter: Path[Slug], edit: Query[Edit]
) -> Status[PublishOut]:
    """The office without an adapter."""
    return Status(201, edits.drop(asker(request), "adapters", adapter, edit))


@router.get("/adapters/{adapter}/setup", response=SetupOut)
def get_adapter_setup(request: HttpRequest, adapter: Path[Slug]) -> SetupOut:
    """Everything that is typed into the adapter's pages."""
    return guides.of_adapter(asker(request), adapter)


@router.post("/adapters/{adapter}/reveal", response=KeysOut)
def reveal_adapter(request: HttpRequest, adapter: Path[Slug]) -> KeysOut:
    """The SIP passwords of an adapter; who asked is written down."""
    return revealing.of_adapter(asker(request), adapter)


@router.get("/operators", response=list[OperatorOut])
def list_operators(request: HttpRequest) -> list[OperatorOut]:
    """What is known of operators: the office's own first, then the product's."""
    office = current(head(request).company)
    own = set(office.operators)
    return [OperatorOut(**dict(each), builtin=each not in own) for each in profiles(office)]


@router.put("/operators", response={201: PublishOut})
def put_operators(request: HttpRequest, body: OperatorsIn) -> Status[PublishOut]:
    """The office's own profiles, in place of those it had."""
    return Status(201, edits.put_operators(asker(request), body))


@router.put("/policy/sms", response={201: PublishOut})
def put_sms_policy(request: HttpRequest, body: SmsPolicyIn) -> Status[PublishOut]:
    """When messages may go out."""
    rules: SmsPolicy = edits.bare(body, SmsPolicy)
    return Status(201, edits.put_rules(asker(request), "sms", body, rules))


@router.put("/policy/repair", response={201: PublishOut})
def put_repair_policy(request: HttpRequest, body: RepairPolicyIn) -> Status[PublishOut]:
    """How broken equipment is repaired."""
    rules: RepairPolicy = edits.bare(body, RepairPolicy)
    return Status(201, edits.put_rules(asker(request), "repair", body, rules))


@router.put("/policy/doctor", response={201: PublishOut})
def put_doctor_policy(request: HttpRequest, body: DoctorPolicyIn) -> Status[PublishOut]:
    """How lines are tried."""
    rules: DoctorPolicy = edits.bare(body, DoctorPolicy)
    return Status(201, edits.put_rules(asker(request), "doctor", body, rules))


@router.put("/policy/promises", response={201: PublishOut})
def put_promise_policy(request: HttpRequest, body: PromisePolicyIn) -> Status[PublishOut]:
    """By when clients who could not reach us are to be called back."""
    rules: PromisePolicy = edits.bare(body, PromisePolicy)
    return Status(201, edits.put_rules(asker(request), "promises", body, rules))


@router.get("/repairs", response=SimEventPage)
def list_repairs(
    request: HttpRequest, cursor: Cursor | None = None, limit: Limit = 50
) -> SimEventPage:
    """What was restarted or cut, by whom, and what was not and why."""
    who = head(request)
    return history.of_all(who.company, "repairs", cursor, limit, language_of(who.account))


@router.get("/checks", response=SimEventPage)
def list_checks(
    request: HttpRequest, cursor: Cursor | None = None, limit: Limit = 50
) -> SimEventPage:
    """What the line doctor found."""
    who = head(request)
    return history.of_all(who.company, "checks", cursor, limit, language_of(who.account))
