"""What is dead among GSM lines and gateways: signs of each line and the time in, findings out.

A symptom is told once it has stood for its time, and is over only when the line has been well for
a while: a line that comes and goes is one finding, not twenty. Lines of a gateway of which none
speaks are one finding too, `gateway.offline`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

#: `silent`: its keepalives have stopped; `unregistered`: SIP; `stuck`: the gateway is in a call
#: that we know nothing of.
Symptom = Literal["silent", "unregistered", "no_sim", "no_network", "no_signal", "stuck"]
#: Worst first: what is told when several stand.
SYMPTOMS: tuple[Symptom, ...] = (
    "silent", "unregistered", "no_sim", "no_network", "no_signal", "stuck",
)  # fmt: skip
#: Nothing at all comes from the line.
UNREACHABLE: frozenset[Symptom] = frozenset({"silent", "unregistered"})
#: Seconds that a symptom stands before it is told. Silence is told by the driver after 92 s
#: (protocols.md 1.2), the radio's state is up to 30 s old when it comes: all stay below 100 s.
TOLD_AFTER: Mapping[Symptom, float] = {
    "silent": 1.0, "unregistered": 20.0, "no_sim": 40.0, "no_network": 45.0, "no_signal": 60.0,
    "stuck": 60.0,
}  # fmt: skip
#: Seconds of being well that end a finding, doubled with each relapse within `_RELAPSE`.
WELL_AFTER, WELL_AT_MOST = 20.0, 600.0
_RELAPSE = 900.0
#: Seconds between the first and the last line of a gateway that comes back; who is later is dead.
COMES_BACK = 150.0
#: A line that was never heard of is given this long after the box or the engine came up.
PATIENCE = 95.0
#: dBm; below it no call holds (+CSQ 1 and less).
_NO_SIGNAL = -111


@dataclass(frozen=True)
class Signs:
    """One line now. None: unknown. `speaks`: the driver hears it; None: it has no driver.

    `calls`: channels of ours on it. `settled`: box and engine have been up long enough for its
    registration and keepalive to be expected; before that it stays as it was.
    """

    line: str
    gateway: str
    speaks: bool | None
    registered: bool | None
    sim: bool | None = None
    network: bool | None = None
    signal: int | None = None
    in_call: bool = False
    calls: int = 0
    settled: bool = True


@dataclass(frozen=True)
class Finding:
    """`line.dead` or `gateway.offline`: `name` of it, since when (seconds of `look`'s clock)."""

    code: Literal["line.dead", "gateway.offline"]
    name: str
    since: float
    why: Symptom
    lines: tuple[str, ...]


@dataclass(frozen=True)
class _Line:
    standing: Mapping[Symptom, float] = field(default_factory=dict)
    why: Symptom | None = None
    since: float = 0.0
    well_since: float | None = None
    ended: float = -1e9
    relapses: int = 0


class Health:
    """Remembers what stood; `dead` names lines that were dead already, since when and why."""

    def __init__(self, dead: Mapping[str, tuple[float, Symptom]] | None = None) -> None:
        self._lines = {
            line: _Line(standing={why: since}, why=why, since=since)
            for line, (since, why) in (dead or {}).items()
        }
        self._were_offline: dict[str, Finding] = {}
        self._back_since: dict[str, float] = {}

    def look(self, signs: Iterable[Signs], now: float) -> tuple[Finding, ...]:
        """What is dead, in the order of the signs; `now` never goes back."""
        seen = tuple(signs)
        self._lines = {
            each.line: _next(self._lines.get(each.line, _Line()), each, now) for each in seen
        }
        found: list[Finding] = []
        gateways: dict[str, list[Signs]] = {}
        for each in seen:
            gateways.setdefault(each.gateway, []).append(each)
        for gateway, lines in gateways.items():
            offline = self._offline(gateway, [each.line for each in lines])
            if offline is None:
                offline = self._coming_back(gateway, lines, now)
            else:
                self._were_offline[gateway] = offline
                self._back_since.pop(gateway, None)
            found += [offline] if offline is not None else self._dead(lines)
        return tuple(found)

    def _coming_back(self, gateway: str, lines: list[Signs], now: float) -> Finding | None:
        """Its lines come back one after the other: it is one finding till all of them are well."""
        before = self._were_offline.get(gateway)
        if before is None:
            return None
        waits = any(self._lines[each.line].why in UNREACHABLE for each in lines)
        if waits and now - self._back_since.setdefault(gateway, now) < COMES_BACK:
            return before
        del self._were_offline[gateway]
        self._back_since.pop(gateway, None)
        return None

    def _offline(self, gateway: str, lines: list[str]) -> Finding | None:
        """No line of it speaks, and one of them has been silent for long enough."""
        held = [self._lines[line] for line in lines]
        told = [each for each in held if each.why in UNREACHABLE]
        if not told or not all(UNREACHABLE & each.standing.keys() for each in held):
            return None
        # One line proves it only when both its voices are gone.
        if len(held) == 1 and not held[0].standing.keys() >= UNREACHABLE:
            return None
        since = min(each.since for each in told)
        why: Symptom = "silent" if any(e.why == "silent" for e in told) else "unregistered"
        return Finding("gateway.offline", gateway, since, why, tuple(lines))

    def _dead(self, lines: list[Signs]) -> list[Finding]:
        held = ((each.line, self._lines[each.line]) for each in lines)
        return [
            Finding("line.dead", line, state.since, state.why, (line,))
            for line, state in held
            if state.why is not None
        ]


def _next(known: _Line, signs: Signs, now: float) -> _Line:
    is_unknown = known.why == "unregistered" and signs.registered is None
    if not signs.settled or is_unknown:
        return known
    symptoms = _symptoms(signs)
    standing = {each: known.standing.get(each, now) for each in symptoms}
    ripe = [each for each in SYMPTOMS if now - standing.get(each, now) >= TOLD_AFTER[each]]
    if known.why is None:
        if not ripe:
            return replace(known, standing=standing)
        relapses = known.relapses + 1 if now - known.ended < _RELAPSE else 0
        return _Line(standing, ripe[0], standing[ripe[0]], None, known.ended, relapses)
    if standing:
        why = ripe[0] if ripe else known.why
        return replace(known, standing=standing, why=why, well_since=None)
    well_since = now if known.well_since is None else known.well_since
    enough = min(WELL_AFTER * 2.0**known.relapses, WELL_AT_MOST)
    if now - well_since >= enough:
        return _Line(ended=now, relapses=known.relapses)
    return replace(known, standing={}, well_since=well_since)


def _symptoms(signs: Signs) -> tuple[Symptom, ...]:
    """What is wrong at this moment. What a silent line said last is no news of its radio."""
    found: list[Symptom] = []
    if signs.speaks is False:
        found.append("silent")
    if signs.registered is False:
        found.append("unregistered")
    if signs.speaks:
        if signs.sim is False:
            found.append("no_sim")
        elif signs.network is False:
            found.append("no_network")
        elif signs.signal is not None and signs.signal <= _NO_SIGNAL:
            found.append("no_signal")
        if signs.in_call and signs.calls == 0:
            found.append("stuck")
    return tuple(found)
