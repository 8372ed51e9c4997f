"""An example of each kind of event, as the documentation shows it."""

from datetime import UTC, datetime, timedelta

from vochi.hub.calls.schemas import ClientRef, EmployeeRef
from vochi.hub.hooks.payloads import (
    Data,
    HookCall,
    HookClient,
    HookFile,
    HookLine,
    HookMessage,
    HookOffice,
    HookSms,
)
from vochi.hub.hooks.schemas import KINDS, EventKind, EventOut

_AT = datetime(2026, 11, 23, 9, 15, 2, tzinfo=UTC)
_CLIENT = ClientRef(number="+375291110022", pretty="+375 29 111-00-22", name="Иван Петров", id=17)
_CALL = HookCall(
    id=4711, linked_id="1795425302.8", direction="in", client=_CLIENT, line="a1-1",
    number="+375296000001", started_at=_AT,
)  # fmt: skip
_ANSWERED = _CALL.model_copy(
    update={
        "answered_at": _AT + timedelta(seconds=7),
        "employee": EmployeeRef(extension="181", name="Анна Климович"),
    }
)
_ENDED = _ANSWERED.model_copy(
    update={"ended_at": _AT + timedelta(seconds=95), "result": "answered", "waited": 7.0,
            "talked": 88.0, "has_recording": True}
)  # fmt: skip
_MISSED = _CALL.model_copy(
    update={"ended_at": _AT + timedelta(seconds=31), "result": "missed", "waited": 31.0,
            "talked": 0.0}
)  # fmt: skip
_SMS = HookSms(
    id="4f1c", dir="in", state="received", number="+375291110022", text="Когда будет заказ?",
    line="a1-1", client_id=17, at=_AT, why="",
)  # fmt: skip
_LINE = HookLine(id="a1-1", name="A1 первая", operator="A1", state="down", why="offline", since=_AT)
_DATA: dict[EventKind, Data] = {
    "call.started": _CALL,
    "call.ringing": _CALL.model_copy(update={"ringing": ("181", "182")}),
    "call.answered": _ANSWERED,
    "call.ended": _ENDED,
    "call.missed": _MISSED,
    "voicemail.left": HookFile(
        call=_MISSED.model_copy(update={"has_message": True}), url="/api/v1/calls/4711"
    ),
    "recording.ready": HookFile(call=_ENDED, url="/api/v1/calls/4711", seconds=88.0),
    "sms.received": _SMS,
    "sms.delivered": _SMS.model_copy(update={"dir": "out", "state": "delivered"}),
    "sms.failed": _SMS.model_copy(update={"dir": "out", "state": "failed", "why": "no_route"}),
    "client.changed": HookClient(
        id=17, name="Иван Петров", company_name="", phones=("+375291110022",)
    ),
    "line.down": _LINE,
    "line.up": _LINE.model_copy(update={"state": "free", "why": None}),
    "office.published": HookOffice(version=12, author="Анна Климович", reason="Новый отдел"),
}


def examples() -> list[EventOut]:
    """All kinds in their order."""
    return [
        EventOut(
            kind=kind,
            example=HookMessage.model_construct(
                id="evt_0f8fad5bd9cb469fa16570867728950e", type=kind, at=_AT, company=1,
                data=_DATA[kind],
            ),
        )
        for kind in KINDS
    ]  # fmt: skip
