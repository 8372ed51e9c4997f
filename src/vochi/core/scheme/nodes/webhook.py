"""Webhook: a program of the company chooses the way; bounded in time, signed."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from vochi.core.office.ids import Slug
from vochi.core.scheme.nodes.base import NodeBase

Url = Annotated[str, StringConstraints(pattern=r"^https?://[A-Za-z0-9.:\[\]-]{1,255}(?:/[A-Za-z0-9._~%/?&=+-]{0,1000})?$")]  # fmt: skip  # noqa: E501


class Webhook(NodeBase):
    """Ports: each of `branches`, and `default` (late, unreachable, any other answer).

    `POST` of JSON `{call, caller, line, number, scheme, node, at}` with `X-Vochi-Signature`
    (HMAC-SHA256 of the body with the secret `webhook`); the answer is JSON `{"branch": "vip"}`.
    The caller hears ring-back or nothing meanwhile, `seconds` at most.
    """

    kind: Literal["webhook"] = "webhook"
    fixed_ports: ClassVar[tuple[str, ...]] = ("default",)

    url: Url
    branches: Annotated[tuple[Slug, ...], Field(max_length=10)] = ()
    seconds: Annotated[int, Field(ge=1, le=10)] = 3

    @property
    def ports(self) -> tuple[str, ...]:
        """Branches, then the way of every failure."""
        return (*self.branches, *self.fixed_ports)
