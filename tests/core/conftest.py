"""Properties of core are about meaning, not about milliseconds of a shared machine."""

from hypothesis import settings

settings.register_profile("core", deadline=None)
settings.load_profile("core")
