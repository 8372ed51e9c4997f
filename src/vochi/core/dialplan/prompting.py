"""A prompt recorded from a phone: dialled by its code, or rung up by the desk (RecordPrompt).

The file is `<spool>/monitor/<UniqueID>.<id>.prompt.wav`; its name says all that the box must know,
whoever dies meanwhile. Nothing of it is a call: there is no V_CALL.
"""

from vochi.core.dialplan.announce import OWN_EXTENSION
from vochi.core.dialplan.application import (
    Answer,
    Assign,
    Do,
    GoTo,
    HangUp,
    Place,
    Playback,
)
from vochi.core.dialplan.expression import Text, Var, text
from vochi.core.dialplan.message import tone
from vochi.core.dialplan.tree import Context, Extension, steps
from vochi.core.office.directory import Directory
from vochi.core.scheme.surroundings import Sounds

#: Where an originate of the desk sends the phone, with the id of the prompt in `PROMPT`.
CONTEXT = "prompting"
START = "s"
PROMPT = "V_PROMPT"
#: Ending of the files; the name before it is `<UniqueID>.<id>`.
ENDING = ".prompt.wav"
#: No silence ends it: he thinks between two sentences. Hash, hanging up and ten minutes do.
_NO_SILENCE, _LONGEST = "0", "600"
_NORMAL = 16


def prompting(
    directory: Directory, sounds: Sounds
) -> tuple[tuple[Extension, ...], tuple[Context, ...]]:
    """What the code begins, and the recording itself."""
    code = directory.office.features.prompt
    mine = Assign(PROMPT, text("phone-", Var(OWN_EXTENSION)))
    begun = () if code is None else (Extension(code, steps(mine, GoTo(_place()))),)
    file = text(sounds.messages, "/", Var("UNIQUEID"), ".", Var(PROMPT), ".prompt")
    recorded = Do("Record", (text(file, ".wav"), Text(_NO_SILENCE), Text(_LONGEST), Text("kq")))
    recording = Context(
        CONTEXT,
        (
            Extension(
                START,
                steps(
                    Answer(),
                    Playback(sounds.phrase("say-prompt")),
                    *tone(),
                    recorded,
                    Do("Playback", (file,)),
                    Playback(sounds.phrase("prompt-kept")),
                    HangUp(_NORMAL),
                ),
            ),
        ),
    )
    return begun, (recording,)


def _place() -> Place:
    return Place(CONTEXT, Text(START))
