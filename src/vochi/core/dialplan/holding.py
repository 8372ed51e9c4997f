"""Hold from the desk: the client hears music, the employee's phone knows nothing of it.

Pressed by the box for the employee (`in_call.HIDDEN`), done on the client's channel. A phone that
holds by itself does the same to him, so the journal learns both by the music.
"""

from vochi.core.dialplan.application import Assign, ComeBack, Do
from vochi.core.dialplan.expression import Text, Var
from vochi.core.dialplan.tree import Extension, steps
from vochi.core.office.directory import Directory
from vochi.core.sounds import department_class

#: `1` on the channel of who was put on hold by the desk.
HELD = "V_HELD"
#: Class of the music that he is to hear, set by the desk.
MUSIC = "V_HOLD_MUSIC"


def hold_features() -> tuple[Extension, Extension]:
    """Both run on the client's channel."""
    return (
        Extension(
            "hold",
            steps(Assign(HELD, Text("1")), Do("StartMusicOnHold", (Var(MUSIC),)), ComeBack()),
        ),
        Extension("resume", steps(Assign(HELD, Text("")), Do("StopMusicOnHold"), ComeBack())),
    )


def hold_music(directory: Directory, extension: str) -> str:
    """Class of the music of an employee's clients; the first of his departments decides."""
    for each in directory.office.policy.music.departments:
        if extension in directory.extensions(each.department):
            return department_class(each.department)
    return "default"
