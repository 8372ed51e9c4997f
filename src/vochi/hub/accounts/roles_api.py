"""Endpoints of roles: which there are, and the company's own."""

from django.http import HttpRequest
from ninja import Path, Router, Status

from vochi.core.office.ids import Slug
from vochi.core.wording import say
from vochi.hub.accounts import roles
from vochi.hub.accounts.areas import RIGHTS
from vochi.hub.accounts.asker import asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.role_schemas import RightOut, RoleIn, RoleOut
from vochi.hub.accounts.services import language_of

router = Router(tags=["accounts"])


@router.get("/roles", response=list[RoleOut])
def list_roles(request: HttpRequest) -> list[RoleOut]:
    """Built-in roles and the company's own; heads of departments may look."""
    who = asker(request)
    who.must(Role.HEAD)
    return roles.every(who.company, language_of(who.account))


@router.post("/roles", response={201: RoleOut})
def add_role(request: HttpRequest, body: RoleIn) -> Status[RoleOut]:
    """Make a role of the company's own. 409 `role_taken`; 422 `sight_of_administrator`."""
    return Status(201, roles.add(asker(request), body))


@router.get("/roles/rights", response=list[RightOut])
def list_rights(request: HttpRequest) -> list[RightOut]:
    """Rights that a role may take away, in words."""
    who = asker(request)
    who.must(Role.HEAD)
    language = language_of(who.account)
    return [RightOut(right=right, text=say(f"right.{right}", {}, language)) for right in RIGHTS]


@router.put("/roles/{slug}", response=RoleOut)
def put_role(request: HttpRequest, slug: Path[Slug], body: RoleIn) -> RoleOut:
    """Change a role: those who have it are bound by it at once. 403 `not_yourself`."""
    return roles.put(asker(request), slug, body)


@router.delete("/roles/{slug}", response={204: None})
def drop_role(request: HttpRequest, slug: Path[Slug]) -> Status[None]:
    """Take a role away that nobody has. 409 `role_in_use`."""
    roles.drop(asker(request), slug)
    return Status(204, None)
