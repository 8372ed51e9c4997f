"""A replayed year: nobody is forgotten, nobody is called who was reached, one promise to each."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

import pytest

from vochi.core.calls.call import Call
from vochi.core.promises.contact import Contact, contact_of
from vochi.core.promises.deadline import Deadlines
from vochi.core.promises.fold import fold
from vochi.core.promises.obligation import Obligation
from vochi.lab.year import Plan, office_of, year

PLAN = Plan(calls=6000, clients=600, days=30, people=8, departments=2)


@pytest.fixture(scope="module")
def lived() -> list[tuple[Call, Contact | None]]:
    deadlines = Deadlines(office_of(PLAN))
    return [
        (call, contact_of(number, call, deadlines)) for number, call in enumerate(year(PLAN), 1)
    ]


def by_number(contacts: Iterable[Contact | None]) -> dict[str, list[Contact]]:
    found: dict[str, list[Contact]] = defaultdict(list)
    for each in contacts:
        if each is not None:
            found[each.number].append(each)
    return found


def test_no_orphans(lived: list[tuple[Call, Contact | None]]) -> None:
    """Every missed caller is open until somebody has talked with him."""
    missed = {
        number
        for number, (call, _) in enumerate(lived, 1)
        if call.direction == "in" and call.client and not call.talks and call.result == "missed"
    }
    assert len(missed) > 1000
    told = {c.call for _, c in lived if c is not None and c.missed_at is not None}
    assert missed <= told
    for contacts in by_number(contact for _, contact in lived).values():
        found = fold(contacts, [])
        owed = [call for it in found for call in it.calls]
        assert sorted(owed) == sorted(c.call for c in contacts if c.missed_at), "each once"
        reached = [c.reached_at for c in contacts if c.reached_at]
        for it in found:
            after = [at for at in reached if at >= it.opened_at]
            assert (it.state == "open") == (not [at for at in after if at >= it.last_at])


def test_no_double_callbacks(lived: list[tuple[Call, Contact | None]]) -> None:
    """Replayed call by call as they end, with a manager who calls whoever is open: nobody whom
    somebody has reached since he called in vain is on the list, at any moment.
    """
    known: dict[str, list[Contact]] = defaultdict(list)
    vain: dict[str, datetime] = {}
    ended = [c for _, c in lived if c is not None]
    for contact in sorted(ended, key=lambda each: (each.ended_at, each.call)):
        number = contact.number
        known[number].append(contact)
        for at, is_missed in sorted(
            (at, is_missed)
            for at, is_missed in ((contact.missed_at, True), (contact.reached_at, False))
            if at is not None
        ):
            if is_missed:
                vain[number] = max(at, vain.get(number, at))
            elif number in vain and at >= vain[number]:
                del vain[number]
        waiting = [it for it in fold(known[number], []) if it.state == "open"]
        assert len(waiting) <= 1
        assert bool(waiting) == (number in vain), number
    assert vain, "in a real year somebody waits at its end"


def test_from_the_middle_as_the_hub_does_it(lived: list[tuple[Call, Contact | None]]) -> None:
    """Each call folded from where the last promise was settled gives what the whole year gives."""
    standing: dict[str, tuple[Obligation, ...]] = defaultdict(tuple)
    known: dict[str, list[Contact]] = defaultdict(list)
    for _, contact in lived:
        if contact is None:
            continue
        number, since = contact.number, contact.places[0]
        known[number].append(contact)
        have = standing[number]
        at = max((n for n, it in enumerate(have) if it.opened_at <= since), default=None)
        keep: tuple[Obligation, ...] = ()
        last: Obligation | None = None
        if at is not None:
            it = have[at]
            if it.settled is not None and it.settled < since:
                keep, last = have[:at], it
            else:
                since = it.opened_at
                keep, last = (have[: at - 1], have[at - 1]) if at else ((), None)
        late = [c for c in known[number] if c.places[1] >= since]
        standing[number] = (*keep, *fold(late, [], last, since))
    for number, contacts in known.items():
        assert standing[number] == fold(contacts, [])
