"""Hang up: the end of a path, with a reason that the caller's network is told."""

from typing import Literal

from vochi.core.scheme.nodes.base import NodeBase


class HangUp(NodeBase):
    """`normal` ends quietly, `busy` and `congestion` sound so on the caller's side."""

    kind: Literal["hangup"] = "hangup"

    cause: Literal["normal", "busy", "congestion"] = "normal"
