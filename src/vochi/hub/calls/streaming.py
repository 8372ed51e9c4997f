"""Answers that are sent while they are made, whatever serves them."""

from collections.abc import AsyncIterator, Iterator
from typing import BinaryIO, cast

from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse

_PART = 1 << 16


class Parts(StreamingHttpResponse):
    """Django by itself gathers what a plain iterator gives before it sends the first byte."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Part by part, made in the thread that the request has."""
        return self._parts()

    async def _parts(self) -> AsyncIterator[bytes]:
        it = iter(cast("Iterator[bytes]", self.streaming_content))

        def more() -> bytes | None:
            return next(it, None)

        while (part := await sync_to_async(more)()) is not None:
            yield part


def from_file(file: BinaryIO) -> Parts:
    """A file from its beginning; closed at its end."""
    file.seek(0)

    def read() -> Iterator[bytes]:
        with file:
            while part := file.read(_PART):
                yield part

    return Parts(read())
