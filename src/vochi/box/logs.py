"""Structured logs: one JSON object a line on standard error. Keys and passwords are never given."""

import sys
from contextlib import suppress
from typing import TextIO, cast

import structlog


class Lenient:
    """A stream that a full disk cannot make raise: a line that is lost must not end the box."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        """Write, or do not."""
        with suppress(OSError):
            return self._stream.write(text)
        return 0

    def flush(self) -> None:
        """Flush, or do not."""
        with suppress(OSError):
            self._stream.flush()


def set_up_logs() -> None:
    """Configure structlog for this process."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger("info"),
        logger_factory=structlog.WriteLoggerFactory(file=cast("TextIO", Lenient(sys.stderr))),
        cache_logger_on_first_use=True,
    )
