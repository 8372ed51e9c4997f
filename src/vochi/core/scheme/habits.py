"""How phones usually meet a ring, read from past calls."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import median

from vochi.core.calls.call import Call
from vochi.core.office.document import Office
from vochi.core.scheme.life import PhoneLife, bounded


@dataclass
class Habits:
    """How phones usually meet a ring, and when they were in a talk."""

    calls: Sequence[Call]
    _answers: dict[str, list[float | None]] = field(default_factory=dict)
    _talks: dict[str, list[tuple[datetime, datetime, str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read the history once."""
        for call in self.calls:
            for leg in call.legs:
                if leg.role == "callee" and leg.rang_at is not None and leg.end != "busy":
                    took = None if leg.answered_at is None else (leg.answered_at - leg.rang_at)
                    self._answers.setdefault(leg.endpoint, []).append(
                        None if took is None else took.total_seconds()
                    )
            for talk in call.talks:
                end = talk.ended_at or call.ended_at or talk.began_at
                self._talks.setdefault(talk.endpoint, []).append(
                    (talk.began_at, end, call.linked_id)
                )

    def phones(self, call: Call, office: Office) -> dict[str, PhoneLife]:
        """Every phone of the office at the moment of a call, by habit."""
        return {each.account: self._phone(each.account, call) for each in office.devices}

    def _phone(self, account: str, call: Call) -> PhoneLife:
        at = call.started_at
        talks = self._talks.get(account, ())
        if any(began <= at < end and name != call.linked_id for began, end, name in talks):
            return PhoneLife(state="busy")
        rings = self._answers.get(account, [])
        answered = [each for each in rings if each is not None]
        if not rings or 2 * len(answered) < len(rings):
            return PhoneLife()
        return PhoneLife(answers=bounded(median(answered)))
