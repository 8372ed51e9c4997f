"""The life that a past call was: what its rows tell of the caller and of the world around him."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from vochi.core.calls.call import Call, Leg, Passed
from vochi.core.calls.endpoint import Endpoint
from vochi.core.office.document import Office
from vochi.core.scheme.habits import Habits
from vochi.core.scheme.life import ClientLife, Life, PhoneLife, Pressed, bounded
from vochi.core.scheme.nodes import Node
from vochi.core.scheme.nodes.callback_offer import CallbackOffer
from vochi.core.scheme.nodes.client_check import ClientCheck, Known, Listed, Tagged
from vochi.core.scheme.nodes.manager import Manager
from vochi.core.scheme.nodes.menu import Menu
from vochi.core.scheme.nodes.queue import Queue
from vochi.core.scheme.nodes.webhook import Webhook

#: Clocks of the log and of a life differ by less.
_SOON = 0.5
_NAMES = {"key-star": "*", "key-hash": "#"}


def life_of(call: Call, live: Office, habits: Habits | None = None) -> Life:
    """The life that a call was. ValueError: it did not come over a line."""
    if call.line is None:
        raise ValueError(f"{call.linked_id} came over no line")
    told = _Told(call, live)
    usual = habits.phones(call, live) if habits is not None else {}
    return Life(
        line=call.line,
        number=call.number if call.number.startswith("+") else None,
        caller=call.client,
        at=call.started_at,
        client=told.client(),
        phones=usual | told.phones("device"),
        outside=told.outside(),
        away=told.away(),
        keys=told.keys(),
        hooks=told.hooks(),
        patience=told.patience(),
    )


@dataclass(frozen=True)
class _Told:
    """What the rows of a call tell of the world around it."""

    call: Call
    live: Office

    def phones(self, kind: Literal["device", "line"]) -> dict[str, PhoneLife]:
        """Each endpoint that was asked, by how that ended; an answer counts more than a refusal."""
        found: dict[str, PhoneLife] = {}
        for leg in self.call.legs:
            endpoint = Endpoint(name=leg.endpoint)
            if leg.role != "callee" or endpoint.kind != kind:
                continue
            met = self._met(leg)
            known = found.get(leg.endpoint)
            if known is None or met.answers is not None or known.state == "offline":
                found[leg.endpoint] = met
        return found

    def _met(self, leg: Leg) -> PhoneLife:
        if leg.answered_at is not None:
            after = (leg.answered_at - (leg.rang_at or leg.answered_at)).total_seconds()
            # Who let it ring before and took it now was not there earlier.
            again = sum(each.endpoint == leg.endpoint for each in self.call.legs) > 1
            since = self._second(leg.answered_at) - _SOON if again else 0.0
            return PhoneLife(answers=bounded(after), not_before=bounded(since))
        if leg.end in ("busy", "rejected"):
            return PhoneLife(state="busy")
        if leg.end in ("unreachable", "failed") or leg.rang_at is None:
            return PhoneLife(state="offline")
        return PhoneLife()

    def outside(self) -> dict[str, PhoneLife]:
        """People outside who were rung: a leg of a line belongs to the number of its node."""
        legs = tuple(self.phones("line").values())
        if not legs:
            return {}
        numbers = [number for _, node, _ in self._path() for number in node.targets_named]
        numbers += [t.to for each in self.live.follow_me for step in each.steps
                    for t in step.targets]  # fmt: skip
        return {number: legs[0] for number in numbers if number.startswith("+")}

    def away(self) -> dict[str, str]:
        """Who did not want to be rung."""
        return {
            each.to: f"to:{each.on}" if each.why == "forward" else "dnd"
            for each in self.call.skipped
            if not each.to.startswith("+")
            and (each.why == "dnd" or (each.why == "forward" and each.on is not None))
        }

    def client(self) -> ClientLife:
        """What nodes found of him."""
        known = False
        lists: list[str] = []
        tags: list[str] = []
        managers: dict[str, str] = {}
        for passed, node, left in self._path():
            if isinstance(node, ClientCheck) and passed.out == "yes":
                known = known or isinstance(node.test, Known)
                lists += [node.test.list] if isinstance(node.test, Listed) else []
                tags += [node.test.tag] if isinstance(node.test, Tagged) else []
            if isinstance(node, Manager) and passed.out != "none":
                rung = self._rung(passed.entered_at, left)
                which = "responsible" if node.which == "either" else node.which
                managers |= {} if rung is None else {which: rung}
        return ClientLife(
            known=known,
            lists=tuple(dict.fromkeys(lists)),
            tags=tuple(dict.fromkeys(tags)),
            responsible=managers.get("responsible"),
            last=managers.get("last"),
        )

    def _rung(self, since: datetime, until: datetime | None) -> str | None:
        for leg in self.call.legs:
            at = leg.rang_at or leg.ended_at
            inside = at is not None and since <= at and (until is None or at <= until)
            if leg.role == "callee" and inside:
                return Endpoint(name=leg.endpoint).extension
        return None

    def keys(self) -> tuple[Pressed, ...]:
        """What he pressed at each node that asks, and his silences before it."""
        found: list[Pressed] = []
        for passed, node, left in self._path():
            out = passed.out or ""
            took = 0.0 if left is None else (left - passed.entered_at).total_seconds()
            match node:
                case Menu():
                    found += self._menu(node, out, took)
                case CallbackOffer():
                    found.append(self._offered(node, out, took))
                case Queue(callback_key=str(key)):
                    found.append(
                        Pressed(digits=key, after=bounded(took)) if out == "key" else Pressed()
                    )
                case _ if getattr(node, "skippable", False):
                    short = took < self._prompt(node.prompts[0]) - 1
                    found.append(Pressed(digits="1", after=bounded(took)) if short else Pressed())
                case _:
                    pass
        return tuple(found)

    def _offered(self, node: CallbackOffer, out: str, took: float) -> Pressed:
        """The key, another one that cut the offer short, or silence to its end."""
        if out == "taken":
            return Pressed(digits=node.key, after=bounded(took))
        if took < self._prompt(node.prompt or "") + node.wait - 1:
            other = next(key for key in "0123456789*#" if key != node.key)
            return Pressed(digits=other, after=bounded(took))
        return Pressed()

    def _menu(self, node: Menu, out: str, took: float) -> list[Pressed]:
        attempt = self._prompt(node.prompt) + node.wait
        if out == "timeout":
            return [Pressed()] * node.attempts
        silences = min(node.attempts - 1, int(took // max(attempt, 1)))
        after = bounded(min(took - silences * attempt, attempt - 0.1))
        if out == "wrong":
            wrong = next((key for key in "0123456789*#" if key not in node.keys), "0")
            return [Pressed(digits=wrong, after=after)] * node.attempts
        if out.startswith("key-"):
            digits = _NAMES.get(out, out.removeprefix("key-"))
            return [*[Pressed()] * silences, Pressed(digits=digits, after=after)]
        return []

    def _prompt(self, name: str) -> float:
        return next((each.seconds for each in self.live.prompts if each.id == name), 2.0)

    def hooks(self) -> dict[str, str | None]:
        """What webhooks said."""
        return {
            node.url: passed.out if passed.out in node.branches else None
            for passed, node, _ in self._path()
            if isinstance(node, Webhook)
        }

    def patience(self) -> float | None:
        """How long he waited who gave up; None: he was answered, or the office ended the call."""
        if self.call.talks or self.call.messages or self.call.ended_at is None:
            return None
        last = self._path()[-1:]
        if last and last[0][1].kind in ("hangup", "voicemail"):
            return None
        return bounded(self._second(self.call.ended_at))

    def _path(self) -> list[tuple[Passed, Node, datetime | None]]:
        """Nodes that the office of then still knows, with the moment they were left."""
        schemes = {scheme.id: scheme for scheme in self.live.inbound}
        path = self.call.path
        found: list[tuple[Passed, Node, datetime | None]] = []
        for index, passed in enumerate(path):
            scheme = schemes.get(passed.scheme)
            node = None if scheme is None else scheme.nodes.get(passed.node)
            left = path[index + 1].entered_at if index + 1 < len(path) else self.call.ended_at
            if node is not None:
                found.append((passed, node, left))
        return found

    def _second(self, at: datetime) -> float:
        return (at - self.call.started_at).total_seconds()
