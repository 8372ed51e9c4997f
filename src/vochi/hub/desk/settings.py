"""What a person types into phones and gateways."""

import socket

from django.conf import settings

from vochi.core.office.directory import numbers_of
from vochi.core.office.document import Office
from vochi.core.office.line import Line, SipTrunk
from vochi.core.office.signatures import rule_of
from vochi.home import Settings
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.calls.models import CallTag
from vochi.hub.desk.models import DeviceState
from vochi.hub.desk.schemas import (
    AnswerOut,
    DeviceOut,
    LineOut,
    OldNumberOut,
    PasswordOut,
    SchemeRef,
    SignatureOut,
)
from vochi.hub.offices.current import current
from vochi.hub.offices.models import SipSecret
from vochi.hub.offices.seal import unseal


def server_address(home: Settings) -> str:
    """The address at which phones find the engine of this machine: the one it listens on, or
    when that is all of them, the one by which this machine reaches the network.
    """
    if home.listen not in {"0.0.0.0", "::"}:  # noqa: S104 - compared, not bound
        return home.listen
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Connecting a datagram socket sends nothing; the kernel only picks a route.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])


def devices(company: int) -> list[DeviceOut]:
    """Every phone of the office in force."""
    office = current(company)
    states = _states(company)
    people = {person.extension: person.name for person in office.people}
    home: Settings = settings.HOME_SETTINGS
    server = server_address(home)
    out = []
    for device in office.devices:
        state = states.get(device.account)
        out.append(
            DeviceOut(
                account=device.account,
                name=device.name,
                kind=device.kind,
                extension=device.extension,
                person=people.get(device.extension),
                server=server,
                port=home.sip_port,
                transport=device.transport,
                online=bool(state and state.online),
                address=state.address if state else "",
                user_agent=state.user_agent if state else "",
                last_seen=state.seen_at if state else None,
            )
        )
    return out


def lines(company: int) -> list[LineOut]:
    """Every line of the office in force."""
    home: Settings = settings.HOME_SETTINGS
    server = server_address(home)
    states = _states(company)
    office = current(company)
    out = []
    for line in office.lines:
        state = states.get(line.id)
        trunk = line if line.kind == "trunk" else None
        out.append(
            LineOut(
                account=(trunk.username or "") if trunk else line.id,
                name=line.name,
                operator=line.operator,
                kind=line.kind,
                number=(next(iter(line.numbers), None) if line.kind == "trunk" else line.number),
                channels=line.channels,
                server=trunk.host if trunk else server,
                port=trunk.port if trunk else home.sip_port,
                transport=trunk.transport if trunk else "udp",
                online=bool(state and state.online),
                address=state.address if state else "",
                user_agent=state.user_agent if state else "",
                last_seen=state.seen_at if state else None,
                replaces=_replaced(company, trunk) if trunk else (),
                id=line.id,
                numbers=numbers_of(line),
                paused=line.paused,
                gateway=line.gateway if line.kind == "gsm" else None,
                slot=line.slot if line.kind == "gsm" else None,
                adapter=next((it.id for it in office.adapters if it.line == line.id), None),
                answers=_answers(office, line),
                used_by=tuple(
                    SchemeRef(id=scheme.id, name=scheme.name)
                    for scheme in office.outbound
                    if any(line.id in route.lines for route in scheme.routes)
                ),
                signature=_signature(office, line),
            )
        )
    return out


def _answers(office: Office, line: Line) -> tuple[AnswerOut, ...]:
    names = {scheme.id: scheme.name for scheme in office.inbound}
    by_number = line.by_number if line.kind == "trunk" else {}
    wired = [*by_number.items(), *([(None, line.inbound)] if line.inbound else [])]
    return tuple(
        AnswerOut(number=number, scheme=scheme, name=names.get(scheme, scheme))
        for number, scheme in wired
    )


def _signature(office: Office, line: Line) -> SignatureOut | None:
    rule = rule_of(office, line)
    if rule is None:
        return None
    given = next(
        (it for it in office.policy.signatures if (it.line, it.rule) == (line.id, rule)), None
    )
    return SignatureOut(rule=rule, by=given.by if given else None, at=given.at if given else None)


def _replaced(company: int, trunk: SipTrunk) -> tuple[OldNumberOut, ...]:
    """Old numbers of a trunk; when one was last dialled is one step along the index of tags."""
    calls = CallTag.objects.of(company).filter(kind="v").order_by("-started_at")
    return tuple(
        OldNumberOut(
            number=old.number,
            name=old.name,
            to=old.to,
            last_used=calls.filter(value=old.number).values_list("started_at", flat=True).first(),
        )
        for old in trunk.replaces
    )


def reveal(who: Asker, account: str, kind: str) -> PasswordOut:
    """The password of an account; the asking is written down first. Raises Refused 404."""
    office = current(who.company)
    if account not in _names(office, kind):
        raise Refused(404, "not_found")
    row = SipSecret.objects.of(who.company).filter(account=account).first()
    if row is None:
        raise Refused(404, "no_password", account=account)
    record(who.company, "password_revealed", who.account, f"{kind}/{account}", who.address)
    return PasswordOut(password=unseal(row.sealed))


def _names(office: Office, kind: str) -> set[str]:
    if kind == "device":
        return {device.account for device in office.devices}
    return {line.id for line in office.lines}


def _states(company: int) -> dict[str, DeviceState]:
    return {row.endpoint: row for row in DeviceState.objects.of(company).order_by("seen_at")}
