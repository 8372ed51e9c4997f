"""Commands about gateways, each done by the room that has signed up for it."""

import sqlite3
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import structlog
from pydantic import JsonValue

from vochi.core.frozen import Frozen
from vochi.gateways.base import GatewayFault

log = structlog.get_logger()

#: A code of `core.link.Command` and its facts.
Told = tuple[str, dict[str, JsonValue]]
A = TypeVar("A", bound=Frozen)


class GsmActions:
    """Who does what. An action that nobody does is `not_supported`."""

    def __init__(self) -> None:
        self._doers: dict[type[Frozen], Callable[[Any], Awaitable[Told]]] = {}

    def sign_up(self, action: type[A], doer: Callable[[A], Awaitable[Told]]) -> None:
        """From now on `doer` does actions of this kind."""
        self._doers[action] = doer

    async def execute(self, action: Frozen) -> Told:
        """Have it done; what a gateway could not do becomes the code that it gave.

        Raises sqlite3.OperationalError when the journal could not be written.
        """
        doer = self._doers.get(type(action))
        if doer is None:
            return "not_supported", {}
        try:
            return await doer(action)
        except GatewayFault as fault:
            return fault.why, {"why": fault.detail[:200]} if fault.detail else {}
        except sqlite3.OperationalError:
            raise
        except Exception as fault:
            log.exception("gsm_action_failed", action=type(action).__name__)
            return "failed", {"why": repr(fault)[:200]}
