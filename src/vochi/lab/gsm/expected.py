"""What must have come of messages and forwarding in a scenario, and how that differs."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.lab.desk import Desk, Row
from vochi.lab.gsm.networks import Networks

#: Seconds within which what was said and done is shown at the desk.
_SHOWN_WITHIN = 20.0


class Message(Frozen):
    """A row of a thread; None is not asked for. `with_` is one of `people` or a number."""

    of: str
    dir: Literal["in", "out"]
    text: str | None = None
    state: str | None = None
    why: str | None = None
    code: int | None = None
    line: str | None = None
    parts: int | None = None
    whole: bool | None = None


class GsmExpected(Frozen):
    """`messages` are all rows of the threads of those named, oldest first for each of them.

    `inbox`: all that came to somebody's phone, in order; `forwards`: what the network has set for
    a line's card; `on_air`: how often a line's card has sent something to people of the scenario.
    """

    messages: tuple[Message, ...] = ()
    inbox: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    forwards: dict[str, dict[str, str]] = Field(default_factory=dict)
    on_air: dict[str, int] = Field(default_factory=dict)


@dataclass(frozen=True)
class GsmSeen:
    """What networks had of a scenario when it was over; as in `GsmExpected`."""

    inbox: dict[str, tuple[str, ...]]
    forwards: dict[str, dict[str, str]]
    on_air: dict[str, int]


def look(
    expect: GsmExpected, networks: Networks, people: Mapping[str, str], began: datetime
) -> GsmSeen:
    """What is asked for, now; `people` are those of the scenario, with their numbers."""
    radio, mine = networks.radio, set(people.values())
    cards = {line: networks.routing.card(line) for line in {*expect.forwards, *expect.on_air}}
    return GsmSeen(
        inbox={
            who: tuple(sms.text for sms in radio.subscriber_inbox[people[who]] if sms.at >= began)
            for who in expect.inbox
        },
        forwards={
            line: {str(why): where.to for why, where in card.forwards.items()}
            for line, card in cards.items()
            if card is not None
        },
        on_air={
            line: sum(each is card and to in mine and at >= began for each, to, _, at in radio.sent)
            for line, card in cards.items()
        },
    )


async def compare_gsm(
    expect: GsmExpected,
    seen: GsmSeen,
    desk: Desk,
    number: Callable[[str], str],
    began: datetime,
) -> list[str]:
    """Every difference, in words."""
    problems: list[str] = []
    for who in dict.fromkeys(each.of for each in expect.messages):
        wanted = [each for each in expect.messages if each.of == who]

        def as_wanted(rows: list[Row], wanted: list[Message] = wanted) -> bool:
            return not any(_differences(_since(rows, began), wanted))

        rows = await desk.until_texts(number(who), as_wanted, _SHOWN_WITHIN)
        problems += [f"SMS of {who}: {told}" for told in _differences(_since(rows, began), wanted)]
    both: tuple[tuple[str, Mapping[str, object], Mapping[str, object]], ...] = (
        ("got on his phone", expect.inbox, seen.inbox),
        ("has its calls sent on", expect.forwards, seen.forwards),
        ("sent on the air", expect.on_air, seen.on_air),
    )
    for what, wanted_all, got_all in both:
        for who, wanted_one in wanted_all.items():
            got = got_all.get(who)
            if got != wanted_one:
                problems.append(f"{who} {what}: {got!r}, not {wanted_one!r}")
    return problems


def _since(rows: list[Row], began: datetime) -> list[Row]:
    """Rows of this scenario, oldest first."""
    return [row for row in reversed(rows) if datetime.fromisoformat(row["at"]) >= began]


def _differences(rows: list[Row], wanted: list[Message]) -> Iterator[str]:
    if len(rows) != len(wanted):
        told = "; ".join(f"[{r['dir']} {r['state']} {r['line']} {r['text']!r}]" for r in rows)
        yield f"{len(rows)} rows, not {len(wanted)}: {told}"
    for row, each in zip(rows, wanted, strict=False):
        for name, value in each.model_dump(exclude={"of"}).items():
            if value is not None and row[name] != value:
                yield f"{row['text']!r}: {name} is {row[name]!r}, not {value!r}"
