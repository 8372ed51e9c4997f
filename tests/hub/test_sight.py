"""S24: a limited account is told nothing of another department, by any endpoint, event or search.

Each answer is searched for the other department's texts, numbers and ids. That the search finds
them is proven by the owner, who sees everything.
"""

import asyncio
import json
from typing import Any
from urllib.parse import quote

import pytest
from asgiref.sync import sync_to_async
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vochi.hub import seen, service
from vochi.hub.accounts.models import Account, OwnRole, Role
from vochi.hub.accounts.services import create_account, set_role
from vochi.hub.accounts.sight import sight_of
from vochi.hub.api import api
from vochi.hub.calls.models import Call
from vochi.hub.companies.models import Company
from vochi.hub.desk import eyes
from vochi.hub.desk.schemas import StreamEvents

from .box import table
from .browser import send
from .departments import House, browser_of, build, mine
from .live import at, listening, push
from .test_scope import BODIES

PATHS = api.get_openapi_schema(path_prefix="/api")["paths"]
OPERATIONS = [(method, path) for path, each in PATHS.items() for method in each]
#: Role, sight and departments of the account that looks; it is Boris of 901, or nobody's.
LIMITED: dict[str, tuple[str, str, tuple[str, ...], str]] = {
    "employee of his departments": ("employee", "departments", (), "boris"),
    "employee of his own calls": ("employee", "own", (), "boris"),
    "head of his departments": ("head", "departments", (), "boris"),
    "head of named departments": ("head", "departments", ("901",), "boris"),
    "nobody's phone": ("employee", "departments", ("901",), ""),
    "nobody at all": ("employee", "own", (), ""),
    "a role of the company's own": ("limited", "", (), "boris"),
}
#: What is typed in the places of a path that belongs to no department.
PLACES = {
    "account": "181", "line": "a1-1", "kind": "tag", "slug": "vip", "name": "vip", "rule": "x",
    "sha256": "0" * 64, "extension": "183", "gateway": "x", "socket": "x", "adapter": "x",
    "token_id": 1, "session_id": 1, "lockout_id": 1, "person": "vera", "key": "x", "version": 1,
    "section": "people", "token": "x" * 20, "template": "shop", "account_id": 1, "book_id": 1,
    "note_id": 1, "change_id": 1, "file_id": 1, "merge_id": 1, "double_id": 1, "import_id": 1,
    "hold_id": 1, "archive_id": 1, "view_id": 1, "mailing_id": "0" * 32, "post_id": 1,
    "crm": "bitrix", "way": "mail", "crm_call_id": 1, "door": "x" * 32,
}  # fmt: skip


def limited(house: House, name: str) -> Account:
    role, sight, departments, person = LIMITED[name]
    if role == "limited":
        OwnRole.objects.of(house.company).get_or_create(
            company_id=house.company.pk, slug="limited",
            defaults={"name": "x", "base": "head", "sight": "departments", "denied": ["audit"]},
        )  # fmt: skip
    login = f"who-{list(LIMITED).index(name)}"
    found = Account.scoped.of(house.company).filter(login=login).first()
    if found is None:
        found = create_account(house.company, login, "снег-и-чай-42", Role.EMPLOYEE, person=person)
        set_role(None, found, role, sight=sight, departments=departments)
    return found


def told(answer: Any) -> str:
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text: str = content.decode("utf-8", "replace")
    try:
        return json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":"))
    except ValueError:
        return text


def ask(browser: Any, method: str, path: str, places: dict[str, Any], query: str = "") -> Any:
    filled = path
    for name in [part[1:-1] for part in path.split("/") if part.startswith("{")]:
        filled = filled.replace(
            "{" + name + "}", quote(str(places.get(name, PLACES.get(name, "x"))))
        )
    body = json.dumps(BODIES.get(path, {})).replace("LINKED", str(places.get("linked", "x")))
    with transaction.atomic():  # what a request changes is not there for the next one
        answer = browser.generic(
            method.upper(), f"{filled}?month=2026-11{query}", body, content_type="application/json"
        )
        text = told(answer)
        transaction.set_rollback(True)
    return answer.status_code, text


@pytest.mark.django_db
@pytest.mark.parametrize("name", LIMITED)
def test_no_endpoint_tells_of_the_other_department(company: Company, name: str) -> None:
    house = build(company)
    browser = browser_of(limited(house, name))
    places = house.theirs.ids | {"linked": house.theirs.linked[3]}
    for method, path in OPERATIONS:
        status, text = ask(browser, method, path, places)
        assert status < 500 or path == "/api/v1/stream", (method, path, text)
        if any("{" + key + "}" in path for key in house.theirs.ids):
            is_thread = path in {"/api/v1/sms/threads/{number}", "/api/v1/clients/glance/{number}"}
            assert status in {403, 404, 409, 422} or is_thread, (method, path, status, text)
            is_hidden = status in {403, 404} or is_thread or "/prompts/" in path
            assert is_hidden or method != "get", (method, path, text)
        typed = house.theirs.number if "{number}" in path else ""
        for secret in house.theirs.secrets(typed=typed):
            assert secret not in text, (method, path, secret)


@pytest.mark.django_db
def test_the_search_for_secrets_finds_them(company: Company) -> None:
    house = build(company)
    owner = create_account(company, "owner", "снег-и-чай-42", Role.OWNER)
    limit = browser_of(limited(house, "employee of his departments"))
    ours: dict[str, int] = {}
    for who, browser, side in (
        ("owner", browser_of(owner), house.theirs), ("limited", limit, house.ours),
    ):  # fmt: skip
        for method, path in OPERATIONS:
            if method != "get":
                continue
            _, text = ask(browser, method, path, side.ids)
            ours[who] = ours.get(who, 0) + any(secret in text for secret in side.secrets())
    assert ours["owner"] >= 10
    assert ours["limited"] >= 10


QUERIES = {
    "/api/v1/calls": ("q", "person", "department", "client", "line", "has_recording", "direction",
                      "result", "has_message", "limit"),
    "/api/v1/calls/clients": ("q", "person", "department", "client", "direction", "result",
                              "limit"),
    "/api/v1/clients": ("q", "limit"),
    "/api/v1/sms/threads": ("q", "limit"),
    "/api/v1/lists/{name}": ("limit",),
    "/api/v1/sms/threads/{number}": ("limit",),
    "/api/v1/clients/{client_id}/history": ("limit",),
    "/api/v1/clients/by-number/{number}": (),
    "/api/v1/clients/glance/{number}": (),
}  # fmt: skip
VALUES = {
    "q": ["Тайна", "сервиса", "7770009", "777", "8029777", "Вера", "183", "ответ", "пишет", ""],
    "person": ["181", "182", "183", "184"], "department": ["901", "902"],
    "client": ["+375297770009", "80297770009"], "line": ["a1-1"],
    "has_recording": ["true"],
    "direction": ["in", "out"], "result": ["missed", "answered"], "has_message": ["true", "false"],
    "limit": ["1", "2", "50"],
}  # fmt: skip


@pytest.mark.django_db
def test_no_search_filter_or_page_tells_of_the_other_department(company: Company) -> None:
    house = build(company)
    browsers = {name: browser_of(limited(house, name)) for name in LIMITED}

    @settings(max_examples=250, deadline=None, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(st.data())
    def walk(data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(LIMITED)))
        path = data.draw(st.sampled_from(sorted(QUERIES)))
        side = data.draw(st.sampled_from([house.ours, house.theirs]))
        chosen = data.draw(st.lists(st.sampled_from(QUERIES[path]), unique=True, max_size=4)
                           if QUERIES[path] else st.just([]))  # fmt: skip
        values = {key: data.draw(st.sampled_from(VALUES[key])) for key in chosen}
        query = "".join(f"&{key}={quote(value)}" for key, value in values.items())
        for _ in range(4):  # page by page to the end
            _, text = ask(browsers[name], "get", path, side.ids, query)
            for secret in house.theirs.secrets(typed=house.theirs.number):
                assert secret not in text, (name, path, query, secret)
            after = json.loads(text).get("next")
            if not after:
                break
            query = query.split("&cursor=")[0] + f"&cursor={after}"

    walk()


@pytest.mark.django_db
@pytest.mark.parametrize("name", LIMITED)
def test_the_log_is_what_the_rule_says(company: Company, name: str) -> None:
    """The queries of the log, the filter of rows and the pure rule agree."""
    house = build(company)
    account = limited(house, name)
    sight = sight_of(account)
    rows = seen.calls(company.pk, sight)
    by_rule = set()
    for call in Call.objects.of(company).all():
        tags = list(call.tags.values_list("kind", "value"))
        people = [value for kind, value in tags if kind in {"p", "s"}]
        if sight.sees(people, [value for kind, value in tags if kind == "d"]):
            by_rule.add(call.pk)
    assert set(rows.values_list("pk", flat=True)) == by_rule
    listed = browser_of(account).get("/api/v1/calls?limit=200").json()["items"]
    assert {row["id"] for row in listed} == by_rule
    assert [row["started_at"] for row in listed] == sorted(
        (row["started_at"] for row in listed), reverse=True
    )
    wide = {"employee of his own calls": 3, "nobody at all": 0}.get(name, 4)
    assert len(by_rule) >= wide - 1
    assert by_rule <= set(house.ours.calls)


@pytest.mark.django_db
def test_nothing_of_the_other_department_is_changed(company: Company) -> None:
    house = build(company)
    browser = browser_of(limited(house, "head of his departments"))
    theirs = house.theirs
    for method, path, body in (
        ("PATCH", f"clients/{theirs.ids['client_id']}", {"version": 1, "name": "x"}),
        ("POST", f"clients/{theirs.ids['client_id']}/notes", {"text": "x"}),
        ("PUT", f"calls/{theirs.calls[1]}/closing", {"reason": "settled"}),
        ("DELETE", f"calls/{theirs.calls[1]}/closing", {}),
        ("POST", f"calls/{theirs.calls[0]}/blacklist", {}),
        ("DELETE", f"lists/vip/+37533{theirs.digits}", {}),
        ("POST", f"sms/threads/{theirs.number}/read", {}),
        ("DELETE", f"sms/{theirs.ids['sms_id']}", {}),
        ("POST", "commands", {"action": {"kind": "hang_up", "linked_id": theirs.linked[3]}}),
    ):
        assert send(browser, method, path, **body).status_code == 404, path
    taken = send(browser, "POST", "clients", name="x", phones=[theirs.number])
    assert (taken.status_code, taken.json()["facts"]["client"]) == (409, None)


def test_every_kind_of_event_is_decided() -> None:
    decided = eyes.PLAIN | {"call", "call_ended", "presence", "client", "sms", "office"}
    assert set(StreamEvents.model_fields) <= decided, "say in desk.eyes what a limited desk is told"


@sync_to_async
def entered(company: Company, login: str) -> Any:
    return browser_of(Account.scoped.of(company).get(login=login))


@pytest.mark.django_db(transaction=True)
async def test_the_stream_tells_nothing_of_the_other_department(server: str, hang_up: None) -> None:
    company = await sync_to_async(Company.objects.create)(name="Ромашка")
    house = await sync_to_async(build)(company)
    tokens = {}
    for name in ("employee of his departments", "employee of his own calls"):
        account = await sync_to_async(limited)(house, name)
        tokens[name] = await sync_to_async(service.create_token)(account.login)
    anna = await entered(company, "anna-in")
    vera = await entered(company, "vera-in")
    for name, token in tokens.items():
        async with at(server, token) as client, listening(client) as desk:
            before = (await client.get("/api/v1/board")).json()["event_id"]
            number = 5 + list(tokens).index(name)
            for side, browser in ((house.theirs, vera), (house.ours, anna)):
                rows = mine(side, table("in_answered"), number)
                await push(house.box, house.box.cel(rows[:18]))
                await push(house.box, house.box.cel(rows[18:]))
                await sync_to_async(send)(browser, "POST", "sms", to=side.number, text=side.mark)
                await sync_to_async(send)(
                    browser, "PUT", f"calls/{side.calls[1]}/closing", reason="settled"
                )
                await sync_to_async(send)(
                    browser, "PATCH", f"clients/{side.ids['client_id']}", version=number - 4,
                    company_name=f"{side.mark} {number}",
                )  # fmt: skip
            await desk.until(lambda events: any(kind == "client" for _, kind, _ in events))
            linked = mine(house.theirs, table("in_answered"), number)[0]["LinkedID"]
            text = json.dumps([body for _, _, body in desk.events], ensure_ascii=False)
            for secret in (*house.theirs.secrets(), linked):
                assert secret.replace('"id":', '"id": ') not in text, secret
            # Anna's message is not of Boris's own calls; it is of his department.
            wanted = {"call", "call_ended", "client"} | (
                {"sms"} if "departments" in name else set()
            )
            assert wanted <= set(desk.kinds())
            assert house.ours.digits in text
        # Whoever comes back is told what he missed, and no more.
        async with at(server, token) as client, listening(client, after=before) as again:
            await again.until(lambda events: any(kind == "client" for _, kind, _ in events))
            text = json.dumps([body for _, _, body in again.events], ensure_ascii=False)
            assert house.theirs.digits not in text
            assert house.ours.digits in text


@pytest.mark.django_db(transaction=True)
async def test_rights_that_change_end_the_stream_at_once(server: str, hang_up: None) -> None:
    company = await sync_to_async(Company.objects.create)(name="Ромашка")
    house = await sync_to_async(build)(company)
    account = await sync_to_async(limited)(house, "employee of his departments")
    token = await sync_to_async(service.create_token)(account.login)
    async with at(server, token) as client, client.stream("GET", "/api/v1/stream") as answer:
        lines = answer.aiter_lines()
        await anext(lines)
        await sync_to_async(set_role)(None, account, "employee", sight="own")
        async with asyncio.timeout(5):
            rest = [line async for line in lines]
        assert not any("rights" in line for line in rest)
