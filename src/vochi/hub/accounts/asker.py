"""Who asks: every endpoint begins with `asker(request)` and goes on within his company."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import HttpRequest

from vochi.hub.accounts.models import Account, Role
from vochi.hub.answer import Refused

if TYPE_CHECKING:
    from vochi.hub.accounts.sight import Sight


@dataclass(frozen=True)
class Asker:
    """The account that asks, from where, and whether by an API token.

    `denied`: rights that his own role takes away (see `accounts.areas`).
    """

    account: Account
    address: str
    scopes: frozenset[str] | None
    denied: frozenset[str] = field(default=frozenset())
    session: str = ""

    @property
    def company(self) -> int:
        """The id of the company: all that the asker may ever see."""
        return self.account.company_id

    @cached_property
    def sight(self) -> "Sight":
        """Whose calls, messages and cards he sees; every endpoint that shows some asks it."""
        from vochi.hub.accounts.sight import sight_of  # noqa: PLC0415 - it reads the office

        return sight_of(self.account)

    def must(self, role: Role) -> None:
        """Go on only with a role that includes `role`."""
        if not self.account.may(role):
            raise Refused(403, "role_needed", role=role.value)

    def lacks(self, right: str) -> bool:
        """Whether his own role takes this right away."""
        return right in self.denied

    def must_have(self, right: str) -> None:
        """Go on only when his own role does not take this right away."""
        if self.lacks(right):
            raise Refused(403, "right_needed", right=right)


def asker(request: HttpRequest) -> Asker:
    """The asker that the door let in; a bug when there is none."""
    found = getattr(request, "auth", None)
    assert isinstance(found, Asker)
    return found
