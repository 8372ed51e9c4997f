"""The kinds of nodes. Adding a kind is adding one file and naming it here."""

from typing import Annotated

from pydantic import Field

from vochi.core.scheme.nodes.greeting import Greeting
from vochi.core.scheme.nodes.hangup import HangUp
from vochi.core.scheme.nodes.ring import Ring
from vochi.core.scheme.nodes.start import Start

Node = Annotated[Start | Greeting | Ring | HangUp, Field(discriminator="kind")]
