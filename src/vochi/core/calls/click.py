"""Click to call: the unique id of the phone's channel tells who calls whom, from the first ring.

Asterisk says nothing of a channel that it makes for an Originate but what we name it. So the box
names it `v<16 hex>-<office>-<extension>-<to>.<n>`: the n-th phone that one click rings, `to` with
`p` for a plus. Where that cannot be written it is `v<16 hex>.<n>`.
"""

import re

from vochi.core.frozen import Frozen

_CLICK = re.compile(
    r"^(?P<id>v[0-9a-f]{16})-(?P<office>[0-9]{1,9})-(?P<extension>[0-9]{2,5})"
    r"-(?P<to>p?[0-9]{1,32})\.[0-9]{1,2}$"
)


class Click(Frozen):
    """Somebody clicked: the phones of `extension` ring, the first to answer calls `to`.

    `id` is common to all its phones; `office` is the version of the office.
    """

    id: str
    office: int
    extension: str
    to: str


def write_click(token: str, phone: int, office: int, extension: str, to: str) -> str:
    """The unique id of the phone's channel; `token` is 16 hex digits of chance."""
    named = f"v{token}-{office}-{extension}-{to.replace('+', 'p')}.{phone}"
    click = read_click(named)
    is_true = click is not None and (click.extension, click.to) == (extension, to)
    return named if is_true else f"v{token}.{phone}"


def read_click(unique_id: str) -> Click | None:
    """What a unique id tells of a click, None for every other."""
    if not unique_id.startswith("v") or (found := _CLICK.match(unique_id)) is None:
        return None
    return Click(
        id=found["id"],
        office=int(found["office"]),
        extension=found["extension"],
        to=found["to"].replace("p", "+"),
    )
