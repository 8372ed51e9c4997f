"""One form, one transaction: the person in the office, his account, his invitation."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from pydantic import JsonValue

from vochi.core.office.document import Office
from vochi.core.office.posts import Post, post_of, with_post
from vochi.core.plan import plan
from vochi.core.wording import say
from vochi.hub.accounts import roles, visits
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.deeds import changes
from vochi.hub.accounts.models import Account, ApiToken, Role
from vochi.hub.accounts.services import language_of, record, set_role
from vochi.hub.answer import Refused
from vochi.hub.offices import services
from vochi.hub.offices.current import current, office
from vochi.hub.offices.schemas import PublishOut
from vochi.hub.people import invites
from vochi.hub.people.forms import Form, field_in_form, told
from vochi.hub.people.models import Invite, Leaver
from vochi.hub.people.rows import account_of
from vochi.hub.people.schemas import PersonEdit, PersonIn, SavedOut

#: Addresses of pages beside those of people.
_PAGES = {"accounts", "export", "import", "new", "roles"}
#: Built-in roles whose sight cannot be limited.
_SEE_ALL = {Role.OWNER, Role.ADMINISTRATOR}


def save(who: Asker, person: str | None, body: PersonEdit, origin: str) -> SavedOut:
    """Publish a new person (None) or another state of one, with his account.

    Raises Refused 404, 409 `stale_office` when somebody changed this very person since `based_on`,
    422 `person_has_problems` (`facts.problems`, each with its `field`), and what giving roles does.
    """
    who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        roles.hold(who.company)
        now = current(who.company)
        was = None if person is None else post_of(now, person)
        if person is not None and was is None:
            raise Refused(404, "not_found")
        if person is not None and body.based_on is not None:
            _must_be_fresh(who, now, person, body.based_on)
        form = Form(now, body, language_of(who.account), person, taken_ids(who.company, now))
        post = form.post()
        account = None if person is None else account_of(who.company, person)
        look_at_login(form, account)
        if post is None or form.problems:
            raise Refused(422, "person_has_problems", problems=told(form.problems))
        out = publish(who, now, [post], body.reason)
        made = put_account(who, account, post, body)
        invite = invites.make(who, made, origin) if made is not None and made != account else None
    return SavedOut(
        person=post.person.id,
        extension=post.person.extension,
        version=out.version,
        plan=out.plan,
        invite=invite,
    )


def publish(who: Asker, now: Office, posts: list[Post], reason: str) -> PublishOut:
    """The next version with these people in it; problems are told by the fields of the form, those
    of several people with the number of the form before.
    """
    after = now
    for post in posts:
        after = with_post(after, post)
    if after == now:
        return PublishOut(version=now.version, plan=())
    try:
        out = services.publish(who.company, after, who.account, reason, based_on=now.version)
    except Refused as refused:
        if refused.body.code != "office_has_problems":
            raise
        found = refused.body.facts.get("problems")
        listed: list[JsonValue] = [
            placed
            for each in (found if isinstance(found, list) else [])
            if (placed := _placed(each, after, posts))["field"] or placed["severity"] == "error"
        ]
        raise Refused(422, "person_has_problems", problems=listed) from refused
    for post in posts:
        _write_down(who, post_of(now, post.person.id), post, out.version)
    return out


def _write_down(who: Asker, before: Post | None, after: Post, version: int) -> None:
    was = {} if before is None else _told(before)
    record(
        who.company, "person_saved" if before else "person_added", who.account,
        f"person/{after.person.id}", who.address, version=version, **changes(was, _told(after)),
    )  # fmt: skip


def _told(post: Post) -> dict[str, JsonValue]:
    """What the audit log tells of a person: never his PIN, only whether there is one."""
    person = post.person.model_dump(mode="json", exclude={"id", "pin"})
    rest = post.model_dump(mode="json", exclude={"person"})
    return {**person, "pin": None if post.person.pin is None else "•••", **rest}


def _placed(problem: JsonValue, after: Office, posts: list[Post]) -> dict[str, JsonValue]:
    assert isinstance(problem, dict)
    place = str(problem.get("place", ""))
    for index, post in enumerate(posts):
        field = field_in_form(after, post, place)
        if field is not None:
            return {**problem, "field": field if len(posts) == 1 else f"{index}/{field}"}
    return {**problem, "field": None}


def taken_ids(company: int, now: Office) -> set[str]:
    """Ids that nobody may get: of people, of those who have left, of accounts."""
    left = Leaver.objects.of(company).values_list("person", flat=True)
    accounts = Account.scoped.of(company).exclude(person="").values_list("person", flat=True)
    return {*_PAGES, *(person.id for person in now.people), *left, *accounts}


def look_at_login(form: Form, account: Account | None) -> None:
    """A login is one of this hub, whatever its company: only that it is taken is told."""
    login = form.body.login
    if login is None or (account is not None and account.login == login):
        return
    # Logins are unique in a hub, over all companies: unsaved, an account still knows it.
    if not _is_login_free(login):
        form.wrong("login_taken", "login", login=login)


def _is_login_free(login: str) -> bool:
    try:
        Account(login=login).validate_unique()
    except ValidationError:
        return False
    return True


def put_account(who: Asker, account: Account | None, post: Post, body: PersonIn) -> Account | None:
    """The account as the form has it; None: he has none, or it is locked now.

    Raises Refused 403 as changes of rights do, 409 `login_taken`, `last_owner`.
    """
    if body.login is None:
        if account is not None and account.is_active:
            lock(who, account)
        return None
    if account is None:
        account = _new_account(who, post, body)
    before = {"login": account.login, "name": account.name, "is_active": account.is_active}
    fields: dict[str, Any] = {"login": body.login, "name": body.name, "is_active": True}
    if fields != before:
        if fields | {"name": ""} != before | {"name": ""}:
            roles.must_govern(who, account)
        for name, value in fields.items():
            setattr(account, name, value)
        try:
            with transaction.atomic():
                account.save(update_fields=list(fields))
        except IntegrityError as taken:
            raise Refused(409, "login_taken", login=body.login) from taken
    _put_rights(who, account, body)
    return account


def _put_rights(who: Asker, account: Account, body: PersonIn) -> None:
    """His role and what he sees, as far as the form says anything of them."""
    now = account.own_role or account.role
    role = now if body.role is None else body.role
    sight, departments = account.sight, _limits(account)
    sees_all = roles.resolve(account.company_id, role)[0] in _SEE_ALL
    if sees_all:
        sight, departments = "", ()
    if body.sight is not None and not (sees_all and body.sight == "all"):
        sight = body.sight
        # Departments of a sight that is not by departments would come back with it unasked.
        departments = departments if sight == "departments" else ()
    if body.sight_departments is not None:
        departments = tuple(sorted(set(body.sight_departments)))
    if (role, sight, departments) != (now, account.sight, _limits(account)):
        set_role(who, account, role, sight=sight, departments=departments)


def _limits(account: Account) -> tuple[str, ...]:
    return tuple(str(number) for number in account.departments)


def _new_account(who: Asker, post: Post, body: PersonIn) -> Account:
    account = Account(
        company_id=who.company,
        login=body.login or "",
        name=body.name,
        role=Role.EMPLOYEE.value,
        person=post.person.id,
        language=post.person.language or "",
    )
    account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save()
    except IntegrityError as taken:
        raise Refused(409, "login_taken", login=account.login) from taken
    record(who.company, "account_made", who.account, f"account/{account.login}", who.address)
    return account


def lock(who: Asker, account: Account) -> None:
    """He comes in no more: sessions, tokens and links are over at once, the password is gone.

    Raises Refused 403 as changes of rights do, 409 `last_owner`.
    """
    roles.must_govern(who, account)
    if account.role == Role.OWNER:
        roles.must_leave_an_owner(account)
    account.is_active = False
    account.set_unusable_password()
    account.save(update_fields=["is_active", "password"])
    tokens = ApiToken.objects.of(account.company_id).filter(account=account).delete()[0]
    Invite.objects.of(account.company_id).filter(account=account, used_at=None).delete()
    visits.end_all(account)
    record(
        who.company, "account_locked", who.account, f"account/{account.login}", who.address,
        tokens=tokens,
    )  # fmt: skip


def _must_be_fresh(who: Asker, now: Office, person: str, based_on: int) -> None:
    """Go on when nobody has changed this very person since."""
    if based_on == now.version:
        return
    if based_on > now.version:
        raise Refused(409, "stale_office", version=now.version, based_on=based_on)
    seen = office(who.company, based_on)
    if post_of(seen, person) == post_of(now, person):
        return
    language = language_of(who.account)
    moved: list[JsonValue] = [
        say(each.code, each.facts, language)
        for each in plan(seen, now)
        if each.place.split("/")[0] in {"people", "devices", "departments", "follow_me"}
    ]
    raise Refused(409, "stale_office", version=now.version, based_on=based_on, changes=moved)
