"""Gateways, adapters, sockets, operators, and what SIM cards are told to forward."""

import ipaddress
from collections.abc import Iterator

from vochi.core.gsm.characters import BadPattern
from vochi.core.gsm.forwarding import loops
from vochi.core.gsm.parts import clean, count
from vochi.core.gsm.pattern import Pattern
from vochi.core.numbers import classify
from vochi.core.office.checks.doubles import check_doubles
from vochi.core.office.document import Office
from vochi.core.office.line import FxoLine, GsmLine
from vochi.core.office.operators import same_operator
from vochi.core.office.problem import Problem, error, warning

#: We call them; without an address nothing is known of their SIM cards, and no SMS goes.
_SPOKEN_TO = frozenset({"yeastar", "dinstar", "quectel", "dongle"})
#: Calls work as with any other; SMS, USSD and SIM cards do not (decision 0024).
_WITHOUT_DRIVER = frozenset({"openvox", "gammu"})


def check_gateways(office: Office) -> Iterator[Problem]:
    """Everything about what stands between the office and the operators."""
    yield from check_doubles(
        "gateway.id_taken", ((f"gateways/{n}/id", it.id) for n, it in enumerate(office.gateways))
    )
    yield from check_doubles(
        "adapter.id_taken", ((f"adapters/{n}/id", it.id) for n, it in enumerate(office.adapters))
    )
    yield from check_doubles(
        "socket.id_taken", ((f"sockets/{n}/id", it.id) for n, it in enumerate(office.sockets))
    )
    yield from _gateways(office)
    yield from _slots(office)
    yield from _adapters(office)
    yield from _operators(office)
    yield from _forwards(office)
    yield from _loops(office)
    yield from _missed(office)


def _missed(office: Office) -> Iterator[Problem]:
    """A text that is too long would be refused at each missed call, and nobody would see it."""
    policy = office.policy.sms
    if policy.missed is None:
        return
    parts = count(clean(policy.missed.text)).parts
    if parts > policy.most_parts:
        yield error("sms.missed_too_long", "policy/sms/missed/text", parts=str(parts),
                    most=str(policy.most_parts))  # fmt: skip


def _gateways(office: Office) -> Iterator[Problem]:
    sockets = {each.id: each for each in office.sockets}
    fed: dict[str, str] = {}
    standing: dict[tuple[str, int | None], str] = {}
    for index, gateway in enumerate(office.gateways):
        place, facts = f"gateways/{index}", {"name": gateway.name}
        if gateway.address is not None:
            if _is_public(gateway.address):
                yield warning(
                    "gateway.exposed", f"{place}/address", **facts, address=gateway.address
                )
            other = standing.setdefault((gateway.address, gateway.port), gateway.name)
            if other != gateway.name:
                yield warning("gateway.address_taken", f"{place}/address", **facts, other=other,
                              address=gateway.address)  # fmt: skip
        elif gateway.kind in _SPOKEN_TO:
            yield warning("gateway.no_address", f"{place}/address", **facts)
        if gateway.kind in _WITHOUT_DRIVER:
            yield warning("gateway.no_driver", f"{place}/kind", **facts, kind=gateway.kind)
        if gateway.socket is None:
            continue
        socket = sockets.get(gateway.socket)
        if socket is None:
            yield error("gateway.unknown_socket", f"{place}/socket", **facts, socket=gateway.socket)
        elif socket.feeds != "gateway":
            yield error("gateway.socket_of_other", f"{place}/socket", **facts, socket=socket.name)
        elif gateway.socket in fed:
            other = fed[gateway.socket]
            yield warning("gateway.socket_shared", f"{place}/socket", **facts, other=other,
                          socket=socket.name)  # fmt: skip
        fed.setdefault(gateway.socket, gateway.name)


def _slots(office: Office) -> Iterator[Problem]:
    """With no gateway declared calls work all the same; nothing is known of the SIM cards."""
    gateways = {each.id: each for each in office.gateways}
    lines = [(n, line) for n, line in enumerate(office.lines) if isinstance(line, GsmLine)]
    if lines and not gateways:
        yield warning("gateway.none", "gateways", lines=", ".join(line.name for _, line in lines))
        return
    for index, line in lines:
        gateway = gateways.get(line.gateway)
        if gateway is None:
            # As with none at all: an office from before gateways names several, and gets them one
            # by one.
            yield warning(
                "line.unknown_gateway", f"lines/{index}/gateway", name=line.name,
                gateway=line.gateway,
            )  # fmt: skip
        elif line.slot > gateway.slots:
            yield error(
                "line.no_such_slot", f"lines/{index}/slot", name=line.name, slot=str(line.slot),
                gateway=gateway.name, slots=str(gateway.slots),
            )  # fmt: skip


def _adapters(office: Office) -> Iterator[Problem]:
    analogue = {line.id for line in office.lines if isinstance(line, FxoLine)}
    accounts = {device.account for device in office.devices}
    for index, adapter in enumerate(office.adapters):
        place, name = f"adapters/{index}", adapter.name
        if adapter.line is None and adapter.account is None:
            yield warning("adapter.nothing", place, name=name)
        if adapter.line is not None and adapter.line not in analogue:
            yield error("adapter.unknown_line", f"{place}/line", name=name, line=adapter.line)
        if adapter.account is not None and adapter.account not in accounts:
            yield error(
                "adapter.unknown_account", f"{place}/account", name=name, account=adapter.account
            )


def _operators(office: Office) -> Iterator[Problem]:
    for index, profile in enumerate(office.operators):
        place = f"operators/{index}"
        for other in office.operators[:index]:
            if same_operator(profile.name, other.name):
                yield error("operator.twice", f"{place}/name", name=profile.name, other=other.name)
                break
        for field in ("balance", "own_number"):
            question = getattr(profile, field)
            if question is None or not question.pattern:
                continue
            try:
                Pattern(question.pattern)
            except BadPattern as bad:
                yield error(
                    "operator.bad_pattern", f"{place}/{field}/pattern", name=profile.name,
                    pattern=question.pattern, why=bad.why,
                )  # fmt: skip


def _forwards(office: Office) -> Iterator[Problem]:
    area = office.company.numbering
    lines = [(n, line) for n, line in enumerate(office.lines) if isinstance(line, GsmLine)]
    for index, line in lines:
        for n, each in enumerate(line.forwards):
            place = f"lines/{index}/forwards/{n}"
            facts = {"name": line.name, "reasons": each.reason, "number": each.to}
            if any(each.reason == earlier.reason for earlier in line.forwards[:n]):
                yield error("forward.reason_twice", f"{place}/reason", **facts)
            if each.to == line.number:
                yield error("forward.to_itself", f"{place}/to", **facts)
            kind = classify(each.to, area)
            if kind == "abroad":
                yield warning("forward.abroad", f"{place}/to", **facts)
            elif kind == "premium":
                yield warning("forward.premium", f"{place}/to", **facts)
            elif kind == "unknown":
                yield warning("forward.unknown_number", f"{place}/to", **facts)


def _loops(office: Office) -> Iterator[Problem]:
    places = {line.id: n for n, line in reversed(list(enumerate(office.lines)))}
    lines = [line for line in office.lines if isinstance(line, GsmLine)]
    for walk in loops(lines):
        first = walk[0]
        facts = {
            "path": " → ".join((*(hop.line.name for hop in walk), first.line.name)),
            "reasons": ", ".join(dict.fromkeys(hop.reason for hop in walk)),
        }
        place = f"lines/{places[first.line.id]}/forwards/{first.place}/to"
        if all(hop.reason == "always" for hop in walk):
            yield error("forward.loop", place, **facts)
        else:
            yield error("forward.loop_when", place, **facts)


def _is_public(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_global
    except ValueError:
        return False
