"""Where voices are found and kept."""

import os
from pathlib import Path


def cache() -> Path:
    """As `engine.install.default_cache`: whoever speaks need not know the engine."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "vochi"
