"""Language: in which language the product speaks with the caller from here on (P28)."""

from typing import ClassVar, Literal

from vochi.core.office.company import Language
from vochi.core.scheme.nodes.base import NodeBase


class SetLanguage(NodeBase):
    """Changes the language of phrases and numbers; prompts of the office stay as they are."""

    kind: Literal["language"] = "language"
    fixed_ports: ClassVar[tuple[str, ...]] = ("next",)

    language: Language
