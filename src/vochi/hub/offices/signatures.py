"""The owner's signatures for lines that a country's rule is about (S13): his alone to give."""

from datetime import datetime

from vochi.core.office.document import Office
from vochi.core.office.policy import Signature
from vochi.core.office.signatures import rule_of
from vochi.hub.answer import Refused


def signed(office: Office, line: str, rule: str, by: str, at: datetime) -> Office:
    """The office with one signature more. Raises Refused 404 `no_such_line`, 409 `signed`,
    422 `nothing_to_sign` for a rule that the line does not break.
    """
    found = next((each for each in office.lines if each.id == line), None)
    if found is None:
        raise Refused(404, "no_such_line", line=line)
    if rule_of(office, found) != rule:
        raise Refused(422, "nothing_to_sign", line=line, rule=rule)
    have = office.policy.signatures
    if any((it.line, it.rule) == (line, rule) for it in have):
        raise Refused(409, "signed", line=line, rule=rule)
    return _with(office, (*have, Signature(line=line, rule=rule, by=by, at=at)))


def unsigned(office: Office, line: str, rule: str) -> Office:
    """The office without that signature. Raises Refused 404 `not_signed`."""
    have = office.policy.signatures
    left = tuple(it for it in have if (it.line, it.rule) != (line, rule))
    if left == have:
        raise Refused(404, "not_signed", line=line, rule=rule)
    return _with(office, left)


def as_signed_today(now: Office, old: Office) -> Office:
    """An old document with today's signatures: going back neither signs nor takes back."""
    lines = {line.id for line in old.lines}
    return _with(old, tuple(it for it in now.policy.signatures if it.line in lines))


def must_not_be_new(now: Office, wanted: Office) -> None:
    """Go on when a document bears no signature that is not in force. Raises Refused 403."""
    have = set(now.policy.signatures)
    new = [it for it in wanted.policy.signatures if it not in have]
    if new:
        raise Refused(403, "owner_must_sign", lines=[it.line for it in new])


def _with(office: Office, signatures: tuple[Signature, ...]) -> Office:
    policy = office.policy.model_copy(update={"signatures": signatures})
    return office.model_copy(update={"policy": policy})
