"""Endpoints of accounts: oneself, the first owner's welcome, tokens."""

from django.http import HttpRequest
from ninja import Router, Status

from vochi.hub.accounts import services, tokens
from vochi.hub.accounts.areas import SCOPES
from vochi.hub.accounts.asker import asker
from vochi.hub.accounts.door import address_of
from vochi.hub.accounts.schemas import (
    Me,
    MePatch,
    TokenIn,
    TokenOut,
    WelcomeCheck,
    WelcomeIn,
    WelcomeOut,
)
from vochi.hub.answer import RowId
from vochi.hub.rate import Slow

router = Router(tags=["accounts"])


@router.get("/me", response=Me)
def get_me(request: HttpRequest) -> Me:
    """Who am I."""
    return services.me(asker(request).account)


@router.patch("/me", response=Me)
def patch_me(request: HttpRequest, body: MePatch) -> Me:
    """Change my own settings."""
    return services.change_me(asker(request), body)


@router.post("/welcome/check", response=WelcomeOut, auth=None, throttle=[Slow("20/m")])
def check_welcome(request: HttpRequest, body: WelcomeCheck) -> WelcomeOut:  # noqa: ARG001
    """Is this one-time link still good? 404 `welcome_gone` when not."""
    return WelcomeOut(company=services.find_welcome(body.token).company.name)


@router.post("/welcome", response={201: WelcomeOut}, auth=None, throttle=[Slow("20/m")])
def use_welcome(request: HttpRequest, body: WelcomeIn) -> Status[WelcomeOut]:
    """Make the first owner's account; he then logs in as everybody does."""
    account = services.use_welcome(body, address_of(request))
    return Status(201, WelcomeOut(company=account.company.name))


@router.get("/tokens", response=list[TokenOut])
def list_tokens(request: HttpRequest) -> list[TokenOut]:
    """My API tokens, without their text."""
    return tokens.every(asker(request).account)


@router.post("/tokens", response={201: TokenOut})
def add_token(request: HttpRequest, body: TokenIn) -> Status[TokenOut]:
    """Make an API token; its text is told once. 403 `token_too_wide`, 409 `too_many_tokens`."""
    return Status(201, tokens.make_by(asker(request), body))


@router.get("/tokens/scopes", response=list[str])
def list_scopes(request: HttpRequest) -> list[str]:
    """Scopes that a token may have: of everything, or of one area."""
    asker(request)
    return list(SCOPES)


@router.delete("/tokens/{token_id}", response={204: None})
def drop_token(request: HttpRequest, token_id: RowId) -> Status[None]:
    """Revoke one of my API tokens."""
    tokens.drop(asker(request), token_id)
    return Status(204, None)
