"""What the API of sounds takes and gives."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.company import Language
from vochi.core.office.ids import Slug, Title
from vochi.core.office.mentions import Mention
from vochi.core.office.music import MusicPolicy
from vochi.core.office.prompt import Prompt
from vochi.core.phrases import Phrase

Origin = Literal["file", "mic", "said", "phone", "edit"]
Seconds = Annotated[float, Field(ge=0, le=3600, allow_inf_nan=False)]
Fade = Annotated[float, Field(ge=0, le=10, allow_inf_nan=False)]


class PromptUse(Mention):
    """Something that plays a sound, in the asker's words."""

    text: str


class PromptOut(Frozen):
    """A sound that the office may name. `used`: the office in force does; then `prompt` is as it
    is there. `prompt.id` of the others is the one that they were made for: earlier versions of a
    sound have its id.

    `origin`: an uploaded file, recorded in the browser (`mic`), said by a machine (`text`),
    recorded by phone, or cut from another sound (`source`). `loudness` in LUFS (None: too short
    or too quiet to have one), `peak` in dBTP.
    """

    prompt: Prompt
    used: bool
    origin: Origin
    text: str
    language: str | None
    added_at: datetime
    url: str
    loudness: float | None = None
    peak: float | None = None
    source: str | None = None
    kept: bool = True
    uses: tuple[PromptUse, ...] = ()


class PromptForm(Frozen):
    """What goes with an uploaded file. `replaces`: the prompt whose next version it shall be;
    `draft`: a try, gone after a day unless an office names it. `normalise`: a file that fits the
    telephone already is levelled too.
    """

    name: Title
    replaces: Slug | None = None
    origin: Literal["file", "mic"] = "file"
    draft: bool = False
    normalise: bool = False
    cut_silence: bool = False


class SayIn(Frozen):
    """A text to speak; `replaces` and `draft` as for a file."""

    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=3000)]
    language: Language
    name: Title | None = None
    replaces: Slug | None = None
    draft: bool = False


class EditIn(Frozen):
    """Seconds of what stays of a sound and of its fades. `normalise`: brought to the loudness of
    the telephone (EBU R128); `cut_silence`: silence at both ends goes.
    """

    start: Seconds = 0.0
    end: Seconds | None = None
    fade_in: Fade = 0.0
    fade_out: Fade = 0.0
    normalise: bool = True
    cut_silence: bool = False
    name: Title | None = None
    replaces: Slug | None = None
    draft: bool = False


class VoiceOut(Frozen):
    """A voice of this machine; `natural`: it sounds like a person rather than a machine."""

    language: Language
    program: str
    name: str
    natural: bool


class PhraseOut(Frozen):
    """A phrase of the product in one language."""

    phrase: Phrase
    language: Language
    text: str
    url: str


class MusicOut(Frozen):
    """Music on hold: what is set, the pieces of the box that are heard where nothing is, and
    where the music of the company is heard besides hold. `target` is the loudness, LUFS, that
    sounds are brought to.
    """

    policy: MusicPolicy
    box: tuple[str, ...]
    uses: tuple[PromptUse, ...]
    target: float
