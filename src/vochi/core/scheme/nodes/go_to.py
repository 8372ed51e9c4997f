"""Go to: the call goes on in another scheme, from its start."""

from typing import Literal

from vochi.core.office.ids import Slug
from vochi.core.scheme.nodes.base import NodeBase


class GoToScheme(NodeBase):
    """Has no ports: the other scheme leads on."""

    kind: Literal["go_to"] = "go_to"

    scheme: Slug
