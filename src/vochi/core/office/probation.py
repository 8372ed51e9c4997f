"""Whether an office that was just published must be taken back: what was well before and is not.

Only what the publication could have done counts: phones and lines whose settings it changed, that
were there before, and that it has not taken away itself; calls that fail where they did not.
"""

import re
from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from vochi.core.calls.call import Call
from vochi.core.frozen import Frozen
from vochi.core.office.document import Office

#: Seconds that somebody may be away before he counts as lost: a phone that was plugged elsewhere.
AWAY: float = 30
#: Calls in a row that must have failed; and calls that must have gone well before.
_CALLS = 3
_NAMED = 5
_SECTION = re.compile(r"^\[([^\]]+)\][^\n]*\n(.*?)(?=^\[|\Z)", re.MULTILINE | re.DOTALL)
_SHARED = ("global", "system", "transport")

FaultCode = Literal["revert.refused", "revert.phones", "revert.lines", "revert.calls"]


class Fault(Frozen):
    """Why an office is taken back; `facts` are for words."""

    code: FaultCode
    facts: dict[str, str]


class Tally(Frozen):
    """How calls fared: `streak` is how many of the newest failed in a row."""

    well: int = 0
    failed: int = 0
    streak: int = 0

    def plus(self, call: Call) -> "Tally":
        """With one more call that is over."""
        if is_failure(call):
            return Tally(well=self.well, failed=self.failed + 1, streak=self.streak + 1)
        return Tally(well=self.well + 1, failed=self.failed)


class Before(Frozen):
    """How the house stood when `version` was published over `back_to`, which is to come back.

    `phones` and `lines` are those that were there and that the publication may have broken.
    """

    version: int
    back_to: int
    phones: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    calls: Tally = Tally()


class Now(Frozen):
    """How it stands: seconds that endpoints are away by now, whose password was refused and who
    has not registered since, calls since the publication.
    """

    away: dict[str, float] = Field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    calls: Tally = Tally()


def is_failure(call: Call) -> bool:
    """Whether a call came to nothing by no person's doing: no phone was asked, nothing was heard;
    or no line would carry it.
    """
    if any(leg.role == "callee" for leg in call.legs) or call.answered_at is not None:
        return False
    if call.direction == "in":
        return call.result in {"missed", "failed"} and call.end_reason == "hangup"
    return call.result in {"failed", "no_line"}


def touched(old: str, new: str) -> frozenset[str] | None:
    """Names of endpoints whose sections differ in two `pjsip.conf`; None: all of them may."""
    before, after = _sections(old), _sections(new)
    names = {name for name in {*before, *after} if before.get(name) != after.get(name)}
    if any(name.startswith(_SHARED) for name in names):
        return None
    return frozenset(names)


def begin(
    old: Office,
    new: Office,
    online: frozenset[str],
    may_have_changed: frozenset[str] | None,
    calls: Tally,
) -> Before:
    """What to watch after `new` took the place of `old`."""

    def watched(before: set[str], after: set[str]) -> tuple[str, ...]:
        there = before & after & online
        return tuple(sorted(there if may_have_changed is None else there & may_have_changed))

    return Before(
        version=new.version,
        back_to=old.version,
        phones=watched(_accounts(old), _accounts(new)),
        lines=watched({each.id for each in old.lines}, {each.id for each in new.lines}),
        calls=calls,
    )


def joined(first: Before, then: Before, new: Office) -> Before:
    """Two publications of which the first was not proven yet: both may have broken something."""
    accounts, lines = _accounts(new), {each.id for each in new.lines}
    return Before(
        version=then.version,
        back_to=first.back_to,
        phones=tuple(sorted({*first.phones, *then.phones} & accounts)),
        lines=tuple(sorted({*first.lines, *then.lines} & lines)),
        calls=first.calls,
    )


def judge(before: Before, now: Now) -> Fault | None:
    """What has gone wrong since; None: nothing, or not yet.

    Half of the phones, and more than one: one may have been unplugged. One alone is lost when its
    password is refused. Lines: all of them, for one may have trouble of its own.
    """
    refused = [each for each in before.phones if each in now.refused]
    away = {name for name, seconds in now.away.items() if seconds >= AWAY}
    lost = [each for each in before.phones if each in now.refused or each in away]
    all_phones = len(before.phones)
    if refused and 2 * len(refused) >= all_phones:
        return _fault("revert.refused", refused, all_phones)
    if len(lost) > 1 and 2 * len(lost) >= all_phones:
        return _fault("revert.phones", lost, all_phones)
    gone = [each for each in before.lines if each in now.refused or each in away]
    if gone and len(gone) == len(before.lines):
        return _fault("revert.lines", gone, len(gone))
    was_well = before.calls.well >= _CALLS and before.calls.well > before.calls.failed
    if was_well and now.calls.well == 0 and now.calls.streak >= _CALLS:
        return Fault(code="revert.calls", facts={"count": str(now.calls.failed)})
    return None


def _fault(code: FaultCode, lost: list[str], every: int) -> Fault:
    names = ", ".join(lost[:_NAMED]) + ("…" if len(lost) > _NAMED else "")
    return Fault(code=code, facts={"count": str(len(lost)), "of": str(every), "names": names})


def _accounts(office: Office) -> set[str]:
    return {each.account for each in office.devices}


def _sections(text: str) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, body in _SECTION.findall(text):
        found.setdefault(name, []).append(body.strip())
    return found
