"""Where voices are found and kept."""

import os
from pathlib import Path


def cache() -> Path:
    """As `engine.install.default_cache`: whoever speaks need not know the engine."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vochi"


def box_music() -> tuple[Path, ...]:
    """The pieces of music that come with the engine, as callers on hold hear them in turn."""
    return tuple(sorted((cache() / "asterisk").glob("current-*/usr/share/asterisk/moh/*.wav")))
