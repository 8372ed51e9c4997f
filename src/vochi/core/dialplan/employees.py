"""Everything that employees can do with a call, as contexts: pressed in it, or dialled."""

from vochi.core.dialplan.codes import codes
from vochi.core.dialplan.conference import conference
from vochi.core.dialplan.ends import TOLD
from vochi.core.dialplan.holding import hold_features
from vochi.core.dialplan.in_call import in_call
from vochi.core.dialplan.parking import park_feature, parking
from vochi.core.dialplan.recording import CONFIRMED, record_features, recording
from vochi.core.dialplan.score import score
from vochi.core.dialplan.transfer import (
    attended_feature,
    blind_feature,
    consult_feature,
    third_feature,
    transfer,
)
from vochi.core.dialplan.tree import Context
from vochi.core.dialplan.whisper import whispers
from vochi.core.office.directory import Directory
from vochi.core.scheme.surroundings import Sounds


def employees(directory: Directory, sounds: Sounds) -> tuple[Context, ...]:
    """In call, by code, and what stands behind."""
    office = directory.office
    pressed = (
        blind_feature(sounds),
        attended_feature(),
        third_feature(),
        park_feature(sounds),
        *record_features(),
        *hold_features(),
        consult_feature(),
    )
    return (
        in_call(*pressed),
        *parking(directory, sounds),
        *transfer(office),
        *recording(office, sounds),
        *whispers(sounds, CONFIRMED | TOLD),
        *codes(directory, sounds),
        *conference(office, sounds),
        score(sounds),
    )
