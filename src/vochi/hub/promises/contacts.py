"""From calls of the log to what they mean for promises."""

from functools import lru_cache

from vochi.core.calls.call import Call as FoldedCall
from vochi.core.numbers import Numbering, normalise
from vochi.core.office.document import Office
from vochi.core.promises.contact import Contact, contact_of
from vochi.core.promises.deadline import Deadlines
from vochi.core.scheme.nodes.client_check import ClientCheck, Listed
from vochi.hub.calls.naming import naming
from vochi.hub.calls.schemas import CallRow
from vochi.hub.text import plain

BLACKLIST = "blacklist"


def read(company: int, row: CallRow, call: FoldedCall) -> Contact | None:
    """What a call means by the office that it went by; None: nothing, or it is not over."""
    if call.state != "ended" or call.direction == "internal":
        return None
    office = naming(company, call.office_version).office
    number = plain(call.client, 80)
    if number and number in _own_numbers(office):
        return None  # the line doctor, and tests from line to line
    return contact_of(
        row.id,
        call.model_copy(update={"client": number, "client_name": plain(call.client_name, 80)}),
        Deadlines(office),
        departments=row.departments,
        is_unwanted=_was_turned_away(office, call),
    )


def _was_turned_away(office: Office, call: FoldedCall) -> bool:
    """A scheme found him on the blacklist."""
    for step in call.path:
        if step.kind != "client" or step.out != "yes":
            continue
        scheme = next((s for s in office.inbound if s.id == step.scheme), None)
        node = scheme.nodes.get(step.node) if scheme else None
        if isinstance(node, ClientCheck) and node.test == Listed(list=BLACKLIST):
            return True
    return False


@lru_cache(maxsize=8)
def _numbers(told: tuple[str, ...], country: str, area_code: str) -> frozenset[str]:
    numbering = Numbering(country=country, area_code=area_code)
    read = (normalise(number, numbering) for number in told)
    return frozenset(number for number in read if number)


def _own_numbers(office: Office) -> frozenset[str]:
    told = tuple(
        number
        for line in office.lines
        for number in (getattr(line, "number", None), *getattr(line, "numbers", ()))
        if number
    )
    return _numbers(told, office.company.country, office.company.area_code)
