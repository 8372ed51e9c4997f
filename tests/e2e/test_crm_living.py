"""P12 with real calls: a portal of the lab hears of each, once, though the hub is killed meanwhile;
and a number that is clicked there rings the phone on the desk.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from ipaddress import ip_network

import httpx
import pytest
import pytest_asyncio

from vochi.lab.behaviour import RINGS, answers
from vochi.lab.bitrix import Portal, open_portal
from vochi.lab.bitrix.portal import CLIENT_ID, CLIENT_SECRET
from vochi.lab.bitrix.telephony import PortalCall
from vochi.lab.stand import Stand

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(420)]

A1 = "+375296000001"
CLIENT, OTHER = "+375296117711", "+375296117722"


@pytest_asyncio.fixture(loop_scope="session")
async def portal(living: Stand) -> AsyncIterator[Portal]:
    """A portal that the house is linked to, by the steps of the wizard."""
    home, settings = living.home, living.settings
    with open_portal(burst=500) as made:
        made.add_user(1, "Анна Климович", "180")
        made.add_user(2, "Борис Левин", "181")
        home.save(
            settings.model_copy(
                update={
                    "bitrix_oauth": made.url,
                    "public_url": living.web,
                    "hook_networks": (ip_network("127.0.0.0/8"),),
                }
            )
        )
        # The hub reads them when it starts.
        await killed(living)
        await living.own_desk("180")
        keys = {"portal": made.url, "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
        begun = await living.desk.post("/crm/begin/bitrix", keys)
        landed = f"{begun['redirect']}?code={made.code()}&state={begun['state']}"
        linked = await living.desk.post("/crm/land/bitrix", {"landed": landed})
        assert (linked["state"], linked["events"]) == ("on", True)
        yield made
        await living.desk.delete("/crm/links/bitrix")
        home.save(settings)
        await killed(living)


async def killed(stand: Stand) -> None:
    """kill -9 of the hub; returns when there is another one."""
    old = stand.running.pid("hub")
    stand.running.kill("hub")
    await stand.running.until_back("hub", old, 60)


async def until(fact: Callable[[], bool], portal: Portal, within: float = 30) -> None:
    """Till it is so; else what the portal was told."""
    end = asyncio.get_running_loop().time() + within
    while not fact():
        asked = [each.path for each in portal.site.asked]
        assert asyncio.get_running_loop().time() < end, (portal.telephony.history, asked)
        await asyncio.sleep(0.1)


async def until_noted(stand: Stand, what: str) -> None:
    """Till the hub has written down that the portal answered this step.

    Killed before that, it asks once more, as it must: that is the portal's to bear, not a doubling.
    """
    async with asyncio.timeout(30):
        while True:
            (told,) = (await stand.desk.get("/crm/links/bitrix/calls"))["items"]
            if any((step["what"], step["status"]) == (what, 200) for step in told["steps"]):
                return
            await asyncio.sleep(0.1)


def steps(portal: Portal, call: PortalCall) -> list[str]:
    return [what for what, identity in portal.telephony.history if identity == call.id]


async def sound_of(stand: Stand, call: int) -> bytes:
    """The bytes of its recording, as the office hears them."""
    (record,) = (await stand.desk.call(call))["recordings"]
    headers = {"Authorization": f"Bearer {stand.desk.token}"}
    async with httpx.AsyncClient(headers=headers, trust_env=False) as http:
        answer = await http.get(f"{stand.web}/api/v1/recordings/{record['id']}")
    assert answer.status_code == 200
    return answer.content


async def test_the_portal_knows_each_call_once(living: Stand, portal: Portal) -> None:
    city, telephony = living.city, portal.telephony
    for phone in city.phones.values():
        phone.behave(RINGS)

    # Somebody calls: registered while it rings, its card shown to those who are asked.
    calling = await city.subscriber(CLIENT).call(A1)
    ringing = await city.until_rings(city.phones["180"])
    await until(lambda: len(telephony.calls) == 1, portal)
    (call,) = telephony.calls.values()
    assert (call.fields["PHONE_NUMBER"], call.fields["TYPE"]) == (CLIENT, 2)
    await until(lambda: call.shown == [1, 2], portal)

    # Анна answers, the hub is killed, and the talk ends before there is another one.
    ringing.answer()
    await calling.until_answered()
    await until(lambda: call.shown == [1], portal)
    await until_noted(living, "hide")
    old = living.running.pid("hub")
    living.running.kill("hub")
    await asyncio.sleep(1.5)  # so that there is a talk to tell of
    await calling.hang_up()
    await city.until_quiet()
    await living.running.until_back("hub", old, 60)
    # A request that was out when the hub was killed is asked again when its claim is over.
    await until(lambda: call.record is not None, portal, 200)
    assert call.finished is not None
    told = (call.finished["user"], call.finished["STATUS_CODE"], call.finished["DURATION"] > 0)
    assert told == (1, "200", True)
    (row,) = await living.desk.calls(client=CLIENT)
    assert call.record == await sound_of(living, row["id"])

    # A number is clicked in the portal: Анна's desk phone rings, then the client's.
    city.phones["180"].behave(answers(0.3))
    city.subscriber(OTHER).behave(answers(0.3, hang_up_after=3))
    clicked, status = await asyncio.to_thread(portal.click, 1, OTHER)
    assert status == 200
    await city.until_rings(city.phones["180"])
    made = telephony.calls[clicked]
    await until(lambda: made.record is not None, portal, 60)
    assert made.finished is not None
    told = (made.finished["user"], made.finished["STATUS_CODE"], made.finished["DURATION"] > 0)
    assert told == (1, "200", True)
    (row,) = await living.desk.calls(client=OTHER)
    assert made.record == await sound_of(living, row["id"])

    # Nothing was told twice, and nothing beside.
    assert list(telephony.calls.values()) == [call, made]
    assert steps(portal, call) == ["register", "show", "hide", "finish", "record"]
    assert [what for what in steps(portal, made) if what != "show"] == ["finish", "record"]
    page = (await living.desk.get("/crm/links/bitrix/calls"))["items"]
    assert [(each["state"], each["foreign"]) for each in page] == [
        ("done", clicked),
        ("done", call.id),
    ]
