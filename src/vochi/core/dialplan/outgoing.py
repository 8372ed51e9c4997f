"""Variables of a call outside. Those that the line's own leg must know are inherited by it.

| variable | what |
| --- | --- |
| `V_MODE` | who calls: empty: an employee, who hears why he cannot; `_reach`: a leg of somebody's Dial, silent; `_moved`: a client who is being transferred; `_ask`: nobody yet, see `ask-<scheme>` |
| `V_BEHALF` | extension for whom a channel without an extension of its own calls |
| `V_PAYER` | extension whose minutes the call takes |
| `V_TO` | what was dialled, E.164 in a call outside |
| `V_CLIENT`, `V_CLASS`, `V_ROUTE`, `V_LINE` | number, `abroad` or nothing, `<scheme>.<number of the route>`, line |
| `V_LEFT`, `V_WHAT` | seconds that limits leave, and which of them (`call`, `day`, `abroad`, `route`, `line`) |
| `V_SECONDS` | seconds after which the line's leg is cut |
| `V_TRIED` | what lines have said so far, a word and a dot for each: `busy.down.` |
| `V_RESTING`, `V_ANYWAY` | lines that rest after bad calls, each between colons; `1`: they are tried all the same, for no other line carried the call |
| `V_NETWORK` | network of the number by its prefix, a number of `over_line.networks` |
"""  # noqa: E501

from typing import Literal

Mode = Literal["", "_reach", "_moved", "_ask"]

MODE = "V_MODE"
BEHALF = "V_BEHALF"
PAYER = "V_PAYER"
TO = "V_TO"
CLIENT = "V_CLIENT"
CLASS = "V_CLASS"
ROUTE = "V_ROUTE"
LINE = "V_LINE"
LEFT = "V_LEFT"
WHAT = "V_WHAT"
SECONDS = "V_SECONDS"
WARNING = "V_WARNING"
TRIED = "V_TRIED"
RESTING = "V_RESTING"
ANYWAY = "V_ANYWAY"
NETWORK = "V_NETWORK"
#: Our number that the client sees, E.164; empty: the line's own.
SHOWN = "V_SHOWN"
#: The answer of `ask-<scheme>`: `yes`, else a name of `ends` (`linesbusy`, `noroute`).
MAY = "V_MAY"
#: With it, when it is not `yes`: why, as V_END and V_XFER say it (`no_line`).
WHY = "V_WHY"
#: Path of the prompt that a scheme has for numbers without a route.
OWN_REFUSAL = "V_REFUSAL"


def inherited(variable: str) -> str:
    """The name under which it is set so that channels that this one dials have it too."""
    return f"__{variable}"
