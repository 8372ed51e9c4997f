"""How a call ended, from who talked, who was asked, and what the dialplan said."""

from collections.abc import Sequence

from vochi.core.calls.call import Direction, Leg, LegEnd, Result

#: `why` of V_END -> result. `hangup` is the end of a scheme and says nothing about the caller.
_SAID: dict[str, Result] = {
    "busy": "busy",
    "no_line": "no_line",
    "no_route": "refused",
    "refused": "refused",
    "no_target": "failed",
    "closed": "refused",
    "limit": "refused",
    "unsigned": "refused",
    "pin": "refused",
    "empty_slot": "failed",
}

_WEIGHT: tuple[LegEnd, ...] = (
    "cancelled", "no_answer", "rejected", "answered", "busy", "unreachable", "failed",
)  # fmt: skip


def read_result(
    direction: Direction, legs: Sequence[Leg], *, has_talked: bool, is_cut: bool, said: str | None
) -> tuple[Result, str]:
    """(result, end reason) of a call that is over.

    `is_cut`: the engine died under it. `said`: the last V_END. The reason is `engine`, `talked`,
    the `why` of V_END, or the weightiest end of the legs that were asked: `no_answer`, `rejected`,
    `cancelled` (the caller gave up), `busy`, `unreachable`, `failed`; else `hangup`.
    """
    if is_cut:
        return "interrupted", "engine"
    if has_talked:
        return "answered", "talked"
    asked = [leg.end for leg in legs if leg.role == "callee"] or [
        # somebody who clicked to call and did not lift his own phone
        leg.end
        for leg in legs
        if leg.rang_at is not None and leg.answered_at is None
    ]
    reason = next(
        (end for end in _WEIGHT if end in asked),
        "cancelled" if any(leg.role == "caller" and leg.end == "cancelled" for leg in legs)
        else "hangup",
    )  # fmt: skip
    if any(leg.role == "caller" and leg.end == "answered_elsewhere" for leg in legs):
        # Somebody outside of the office answered: none of our phones was at fault.
        reason = "cancelled"
    told = _SAID.get(said or "")
    if direction == "in":
        # A client whom nobody talked to is missed, whatever was played to him; but one whom the
        # office turned away before any phone was asked was not waiting for anybody.
        return (told, said or "") if told and not asked else ("missed", reason)
    if told and not (said == "no_target" and reason == "rejected"):
        # (Asterisk has one status for a phone that refused and one that is not there.)
        return told, said or ""
    match reason:
        case "busy":
            return "busy", reason
        case "unreachable" | "failed":
            return "failed", reason
        case "hangup":
            return "failed", reason
        case _:
            return "no_answer", reason
