"""Commands and offices reach the box at once; people command what is theirs."""

import asyncio
import time

import pytest
from asgiref.sync import sync_to_async

from vochi.core.link import CommandsReply
from vochi.hub import service
from vochi.hub.companies.models import Company
from vochi.hub.offices.services import publish

from .box import FakeBox, table
from .conftest import PASSWORD
from .live import at, push
from .office import OFFICE

pytestmark = pytest.mark.django_db(transaction=True)


async def test_command_reaches_the_box_at_once_and_is_answered(
    server: str, token: str, served_box: FakeBox
) -> None:
    async with at(server, token) as client, at(server, served_box.key) as link:
        polling = asyncio.create_task(link.get("/link/v1/commands?wait=20&office=1"))
        await asyncio.sleep(0)
        asked = {"action": {"kind": "originate", "extension": "181", "to": "80291234567"}}
        answer = await client.post("/api/v1/commands", json=asked)
        assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
        reply = CommandsReply.model_validate_json((await polling).content)
        (command,) = reply.commands
        assert command.id == answer.json()["id"]
        again = (await link.get(f"/link/v1/commands?wait=0&office=1&done={command.id}")).json()
        assert again["commands"] == []
        done = {"id": command.id, "ok": False, "code": "no_device", "facts": {"extension": "181"}}
        await push(served_box, [served_box.seal("command", done)])
        told = (await client.get(f"/api/v1/commands/{command.id}")).json()
        assert told == {
            "id": command.id, "state": "refused", "code": "no_device",
            "facts": {"extension": "181"},
        }  # fmt: skip
        unknown = {"action": {"kind": "hang_up", "linked_id": "1.1"}}
        answer = await client.post("/api/v1/commands", json=unknown)
        assert (answer.status_code, answer.json()["code"]) == (404, "no_such_call")


async def test_new_office_wakes_the_box_and_a_refused_one_does_not_nag(
    server: str, token: str, served_box: FakeBox, office: Company
) -> None:
    async with at(server, served_box.key) as link:
        first = (await link.get("/link/v1/commands?wait=20")).json()
        assert first["office"] == 1
        polling = asyncio.create_task(link.get("/link/v1/commands?wait=20&office=1"))
        await sync_to_async(publish)(office.pk, OFFICE, None, "вторая")
        assert (await polling).json()["office"] == 2
        body = {"version": 2, "ok": False, "problems": ["x"], "plan": [], "seconds": 0.1}
        await push(served_box, [served_box.seal("office", body)])
        began = time.monotonic()
        await link.get("/link/v1/commands?wait=1&office=1")
        assert time.monotonic() - began >= 0.9
        assert (
            await link.get("/link/v1/commands", headers={"authorization": "x"})
        ).status_code == 401


async def test_employees_command_their_own_calls_only(
    server: str, token: str, served_box: FakeBox, office: Company
) -> None:
    def prepare() -> tuple[str, str]:
        for login, person in (("boris", "boris"), ("vera", "vera")):
            service.create_account(login, PASSWORD, "employee", person, company=office.pk)
        return service.create_token("boris"), service.create_token("vera")

    boris, vera = await sync_to_async(prepare)()
    entries = served_box.cel(table("in_answered")[:18])
    await push(served_box, entries)
    async with at(server, token) as anna, at(server, boris) as b, at(server, vera) as v:
        (call,) = (await anna.get("/api/v1/board")).json()["calls"]
        hang_up = {"action": {"kind": "hang_up", "linked_id": call["linked_id"]}}
        for_anna = {"action": {"kind": "originate", "extension": "181", "to": "80291234567"}}
        for_vera = {"action": {"kind": "originate", "extension": "183", "to": "80291234567"}}
        assert (await v.post("/api/v1/commands", json=hang_up)).json()["code"] == "not_yours"
        assert (await b.post("/api/v1/commands", json=for_anna)).status_code == 403
        assert (await v.post("/api/v1/commands", json=for_vera)).status_code == 202
        assert (await anna.post("/api/v1/commands", json=hang_up)).status_code == 202
