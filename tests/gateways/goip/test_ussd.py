"""Questions to the network, menus, and the waits that they need."""

import asyncio

import pytest

from gateways.goip.peer import KEY, QUICK, Peer, Room, equipment
from vochi.gateways.base import GatewayFault, UssdReply
from vochi.gateways.goip.driver import Goip
from vochi.gateways.goip.ussd import asks

MENU = "1. Баланс\n2. Услуги\n0. Выход"


def ask(room: Room, code: str = "*100#") -> "asyncio.Task[UssdReply]":
    return asyncio.create_task(room.driver.ussd("gsm-1", code))


async def heard(peer: Peer, code: str = "*100#") -> str:
    said = await peer.hear()
    sid = said.split()[1]
    assert said == f"USSD {sid} {KEY} {code}"  # without a newline
    return sid


async def hung_up(peer: Peer, sid: str) -> None:
    assert await peer.hear() == f"USSDEXIT {sid} {KEY}"
    peer.say(f"USSDEXIT {sid}")
    assert await peer.hear() == f"DONE {sid}\n"


async def test_a_question(room: Room):
    peer = await room.peer()
    asking = ask(room)
    sid = await heard(peer)
    peer.say(f"USSD {sid} Баланс: 12,34 BYN\nСпасибо")
    assert await asking == UssdReply(text="Баланс: 12,34 BYN\nСпасибо")
    await hung_up(peer, sid)


async def test_a_menu_is_gone_on_with(room: Room):
    peer = await room.peer()
    asking = ask(room)
    sid = await heard(peer)
    peer.say(f"USSD {sid} {MENU}")
    assert await asking == UssdReply(text=MENU, menu=True)
    asking = ask(room, "1")
    assert await heard(peer, "1") == sid
    peer.say(f"USSD {sid} 7.50 BYN")
    assert await asking == UssdReply(text="7.50 BYN")
    await hung_up(peer, sid)


async def test_a_menu_is_ended(room: Room):
    peer = await room.peer()
    asking = ask(room)
    sid = await heard(peer)
    peer.say(f"USSD {sid} {MENU}")
    await asking
    ending = asyncio.create_task(room.driver.end_ussd("gsm-1"))
    await hung_up(peer, sid)
    await ending
    await room.driver.end_ussd("gsm-1")  # nothing to end
    asking = ask(room)
    assert await heard(peer) != sid
    asking.cancel()


async def test_a_driver_that_ends_leaves_no_menu_behind(room: Room):
    peer = await room.peer("gsm-2")
    other = Goip(equipment("gsm-2"), room.port, room.tell)
    running = asyncio.create_task(other.run())
    await peer.log_in()
    asking = asyncio.create_task(other.ussd("gsm-2", "*100#"))
    sid = await heard(peer)
    peer.say(f"USSD {sid} {MENU}")
    assert (await asking).menu
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert await peer.hear() == f"USSDEXIT {sid} {KEY}"
    assert await peer.hear() == f"DONE {sid}\n"


async def test_a_menu_that_the_network_ended(room: Room):
    peer = await room.peer()
    asking = ask(room)
    sid = await heard(peer)
    peer.say(f"USSD {sid} {MENU}")
    peer.say(f"USSDEXIT {sid}")
    assert await asking == UssdReply(text=MENU, menu=False)
    await hung_up(peer, sid)
    asking = ask(room)
    sid = await heard(peer)
    peer.say(f"USSD {sid} {MENU}")
    assert (await asking).menu
    peer.say(f"USSDEXIT {sid}")  # nobody chose for too long
    await asyncio.sleep(0.05)
    with pytest.raises(GatewayFault, match="ended"):
        await room.driver.ussd("gsm-1", "1")


async def test_the_network_hangs_up_without_a_word(room: Room):
    peer = await room.peer()
    asking = ask(room)
    peer.say(f"USSDEXIT {await heard(peer)}")
    assert await asking == UssdReply(text="")


async def test_refused(room: Room):
    peer = await room.peer()
    asking = ask(room)
    peer.say(f"USSDERROR {await heard(peer)} +CME ERROR: 30")
    with pytest.raises(GatewayFault) as fault:
        await asking
    assert (fault.value.why, fault.value.detail) == ("refused", "+CME ERROR: 30")


async def test_said_again_after_a_minute_and_given_up_after_two(room: Room):
    peer = await room.peer()
    asking = ask(room)
    sid = await heard(peer)
    assert await peer.silent(QUICK.ussd_again * 0.7)
    assert await heard(peer) == sid
    with pytest.raises(GatewayFault, match="no_answer"):
        await asking
    await hung_up(peer, sid)


async def test_a_choice_is_never_said_twice(room: Room):
    peer = await room.peer()
    asking = ask(room)
    sid = await heard(peer)
    peer.say(f"USSD {sid} {MENU}")
    await asking
    asking = ask(room, "2")
    await heard(peer, "2")
    with pytest.raises(GatewayFault, match="no_answer"):
        await asking
    await hung_up(peer, sid)


async def test_one_at_a_time(room: Room):
    peer = await room.peer()
    asking = ask(room)
    sid = await heard(peer)
    with pytest.raises(GatewayFault, match="busy"):
        await room.driver.ussd("gsm-1", "*101#")
    with pytest.raises(GatewayFault, match="busy"):
        await room.driver.forward("gsm-1", "busy", "+375291234567")
    peer.say(f"USSD {sid} ok")
    await asking


async def test_codes_are_codes(room: Room):
    await room.peer()
    for code in ("", "*100# pw", "*1\n#", "abc"):
        with pytest.raises(GatewayFault, match="refused"):
            await room.driver.ussd("gsm-1", code)


@pytest.mark.parametrize(
    "text",
    [
        MENU,
        "1>Баланс 2>Пакеты 3>Назад",
        "1 - Balance, 2 - Internet",
        "Введите номер телефона",
        "Send money to which number?",
        "Выберите услугу:",
        "Меню\n1) Мой тариф\n2) Мой номер",
        "Меню A1\n1 Баланс\n2 Номер и тариф\n0 Выход",
        "MTS Servis:1-Balans 2-Uslugi 3-Moy nomer",
    ],
)
def test_what_asks(text: str):
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Баланс: 12,34 BYN",
        "Ваш баланс 5.10 руб. Действует до 31.12.2026.",
        "Ваш номер +375291234567",
        "Остаток: 120 минут, 3.5 Гб, 50 SMS.",
        "Остаток\n12 мин\n30 SMS",
        "Bonus: 0,00 BYN; SMS 12; min 37",
        "Баланс:20.00р. Интернет: 512.00МБ до 30.11. Для меню наберите *141#",
        "  Balance: 5.00 BYN\r\nOsnovnoi schet:5.00\tBonus:0.00  ",
        "Balance 1.50. Valid till 01.02.2027",
    ],
)
def test_what_only_says(text: str):
    assert not asks(text)


@pytest.mark.parametrize("code", ["*145*375291234567*5#", "*121*1#", "12345"])
async def test_what_may_cost_money_is_never_said_twice(room: Room, code: str):
    """A lost answer to a transfer must not become a second transfer."""
    peer = await room.peer()
    asking = ask(room, code)
    sid = await heard(peer, code)
    assert await peer.silent(QUICK.ussd_again * 1.5)
    with pytest.raises(GatewayFault, match="no_answer"):
        await asking
    await hung_up(peer, sid)
