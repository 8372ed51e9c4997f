"""The list of people: the office's, accounts of nobody in it, and those who have left."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.utils import timezone

from vochi.core.office.document import Office
from vochi.core.office.person import Device, Person
from vochi.core.office.posts import Post, free_extension, free_follow_me, post_of
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Account, OwnRole, Role, SightName, Visit
from vochi.hub.accounts.sight import named_by
from vochi.hub.answer import Refused
from vochi.hub.desk.models import DeviceState
from vochi.hub.offices.current import current
from vochi.hub.people.models import Invite, Leaver
from vochi.hub.people.schemas import (
    AccountOut,
    DepartmentRef,
    FollowOut,
    PeopleOut,
    PersonOut,
    PersonPhoneOut,
)


def everybody(who: Asker) -> PeopleOut:
    """All of them; heads see the people whom they see."""
    who.must(Role.HEAD)
    office = current(who.company)
    known = _Known.of(who.company, office)
    is_all = who.account.may(Role.ADMINISTRATOR)
    found = [
        known.of_person(person)
        for person in office.people
        if is_all or who.sight.sees_extension(person.extension)
    ]
    if is_all:
        known_people = {person.id for person in office.people}
        left = list(Leaver.objects.of(who.company).order_by("-at"))
        left_ids = {row.person for row in left}
        found += [
            known.alone(account)
            for account in known.accounts
            if account.person not in known_people and account.person not in left_ids
        ]
        found += [known.left(row) for row in left]
    return PeopleOut(
        version=office.version,
        people=tuple(found),
        free_extension=free_extension(office),
        free_follow_me=free_follow_me(office),
    )


def one(who: Asker, person: str) -> PersonOut:
    """A person of the office: for administrators, his head, and himself. Raises Refused 404."""
    office = current(who.company)
    found = next((each for each in office.people if each.id == person), None)
    if found is None or not may_see(who, found):
        raise Refused(404, "not_found")
    return _Known.of(who.company, office).of_person(found)


def may_see(who: Asker, person: Person) -> bool:
    """Himself, heads who see him, administrators."""
    if who.account.person == person.id or who.account.may(Role.ADMINISTRATOR):
        return True
    return who.account.may(Role.HEAD) and who.sight.sees_extension(person.extension)


def account_of(company: int, person: str) -> Account | None:
    """The account of a person; of several the newest one that is open."""
    rows = Account.scoped.of(company).filter(person=person)
    return rows.order_by("-is_active", "-id").first() if person else None


@dataclass(frozen=True)
class _Known:
    """What is known of everybody at once, so that a list asks the database a few times."""

    office: Office
    accounts: tuple[Account, ...]
    seen: Mapping[int, datetime]
    invites: Mapping[int, Invite]
    states: Mapping[str, DeviceState]
    roles: Mapping[str, OwnRole]

    @classmethod
    def of(cls, company: int, office: Office) -> "_Known":
        accounts = Account.scoped.of(company).order_by("-is_active", "-id")
        visits = Visit.objects.of(company).values_list("account").annotate(at=Max("seen_at"))
        return cls(
            office=office,
            accounts=tuple(accounts),
            seen=dict(visits),
            invites={
                row.account_id: row for row in Invite.objects.of(company).order_by("made_at", "id")
            },
            states={row.endpoint: row for row in DeviceState.objects.of(company)},
            roles={row.slug: row for row in OwnRole.objects.of(company)},
        )

    def of_person(self, person: Person) -> PersonOut:
        post = post_of(self.office, person.id)
        assert post is not None
        account = next((each for each in self.accounts if each.person == person.id), None)
        return self._row(post, account)

    def left(self, row: Leaver) -> PersonOut:
        post = Post.model_validate_json(row.post)
        account = next((each for each in self.accounts if each.pk == row.account_id), None)
        return self._row(post, account).model_copy(update={"left_at": row.at, "left_to": row.to})

    def alone(self, account: Account) -> PersonOut:
        return PersonOut(
            person=None, name=account.name, extension=None, account=self._account(account),
            phones=(), departments=(), outbound=None, outbound_name=None, follow_me=None,
            works_from="desk", mobile=None, confirm=True, record=True, language=None,
            colleague=None, wrap_up=0, has_pin=False, listens_to=(),
        )  # fmt: skip

    def _row(self, post: Post, account: Account | None) -> PersonOut:
        person, follow_me = post.person, post.follow_me
        schemes = {each.id: each.name for each in self.office.outbound}
        return PersonOut(
            person=person.id,
            name=person.name,
            extension=person.extension,
            account=None if account is None else self._account(account),
            phones=tuple(self._phones(post.devices)),
            departments=tuple(
                DepartmentRef(number=each.number, name=each.name)
                for each in self.office.departments
                if each.number in post.departments
            ),
            outbound=person.outbound,
            outbound_name=schemes.get(person.outbound or ""),
            follow_me=None if follow_me is None else FollowOut(
                number=follow_me.number, name=follow_me.name, steps=follow_me.steps
            ),
            works_from=person.works_from,
            mobile=person.mobile,
            confirm=person.confirm,
            record=person.record,
            language=person.language,
            colleague=person.colleague,
            wrap_up=person.wrap_up,
            has_pin=person.pin is not None,
            listens_to=person.listens_to,
        )  # fmt: skip

    def _phones(self, devices: Iterable[Device]) -> Iterable[PersonPhoneOut]:
        for device in devices:
            state = self.states.get(device.account)
            yield PersonPhoneOut(
                account=device.account,
                name=device.name,
                kind=device.kind,
                transport=device.transport,
                online=bool(state and state.online),
                address=state.address if state else "",
                user_agent=state.user_agent if state else "",
                last_seen=state.seen_at if state else None,
            )

    def _account(self, account: Account) -> AccountOut:
        invite = self.invites.get(account.pk)
        is_open = invite is not None and invite.used_at is None
        expired = is_open and invite is not None and invite.expires_at <= timezone.now()
        return AccountOut(
            id=account.pk,
            login=account.login,
            name=account.name,
            role=account.role,
            own_role=account.own_role or None,
            sight=named_by(account, self.roles.get(account.own_role)).value,
            own_sight=SightName(account.sight).value if account.sight else "",
            sight_departments=tuple(str(number) for number in account.departments),
            active=account.is_active,
            has_password=account.has_usable_password(),
            last_seen=self.seen.get(account.pk) or account.last_login,
            invite=None if invite is None else (
                "expired" if expired else "open" if is_open else "used"
            ),
            invite_until=invite.expires_at if invite is not None and is_open else None,
        )  # fmt: skip
