"""Who asks: every endpoint begins with `asker(request)` and goes on within his company."""

from dataclasses import dataclass

from django.http import HttpRequest

from vochi.hub.accounts.models import Account, Role
from vochi.hub.answer import Refused


@dataclass(frozen=True)
class Asker:
    """The account that asks, from where, and whether by an API token."""

    account: Account
    address: str
    scopes: frozenset[str] | None

    @property
    def company(self) -> int:
        """The id of the company: all that the asker may ever see."""
        return self.account.company_id

    def must(self, role: Role) -> None:
        """Go on only with a role that includes `role`."""
        if not self.account.may(role):
            raise Refused(403, "role_needed", role=role.value)


def asker(request: HttpRequest) -> Asker:
    """The asker that the door let in; a bug when there is none."""
    found = getattr(request, "auth", None)
    assert isinstance(found, Asker)
    return found
