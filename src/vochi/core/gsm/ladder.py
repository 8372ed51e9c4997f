"""The ladder of repair: restart the line, restart its gateway, take its power; pure.

What was done is read from `repair` entries, so a box that was restarted goes on where it was. Each
rung waits for the effect of the one before; a rung that the device cannot do is failed and passed;
after the last nothing is tried for the hours of `power_hours`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, get_args

from vochi.core.gsm.entries import Repaired
from vochi.core.gsm.health import UNREACHABLE, Symptom
from vochi.core.office.upkeep import RepairPolicy

Rung = Literal["restart_line", "restart_gateway", "cut_power"]
RUNGS: tuple[Rung, ...] = ("restart_line", "restart_gateway", "cut_power")
#: Why a rung is not climbed now.
Refusal = Literal["in_call", "too_soon", "exhausted", "disabled"]
_REFUSALS: frozenset[str] = frozenset(get_args(Refusal))
#: Seconds that the effect of a rung is waited for: a module logs in, a gateway boots and registers.
SETTLES: Mapping[Rung, int] = {"restart_line": 120, "restart_gateway": 240, "cut_power": 300}
#: Symptoms of a line for which more than the line itself is restarted.
_CLIMBS: frozenset[Symptom] = UNREACHABLE | {"stuck"}


@dataclass(frozen=True)
class Done:
    """A `repair` entry with its time."""

    at: datetime
    entry: Repaired


@dataclass(frozen=True)
class Patient:
    """What is dead: a line, or a whole gateway (`line` empty). `socket` feeds the gateway.

    `lines` are all lines of the gateway; what is restarted or cut takes their calls.
    """

    gateway: str
    since: datetime
    why: Symptom
    line: str = ""
    socket: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Move:
    """Climb `rung`, or (`refusal`) why it is not climbed now."""

    patient: Patient
    rung: Rung
    refusal: Refusal | None = None

    @property
    def entry(self) -> Repaired:
        """The entry of a refusal, or of what is about to be done."""
        return entry_of(self.rung, self.patient, ok=False, why=self.refusal or "")


def entry_of(rung: Rung, patient: Patient, *, ok: bool, why: str, by: str = "") -> Repaired:
    """The `repair` entry of a rung: who is dead stands beside what was touched."""
    return Repaired(
        what=rung,
        line=patient.line,
        gateway=patient.gateway,
        socket=patient.socket if rung == "cut_power" else "",
        ok=ok,
        why=why,
        by=by,
    )


#: `why` of the entry that is durable before anything is done; the next one of the same thing says
#: what came of it. A box that was killed between the two may have done it.
BEGUN = "begun"


def settled(history: Iterable[Done]) -> tuple[Done, ...]:
    """History in which what was begun and never told the end of counts as done."""
    held: list[Done] = []
    for done in history:
        place = _place(done.entry)
        if held and not is_refusal(done.entry):
            held = [e for e in held if e.entry.why != BEGUN or _place(e.entry) != place]
        held.append(done)
    return tuple(
        Done(each.at, each.entry.model_copy(update={"ok": True}))
        if each.entry.why == BEGUN
        else each
        for each in held
    )


def _place(entry: Repaired) -> tuple[str, str]:
    touched = {"restart_line": entry.line, "restart_gateway": entry.gateway}
    return entry.what, touched.get(entry.what, entry.socket)


def is_refusal(entry: Repaired) -> bool:
    """Whether the entry tells that nothing was even tried."""
    return not entry.ok and entry.why in _REFUSALS


def limit(
    rung: Rung, patient: Patient, policy: RepairPolicy, history: Iterable[Done], now: datetime
) -> timedelta | None:
    """How long till the rung may be climbed again; None: it may. Whoever asks, person or box."""
    apart = {
        "restart_line": timedelta(minutes=policy.line_minutes),
        "restart_gateway": timedelta(minutes=policy.gateway_minutes),
        "cut_power": timedelta(hours=policy.power_hours),
    }[rung]
    # A clock that was set back must neither lock a repair for years nor hide what was done since.
    done = (each.at for each in history if _touched(each, rung, patient))
    last = max((at for at in done if at - now <= apart), default=None)
    if last is None or now - last >= apart:
        return None
    return apart - (now - last)


def climb(
    patients: Iterable[Patient],
    policy: RepairPolicy,
    history: Iterable[Done],
    calls: Callable[[str], int],
    now: datetime,
) -> tuple[Move, ...]:
    """What is to be done now for each patient, or why not; patients whose rung settles are silent.

    `calls(line)`: live calls on a line. One move for each gateway at a time: lines of one gateway
    do not restart it under each other.
    """
    past = tuple(history)
    moves: list[Move] = []
    touched: set[str] = set()
    for patient in patients:
        move = _next(patient, policy, past, calls, now)
        if move is None:
            continue
        if move.refusal is None and move.rung != "restart_line":
            if patient.gateway in touched:
                continue
            touched.add(patient.gateway)
        moves.append(move)
    return tuple(moves)


def _next(
    patient: Patient,
    policy: RepairPolicy,
    history: tuple[Done, ...],
    calls: Callable[[str], int],
    now: datetime,
) -> Move | None:
    rungs = _rungs(patient)
    if not rungs:
        return None
    longest = timedelta(hours=policy.power_hours)
    begun = max(patient.since, now - longest)
    # What could not be done may be tried again: a socket may just have been offline.
    failed = max(begun, now - timedelta(minutes=policy.gateway_minutes))
    for rung in rungs:
        tried = [
            each
            for each in history
            if (begun if each.entry.ok else failed) <= each.at <= now + longest
            and _touched(each, rung, patient, failed=True)
        ]
        if tried:
            last = max(tried, key=lambda each: each.at)
            if last.entry.ok and now - last.at < timedelta(seconds=SETTLES[rung]):
                return None
            continue
        if not policy.enabled:
            return Move(patient, rung, "disabled")
        if _settling(patient, history, now):
            return None
        if limit(rung, patient, policy, history, now) is not None:
            return Move(patient, rung, "too_soon")
        dead_for = (now - patient.since).total_seconds()
        if dead_for < policy.force_after and any(map(calls, cut_lines(rung, patient))):
            return Move(patient, rung, "in_call")
        return Move(patient, rung)
    return Move(patient, rungs[-1], "exhausted")


def _rungs(patient: Patient) -> tuple[Rung, ...]:
    if patient.line and patient.why not in _CLIMBS:
        return ("restart_line",)
    return tuple(
        rung
        for rung in RUNGS
        if (rung != "restart_line" or patient.line) and (rung != "cut_power" or patient.socket)
    )


def cut_lines(rung: Rung, patient: Patient) -> tuple[str, ...]:
    """Lines whose calls the rung would end."""
    return (patient.line,) if rung == "restart_line" else patient.lines


def _touched(done: Done, rung: Rung, patient: Patient, *, failed: bool = False) -> bool:
    """Whether the entry is of this rung on this very thing; `failed`: tries in vain too."""
    entry = done.entry
    if entry.what != rung or is_refusal(entry) or not (entry.ok or failed):
        return False
    match rung:
        case "restart_line":
            return entry.line == patient.line
        case "restart_gateway":
            return entry.gateway == patient.gateway
        case "cut_power":
            return entry.socket == patient.socket


def _settling(patient: Patient, history: tuple[Done, ...], now: datetime) -> bool:
    """Something that this line depends on was just restarted, by whomever."""
    return any(
        each.entry.ok
        and timedelta() <= now - each.at < timedelta(seconds=SETTLES[rung])
        and _touched(each, rung, patient)
        for rung in RUNGS
        for each in history
        if each.entry.what == rung
    )
