"""Voice menu: the caller presses a key, or dials an extension; silence and wrong keys lead on."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from vochi.core.office.ids import Slug
from vochi.core.scheme.nodes.base import NodeBase

Key = Annotated[str, StringConstraints(pattern=r"^[0-9*#]$")]


class Menu(NodeBase):
    """Plays `prompt`, waits `wait` seconds for a key; ports are `key-<k>` for each of `keys`.

    `*` and `#` are `key-star` and `key-hash`. Keys work while the prompt plays. After a wrong key
    or silence it is played again, `attempts` times in all, then `wrong` or `timeout` (the last
    one counts). `extensions`: a caller may dial a number of the office instead; one that is not
    there is a wrong key.
    """

    kind: Literal["menu"] = "menu"
    fixed_ports: ClassVar[tuple[str, ...]] = ("timeout", "wrong")

    prompt: Slug
    keys: Annotated[tuple[Key, ...], Field(max_length=12)] = ()
    extensions: bool = False
    wait: Annotated[int, Field(ge=1, le=60)] = 5
    attempts: Annotated[int, Field(ge=1, le=5)] = 2

    @property
    def ports(self) -> tuple[str, ...]:
        """Each key, then what silence and a wrong key lead to."""
        names = {"*": "star", "#": "hash"}
        return (*(f"key-{names.get(key, key)}" for key in self.keys), *self.fixed_ports)

    @property
    def prompts(self) -> tuple[str, ...]:
        """What it plays."""
        return (self.prompt,)
