"""Voicemail: the caller leaves a message; it becomes an open item of the missed list (P08)."""

from typing import Annotated, Literal

from pydantic import Field

from vochi.core.dialplan.application import (
    Answer,
    Assign,
    AssignTo,
    Call,
    Do,
    HangUp,
    OnHangUp,
    Place,
    PlayTones,
    Wait,
)
from vochi.core.dialplan.expression import Func, Now, Text, Var, text
from vochi.core.dialplan.message import BEGAN
from vochi.core.dialplan.tree import Step, steps
from vochi.core.office.ids import Extension, Slug
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.scheme.saying import play, say
from vochi.core.scheme.surroundings import Surroundings
from vochi.core.scheme.world import Outcome, World

#: The tone after which people speak, as an answering machine makes it.
_TONE, _TONE_SECONDS = "!1000/400", 0.5
#: Seconds of silence that end a message.
_SILENCE = 5
_NORMAL = 16


class Voicemail(NodeBase):
    """Plays `prompt` (None: the phrase of the product), a tone, records, thanks, ends.

    `owner` is the extension or department whose item it becomes; None: everybody's. A message
    shorter than a second is none.
    """

    kind: Literal["voicemail"] = "voicemail"

    prompt: Slug | None = None
    owner: Extension | None = None
    seconds: Annotated[int, Field(ge=10, le=600)] = 120

    @property
    def prompts(self) -> tuple[str, ...]:
        """What it plays before the tone."""
        return () if self.prompt is None else (self.prompt,)

    @property
    def targets_named(self) -> tuple[str, ...]:
        """Whose item it becomes."""
        return () if self.owner is None else (self.owner,)

    def compile(self, around: Surroundings) -> tuple[Step, ...]:
        """The message is kept by `kept`, which also runs when the caller hangs up."""
        owner = Text(f"o{self.owner or ''}")
        prompt = (say(around, "mail"),) if self.prompt is None else play(around, self.prompt)
        file = text(around.sounds.messages, "/", Var("UNIQUEID"), ".mail.wav")
        silence, options = Text(str(_SILENCE)), Text("kq")
        return steps(
            around.enter(),
            Answer(),
            *prompt,
            PlayTones(_TONE),
            Wait(_TONE_SECONDS),
            Do("StopPlayTones"),
            OnHangUp(Place("message", owner)),
            Assign(BEGAN, Now()),
            Do("Record", (file, silence, Text(str(self.seconds)), options)),
            AssignTo(Func("CHANNEL", (Text("hangup_handler_pop"),)), Text("")),
            Call(Place("message", owner)),
            say(around, "mail-thanks"),
            HangUp(_NORMAL),
        )

    def outcomes(self, world: World) -> tuple[Outcome, ...]:
        """The caller speaks as long as he likes."""
        before = world.prompt_seconds(self.prompt or "mail") + _TONE_SECONDS
        heard = self.prompt or "mail"
        return (Outcome("always", (before, before + self.seconds), "prompt", "end", heard=heard),)
