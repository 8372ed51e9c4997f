"""What a room of gateways keeps beside the journal, read after a start."""

import json
from contextlib import suppress
from typing import TypeVar

from pydantic import ValidationError

from vochi.box.scribe import Scribe
from vochi.core.frozen import Frozen

M = TypeVar("M", bound=Frozen)


async def read_marks(scribe: Scribe, prefix: str, model: type[M]) -> dict[str, M]:
    """By what follows the prefix; those of an older version that mean nothing are left out."""
    found = {}
    for name, told in (await scribe.read(lambda journal: journal.marks(prefix))).items():
        with suppress(ValidationError, json.JSONDecodeError):
            found[name] = model.model_validate_json(told)
    return found
