"""Areas of the API: what a token is scoped to, and what an own role may take away.

An address belongs to the first area whose pattern fits it. `read` is for looking (GET, HEAD),
`write` for all else; a right is the name of an area (nothing of it) or `area:write` (only look).
"""

import re
from typing import Literal, get_args

Area = Literal[
    "account", "desk", "calls", "recordings", "clients", "notes", "lists", "sms", "commands",
    "listen", "reports", "exports", "equipment", "office", "prompts", "people", "hooks", "audit",
    "privacy",
]  # fmt: skip
AREAS: tuple[Area, ...] = get_args(Area)

#: What is never taken away: oneself, and the desk that everything else is shown on.
ALWAYS: frozenset[Area] = frozenset({"account", "desk"})

#: What an own role may take away.
RIGHTS: tuple[str, ...] = (
    "calls", "calls:write", "recordings", "listen", "clients", "clients:write", "notes", "lists",
    "lists:write", "sms", "sms:write", "commands", "reports", "exports", "equipment",
    "equipment:write", "office:write", "prompts", "prompts:write", "people",
    "people:write", "hooks", "hooks:write", "audit", "privacy", "privacy:write",
)  # fmt: skip

#: Scopes of tokens. `read` and `write` alone are of everything but `account`'s own door.
SCOPES: tuple[str, ...] = (
    "read", "write", *(f"{area}:{how}" for area in AREAS if area not in {"listen", "exports"}
                       for how in ("read", "write")),
)  # fmt: skip

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

_TABLE: tuple[tuple[str, Area], ...] = (
    (r"me|tokens|sessions|welcome", "account"),
    (r"board|stream", "desk"),
    (r"calls/[^/]+/blacklist|lists|labels", "lists"),
    (r"calls|missed|todo|promises|views", "calls"),
    (r"recordings|messages", "recordings"),
    (r"clients/[^/]+/notes", "notes"),
    (r"clients", "clients"),
    (r"sms", "sms"),
    (r"commands", "commands"),
    (r"sims/costs|reports|planner|office/replay", "reports"),
    (r"phonebooks|devices|lines|gateways|sockets|adapters|sims|repairs|checks", "equipment"),
    (r"prompts", "prompts"),
    (r"office|draft|policy|operators|start|templates|schemes", "office"),
    (r"people|phones|roles|accounts|lockouts|door|invitations|invites", "people"),
    (r"hooks|webhooks|crm|notices", "hooks"),
    (r"audit", "audit"),
    (r"privacy", "privacy"),
)
_PATTERNS = tuple((re.compile(rf"^/api/v1/(?:{words})(?:/|$)"), area) for words, area in _TABLE)
_EXPORT = re.compile(r"^/api/v1/.*export(?:\.[a-z]+)?$")


def area_of(path: str) -> Area | None:
    """The area of an address of the API; None when it belongs to none, and is nobody's."""
    if _EXPORT.match(path):
        return "exports"
    return next((area for pattern, area in _PATTERNS if pattern.match(path)), None)


def takes(denied: frozenset[str], area: str, method: str) -> str | None:
    """The right that is lacking for this, None when nothing is taken away."""
    if area in ALWAYS:
        return None
    if area in denied:
        return area
    writing = f"{area}:write"
    return writing if method not in SAFE and writing in denied else None


def opens(scopes: frozenset[str], area: Area | None, method: str) -> bool:
    """Whether a token with these scopes may do this."""
    how = "read" if method in SAFE else "write"
    if how in scopes:
        return True
    # Exports are looks at other areas; whoever may read reports may take them along.
    name = "reports" if area == "exports" else area
    return name is not None and f"{name}:{how}" in scopes
