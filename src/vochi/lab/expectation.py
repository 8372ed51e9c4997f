"""Compares what a scenario expects with what was rung, heard, logged and recorded."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from vochi.lab import spoken, tones
from vochi.lab.desk import Row
from vochi.lab.expected import Heard, Logged, Recorded, Rung, Said, Span
from vochi.lab.gsm.expected import GsmSeen, compare_gsm
from vochi.lab.party import Party, Subscriber
from vochi.lab.romashka import GREETING_MARK, MUSIC_MARK
from vochi.lab.scenario import Scenario
from vochi.lab.side import CAUSES, Side
from vochi.lab.stand import Stand
from vochi.voice import Sound, make_phrases, say

PROMPT_MARKS = {"greeting": GREETING_MARK, "music": MUSIC_MARK}
#: Seconds in which others stop ringing (S18).
AT_ONCE = 0.3
#: Deadlines, not waits: the box encodes after the call with what the machine has to spare.
LOG_WITHIN, RECORDING_WITHIN = 20.0, 90.0
#: A recording ends with the call; the edges of a tone fall into windows of 50 ms.
RECORDED_GAP = 0.25
#: Seconds that somebody must be heard in a recording to be in it.
RECORDED_LEAST = 0.5


@dataclass(frozen=True)
class Evidence:
    """What to look at: rows begun from `started` to `finished`, sides by the name of the party.

    `strangers` are phones that rang and are not in the scenario. `began` and `ended` are of the
    lab's clock.
    """

    scenario: Scenario
    stand: Stand
    started: datetime
    finished: datetime
    began: float
    ended: float
    parties: dict[str, Party]
    sides: dict[str, list[Side]]
    strangers: tuple[str, ...]
    gsm: GsmSeen

    def tone(self, name: str) -> int:
        """Frequency of a party or a prompt."""
        return PROMPT_MARKS[name] if name in PROMPT_MARKS else self.parties[name].tone

    def late(self, since: float | None = None, until: float | None = None) -> float:
        """Seconds in which the lab stood still: by so much it may have seen or done things late."""
        between = self.stand.city.stalls.between
        return between(
            self.began if since is None else since, self.ended if until is None else until
        )

    def begin(self, rung: Rung, side: Side) -> float | None:
        """The moment from which the seconds of a ring count; None: it came before that."""
        if rung.since is None:
            return self.began
        calls = (each.began_at for each in self.sides[rung.since] if each.role == "calls")
        return max((at for at in calls if at < side.began_at), default=None)


async def compare(evidence: Evidence) -> list[str]:
    """Every difference, in words."""
    expect = evidence.scenario.expect
    problems = [problem for rung in expect.rung for problem in _rung(evidence, rung)]
    problems += [f"{each} rang, and is not in the scenario" for each in evidence.strangers]
    for heard in expect.heard:
        problems += await asyncio.to_thread(_listen, evidence, heard)
    for who in dict.fromkeys(each.who for each in expect.said):
        problems += await asyncio.to_thread(_words, evidence, who)
    for who, number in expect.shown.items():
        saw = next((side.caller for side in evidence.sides[who]), "")
        if saw != number:
            problems.append(f"{who} saw the number {saw!r}, not {number!r}")
    for who, keys in expect.keys.items():
        got = "".join(side.keys for side in evidence.sides[who])
        if got != keys:
            problems.append(f"{who} got the keys {got!r}, not {keys!r}")
    problems += await _logged(evidence)
    return problems + await compare_gsm(
        expect.gsm, evidence.gsm, evidence.stand.desk, evidence.scenario.number, evidence.started,
    )  # fmt: skip


def _rung(evidence: Evidence, rung: Rung) -> Iterator[str]:
    called = [side for side in evidence.sides[rung.who] if side.role == "is called"]
    rang = [side for side in called if side.rang_at is not None]
    if rung.never:
        if rang:
            yield f"{rung.who} rang, and should not"
        return
    if not rang:
        yield f"{rung.who} did not ring"
        return
    times = []

    def fits(began: float, at: float | None, wanted: float) -> bool:
        if at is None:
            return False
        late = evidence.late(began, at)
        return -rung.about <= at - began - wanted <= rung.about + late

    for side in rang:
        began, first = evidence.begin(rung, side), side.rang_at
        last = side.answered_at or side.ended_at
        if began is None:
            continue
        times.append("–".join("?" if at is None else f"{at - began:.1f}" for at in (first, last)))
        if fits(began, first, rung.from_) and (rung.to is None or fits(began, last, rung.to)):
            yield from _stopped(evidence, rung, side)
            told = CAUSES.get(side.cause or 0, str(side.cause))
            if rung.end is not None and rung.end != told:
                yield f"{rung.who} was told at the end: {told}, not {rung.end}"
            return
    yield f"{rung.who} rang {', '.join(times)} s, not {rung.from_}–{rung.to} s"


def _stopped(evidence: Evidence, rung: Rung, side: Side) -> Iterator[str]:
    """It stops when the other party takes the call, not much later."""
    if rung.at_once is None:
        return
    others = evidence.sides[rung.at_once]
    taken = [each.answered_at if rung.when == "answers" else each.pressed_at for each in others]
    ended = side.ended_at or 0.0
    late = min(
        (abs(ended - at) - evidence.late(min(ended, at), max(ended, at)) for at in taken if at),
        default=None,
    )
    if late is None or late > AT_ONCE:
        moment = f"{rung.at_once} {rung.when}"
        yield f"{rung.who} did not stop within {AT_ONCE} s of when {moment}: {late}"


def _listen(evidence: Evidence, heard: Heard) -> list[str]:
    return list(_heard(evidence, heard))


def _heard(evidence: Evidence, heard: Heard) -> Iterator[str]:
    found = [side.hearing.find(evidence.tone(heard.by)) for side in evidence.sides[heard.who]]
    seconds = sum(each.seconds for each in found)
    late = sum(
        evidence.late(side.answered_at or side.began_at, side.ended_at)
        for side in evidence.sides[heard.who]
    )
    if not _within(seconds, _stretched(heard.seconds, late)):
        when = ", ".join(f"{s.began:.1f}–{s.ended:.1f}" for each in found for s in each.stretches)
        told = f"{seconds:.2f} s ({when})" if when else f"{seconds:.2f} s"
        yield f"{heard.who} heard {heard.by} for {told}, not {_span(heard.seconds)}"
    if heard.gap is not None:
        gap = max((each.longest_gap for each in found), default=0)
        if gap > heard.gap + late:
            yield f"{heard.who} heard {heard.by} with a break of {gap:.2f} s"
    level = max((each.level for each in found), default=0)
    if seconds and level < heard.level:
        yield f"{heard.who} heard {heard.by} at {level:.0f} dBFS only"


def _words(evidence: Evidence, who: str) -> list[str]:
    return list(_said(evidence, who))


def _said(evidence: Evidence, who: str) -> Iterator[str]:
    sounds = (
        hearing.sound() for side in evidence.sides[who] for hearing in (side.early, side.hearing)
    )
    ears = [spoken.listen(sound) for sound in sounds if sound]
    for said in evidence.scenario.expect.said:
        if said.who != who:
            continue
        wanted = spoken.picture_of(_spoken_file(evidence, said))
        found = [ear.find(wanted, broken=not said.never) for ear in ears]
        best = max((each.likeness for each in found), default=-1.0)
        what = f"{said.phrase or said.sound or said.text!r} ({said.language})"
        if said.never and best >= spoken.ENOUGH:
            yield f"{who} was told {what}, and should not"
        elif not said.never and best < spoken.ENOUGH:
            yield f"{who} was not told {what} (likeness {best:.2f})"


def _spoken_file(evidence: Evidence, said: Said) -> Path | Sound:
    if said.phrase is not None:
        return make_phrases() / said.language / f"{said.phrase}.wav"
    if said.sound is not None:
        return evidence.stand.city.sounds / said.language / f"{said.sound}.wav"
    return say(said.text or "", said.language)


async def _logged(evidence: Evidence) -> list[str]:
    expected = evidence.scenario.expect.logged
    clock = evidence.stand.city.clock
    until = clock() + LOG_WITHIN
    while True:
        rows = await evidence.stand.desk.until_calls(
            lambda all_rows: _settled(_mine(evidence, all_rows), expected), until - clock()
        )
        mine = _mine(evidence, rows)
        problems = await _rows(evidence, mine)
        # A row may have ended before the last word of it has come.
        if not problems or clock() > until:
            break
        await asyncio.sleep(0.5)
    for row, wanted in zip(mine, expected, strict=False):
        if wanted.recorded is not None:
            problems += await _recorded(evidence, row, wanted.recorded)
    return problems


async def _rows(evidence: Evidence, mine: list[Row]) -> list[str]:
    expected = evidence.scenario.expect.logged
    problems = []
    if len(mine) != len(expected):
        problems.append(
            f"{len(mine)} rows in the log, not {len(expected)}: "
            + "; ".join(_short(row) for row in mine)
        )
    for row, wanted in zip(mine, expected, strict=False):
        detail = await evidence.stand.desk.call(row["id"])
        problems += [
            f"row {_short(row)}: {name} is {got!r}, not {want!r}"
            for name, got, want in _differences(evidence, row, detail, wanted)
        ]
        if wanted.unrecorded and detail["recordings"]:
            problems.append(f"row {_short(row)} has a recording, and should not")
    return problems


def _settled(rows: list[Row], expected: tuple[Logged, ...]) -> bool:
    return len(rows) >= len(expected) and all(row["state"] == "ended" for row in rows)


def _mine(evidence: Evidence, rows: list[Row]) -> list[Row]:
    """Rows of this scenario, oldest first: by its people, or by its phones inside."""
    numbers = {party.number for party in evidence.parties.values() if isinstance(party, Subscriber)}
    extensions = {account.partition("-")[0] for account in evidence.scenario.phones}
    mine = []
    for row in rows:
        at = datetime.fromisoformat(row["started_at"])
        if not evidence.started <= at <= evidence.finished:
            continue
        inside = row["direction"] == "internal" and (
            {row["client"]["number"], *(each["extension"] for each in row["rang"])} & extensions
        )
        if row["client"]["number"] in numbers or inside:
            mine.append(row)
    return sorted(mine, key=lambda row: str(row["started_at"]))


def _differences(
    evidence: Evidence, row: Row, detail: Row, wanted: Logged
) -> Iterator[tuple[str, Any, Any]]:
    client = None if wanted.client is None else evidence.scenario.number(wanted.client)
    legs = sorted((leg["endpoint"], leg["end"] or "?") for leg in detail["legs"])
    got: dict[str, Any] = {
        "direction": row["direction"],
        "result": row["result"],
        "client": row["client"]["number"],
        "client_name": row["client"]["name"],
        "line": row["line"],
        "number": row["number"],
        "employee": row["employee"] and row["employee"]["extension"],
        "rang": tuple(sorted(each["extension"] for each in row["rang"])),
        "departments": tuple(sorted(row["departments"])),
        "end_reason": row["end_reason"],
        "path": tuple(dict.fromkeys(node["node"] for node in detail["path"])),
        "legs": tuple(legs),
        "score": detail.get("score"),
        "tags": tuple(detail["tags"]),
        "source": detail["source"],
        "callback_asked": detail["callback_asked_at"] is not None,
        "lines_tried": tuple(tried["line"] for tried in detail["lines_tried"]),
    }
    spans = {"waited", "talked", "message"}
    want: dict[str, Any] = wanted.model_dump(exclude={"recorded", "unrecorded", *spans})
    want["client"] = client
    if wanted.employee in evidence.parties:
        want["employee"] = evidence.parties[wanted.employee].key.partition("-")[0]
    for name in ("rang", "departments"):
        want[name] = None if want[name] is None else tuple(sorted(want[name]))
    if wanted.legs is not None:
        want["legs"] = tuple(sorted((leg.endpoint, leg.end) for leg in wanted.legs))
    for name, value in want.items():
        if value is not None and got[name] != value:
            yield name, got[name], value
    message = sum(each["seconds"] for each in detail["messages"])
    for name, span, lasted in (
        ("waited", wanted.waited, row["waited"]),
        ("talked", wanted.talked, row["talked"]),
        ("message", wanted.message, message),
    ):
        if span is not None and not _within(lasted, (span[0], span[1] + evidence.late())):
            yield name, round(lasted, 2), _span(span)


async def _recorded(evidence: Evidence, row: Row, wanted: Recorded) -> list[str]:
    def has_one(rows: list[Row]) -> bool:
        return any(each["id"] == row["id"] and each["has_recording"] for each in rows)

    await evidence.stand.desk.until_calls(has_one, RECORDING_WITHIN)
    recordings = (await evidence.stand.desk.call(row["id"]))["recordings"]
    if len(recordings) != 1:
        return [f"row {_short(row)}: {len(recordings)} recordings, not 1"]
    left, right = await evidence.stand.desk.sound(recordings[0])
    late = evidence.late()
    seconds = None if wanted.seconds is None else _stretched(wanted.seconds, late)
    return await asyncio.to_thread(
        lambda: [
            f"recording of {_short(row)}: {problem}"
            for problem in check_recording(
                (left, right), evidence.tone(wanted.left), evidence.tone(wanted.right),
                seconds, tuple(map(evidence.tone, wanted.others)),
                gap=(wanted.gap or RECORDED_GAP) + late,
            )
        ]
    )  # fmt: skip


def check_recording(
    sound: tuple[tones.Samples, tones.Samples],
    left: int,
    right: int,
    seconds: Span | None,
    others: tuple[int, ...] = (),
    *,
    gap: float = RECORDED_GAP,
) -> Iterator[str]:
    """Both tones, each in its own channel only, without a gap, and of the right length."""
    for name, channel, own, other in (
        ("left", sound[0], left, right),
        ("right", sound[1], right, left),
    ):
        found = tones.find(channel, own)
        if found.seconds == 0:
            yield f"{own} Hz is not in the {name} channel"
        elif found.longest_gap > gap:
            yield f"{own} Hz in the {name} channel has a gap of {found.longest_gap:.2f} s"
        if seconds is not None and not _within(found.seconds, seconds):
            yield f"{own} Hz is {found.seconds:.2f} s long, not {_span(seconds)}"
        stray = tones.find(channel, other)
        if stray.seconds > RECORDED_GAP:
            yield f"{other} Hz of the other side is in the {name} channel"
    for tone in others:
        if tones.find(sound[1], tone).seconds < RECORDED_LEAST:
            yield f"{tone} Hz is not in the right channel"


def _within(value: float, span: Span) -> bool:
    return span[0] <= value <= span[1]


def _stretched(span: Span, late: float) -> Span:
    """A talk went on while the lab stood still, or stood still with it; nothing stays nothing."""
    least, most = span
    return (max(least / 2, least - late), most + late) if most else span


def _span(span: Span) -> str:
    return f"{span[0]:g}–{span[1]:g} s"


def _short(row: Row) -> str:
    employee = row["employee"]["extension"] if row["employee"] else "-"
    return (
        f"[{row['direction']} {row['result']} {row['client']['number']} {row['line'] or '-'} "
        f"{employee}]"
    )
