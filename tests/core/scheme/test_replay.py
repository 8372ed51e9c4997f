"""Past calls through a draft: the office of then tells what was, the draft tells what would be."""

from datetime import datetime, timedelta
from random import Random

from vochi.core.calls.call import Call, Leg, Passed, Talk
from vochi.core.office.document import Office
from vochi.core.scheme.life import Life, PhoneLife, Tale
from vochi.core.scheme.replay import replay
from vochi.core.scheme.simulate import simulate
from vochi.lab.trials import draw

from .small import MONDAY, WORDS, Doc, life, small

RING: Doc = {"kind": "ring", "targets": ["180"], "seconds": 20, "exits": {"nobody": "bye"}}
LIVE = small({"ring": RING, "bye": WORDS})


def as_call(office: Office, lived: Life, tale: Tale, number: int) -> Call:
    """The row of the call log that such a life leaves behind."""
    at = lived.at
    ended = at + timedelta(seconds=tale.waited + (60 if tale.end == "talk" else 0))
    answered = next((each for each in tale.moments if each.code == "life.answered"), None)
    legs: list[Leg] = []
    for moment in tale.moments:
        to, second = moment.facts.get("to", ""), at + timedelta(seconds=moment.at)
        if moment.code == "life.rings":
            wins = answered is not None and answered.facts["to"] == to
            picked = at + timedelta(seconds=tale.waited) if wins else None
            legs.append(_leg(to, second, picked, "answered" if wins else "no_answer"))
        elif moment.code == "life.not_rung" and moment.facts["not_rung"] in ("busy", "offline"):
            busy = moment.facts["not_rung"] == "busy"
            legs.append(_leg(to, None, None, "busy" if busy else "unreachable"))
    entered = [each for each in tale.moments if each.code == "life.enters"]
    talks = ()
    if answered is not None and tale.end == "talk":
        began = at + timedelta(seconds=tale.waited)
        talks = (Talk(endpoint=answered.facts["to"], began_at=began, ended_at=ended, seconds=60),)
    return Call.model_validate(
        {
            "linked_id": str(number), "direction": "in", "state": "ended",
            "result": "answered" if talks else "missed", "client": lived.caller,
            "client_name": "", "number": "", "line": lived.line, "office_version": 1,
            "started_at": at, "answered_at": None, "ended_at": ended, "waited": tale.waited,
            "talked": 0, "employee": None, "first_employee": None, "last_employee": None,
            "legs": legs, "talks": talks, "recordings": (), "lines_tried": (),
            "skipped": [
                {"to": m.facts["to"], "why": "forward" if "on" in m.facts else "dnd",
                 "on": m.facts.get("on"), "at": at}
                for m in tale.moments
                if m.code == "life.forwarded" or m.facts.get("not_rung") == "dnd"
            ],
            "path": [
                Passed(scheme=scheme, node=node, kind=office.inbound[0].nodes[node].kind
                       if scheme == office.inbound[0].id else "ring",
                       entered_at=at + timedelta(seconds=moment.at), out=port)
                for (scheme, node, port), moment in zip(tale.path, entered, strict=True)
            ],
        }
    )  # fmt: skip


def _leg(endpoint: str, rang: object, answered: object, end: str) -> Leg:
    return Leg.model_validate(
        {"endpoint": endpoint, "unique_id": endpoint, "role": "callee", "rang_at": rang,
         "answered_at": answered, "ended_at": None, "end": end}
    )  # fmt: skip


def history(office: Office, count: int) -> list[Call]:
    """Days of calls: some are answered, soon or late, some callers give up."""
    random = Random(7)
    calls = []
    for number in range(count):
        phone = {"answers": random.choice((None, 2, 7, 15))}
        lived = life(
            at=datetime.fromisoformat(MONDAY) + timedelta(hours=number),
            caller=f"+3752912345{number:02}",
            phones={"180": PhoneLife.model_validate(phone)},
            patience=random.choice((None, 11.5)),
        )
        calls.append(as_call(office, lived, simulate(office, lived), number))
    return calls


def test_the_scheme_of_then_reproduces_its_history() -> None:
    calls = history(LIVE, 60)
    report = replay(calls, LIVE)
    assert len(report.calls) == 60
    assert report.reproduced == 1
    answered = sum(call.result == "answered" for call in calls)
    assert (report.before.answered, report.before.missed) == (answered, 60 - answered)
    assert report.before == report.after
    assert [call for call in report.calls if call.changed] == []


def test_a_shorter_ring_misses_those_who_were_answered_late() -> None:
    draft = small({"ring": RING | {"seconds": 5}, "bye": WORDS})
    report = replay(history(LIVE, 60), draft, LIVE)
    late = [each for each in report.calls if each.was.answered and each.was.waited > 5]
    assert late
    assert {each.linked_id for each in report.calls if each.changed} == {
        each.linked_id for each in late
    }
    assert report.after.missed == report.before.missed + len(late)
    assert report.after.mean_wait is not None
    assert report.before.mean_wait is not None
    assert report.after.mean_wait < report.before.mean_wait


def test_phones_that_were_not_rung_answer_as_they_usually_do() -> None:
    both = small({"ring": RING | {"targets": ["180", "181"]}, "bye": WORDS})
    quick = [
        as_call(both, each, simulate(both, each), 100 + number)
        for number in range(9)
        if (each := life(phones={"181": PhoneLife(answers=3)}))
    ]
    missed = life(patience=30)
    lonely = as_call(LIVE, missed, simulate(LIVE, missed), 1)
    report = replay([*quick, lonely], both, LIVE)
    (saved,) = [each for each in report.calls if each.linked_id == "1"]
    assert not saved.again.answered
    assert (saved.then.answered, saved.then.by, saved.then.waited) == (True, "181", 3)


def test_calls_of_lines_that_are_gone_are_left_out_and_counted() -> None:
    calls = [call.model_copy(update={"line": "gone"}) for call in history(LIVE, 3)]
    report = replay(calls, LIVE)
    assert (report.calls, report.skipped, report.reproduced) == ((), 3, 1)


def test_random_schemes_reproduce_what_they_did() -> None:
    told = []
    for seed in range(40):
        trial = draw(seed)
        for number, lived in enumerate(trial.lives):
            one = trial.office.model_copy(update={"inbound": (trial.office.inbound[number],)})
            call = as_call(one, lived, simulate(trial.office, lived), number)
            told += replay([call], trial.office).calls
    wrong = [each for each in told if not each.reproduced]
    assert len(wrong) <= len(told) // 100, wrong[:3]
