"""What Bitrix24 is to be told next of a call: pure. The life of a call there is

    register -> show to who is rung -> hide from who did not answer -> finish -> attachRecord

(`bitrix24/b24restdocs`, `api-reference/telephony`). A call that Bitrix24 itself began (a click) is
registered already and is only finished.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue

from vochi.hub.crm.facts import CallFacts
from vochi.hub.crm.step import Step, Told

#: Of our results, what Bitrix24 calls them.
_STATUS = {
    "answered": "200", "missed": "304", "busy": "486", "no_answer": "304", "no_line": "503",
    "failed": "503", "refused": "403", "interrupted": "480",
}  # fmt: skip
_TYPES = {"in": 2, "out": 1}
#: Formats of recordings that it takes.
FORMATS = frozenset({"mp3", "wav"})


@dataclass(frozen=True)
class Rules:
    """Settings of the link. `users`: extension -> id there; `default_user` answers for what
    nobody here had part in. `lines`: our line -> (its number there, its name).
    """

    users: Mapping[str, int] = field(default_factory=dict)
    default_user: int | None = None
    create: Literal["never", "in", "all"] = "in"
    show: bool = True
    records: bool = True
    lines: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    known_lines: frozenset[str] = frozenset()


def next_step(call: CallFacts, told: Told, rules: Rules, external: str) -> Step | None:
    """The next thing to tell, None when there is nothing (for now). `external` is our id of the
    call there: registered again, it gives the same call.
    """
    if not told.get("call_id"):
        return _register(call, told, rules, external)
    if told.get("finished"):
        return _record(call, told, rules)
    if call.is_over:
        return _finish(call, told, rules)
    return _cards(call, told, rules) if rules.show else None


def is_done(call: CallFacts, told: Told, rules: Rules) -> bool:
    """Whether nothing is left to tell but a recording that may still come."""
    return bool(told.get("finished")) and _record(call, told, rules) is None


def _register(call: CallFacts, told: Told, rules: Rules, external: str) -> Step | None:
    has_rung = bool(call.rung) or call.was_answered
    if call.is_gone or (call.direction == "in" and not has_rung and not call.is_over):
        return None
    number, name = rules.lines.get(call.line, ("", ""))
    if number and number not in rules.known_lines:
        body: dict[str, JsonValue] = {
            "NUMBER": number, "NAME": name, "CRM_AUTO_CREATE": "Y" if rules.create == "all" else "N"
        }  # fmt: skip
        return Step("line", "telephony.externalLine.add", body)
    # The CRM knows a call tried twice by these very fields: they are kept as they went out first.
    kept = told.get("register")
    if isinstance(kept, dict):
        return Step("register", "telephony.externalCall.register", kept)
    first = next(iter((*call.rung, call.caller, call.talked)), "") or call.talked or call.caller
    who = _user(first, told, rules)
    if who is None:
        return None
    is_live = not call.is_over
    creates = rules.create == "all" or (rules.create == "in" and call.direction == "in")
    body = who | {
        "PHONE_NUMBER": call.number,
        "TYPE": _TYPES[call.direction],
        "CALL_START_DATE": call.started_at.isoformat(timespec="seconds"),
        "CRM_CREATE": 1 if creates else 0,
        "SHOW": 1 if is_live and rules.show else 0,
        "ADD_TO_CHAT": 0,
        "EXTERNAL_CALL_ID": external,
    }
    if number:
        body["LINE_NUMBER"] = number
    shown: list[JsonValue] = [who["USER_ID"]] if body["SHOW"] and "USER_ID" in who else []
    return Step(
        "register", "telephony.externalCall.register", body,
        note={"register": body}, done={"shown": shown},
    )  # fmt: skip


def _cards(call: CallFacts, told: Told, rules: Rules) -> Step | None:
    shown = _numbers(told.get("shown"))
    wanted = _users(call.talking, rules) if call.talking else _users(call.ringing, rules)
    if call.direction == "out":
        wanted = wanted or _users((call.caller,), rules)
    fresh = [user for user in wanted if user not in shown]
    if fresh:
        return Step(
            "show", "telephony.externalCall.show", _of(told, fresh),
            done={"shown": [*shown, *fresh]},
        )  # fmt: skip
    # Who talked and handed the call on keeps his card: he may have to write something down.
    stays = set(wanted) | set(_users(filter(None, (call.talked,)), rules))
    stale = [user for user in shown if user not in stays] if call.was_answered else []
    if stale:
        return Step(
            "hide", "telephony.externalCall.hide", _of(told, stale),
            done={"shown": [user for user in shown if user not in stale]},
        )  # fmt: skip
    return None


def _finish(call: CallFacts, told: Told, rules: Rules) -> Step | None:
    kept = told.get("finish")
    if isinstance(kept, dict):
        return Step("finish", "telephony.externalCall.finish", kept, done={"finished": True})
    who = _user(call.talked or call.caller or next(iter(call.rung), ""), told, rules)
    if who is None:
        return None
    status = "OTHER" if call.is_gone else _STATUS.get(call.result or "", "OTHER")
    if call.result == "missed" and call.end_reason == "cancelled":
        status = "304"
    elif call.direction == "out" and call.end_reason == "cancelled":
        status = "603-S"
    elif call.end_reason == "rejected" and call.direction == "out":
        status = "603"
    body: Told = who | {
        "CALL_ID": told["call_id"],
        "DURATION": call.seconds if status == "200" else 0,
        "STATUS_CODE": status,
        "ADD_TO_CHAT": 0,
    }
    if call.score is not None and 1 <= call.score <= 5:
        body["VOTE"] = call.score
    if status != "200" and call.end_reason:
        body["FAILED_REASON"] = call.end_reason
    return Step(
        "finish", "telephony.externalCall.finish", body,
        note={"finish": body}, done={"finished": True},
    )  # fmt: skip


def _record(call: CallFacts, told: Told, rules: Rules) -> Step | None:
    record = next((each for each in call.records if each.format in FORMATS), None)
    if not rules.records or record is None or told.get("record"):
        return None
    body: Told = {"CALL_ID": told["call_id"], "FILENAME": f"call-{call.id}.{record.format}"}
    return Step(
        "record", "telephony.externalCall.attachRecord", body,
        done={"record": record.sha256}, record=record.sha256,
    )  # fmt: skip


def _user(extension: str, told: Told, rules: Rules) -> Told | None:
    """Whom a request names: who had part, if Bitrix24 knows him, else who answers for the rest."""
    if not told.get("default_user") and extension:
        known = rules.users.get(extension)
        return {"USER_ID": known} if known is not None else {"USER_PHONE_INNER": extension}
    return {"USER_ID": rules.default_user} if rules.default_user is not None else None


def _users(extensions: Iterable[str], rules: Rules) -> list[int]:
    found = (rules.users.get(each) for each in extensions)
    return list(dict.fromkeys(user for user in found if user is not None))


def _numbers(told: JsonValue) -> list[int]:
    return [each for each in told if isinstance(each, int)] if isinstance(told, list) else []


def _of(told: Told, users: list[int]) -> Told:
    return {"CALL_ID": told["call_id"], "USER_ID": [*users]}
