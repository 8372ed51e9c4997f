"""An office is taken back for what it broke itself, and for nothing else."""

from datetime import UTC, datetime
from typing import Any

import pytest

from vochi.core.calls.call import Call
from vochi.core.compile import compile_office
from vochi.core.office.document import Office, Secrets
from vochi.core.office.passwords import accounts
from vochi.core.office.probation import (
    AWAY,
    Before,
    Now,
    Tally,
    begin,
    is_failure,
    joined,
    judge,
    touched,
)
from vochi.core.site import Site
from vochi.lab.bare import sample_office

SITE = Site(
    etc="/e", state="/s", modules="/m", data="/d", prompts="/p", phrases="/f", listen="127.0.0.1",
    sip_port=5060, rtp_first=10000, rtp_last=10100, ami_port=5038, ami_secret="x" * 16,
)  # fmt: skip
FOUR = Before(version=2, back_to=1, phones=("181", "182", "183", "184"))


def conf(office: Office, password: str = "0123456789abcdef") -> str:
    secrets = Secrets(passwords=dict.fromkeys(accounts(office), password))
    return compile_office(office, secrets, SITE)["pjsip.conf"]


def gone(*names: str, seconds: float = AWAY) -> Now:
    return Now(away=dict.fromkeys(names, seconds))


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (gone(), None),
        (gone("181"), None),  # somebody carries his phone elsewhere
        (gone("181", "182"), "revert.phones"),
        (gone("181", "182", "183", "184"), "revert.phones"),
        (gone("181", "182", "183", "184", seconds=AWAY - 1), None),  # they are only starting anew
        (gone("191", "192", "193"), None),  # not ours to watch
        (Now(refused=frozenset({"181"})), None),
        (Now(refused=frozenset({"181", "182"})), "revert.refused"),
        (Now(away={"181": 60}, refused=frozenset({"182"})), "revert.phones"),
    ],
)
def test_half_of_the_phones(now: Now, code: str | None) -> None:
    fault = judge(FOUR, now)
    assert (fault.code if fault else None) == code
    if fault is not None:
        assert fault.facts["of"] == "4"
        assert fault.facts["names"].startswith("181")


def test_a_single_phone_is_unplugged_or_refused() -> None:
    one = Before(version=2, back_to=1, phones=("181",))
    assert judge(one, gone("181", seconds=600)) is None
    fault = judge(one, Now(refused=frozenset({"181"})))
    assert fault is not None
    assert fault.code == "revert.refused"


def test_lines_all_of_them() -> None:
    two = Before(version=2, back_to=1, lines=("a1-1", "city"))
    assert judge(two, gone("city")) is None
    fault = judge(two, gone("city", "a1-1"))
    assert fault is not None
    assert fault.code == "revert.lines"


def test_calls_that_fail_where_they_did_not() -> None:
    well = Before(version=2, back_to=1, calls=Tally(well=9, failed=1))
    failing = Now(calls=Tally(failed=3, streak=3))
    fault = judge(well, failing)
    assert fault is not None
    assert fault.code == "revert.calls"
    assert judge(well, Now(calls=Tally(failed=2, streak=2))) is None
    assert judge(well, Now(calls=Tally(well=1, failed=3, streak=3))) is None, "one went well"
    # What failed before fails now; and where nothing was before, nothing is known.
    assert judge(Before(version=2, back_to=1, calls=Tally(well=3, failed=30)), failing) is None
    assert judge(Before(version=2, back_to=1), failing) is None


def test_only_what_was_touched_and_there_and_is_left() -> None:
    old = sample_office()
    everybody = frozenset(device.account for device in old.devices)
    first, last = old.devices[0].account, old.devices[-1].account
    new = old.model_copy(update={"devices": old.devices[:-1], "version": 2})
    changed = touched(conf(old), conf(new))
    assert changed == {last}
    before = begin(old, new, everybody, changed, Tally())
    assert before.phones == (), "it is gone because the publication takes it away"
    moved = touched(conf(old), conf(old, "another-password-1"))
    assert moved is not None
    assert everybody <= moved
    offline_one = begin(old, old, everybody - {first}, moved, Tally())
    assert first not in offline_one.phones, "it was away before"
    assert set(offline_one.phones) == everybody - {first}
    assert touched(conf(old), conf(old)) == frozenset()
    renamed = old.people[0].model_copy(update={"name": "Другое имя"})
    same = old.model_copy(update={"people": (renamed, *old.people[1:])})
    of_one = touched(conf(old), conf(same))
    assert of_one is not None
    assert of_one < everybody
    slower = conf(old).replace("timer_t1 = 100", "timer_t1 = 500")
    assert touched(conf(old), slower) is None, "everybody is touched by that"


def test_a_publication_upon_one_that_is_not_proven() -> None:
    old = sample_office()
    accounts_of = frozenset(device.account for device in old.devices)
    first = begin(old.model_copy(update={"version": 4}), old.model_copy(update={"version": 5}),
                  accounts_of, None, Tally(well=5))  # fmt: skip
    fewer = old.model_copy(update={"devices": old.devices[1:], "version": 6})
    then = begin(old, fewer, frozenset(), frozenset(), Tally())
    both = joined(first, then, fewer)
    assert (both.version, both.back_to, both.calls.well) == (6, 4, 5)
    assert set(both.phones) == {device.account for device in fewer.devices}


def call(**fields: Any) -> Call:
    empty = dict.fromkeys(("legs", "talks", "path", "lines_tried", "recordings"), ())
    now = datetime(2026, 11, 23, 9, tzinfo=UTC)
    return Call.model_validate(
        {"linked_id": "1", "direction": "in", "state": "ended", "result": "missed", "client": "",
         "client_name": "", "number": "", "line": None, "office_version": 1, "started_at": now,
         "answered_at": None, "ended_at": now, "waited": 0, "talked": 0, "employee": None,
         "first_employee": None, "last_employee": None, "end_reason": "hangup", **empty} | fields
    )  # fmt: skip


def test_what_a_failed_call_is() -> None:
    assert is_failure(call())
    assert not is_failure(call(answered_at=datetime(2026, 11, 23, 9, tzinfo=UTC))), "heard it all"
    assert not is_failure(call(end_reason="cancelled"))
    assert not is_failure(call(result="refused", end_reason="closed")), "the office is closed"
    assert is_failure(call(direction="out", result="no_line"))
    assert not is_failure(call(direction="out", result="busy"))
    tally = Tally().plus(call()).plus(call()).plus(call(result="answered")).plus(call())
    assert tally == Tally(well=1, failed=3, streak=1)
