"""Send SMS: the caller gets a text; the call goes on at once."""

from typing import Annotated, ClassVar, Literal

from pydantic import StringConstraints

from vochi.core.scheme.nodes.base import NodeBase


class SendSms(NodeBase):
    """Asks for an SMS to the caller; never twice within `once_hours` for the same node and number.

    The text never enters the dialplan: the journal tells scheme and node, the box sends it.
    """

    kind: Literal["sms"] = "sms"
    fixed_ports: ClassVar[tuple[str, ...]] = ("next",)

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1000)]
    once_hours: int = 24
