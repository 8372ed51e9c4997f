"""What every smart socket can do for the box."""

from abc import ABC, abstractmethod

#: Seconds without power; long enough for what a power supply has stored.
OFF_SECONDS = 10
MOST_OFF = 300


class Outlet(ABC):
    """One socket. Methods raise `gateways.base.GatewayFault`: `offline`, `wrong_password`,
    `refused`, `not_supported`, `no_answer`.
    """

    #: Longest `after` of `cycle`; 0: the socket cannot wait before it takes the power.
    patience: int = 0

    @abstractmethod
    async def is_on(self) -> bool:
        """Whether it gives power now."""

    @abstractmethod
    async def arm(self) -> None:
        """Have it give power by itself whenever the mains come back."""

    @abstractmethod
    async def cycle(self, off: int = OFF_SECONDS, after: int = 0) -> None:
        """Take the power `after` seconds from now for `off` seconds.

        It is the socket that counts and brings the power back: whoever asked may be without power
        himself then. Returns when the socket has agreed. `off` is 1..`MOST_OFF`.
        """

    @abstractmethod
    async def rest(self) -> None:
        """Power is back: leave the socket as people expect it."""

    @abstractmethod
    async def close(self) -> None:
        """Let go of the connection."""
