"""For whom an alarm is: everyday ones for all, those of administration for administrators."""

import re
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from vochi.core.link import BoxAlarm
from vochi.core.wording import TABLES
from vochi.hub import service
from vochi.hub.accounts.models import OwnRole
from vochi.hub.accounts.services import set_role
from vochi.hub.companies.models import Company
from vochi.hub.desk import alarms, audience
from vochi.hub.desk.schemas import AlarmOut
from vochi.hub.notices.models import Post

from .box import FakeBox
from .live import at, listening
from .test_notices import ways, wishing

DEAD = BoxAlarm(code="line.dead", facts={"line": "a1-1", "name": "A1", "symptom": "offline"})
STUCK = BoxAlarm(code="sms.stuck", facts={"count": "3", "minutes": "10"})
#: Who is told of what: a card number, a colleague's minutes, a number written to, a program.
OURS = (
    BoxAlarm(code="sim.swapped", facts={"line": "a1-1", "old": "8937501", "new": "8937502"}),
    BoxAlarm(code="limit.reached", facts={"what": "day", "who": "184", "minutes": "60"}),
    BoxAlarm(code="sms.unknown", facts={"count": "1", "number": "+375297770009"}),
    BoxAlarm(code="crm.auth", facts={"crm": "bitrix"}),
    BoxAlarm(code="hook.paused", facts={"name": "x", "host": "bot.example"}),
    BoxAlarm(code="notices.dead", facts={"channel": "mail", "count": "2"}),
    BoxAlarm(code="something.new", facts={}),
)
#: Role and sight of the account that looks; a role of the company's own that hides SMS.
ASKERS = {
    "owner": ("owner", ""),
    "administrator": ("administrator", ""),
    "head": ("head", ""),
    "employee": ("employee", ""),
    "limited": ("employee", "own"),
    "without SMS": ("without-sms", ""),
}


def heard(name: str) -> set[str]:
    if name in {"owner", "administrator"}:
        return {alarm.code for alarm in (DEAD, STUCK, *OURS)}
    return {"line.dead"} if name == "without SMS" else {"line.dead", "sms.stuck"}


def enter(company: Company, account: Any, name: str) -> str:
    role, sight = ASKERS[name]
    login = f"who-{list(ASKERS).index(name)}"
    if role == "without-sms":
        OwnRole.objects.add(company.pk, slug=role, name="x", base="head", sight="all",
                            denied=["sms"])  # fmt: skip
        set_role(None, account(company, login, "employee"), role)
    else:
        made = account(company, login, role)
        if sight:
            set_role(None, made, role, sight=sight, departments=())
    return service.create_token(login)


def test_a_line_out_of_minutes_is_for_all_and_a_colleague_is_not() -> None:
    for what, told in (("line", True), ("day", False), ("abroad", False), ("", False)):
        alarm = AlarmOut(code="limit.reached", facts={"what": what}, texts={})
        assert bool(audience.for_all((alarm,), frozenset())) is told, what


def test_all_codes_of_the_table_are_codes_of_the_box() -> None:
    assert set(TABLES["ru"]) >= audience.EVERYDAY
    box = "\n".join(
        path.read_text(encoding="utf-8")
        for path in Path(audience.__file__).parents[2].joinpath("box").rglob("*.py")
    )
    written = set(re.findall(r'"((?:line|gateway|sms)\.[a-z_]+)"', box))
    assert written >= audience.EVERYDAY


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("hang_up")
@pytest.mark.parametrize("name", ASKERS)
async def test_board_stream_and_what_was_missed_tell_the_same(
    server: str, office: Company, served_box: FakeBox, account: Any, name: str
) -> None:
    token = await sync_to_async(enter)(office, account, name)

    def put_now(told: tuple[BoxAlarm, ...]) -> None:
        alarms.put(served_box.row, told)

    put = sync_to_async(put_now)

    def is_over(events: list[Any]) -> bool:
        return len([kind for _, kind, _ in events if kind == "alarms"]) == 2

    async with at(server, token) as client:
        before = (await client.get("/api/v1/board")).json()["event_id"]
        async with listening(client, before) as desk:
            await put((DEAD, STUCK, *OURS))
            board = (await client.get("/api/v1/board")).json()
            assert {alarm["code"] for alarm in board["alarms"]} == heard(name)
            await put(())
            await desk.until(is_over)
        async with listening(client, before) as again:
            await again.until(is_over)
    for listener in (desk, again):
        told, over = (body for _, kind, body in listener.events if kind == "alarms")
        assert {alarm["code"] for alarm in told["alarms"]} == heard(name)
        assert over["alarms"] == []


@pytest.mark.django_db
def test_only_administrators_are_written_to(published: Company, box: FakeBox, account: Any) -> None:
    ways(published)
    for login, role in (("anna", "owner"), ("boris", "head"), ("vera", "employee")):
        wishing(account(published, login, role), "alarm")
    alarms.put(box.row, (DEAD, *OURS))
    assert set(Post.everything.values_list("account__login", flat=True)) == {"anna"}
