"""What callers hear: a sound file kept by its content."""

from typing import Annotated

from pydantic import Field

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Sha256, Slug, Title


class Prompt(Frozen):
    """A sound of the company: greeting or music. The file is 16-bit mono 8 kHz WAV by `sha256`."""

    id: Slug
    name: Title
    sha256: Sha256
    seconds: Annotated[float, Field(gt=0, le=3600)]
