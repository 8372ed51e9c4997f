"""Whose calls an account sees (S24): the one place that decides; `hub.seen` asks databases by it.

A call is of everybody who had part in it: an account sees it when one of its extensions or
departments did. What belongs to a call (recordings, messages, trace) is seen with the call.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from vochi.core.office.document import Office
from vochi.hub.accounts.models import Account, OwnRole, Role, SightName
from vochi.hub.offices.current import current


@dataclass(frozen=True)
class Sight:
    """`extensions` and `departments` whose calls are seen, `people` whose cards and notes are,
    for the account `account`; all of them when `is_all`.
    """

    account: int
    is_all: bool = False
    extensions: frozenset[str] = frozenset()
    departments: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()

    def sees(self, extensions: Iterable[str], departments: Iterable[str]) -> bool:
        """Whether a call in which these had part is seen."""
        # A message may be kept for a department: short numbers are one plan, each somebody's.
        mine = self.extensions | self.departments
        return self.is_all or not mine.isdisjoint((*extensions, *departments))

    def sees_extension(self, extension: str) -> bool:
        """Whether with whom this employee talks is seen."""
        return self.is_all or extension in self.extensions


#: Of what nobody asked for: the fold, the box, the command line.
EVERYTHING = Sight(account=0, is_all=True)


def sight_name(account: Account) -> SightName:
    """What the account is limited to: by itself, else by its own role. Who may change the office
    could give himself any sight, so administrators see everything.
    """
    return named_by(account, own_role(account))


def named_by(account: Account, role: OwnRole | None) -> SightName:
    """The same, where the account's own role is known already."""
    if account.may(Role.ADMINISTRATOR):
        return SightName.ALL
    if account.sight:
        return SightName(account.sight)
    return SightName(role.sight) if role else SightName.ALL


def own_role(account: Account) -> OwnRole | None:
    """The role of the company's own that the account has."""
    if not account.own_role:
        return None
    return OwnRole.objects.of(account.company_id).filter(slug=account.own_role).first()


def denied(account: Account) -> frozenset[str]:
    """Rights that the account's own role takes away."""
    if not account.own_role:
        return frozenset()
    role = own_role(account)
    return frozenset(role.denied) if role else frozenset()


def sight_of(account: Account) -> Sight:
    """What an account sees now, by the office in force."""
    name = sight_name(account)
    if name == SightName.ALL:
        return Sight(account=account.pk, is_all=True)
    return limited(current(account.company_id), account, name)


def limited(office: Office, account: Account, name: SightName) -> Sight:
    """The sight of a limited account by an office."""
    me = next((p for p in office.people if p.id == account.person), None)
    own = frozenset({me.extension} if me else ())
    mine = frozenset({me.id} if me else ())
    if name == SightName.OWN:
        return Sight(account=account.pk, extensions=own, people=mine)
    named = frozenset(str(number) for number in account.departments)
    seen = [
        d for d in office.departments
        if (d.number in named if named else me is not None and me.id in d.members)
    ]  # fmt: skip
    members = {person for d in seen for person in d.members}
    return Sight(
        account=account.pk,
        extensions=own | {p.extension for p in office.people if p.id in members},
        departments=frozenset(d.number for d in seen),
        people=mine | members,
    )
