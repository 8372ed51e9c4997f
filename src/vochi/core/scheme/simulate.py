"""The simulator: one life of a caller through the office, second by second; pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from vochi.core.office.directory import numbers_of
from vochi.core.office.document import Office
from vochi.core.office.line import Line, SipTrunk
from vochi.core.schedule import port
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.life import Life, Moment, Tale
from vochi.core.scheme.nodes import Node
from vochi.core.scheme.nodes.ring import Ring
from vochi.core.scheme.nodes.schedule import Schedule
from vochi.core.scheme.world import Outcome
from vochi.core.scheme.worlds.concrete_world import ConcreteWorld
from vochi.core.scheme.worlds.open_world import OpenWorld

#: A call that passes more nodes, or lasts longer, turns in a circle.
MOST_NODES, MOST_SECONDS = 200, 7200.0
_NOWHERE = (None, None)

End = Literal["talk", "hung_up", "gave_up", "voicemail", "callback", "loop", "no_scheme"]


def simulate(office: Office, life: Life) -> Tale:
    """What happens to the caller of this life; the same, whenever it is asked.

    An unknown line, or one that cannot bring a call, has no scheme. An office with errors is read
    as far as it goes: a way that leads nowhere ends the call.
    """

    def period_of(schedule: Schedule, at: datetime) -> str:
        return port(schedule, office.holidays, office.company, at)

    return _Telling(office, life, ConcreteWorld(office, life, period_of)).tell()


@dataclass
class _Telling:
    office: Office
    life: Life
    world: ConcreteWorld
    now: float = 0.0
    moments: list[Moment] = field(default_factory=list)
    path: list[tuple[str, str, str | None]] = field(default_factory=list)
    took_callback: bool = False

    def tell(self) -> Tale:
        line = next((each for each in self.office.lines if each.id == self.life.line), None)
        if line is None:
            return self._end("no_scheme", "life.unknown_line", line=self.life.line)
        number = self.life.number or next(iter(numbers_of(line)), "")
        facts = {"line": line.name, "number": number}
        if self.life.caller:
            self._say("life.comes", facts | {"caller": self.life.caller})
        else:
            self._say("life.comes_hidden", facts)
        state = self.life.lines.get(line.id)
        if state in ("busy", "down"):
            return self._end("no_scheme", f"life.line_{state}", line=line.name)
        scheme = _scheme_of(self.office, line, number)
        if scheme is None:
            return self._end("no_scheme", "life.no_scheme", line=line.name)
        notice, seconds = notice_of(self.office, line)
        if notice:
            self._say("life.hears", {"hears": "prompt", "heard": notice})
            patience = self.life.patience
            self.now = seconds if patience is None else min(seconds, patience)
            if self.now < seconds:
                return self._end("gave_up", "life.gives_up")
        return self._walk(scheme)

    def _walk(self, scheme: InboundScheme) -> Tale:
        name = scheme.start
        while True:
            node = scheme.nodes.get(name)
            if node is None:
                return self._end("hung_up", "life.nowhere", node=name)
            if len(self.path) >= MOST_NODES or self.now > MOST_SECONDS:
                return self._end("loop", "life.loops")
            outcome = self._pass(scheme, name, node)
            if outcome is None:
                return self._end("gave_up", "life.gives_up")
            if outcome.leads == "talk":
                return self._end("talk", None, outcome.by)
            if outcome.leads == "end":
                voicemail = node.kind == "voicemail"
                return self._end("voicemail" if voicemail else self._hung_up(), "life.ends")
            if outcome.leads.startswith("scheme:"):
                other = outcome.leads.removeprefix("scheme:")
                found = next((each for each in self.office.inbound if each.id == other), None)
                if found is None:
                    return self._end("hung_up", "life.nowhere", node=other)
                self._say("life.goes_to", {"scheme": found.name})
                scheme, name = found, found.start
                continue
            self.took_callback |= node.kind == "callback" and outcome.leads == "taken"
            target = node.exits.get(outcome.leads)
            if target is None:
                return self._end("hung_up", "life.nowhere", node=f"{name}:{outcome.leads}")
            name = target

    def _pass(self, scheme: InboundScheme, name: str, node: Node) -> Outcome | None:
        """Live through a node; None: the caller hung up in it."""
        begin = self.now
        # Music comes first, then phones ring: what the world tells counts from the ring.
        later = node.after if isinstance(node, Ring) and node.music is not None else 0
        self.world.enter(begin + later)
        (outcome, *others) = node.outcomes(self.world)
        if others:
            raise ValueError(f"{node.kind}: {len(others) + 1} outcomes in one life")
        end = begin + outcome.seconds[0]
        patience = self.life.patience
        gone = patience is not None and patience < end
        until = patience if gone and patience is not None else end
        here = (scheme.id, name)
        self._say("life.enters", {"node": name, "node_kind": node.kind}, here)
        if outcome.seconds[0] > 0 and outcome.hears != "nothing":
            heard = {"hears": outcome.hears, "heard": outcome.heard or ""}
            self._say("life.hears", heard, here)
        for note in sorted(self.world.notes, key=lambda each: each.at):
            if note.at <= until:
                self.moments.append(
                    note.model_copy(
                        update={"scheme": scheme.id, "node": name, "at": min(note.at, end)}
                    )
                )
        self.now = round(until, 3)
        leaves = None if gone or outcome.leads in ("talk", "end") else outcome.leads
        self.path.append((scheme.id, name, leaves))
        if gone:
            return None
        if leaves is not None:
            self._say("life.leaves", {"port": leaves}, here)
        return outcome

    def _hung_up(self) -> End:
        return "callback" if self.took_callback else "hung_up"

    def _say(
        self, code: str, facts: Mapping[str, str], where: tuple[str | None, str | None] = _NOWHERE
    ) -> None:
        scheme, node = where
        told = Moment(at=round(self.now, 3), code=code, scheme=scheme, node=node, facts=dict(facts))
        self.moments.append(told)

    def _end(self, end: End, code: str | None, by: str | None = None, **facts: str) -> Tale:
        if code is not None:
            self._say(code, facts)
        return Tale(
            moments=tuple(self.moments),
            end=end,
            answered_by=by,
            waited=round(self.now, 3),
            path=tuple(self.path),
        )


def notice_of(office: Office, line: Line) -> tuple[str, float]:
    """What a caller over the line hears of the recording before all else; empty: nothing."""
    policy = office.policy.recording
    if not line.record or "in" not in policy.directions or "in" not in policy.notice:
        return "", 0.0
    notice = policy.notice_prompt or "recorded"
    return notice, OpenWorld(office).prompt_seconds(notice)


def _scheme_of(office: Office, line: Line, number: str) -> InboundScheme | None:
    by_number = line.by_number if isinstance(line, SipTrunk) else {}
    wanted = by_number.get(number, line.inbound)
    return next((scheme for scheme in office.inbound if scheme.id == wanted), None)
