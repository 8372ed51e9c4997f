"""A hub in a home of its own, on SQLite or (`VOCHI_TEST_DATABASE=postgres`) on PostgreSQL."""

import atexit
import os
import shutil
import tempfile
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal

import pytest
import uvicorn
from asgiref.sync import sync_to_async

from vochi.home import Home, Settings
from vochi.hub import boot

from . import postgres

_stack = ExitStack()
atexit.register(_stack.close)
HOME = Home(Path(tempfile.mkdtemp(prefix="vochi-hub-")))
_stack.callback(shutil.rmtree, HOME.root, ignore_errors=True)
os.environ.pop("VOCHI_DATABASE", None)
os.environ.pop("VOCHI_WEB_DIST", None)
if os.environ.get("VOCHI_TEST_DATABASE", "sqlite") == "postgres":
    # Workers of xdist inherit the environment: the first process starts the server for all.
    url = os.environ.get("VOCHI_TEST_SERVER") or _stack.enter_context(postgres.running())
    os.environ["VOCHI_TEST_SERVER"] = os.environ["VOCHI_DATABASE"] = url
os.environ["VOCHI_HOSTS"] = "testserver"
HOME.save(Settings(listen="127.0.0.1", sip_port=5070, web_port=8090))
boot(HOME)
os.environ.pop("DJANGO_SETTINGS_MODULE")  # or workers would set Django up before they come here

from django.conf import settings  # noqa: E402 - Django must be ready first
from django.core.cache import cache  # noqa: E402
from django.db import connections  # noqa: E402
from django.test import Client as Browser  # noqa: E402

from vochi.hub import service  # noqa: E402
from vochi.hub.accounts.models import Account, Role  # noqa: E402
from vochi.hub.companies.models import Company  # noqa: E402
from vochi.hub.offices.services import publish  # noqa: E402

from .box import FakeBox  # noqa: E402
from .office import OFFICE  # noqa: E402

# A slow hash is for thieves; here it would be most of the running time.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

PASSWORD = "снег-и-чай-42"


@pytest.fixture(autouse=True)
def _fresh() -> None:
    """Nothing that an earlier test left: which tests were before differs from run to run."""
    cache.clear()
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def make_company(name: str) -> Company:
    return Company.objects.create(name=name)


@pytest.fixture
def company(db: None) -> Company:
    return make_company("Ромашка")


@pytest.fixture
def other(db: None) -> Company:
    return make_company("Василёк")


@pytest.fixture
def published(company: Company) -> Company:
    from vochi.hub.offices.services import publish

    publish(company.pk, OFFICE, None, "первая")
    return company


AccountMaker = Callable[..., Account]


@pytest.fixture
def account() -> AccountMaker:
    def make(company: Company, login: str = "anna", role: str = "owner", **more: Any) -> Account:
        from vochi.hub.accounts.services import create_account

        return create_account(company, login, PASSWORD, Role(role), **more)

    return make


@pytest.fixture
def login(account: AccountMaker) -> Callable[..., Browser]:
    """A browser that is logged in to an account of the company, and sends CSRF tokens."""

    def enter(company: Company, login: str = "anna", role: str = "owner", **more: Any) -> Browser:
        browser = Browser(headers={"accept": "application/json"})
        browser.force_login(
            account(company, login, role, **more),
            backend="allauth.account.auth_backends.AuthenticationBackend",
        )
        return browser

    return enter


@pytest.fixture
def anna(published: Company, login: Callable[..., Browser]) -> Browser:
    """The owner of the company, who has the extension 181."""
    return login(published, "anna", "owner", person="anna", name="Анна")


@pytest.fixture
def box(published: Company) -> FakeBox:
    """A box that has enrolled at the hub of the company."""
    return FakeBox(published)


# --- a hub that is really served, for `django_db(transaction=True)` ---------------------------


@pytest.fixture
def server() -> Iterator[str]:
    """The hub on a free port of loopback, in a thread."""
    yield from _served("auto")


@pytest.fixture
def idle_server() -> Iterator[str]:
    """The same without its workers: a test does their work when it wants to."""
    yield from _served("off")


def _served(lifespan: Literal["auto", "off"]) -> Iterator[str]:
    from vochi.hub.asgi import application

    config = uvicorn.Config(
        application, host="127.0.0.1", port=0, log_level="error", timeout_graceful_shutdown=1,
        lifespan=lifespan,
    )  # fmt: skip
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run)
    thread.start()
    deadline = time.monotonic() + 10
    while not running.started:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    port = running.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join(10)
    assert not thread.is_alive()
    connections.close_all()


@pytest.fixture
async def hang_up() -> AsyncIterator[None]:
    """The thread of `sync_to_async` outlives the test: it must not hold its database."""
    yield
    await sync_to_async(connections.close_all)()


@pytest.fixture
def office(db: None) -> Company:
    company = Company.objects.create(name="Ромашка")
    publish(company.pk, OFFICE, None, "первая")
    service.create_account("anna", PASSWORD, "owner", "anna", "Анна", company=company.pk)
    return company


@pytest.fixture
def token(office: Company, hang_up: None) -> str:
    return service.create_token("anna")


@pytest.fixture
def served_box(office: Company) -> FakeBox:
    return FakeBox(office)
