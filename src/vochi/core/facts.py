"""Facts that calls depend on and that change between publications: kept in Asterisk's own store.

The dialplan reads them as `DB(family/key)`, so that calls go on with box and hub dead. Who writes:
the dialplan itself (feature codes, what it counts), or the box (clients, commands of the desk).
Values are of our own making only: ids, digits, numbers; never text of people.

| family/key | value | written by |
| --- | --- | --- |
| `away/<ext>` | `dnd`, or `to:<extension or E.164>` | phone codes, desk |
| `wrap/<ext>` | epoch until which departments and queues leave him alone | dialplan, after a talk |
| `idle/<ext>` | epoch of the end of his last talk (least_recent) | dialplan |
| `turn/<department or scheme-node>` | the member at which the next round robin begins | dialplan |
| `client/<E.164>` | `|known|list:vip|tag:debtor|` in any order, each between bars | box |
| `resp/<E.164>` | extension of the responsible manager | box |
| `last/<E.164>` | `<ext>.<epoch>`: who talked with him last | dialplan |
| `sim/<E.164>` | line that carried the last call or message with him | dialplan, box (messages) |
| `pause/<line>` | why it is paused (a code) | desk, limits |
| `used/<line>` | epoch of its last call | dialplan |
| `sms/<scheme>.<node>.<E.164>` | epoch at which the node Send SMS last asked | dialplan |
| `box/clients` | number of the last change of clients that the box has written here | box |
| `rest/<line>` | epoch until which it rests after bad calls | dialplan |
| `bad/<line>` | bad calls in a row | dialplan |
| `cost/<line>`, `cost/<line>.own` | price of its next minute now, in cents; to its own network | box |
| `doctor/until`, `doctor/from`, `doctor/to`, `doctor/name` | while a test call runs: epoch of its end, number that calls, line that it calls, name of its recordings | box |
| `spent/<line>.<yyyymm>` | seconds of talk this month | dialplan |
| `spent/<line>.<yyyymm>.<dd>` | seconds as they are billed in the SIM card's month that began that day | dialplan |
| `day/<ext or line>.<yyyymmdd>`, `day/<ext>.abroad.<yyyymmdd>`, `day/<ext>.<route>.<yyyymmdd>` | seconds of talk outside that day | dialplan |
"""  # noqa: E501

from typing import Literal

Family = Literal[
    "away", "wrap", "idle", "turn", "client", "resp", "last", "sim", "pause", "used", "spent",
    "sms", "day", "box", "rest", "bad", "cost", "doctor",
]  # fmt: skip


def client_value(*, known: bool, lists: tuple[str, ...], tags: tuple[str, ...]) -> str:
    """Value of `client/<E.164>`; empty when there is nothing to know."""
    words = (
        *(("known",) if known else ()),
        *(f"list:{each}" for each in lists),
        *(f"tag:{each}" for each in tags),
    )
    return f"|{'|'.join(words)}|" if words else ""


def is_listed(value: str, name: str) -> bool:
    """Whether a `client/<E.164>` has him on a list: `blacklist`, `vip`, or the company's own."""
    return f"|list:{name}|" in value
