"""Who may ask the box for what: people act in their own name; listening in is its own right."""

from collections.abc import Iterable

from vochi.core.calls.call import Call as FoldedCall
from vochi.core.calls.endpoint import Endpoint
from vochi.core.gsm.actions import (
    AskBalance,
    AskUssd,
    CancelSms,
    CutPower,
    EndUssd,
    ExamineLine,
    ProbeGateway,
    RenewForwards,
    RestartGateway,
    RestartLine,
    SendSms,
)
from vochi.core.link import (
    Action,
    BlindTransfer,
    Consult,
    Decline,
    Forget,
    HandOver,
    HangUpCall,
    Hold,
    Invite,
    Listen,
    Originate,
    Park,
    PauseLine,
    PickUp,
    PickUpOwn,
    RecordPrompt,
    Resume,
    Retrieve,
    SetAway,
    SetRecording,
    TakeBack,
)
from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import heard_by
from vochi.hub.answer import Refused
from vochi.hub.calls.models import Call
from vochi.hub.offices.current import current


def own_extension(who: Asker, office: Office) -> str | None:
    """The extension of the person whose account it is."""
    if not who.account.person:
        return None
    return next((p.extension for p in office.people if p.id == who.account.person), None)


def check(who: Asker, action: Action, call: Call | None) -> None:
    """Go on when the asker may do this; `call` is the one that the action names.

    Raises Refused: 403 `role_needed`, `not_yours`, `may_not_listen`; 404 `no_such_extension`,
    `no_such_line`, `no_such_gateway`, `no_such_socket`; 422 `sms_by_its_own_door`,
    `forget_by_its_own_door`.
    """
    office = current(who.company)
    match action:
        case PauseLine():
            who.must(Role.ADMINISTRATOR)
            if action.line not in {line.id for line in office.lines}:
                raise Refused(404, "no_such_line")
        case RecordPrompt():
            who.must(Role.ADMINISTRATOR)
            _must_be_known(office, action.extension)
        case (
            AskUssd() | EndUssd() | AskBalance() | RenewForwards() | RestartLine() | ExamineLine()
        ):  # fmt: skip
            who.must(Role.ADMINISTRATOR)
            if action.line not in {each.id for each in office.lines if isinstance(each, GsmLine)}:
                raise Refused(404, "no_such_line")
        case RestartGateway() | ProbeGateway():
            who.must(Role.ADMINISTRATOR)
            if action.gateway not in {gateway.id for gateway in office.gateways}:
                raise Refused(404, "no_such_gateway")
        case CutPower():
            who.must(Role.ADMINISTRATOR)
            if action.socket not in {each.id for each in office.sockets}:
                raise Refused(404, "no_such_socket")
        case Forget():
            # An order needs its row, a look at what goes and a word of the owner.
            raise Refused(422, "forget_by_its_own_door")
        case SendSms() | CancelSms():
            # A message needs its row before the box hears of it: `POST /sms` makes both.
            raise Refused(422, "sms_by_its_own_door")
        case Listen():
            _must_be_known(office, action.extension)
            _must_be_own(who, office, action.extension, Role.ADMINISTRATOR)
            who.must_have("listen")
            if not may_listen(who, office, talking(call)):
                raise Refused(403, "may_not_listen")
        case Originate() | Retrieve() | PickUp() | SetAway():
            _must_be_known(office, action.extension)
            _must_be_own(who, office, action.extension, Role.HEAD)
        case PickUpOwn() | Decline():
            # It opens the microphone on a desk, or silences it: nobody does that to another.
            _must_be_known(office, action.extension)
            if action.extension != own_extension(who, office):
                raise Refused(403, "not_yours")
        case (
            BlindTransfer() | Park() | SetRecording() | Invite()
            | Hold() | Resume() | Consult() | HandOver() | TakeBack()
        ):  # fmt: skip
            _must_be_known(office, action.extension)
            _must_be_own(who, office, action.extension, Role.HEAD)
            _must_be_in(who, office, call)
        case HangUpCall():
            _must_be_in(who, office, call)


def may_listen(who: Asker, office: Office, extensions: Iterable[str]) -> bool:
    """Whether one of these extensions is of a department that the asker may listen to."""
    if who.account.may(Role.ADMINISTRATOR):
        return True
    person = next((p for p in office.people if p.id == who.account.person), None)
    if person is None:
        return False
    return not set(heard_by(office, person)).isdisjoint(extensions)


def talking(call: Call | None) -> tuple[str, ...]:
    """Extensions that have an answered leg in the call now."""
    if call is None:
        return ()
    legs = FoldedCall.model_validate_json(call.body).legs
    found = (
        Endpoint(name=leg.endpoint).extension
        for leg in legs
        if leg.ended_at is None and (leg.answered_at is not None or leg.role == "caller")
    )
    return tuple(dict.fromkeys(extension for extension in found if extension))


def _must_be_known(office: Office, extension: str) -> None:
    if extension not in {person.extension for person in office.people}:
        raise Refused(404, "no_such_extension")


def _must_be_own(who: Asker, office: Office, extension: str, above: Role) -> None:
    if not who.account.may(above) and extension != own_extension(who, office):
        raise Refused(403, "not_yours")


def _must_be_in(who: Asker, office: Office, call: Call | None) -> None:
    if who.account.may(Role.HEAD) or call is None:
        return
    legs = FoldedCall.model_validate_json(call.body).legs
    present = {Endpoint(name=leg.endpoint).extension for leg in legs if leg.ended_at is None}
    if own_extension(who, office) not in present:
        raise Refused(403, "not_yours")
