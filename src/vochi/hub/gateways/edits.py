"""Changes of the office about equipment: the office in force with one thing changed, published."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from vochi.core.office.document import Office, Secrets
from vochi.core.office.gateway import Adapter, Gateway, Socket
from vochi.core.office.line import GsmLine
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.gateways.schemas import (
    Edit,
    ForwardsIn,
    GatewayIn,
    NumberIn,
    OperatorsIn,
    SimPolicyIn,
)
from vochi.hub.offices import services
from vochi.hub.offices.current import current
from vochi.hub.offices.schemas import PublishOut

Thing = TypeVar("Thing", Gateway, Socket, Adapter)
#: Fields of a body that are no fields of the thing itself.
_ASIDE = {"reason", "based_on", "password", "lines"}


def publish(
    who: Asker,
    edit: Edit,
    change: Callable[[Office], Office],
    subject: str,
    keys: Mapping[str, str] | None = None,
) -> PublishOut:
    """Publish the office as it is now with a change in it. An administrator alone may.

    Raises Refused 403 `role_needed`, 404 `no_office`, 409 `stale_office`, 422
    `office_has_problems` with words, and what `change` does.
    """
    who.must(Role.ADMINISTRATOR)
    now = current(who.company)
    if now.version == 0:
        raise Refused(404, "no_office")
    if edit.based_on is not None and edit.based_on != now.version:
        raise Refused(409, "stale_office", version=now.version, based_on=edit.based_on)
    # Whoever publishes between our look and our write makes this one stale, not lost.
    out = services.publish(
        who.company, change(now), who.account, edit.reason, Secrets(keys=dict(keys or {})),
        based_on=now.version,
    )  # fmt: skip
    record(
        who.company, "equipment_changed", who.account, subject, who.address,
        version=out.version, keys=[*sorted(keys or {})],
    )  # fmt: skip
    return out


def put_forwards(who: Asker, line: str, body: ForwardsIn) -> PublishOut:
    """What the operator shall forward on a line."""
    return _put_line(who, line, body, forwards=body.forwards)


def put_policy(who: Asker, line: str, body: SimPolicyIn) -> PublishOut:
    """Tariff and limits of a line."""
    return _put_line(who, line, body, tariff=body.tariff, policy=body.policy)


def put_number(who: Asker, line: str, body: NumberIn) -> PublishOut:
    """The number of a line."""
    return _put_line(who, line, body, number=body.number)


def put_operators(who: Asker, body: OperatorsIn) -> PublishOut:
    """What the office knows of operators."""
    change = {"operators": body.operators}
    return publish(who, body, lambda now: now.model_copy(update=change), "operators")


def put_rules(who: Asker, name: str, body: Edit, rules: object) -> PublishOut:
    """One of the policies `sms`, `repair`, `doctor`, `promises`."""

    def change(now: Office) -> Office:
        policy = now.policy.model_copy(update={name: rules})
        return now.model_copy(update={"policy": policy})

    return publish(who, body, change, f"policy/{name}")


def bare(body: Edit, kind: type[Any]) -> Any:
    """The thing itself out of a body."""
    return kind.model_validate(body.model_dump(exclude=_ASIDE))


def add(who: Asker, place: str, thing: Thing, body: Edit, password: str | None) -> PublishOut:
    """A new thing of `gateways`, `sockets`, `adapters`. Raises Refused 409 `equipment_id_taken`."""

    def change(now: Office) -> Office:
        have: tuple[Any, ...] = getattr(now, place)
        if thing.id in {each.id for each in have}:
            raise Refused(409, "equipment_id_taken", id=thing.id)
        return _with_lines(now.model_copy(update={place: (*have, thing)}), body)

    return publish(who, body, change, f"{place}/{thing.id}", _keys(place, thing.id, password))


def put(  # noqa: PLR0917 - a thing, its place, and who changes it
    who: Asker, place: str, name: str, thing: Thing, body: Edit, password: str | None
) -> PublishOut:
    """Another state of a thing; its id stays. Raises Refused 404, 422 `equipment_id_stays`."""
    if thing.id != name:
        raise Refused(422, "equipment_id_stays", id=name)

    def change(now: Office) -> Office:
        have: tuple[Any, ...] = getattr(now, place)
        _must_have(have, name)
        changed = tuple(thing if each.id == name else each for each in have)
        return _with_lines(now.model_copy(update={place: changed}), body)

    return publish(who, body, change, f"{place}/{name}", _keys(place, name, password))


def drop(who: Asker, place: str, name: str, body: Edit) -> PublishOut:
    """The office without a thing. Raises Refused 404, 409 `gateway_has_lines`."""

    def change(now: Office) -> Office:
        have: tuple[Any, ...] = getattr(now, place)
        _must_have(have, name)
        if place == "gateways":
            _must_be_empty(now, name)
        return now.model_copy(update={place: tuple(it for it in have if it.id != name)})

    return publish(who, body, change, f"{place}/{name}")


def _put_line(who: Asker, line: str, body: Edit, **fields: object) -> PublishOut:
    def change(now: Office) -> Office:
        if line not in {each.id for each in now.lines if isinstance(each, GsmLine)}:
            raise Refused(404, "no_such_line", line=line)
        lines = tuple(
            each.model_copy(update=fields) if each.id == line else each for each in now.lines
        )
        return now.model_copy(update={"lines": lines})

    return publish(who, body, change, f"line/{line}")


def _with_lines(office: Office, body: Edit) -> Office:
    """The office with the lines that come with a gateway, in place of those of the same id."""
    if not isinstance(body, GatewayIn) or not body.lines:
        return office
    if any(line.gateway != body.id for line in body.lines):
        raise Refused(422, "line_of_other_gateway", gateway=body.id)
    new = {line.id: line for line in body.lines}
    lines = [new.pop(line.id, line) for line in office.lines]
    return office.model_copy(update={"lines": (*lines, *new.values())})


def _keys(place: str, name: str, password: str | None) -> dict[str, str]:
    prefix = {"gateways": "web", "sockets": "socket"}.get(place)
    return {} if password is None or prefix is None else {f"{prefix}.{name}": password}


def _must_be_empty(office: Office, gateway: str) -> None:
    lines = (line for line in office.lines if isinstance(line, GsmLine))
    left = [line.name for line in lines if line.gateway == gateway]
    if left:
        raise Refused(409, "gateway_has_lines", lines=", ".join(left))


def _must_have(have: tuple[Any, ...], name: str) -> None:
    if name not in {each.id for each in have}:
        raise Refused(404, "not_found")
