"""What lives as long as an `async with`: taken down in the reverse order in which it came up."""

from abc import ABC, abstractmethod
from contextlib import AsyncExitStack
from types import TracebackType
from typing import Self


class Lifetime(ABC):
    """`_begin` brings it up; whatever it pushed on the stack is undone, also when it fails."""

    @abstractmethod
    async def _begin(self, stack: AsyncExitStack) -> None: ...

    async def __aenter__(self) -> Self:
        """Bring it up."""
        async with AsyncExitStack() as stack:
            await self._begin(stack)
            self.__stack = stack.pop_all()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Take it down."""
        await self.__stack.aclose()
