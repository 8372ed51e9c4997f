"""B04: random edits of the office under living calls: none is cut, none fails to come up; and the
way back to an old version, byte for byte.
"""

import asyncio
import random
import statistics
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from vochi.cli.bench.figures import Figure, progress
from vochi.cli.bench.sip import Gateway, Phone
from vochi.core.office.document import Office, Secrets
from vochi.core.office.holidays import DayOff, Holidays
from vochi.core.office.passwords import accounts
from vochi.core.office.person import Device, Person
from vochi.core.scheme.nodes.ring import Ring
from vochi.engine.publish import Publisher

EDITS: Final = 500
#: Lines that carry a call each all the time, and seconds of a talk.
LIVING, TALK = 6, 8.0
_DAY: Final = "2026-12-{:02}"


class Watched(Gateway):
    """A line that counts calls which the office ended."""

    cut = 0

    def taken(self, first: str, headers: dict[str, str], _body: str) -> None:
        """A BYE from the office: nobody in this bench hangs up but the caller."""
        if first.startswith("BYE"):
            self.cut += 1
        super().taken(first, headers, _body)


async def random_edits(
    publisher: Publisher, office: Office, secrets: Secrets, server: int, edits: int
) -> dict[str, Figure]:
    """Publish `edits` random edits of an office that runs, with calls on its lines all the time."""
    phones = [Phone(each.account, secrets.passwords[each.account], server)
              for each in office.devices[:LIVING]]  # fmt: skip
    lines = [Watched(each.id, secrets.passwords[each.id], server) for each in office.lines[:LIVING]]
    for side in (*phones, *lines):
        await side.open()
        await side.register()
    for phone in phones:
        phone.talk = TALK
    told: Counter[str] = Counter()
    done = asyncio.Event()
    callers = [asyncio.create_task(_calls(line, n, done, told)) for n, line in enumerate(lines)]
    keep = asyncio.create_task(_register(phones))
    try:
        took, last = await _edit(publisher, office, secrets, edits)
        back = await _back(publisher, office, secrets, last)
    finally:
        done.set()
        await asyncio.gather(*callers, return_exceptions=True)
        keep.cancel()
        for side in (*phones, *lines):
            side.close()
    cut = sum(line.cut for line in lines)
    return {
        "B04": Figure(
            value=cut + told["failed"], unit="calls lost", target=0,
            floor=f"{len(took)} edits, {told['calls']} calls of {TALK:.0f} s: {cut} cut, "
            f"{told['failed']} did not come up, "
            f"{told['stale']} were asked for their password again; "
            f"an edit {statistics.median(took):.2f} s",
        ),
        "B04 back": Figure(value=back, unit="s", target=2.0, floor="byte for byte as it was"),
    }  # fmt: skip


async def _calls(line: Gateway, number: int, done: asyncio.Event, told: Counter[str]) -> None:
    while not done.is_set():
        told["calls"] += 1
        caller = f"+37529{1000000 + number * 1000 + told['calls'] % 1000}"
        try:
            try:
                await line.call(caller, TALK)
            except ConnectionError as refused:
                if "401" not in str(refused):
                    raise
                # A reload between the challenge and its answer makes the nonce stale; every phone
                # answers the new challenge (RFC 7616, `stale`), the hand of this bench begins anew.
                told["stale"] += 1
                await line.call(caller, TALK)
        except (ConnectionError, TimeoutError) as fault:
            told["failed"] += 1
            progress(f"a call on {line.account} failed: {fault!r}")
            await asyncio.sleep(1)


async def _register(phones: list[Phone]) -> None:
    """As phones do: before the minute is over."""
    while True:
        await asyncio.sleep(40)
        for phone in phones:
            await phone.register()


async def _edit(
    publisher: Publisher, office: Office, secrets: Secrets, edits: int
) -> tuple[list[float], Office]:
    dice = random.Random(5)  # noqa: S311 - the same edits every time
    took: list[float] = []
    now = office
    while len(took) < edits:
        wanted = dice.choice(_KINDS)(now, dice).model_copy(update={"version": now.version + 1})
        passwords = dict.fromkeys(accounts(wanted), "bench-password-of-new")
        with_new = Secrets(passwords={**passwords, **secrets.passwords})
        outcome = await publisher.apply(wanted, with_new, {})
        if outcome.restart:
            raise RuntimeError(f"an edit needs a restart: {outcome.restart}")
        if not outcome.ok:
            if all(problem.code.startswith("publish.") for problem in outcome.problems):
                raise RuntimeError(f"an edit was not taken: {outcome.problems}")
            continue  # the verifier refuses what makes no sense
        took.append(outcome.seconds)
        now = wanted
        if len(took) % 25 == 0:
            progress(f"edit {len(took)} of {edits}: {statistics.median(took[-25:]):.2f} s each")
    return took, now


async def _back(publisher: Publisher, first: Office, secrets: Secrets, last: Office) -> float:
    """Seconds till the first version runs again. Raises RuntimeError when a byte is another."""
    names = ("pjsip.conf", "extensions.conf", "queues.conf", "features.conf")
    # The dialplan tells the journal its version, and that is a new one.
    restored = first.model_copy(update={"version": last.version + 1})
    wanted = publisher.compile(restored, secrets)
    outcome = await publisher.apply(restored, secrets, {})
    if not outcome.ok:
        raise RuntimeError(f"no way back: {outcome.problems}")
    for name in names:
        text = publisher.file(outcome.release, name)
        # Calls that live go on by the dialplan they began with; it stands behind the new one.
        if not text.startswith(wanted[name]):
            raise RuntimeError(f"{name} is not as it was")
    return outcome.seconds


def _name(office: Office, dice: random.Random) -> Office:
    at = dice.randrange(len(office.people))
    return _with(office, "people", at, {"name": f"Сотрудник {dice.randrange(10_000)}"})


def _wrap_up(office: Office, dice: random.Random) -> Office:
    return _with(
        office, "people", dice.randrange(len(office.people)), {"wrap_up": dice.choice((0, 5, 60))}
    )


def _department(office: Office, dice: random.Random) -> Office:
    members = tuple(each.id for each in dice.sample(office.people, dice.randrange(1, 8)))
    strategy = dice.choice(("ring_all", "linear", "random"))
    fields = {"members": members, "seconds": dice.randrange(20, 40), "strategy": strategy}
    return _with(office, "departments", dice.randrange(len(office.departments)), fields)


def _node(office: Office, dice: random.Random) -> Office:
    (scheme,) = office.inbound
    rings = [name for name, node in scheme.nodes.items() if isinstance(node, Ring)]
    # The first one is where the calls of this bench are answered: it rings somebody at all times.
    name = dice.choice(rings[1:])
    targets = tuple(each.number for each in dice.sample(office.departments, 2))
    node = scheme.nodes[name].model_copy(
        update={"seconds": dice.randrange(5, 30), "targets": targets}
    )
    return office.model_copy(
        update={"inbound": (scheme.model_copy(update={"nodes": {**scheme.nodes, name: node}}),)}
    )


def _comes(office: Office, dice: random.Random) -> Office:
    number = str(dice.randrange(160, 199))
    person = Person(id=f"new-{number}", name=f"Новый {number}", extension=number)
    return office.model_copy(
        update={
            "people": (*office.people, person),
            "devices": (*office.devices, Device(account=number)),
        }
    )


def _goes(office: Office, dice: random.Random) -> Office:
    new = [each for each in office.people if each.id.startswith("new-")]
    if not new:
        return _comes(office, dice)
    gone = dice.choice(new)
    return office.model_copy(
        update={
            "people": tuple(each for each in office.people if each != gone),
            "devices": tuple(each for each in office.devices if each.extension != gone.extension),
        }
    )


def _line(office: Office, dice: random.Random) -> Office:
    at = dice.randrange(len(office.lines))
    return _with(
        office, "lines", at, {"name": f"A1 {dice.randrange(1000)}", "record": dice.random() < 0.5}
    )


def _holiday(office: Office, dice: random.Random) -> Office:
    day = DayOff.model_validate({"day": _DAY.format(dice.randrange(1, 29)), "name": "Выходной"})
    return office.model_copy(update={"holidays": Holidays(off=(day,))})


def _code(office: Office, dice: random.Random) -> Office:
    features = office.features.model_copy(update={"milliseconds": dice.randrange(1000, 4000)})
    return office.model_copy(update={"features": features})


def _with(office: Office, section: str, at: int, fields: dict[str, Any]) -> Office:
    held = getattr(office, section)
    return office.model_copy(
        update={section: (*held[:at], held[at].model_copy(update=fields), *held[at + 1 :])}
    )


_KINDS: Final[tuple[Callable[[Office, random.Random], Office], ...]] = (
    _name, _wrap_up, _department, _node, _comes, _goes, _line, _holiday, _code,
)  # fmt: skip
