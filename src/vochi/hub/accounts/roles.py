"""Roles: the four that are built in, those that a company makes, and who may give which."""

from typing import get_args

from django.db import IntegrityError, transaction
from pydantic import JsonValue

from vochi.core.office.company import Language
from vochi.core.office.latin import free_slug
from vochi.core.wording import say
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.deeds import changes, record
from vochi.hub.accounts.models import Account, OwnRole, Role, SightName
from vochi.hub.accounts.role_schemas import RoleIn, RoleOut
from vochi.hub.accounts.sight import denied as denied_to
from vochi.hub.accounts.visits import turn_out
from vochi.hub.answer import Refused
from vochi.hub.companies.models import Company
from vochi.hub.offices.current import current

_MOST = 50
_BUILT_IN = {role.value for role in Role}


def every(company: int, language: Language) -> list[RoleOut]:
    """Built-in roles, the mightiest first, then the company's own by name."""
    built_in = [
        RoleOut(slug=role.value, name=say(f"role.{role.value}", {}, language), base=role.value,
                sight="all", denied=(), built_in=True, accounts=_count(company, role.value, ""))
        for role in Role
    ]  # fmt: skip
    own = OwnRole.objects.of(company).order_by("name", "id")
    return [*built_in, *(_out(row) for row in own)]


def add(who: Asker, body: RoleIn) -> RoleOut:
    """Make a role. Raises Refused 409 `role_taken`, `too_many_roles`; 422."""
    _must_give(who, body)
    if OwnRole.objects.of(who.company).count() >= _MOST:
        raise Refused(409, "too_many_roles", most=_MOST)
    if body.slug in _BUILT_IN:
        raise Refused(409, "role_taken", slug=body.slug)
    _must_be_named_once(who, body.name, "")
    known = {*_BUILT_IN, *OwnRole.objects.of(who.company).values_list("slug", flat=True)}
    slug = body.slug or free_slug(body.name, known, "role")
    try:
        with transaction.atomic():
            row = OwnRole.objects.add(who.company, slug=slug, **_fields(body))
            record(who.company, "role_made", who.account, f"role/{row.slug}", who.address,
                   **changes({}, _told(row)))  # fmt: skip
    except IntegrityError as taken:
        raise Refused(409, "role_taken", slug=slug) from taken
    return _out(row)


def put(who: Asker, slug: str, body: RoleIn) -> RoleOut:
    """Change a role; those who have it are bound by it at once. Raises Refused 404, 409, 422."""
    if body.slug not in {None, slug}:
        raise Refused(422, "role_slug_stays", slug=slug)
    with transaction.atomic():
        row = _find(who.company, slug)
        _must_give(who, RoleIn.model_validate(_told(row)))
        _must_give(who, body)
        if who.account.own_role == slug:
            raise Refused(403, "not_yourself")
        _must_be_named_once(who, body.name, slug)
        before = _told(row)
        for name, value in _fields(body).items():
            setattr(row, name, value)
        row.save()
        has = Account.scoped.of(who.company).filter(own_role=slug)
        has.update(role=row.base)
        record(who.company, "role_changed", who.account, f"role/{slug}", who.address,
               **changes(before, _told(row)))  # fmt: skip
        for account in has:
            turn_out(account)
    return _out(row)


def drop(who: Asker, slug: str) -> None:
    """Take a role away that nobody has. Raises Refused 404, 409 `role_in_use`."""
    who.must(Role.ADMINISTRATOR)
    with transaction.atomic():
        row = _find(who.company, slug)
        _must_give(who, RoleIn.model_validate(_told(row)))
        used = _count(who.company, row.base, slug)
        if used:
            raise Refused(409, "role_in_use", count=used)
        OwnRole.objects.of(who.company).filter(pk=row.pk).delete()
        record(who.company, "role_dropped", who.account, f"role/{slug}", who.address,
               **changes(_told(row), {}))  # fmt: skip


def set_role(
    who: Asker | None,
    account: Account,
    role: str,
    *,
    sight: str = "",
    departments: tuple[str, ...] = (),
) -> None:
    """See `services.set_role`."""
    with transaction.atomic():
        hold(account.company_id)
        account.refresh_from_db()
        base, own = resolve(account.company_id, role)
        limited = sight not in {"", SightName.ALL} or departments
        if limited and base in {Role.OWNER, Role.ADMINISTRATOR}:
            raise Refused(422, "sight_of_administrator")
        if sight and sight not in SightName.values:
            raise Refused(422, "invalid")
        known = {department.number for department in current(account.company_id).departments}
        for number in departments:
            if number not in known:
                raise Refused(422, "no_such_department", number=number)
        before = told(account)
        after_role = (base.value, own.slug if own else "")
        if who is not None:
            must_govern(who, account)
            may_give(who, base, own)
        if account.role == Role.OWNER and base != Role.OWNER:
            must_leave_an_owner(account)
        account.role, account.own_role = after_role
        account.sight = "" if base in {Role.OWNER, Role.ADMINISTRATOR} else sight
        account.departments = sorted(set(departments))
        account.save(update_fields=["role", "own_role", "sight", "departments"])
        changed = changes(before, told(account))
        if changed:
            record(account.company_id, "role_given", who.account if who else None,
                   f"account/{account.login}", who.address if who else "", **changed)  # fmt: skip
            turn_out(account)


def told(account: Account) -> dict[str, JsonValue]:
    """What the audit log tells of the rights of an account."""
    return {
        "role": account.own_role or account.role,
        "sight": account.sight,
        "departments": list(account.departments),
    }


def resolve(company: int, role: str) -> tuple[Role, OwnRole | None]:
    """The built-in role of a slug, and the own one when it is. Raises Refused 404."""
    if role in _BUILT_IN:
        return Role(role), None
    own = OwnRole.objects.of(company).filter(slug=role).first()
    if own is None:
        raise Refused(404, "no_such_role", role=role)
    return Role(own.base), own


def may_give(who: Asker, base: Role, own: OwnRole | None) -> None:
    """Nobody gives more than he has. Raises Refused 403 `role_needed`, `owner_needed`,
    `above_you`.
    """
    who.must(Role.ADMINISTRATOR)
    if base == Role.OWNER and not who.account.may(Role.OWNER):
        raise Refused(403, "owner_needed")
    if base == Role.ADMINISTRATOR and not who.denied <= frozenset(own.denied if own else ()):
        raise Refused(403, "above_you")


def must_govern(who: Asker, account: Account) -> None:
    """Go on when the asker may change the rights of this account, or shut it: an administrator
    never his own nor an owner's. Raises Refused 403 `role_needed`, `owner_needed`,
    `not_yourself`, `above_you`.
    """
    who.must(Role.ADMINISTRATOR)
    if who.account.may(Role.OWNER):
        return
    if account.pk == who.account.pk:
        raise Refused(403, "not_yourself")
    if account.role == Role.OWNER:
        raise Refused(403, "owner_needed")
    if account.role == Role.ADMINISTRATOR and not who.denied <= denied_to(account):
        raise Refused(403, "above_you")


def hold(company: int) -> None:
    """Two who change rights at once do so one after the other, till this transaction ends."""
    list(Company.objects.select_for_update().filter(pk=company).values_list("pk"))


def must_leave_an_owner(account: Account) -> None:
    """Go on when there is another owner who can come in. Raises Refused 409 `last_owner`."""
    owners = Account.scoped.of(account.company_id).filter(role=Role.OWNER, is_active=True)
    if not owners.exclude(pk=account.pk).exists():
        raise Refused(409, "last_owner")


def _must_give(who: Asker, body: RoleIn) -> None:
    may_give(who, Role(body.base), OwnRole(denied=list(body.denied)))
    if body.base == "administrator" and body.sight != "all":
        raise Refused(422, "sight_of_administrator")


def _must_be_named_once(who: Asker, name: str, slug: str) -> None:
    """Two roles of one name cannot be told apart in a form."""
    built_in = [(role, language) for role in Role for language in get_args(Language)]
    others = {row.name: row.slug for row in OwnRole.objects.of(who.company)} | {
        say(f"role.{role.value}", {}, language): role.value for role, language in built_in
    }
    wanted = name.casefold()
    if any(other.casefold() == wanted and of != slug for other, of in others.items()):
        raise Refused(409, "role_taken", slug=name)


def _find(company: int, slug: str) -> OwnRole:
    row = OwnRole.objects.of(company).filter(slug=slug).first()
    if row is None:
        raise Refused(404, "not_found")
    return row


def _fields(body: RoleIn) -> dict[str, object]:
    return {"name": body.name, "base": body.base, "sight": body.sight,
            "denied": sorted(set(body.denied))}  # fmt: skip


def _told(row: OwnRole) -> dict[str, JsonValue]:
    return {"slug": row.slug, "name": row.name, "base": row.base, "sight": row.sight,
            "denied": list(row.denied)}  # fmt: skip


def _out(row: OwnRole) -> RoleOut:
    used = _count(row.company_id, row.base, row.slug)
    return RoleOut.model_validate(_told(row) | {"built_in": False, "accounts": used})


def _count(company: int, role: str, own: str) -> int:
    rows = Account.scoped.of(company).filter(role=role, own_role=own)
    return rows.filter(is_active=True).count() if not own else rows.count()
