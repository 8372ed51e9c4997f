"""What amoCRM is to be told of a call: pure. One request when it is over (and its recording can be
linked to); where no card has the number, an unsorted lead.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from vochi.hub.crm.facts import CallFacts
from vochi.hub.crm.step import Step, Told

#: A call is not held back longer for its recording: it cannot be changed afterwards.
PATIENCE = timedelta(minutes=10)
#: `call_status` of the API: 1 left a message, 2 call later, 4 talked, 6 no answer, 7 busy.
_MESSAGE, _LATER, _TALKED, _NO_ANSWER, _BUSY = 1, 2, 4, 6, 7


@dataclass(frozen=True)
class Rules:
    """Settings of the link. `users`: extension -> id there; `default_user` answers for the rest.

    `unsorted`: for whose number no card is found, an unsorted lead is made: of calls that came in,
    of all, or never. `results` are words for how a call ended, `source_name` is ours there.
    """

    users: Mapping[str, int] = field(default_factory=dict)
    default_user: int | None = None
    unsorted: Literal["never", "in", "all"] = "in"
    links: bool = False
    results: Mapping[str, str] = field(default_factory=dict)
    source_name: str = "Vochi"


def next_step(
    call: CallFacts, told: Told, rules: Rules, uniq: str, *, link: str, now: datetime
) -> Step | None:
    """The next thing to tell, None when there is nothing (for now). `link` leads to the recording,
    empty when it leads nowhere.
    """
    if not call.is_over or call.is_gone or told.get("posted"):
        return None
    if waits(call, rules, now):
        return None
    kept = told.get("unknown")
    if not kept:
        body = _call(call, rules, uniq, link)
        return Step("call", "/api/v4/calls", [body], done={"posted": "call"})
    if rules.unsorted == "never" or (rules.unsorted == "in" and call.direction == "out"):
        return None
    body = _unsorted(call, rules, uniq, link)
    return Step("unsorted", "/api/v4/leads/unsorted/sip", [body], done={"posted": "unsorted"})


def waits(call: CallFacts, rules: Rules, now: datetime) -> bool:
    """Whether its recording is on its way and worth waiting for."""
    if not rules.links or not call.records_wait or call.records or call.ended_at is None:
        return False
    return now - call.ended_at < PATIENCE


def is_done(call: CallFacts, told: Told, rules: Rules) -> bool:
    """Whether nothing is left to tell."""
    is_mine = rules.unsorted == "all" or (rules.unsorted == "in" and call.direction == "in")
    return bool(told.get("posted")) or (bool(told.get("unknown")) and not is_mine) or call.is_gone


def _call(call: CallFacts, rules: Rules, uniq: str, link: str) -> Told:
    body: Told = {
        "uniq": uniq,
        "direction": "inbound" if call.direction == "in" else "outbound",
        "duration": call.seconds if call.was_answered else 0,
        "source": rules.source_name,
        "phone": call.number,
        "call_status": _status(call),
        "call_result": _result(call, rules),
        "created_at": round(call.started_at.timestamp()),
        "updated_at": round((call.ended_at or call.started_at).timestamp()),
        "request_id": uniq,
    }
    user = _user(call, rules)
    if user is not None:
        body |= {"responsible_user_id": user, "call_responsible": user, "created_by": user,
                 "updated_by": user}  # fmt: skip
    if link:
        body["link"] = link
    return body


def _unsorted(call: CallFacts, rules: Rules, uniq: str, link: str) -> Told:
    metadata: Told = {
        "is_call_event_needed": True,
        "uniq": uniq,
        "duration": call.seconds if call.was_answered else 0,
        "service_code": "vochi",
        "phone": call.number,
        "called_at": round(call.started_at.timestamp()),
        "from": call.number,
    }
    if link:
        metadata["link"] = link
    return {
        "request_id": uniq,
        "source_name": rules.source_name,
        "source_uid": uniq,
        "created_at": round(call.started_at.timestamp()),
        "metadata": metadata,
        "_embedded": {"contacts": [{"name": call.number, "custom_fields_values": [
            {"field_code": "PHONE", "values": [{"value": call.number, "enum_code": "WORK"}]}]}]},
    }  # fmt: skip


def _status(call: CallFacts) -> int:
    if call.result == "answered":
        return _TALKED
    if call.has_message:
        return _MESSAGE
    if call.asked_back:
        return _LATER
    return _BUSY if call.result == "busy" else _NO_ANSWER


def _result(call: CallFacts, rules: Rules) -> str:
    return rules.results.get(call.result or "", call.result or "")[:200]


def _user(call: CallFacts, rules: Rules) -> int | None:
    for extension in (call.talked, call.caller, *call.rung):
        if extension in rules.users:
            return rules.users[extension]
    return rules.default_user
