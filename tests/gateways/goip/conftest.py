"""A driver at a free port, its waits shortened."""

from collections.abc import AsyncIterator

import pytest

from gateways.goip.peer import Room
from gateways.goip.peer import room as open_room


@pytest.fixture
async def room() -> AsyncIterator[Room]:
    async with open_room() as made:
        yield made
