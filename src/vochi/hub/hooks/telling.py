"""From what desks are told to what webhooks tell: each fact once, whoever folds it again."""

from pydantic import BaseModel

from vochi.hub.calls.models import Call
from vochi.hub.calls.schemas import CallRow, EmployeeRef
from vochi.hub.clients.models import Client, Phone
from vochi.hub.desk.schemas import (
    CallEnded,
    CallFiles,
    ClientChanged,
    LineState,
    LiveCall,
    OfficeChanged,
)
from vochi.hub.hooks import outbox
from vochi.hub.hooks.models import Hook, HookEvent
from vochi.hub.hooks.payloads import (
    Data,
    HookCall,
    HookClient,
    HookFile,
    HookLine,
    HookOffice,
    HookSms,
)
from vochi.hub.hooks.schemas import EventKind
from vochi.hub.messages.schemas import SmsRow
from vochi.hub.offices.models import OfficeVersion

_HEARD = (LiveCall, CallEnded, CallFiles, SmsRow, ClientChanged, LineState, OfficeChanged)


def hear(company: int, number: int, body: BaseModel | None) -> None:
    """An event of the desk, inside its transaction; `number` is its place in the company."""
    if not isinstance(body, _HEARD):
        return  # most events are of who is free: no hook hears of that
    hooks = outbox.listening(company)
    if not hooks:
        return
    teller = _Teller(company, hooks)
    match body:
        case LiveCall():
            teller.call(body)
        case CallEnded():
            teller.ended(body.id)
        case CallFiles():
            teller.files(body.id)
        case SmsRow():
            teller.sms(body)
        case ClientChanged():
            teller.client(body.id, number)
        case LineState():
            teller.line(body)
        case OfficeChanged():
            teller.office(body)
        case _:
            pass


class _Teller:
    """One event of the desk for the hooks of its company."""

    def __init__(self, company: int, hooks: list[Hook]) -> None:
        self.company = company
        self.hooks = hooks

    def call(self, live: LiveCall) -> None:
        talks = next((e for e in live.employees if e.state != "ringing"), None)
        call = HookCall(
            id=live.id, linked_id=live.linked_id, direction=live.direction, client=live.client,
            line=live.line, number=live.number, started_at=live.started_at,
            answered_at=live.answered_at, ringing=live.ringing, tags=live.tags,
            employee=EmployeeRef(extension=talks.extension, name=talks.name) if talks else None,
            source=live.source,
        )  # fmt: skip
        self._call("call.started", call.model_copy(update={"answered_at": None, "ringing": ()}))
        if live.ringing:
            self._call("call.ringing", call)
        if live.answered_at is not None:
            self._call("call.answered", call)

    def ended(self, number: int) -> None:
        """What was over before anybody saw it live has its beginnings told now."""
        row = self._row(number)
        if row is None or row.ended_at is None:
            return
        call = _of_row(row)
        begun = call.model_copy(
            update={
                "ended_at": None, "result": None, "waited": None, "talked": None,
                "has_recording": False, "has_message": False,
            }
        )  # fmt: skip
        self._call("call.started", begun.model_copy(update={"answered_at": None, "employee": None}))
        if row.answered_at is not None:
            self._call("call.answered", begun)
        self._call("call.ended", call)
        if row.result == "missed" and row.direction == "in":
            self._call("call.missed", call)
        self.files(number)

    def files(self, number: int) -> None:
        """Its recording or a message came; before the end of the call it is told with that."""
        row = self._row(number)
        if row is None or row.ended_at is None:
            return
        call = _of_row(row)
        about = f"/api/v1/calls/{number}"
        if row.has_recording:
            file = HookFile(call=call, url=about, seconds=row.talked)
            self._put("recording.ready", f"recording/{number}", f"call/{number}", file)
        if row.has_message:
            file = HookFile(call=call, url=about)
            self._put("voicemail.left", f"voicemail/{number}", f"call/{number}", file)

    def sms(self, row: SmsRow) -> None:
        told = HookSms(
            id=row.id, dir=row.dir, state=row.state, number=row.number, text=row.text,
            line=row.line, client_id=row.client_id, at=row.at, why=row.why,
        )  # fmt: skip
        kinds: dict[str, EventKind] = {
            "received": "sms.received", "delivered": "sms.delivered", "failed": "sms.failed",
        }  # fmt: skip
        kind = kinds.get(row.state)
        if kind is not None:
            self._put(kind, f"{kind}/{row.id}", f"sms/{row.id}", told)

    def client(self, number: int, event: int) -> None:
        row = Client.objects.of(self.company).filter(pk=number).first()
        phones = Phone.objects.of(self.company).filter(client_id=number)
        told = HookClient(
            id=number,
            name=row.name if row else "",
            company_name=row.company_name if row else "",
            phones=tuple(phones.order_by("pk").values_list("number", flat=True)),
        )
        self._put("client.changed", f"client/{number}/{event}", f"client/{number}", told)

    def line(self, line: LineState) -> None:
        told = HookLine(
            id=line.id, name=line.name, operator=line.operator, state=line.state, why=line.why,
            since=line.since,
        )  # fmt: skip
        subject = f"line/{line.id}"
        last = HookEvent.objects.of(self.company).filter(subject=subject).order_by("-pk").first()
        was_down = last is not None and last.kind == "line.down"
        stamp = last.pk if last else 0
        if line.state == "down" and not was_down:
            self._put("line.down", f"{subject}/down/{stamp}", subject, told)
        elif line.state != "down" and was_down:
            self._put("line.up", f"{subject}/up/{stamp}", subject, told)

    def office(self, said: OfficeChanged) -> None:
        if said.running or not said.ok:
            return
        row = OfficeVersion.objects.of(self.company).filter(number=said.version).first()
        if row is not None:
            told = HookOffice(version=said.version, author=row.author_name, reason=row.reason)
            self._put("office.published", f"office/{said.version}", "office", told)

    def _row(self, number: int) -> CallRow | None:
        kept = Call.objects.of(self.company).filter(pk=number).values_list("row", flat=True).first()
        return CallRow.model_validate_json(kept) if kept else None

    def _call(self, kind: EventKind, call: HookCall) -> None:
        self._put(kind, f"{kind}/{call.id}", f"call/{call.id}", call)

    def _put(self, kind: EventKind, key: str, subject: str, data: Data) -> None:
        outbox.put(self.company, self.hooks, outbox.Fact(kind, key, subject, data))


def _of_row(row: CallRow) -> HookCall:
    return HookCall(
        id=row.id, linked_id=row.linked_id, direction=row.direction, client=row.client,
        line=row.line, number=row.number, started_at=row.started_at, answered_at=row.answered_at,
        ended_at=row.ended_at, employee=row.employee, result=row.result, waited=row.waited,
        talked=row.talked, tags=row.tags, source=row.source, has_recording=row.has_recording,
        has_message=row.has_message,
    )  # fmt: skip
