"""The lab itself, around an office that is nothing but what the core compiles."""

import asyncio
from pathlib import Path

import pytest

from vochi.engine.tree import Tree
from vochi.lab.bare import compiled_office
from vochi.lab.behaviour import BUSY, answers
from vochi.lab.city import City
from vochi.lab.romashka import GREETING_MARK, MUSIC_MARK
from vochi.lab.side import NotInTimeError

A1, CITY = "+375296000001", "+375173000000"
#: Seconds: as in the scenarios; a machine that starves puts in a frame or two of silence.
GAP = 0.25
pytestmark = pytest.mark.timeout(180)


def heard(city: City, listener: str, speaker: str) -> float:
    return city.parties[listener].last.hearing.find(city.parties[speaker].tone).seconds


async def talk(seconds: float) -> None:
    """People talk for so long: the length of the call is what the test is about."""
    await asyncio.sleep(seconds)


async def test_everything_a_city_does(tmp_path: Path, tree: Tree) -> None:
    async with compiled_office(tmp_path, tree) as city:
        await asyncio.gather(
            music_then_talk(city), city_greeting_then_talk(city), inside_and_out(city)
        )
        await city.until_quiet()
        await refer(city)
        await full_lines(city)
        await unplugged(city)


async def music_then_talk(city: City) -> None:
    anna = city.phones["180"]
    anna.behave(answers(2))
    client = city.subscriber("+375291112233", name='ev"il <b>, ${SHELL(x)}')
    call = await client.call(A1)
    await call.until_answered()
    await (await city.until_rings(anna)).until_answered()
    await talk(1.5)
    await call.hang_up()
    await anna.last.until_ended()
    music = call.hearing.find(MUSIC_MARK)
    voice = call.hearing.find(anna.tone)
    waited = (anna.last.answered_at or 0) - (call.answered_at or 0)
    assert 1.5 < music.seconds < waited + 0.5, city.timeline.text()
    assert voice.seconds > 1.2
    assert voice.longest_gap < GAP
    assert voice.stretches[0].began >= music.stretches[-1].ended - 0.2
    assert -20 < voice.level < -13
    assert heard(city, "180", client.key) > 1.2
    assert not city.phones["181"].last.answered_at
    assert "ev" in anna.last.name


async def city_greeting_then_talk(city: City) -> None:
    vera = city.phones["182"]
    vera.behave(answers(0))
    client = city.subscriber("+375172001122")
    call = await client.call("+375173000001")
    await call.until_answered()
    await talk(1)
    await client.last.press("12#")
    await talk(0.5)
    await vera.last.hang_up()
    await call.until_ended()
    assert call.cause == 16
    assert heard(city, client.key, "182") > 1
    assert vera.last.keys == "12#"


async def inside_and_out(city: City) -> None:
    gleb = city.phones["183"]
    friend = city.subscriber("+375296001177", behaviour=answers(0.3))
    call = await gleb.call("80296001177")
    await call.until_answered()
    await talk(1.5)
    await friend.last.hang_up()
    await call.until_ended()
    assert friend.last.line == "a1-2"
    for listener, speaker in (("183", friend.key), (friend.key, "183")):
        voice = city.parties[listener].last.hearing.find(city.parties[speaker].tone)
        assert voice.seconds > 1.2, city.timeline.text()
        assert voice.longest_gap < GAP


async def refer(city: City) -> None:
    boris, vera, anna = (city.phones[name] for name in ("181", "182", "180"))
    anna.behave(BUSY)
    boris.behave(answers(0))
    vera.behave(answers(0.2))
    client = city.subscriber("+375172001122")
    call = await client.call(CITY)
    await call.until_answered()
    await city.until(lambda: boris.busy and boris.last.talking, "talking", 20)
    await talk(1.5)
    await boris.last.transfer(city.office_uri("182"))
    await city.until(lambda: vera.busy and vera.last.talking, "transferred", 20)
    await talk(1.5)
    await call.hang_up()
    await city.until_quiet()
    greeting = call.hearing.find(GREETING_MARK)
    assert len(greeting.stretches) == 2, "the greeting is heard from mark to mark"
    assert heard(city, client.key, "181") > 0.7
    assert heard(city, client.key, "182") > 0.7


async def full_lines(city: City) -> None:
    """A SIM card carries one call, both ways; an operator refuses what is over its channels."""
    city.phones["180"].behave(answers(0))
    first = await city.subscriber("+375291112233").call(A1)
    await first.until_answered()
    second = await city.subscriber("+375291112244").call(A1)
    await second.until_ended()
    assert second.cause == 17
    friend = city.subscriber("+375296001177", behaviour=answers(0))
    call = await city.phones["182"].call("+375296001177")
    await call.until_answered()
    assert friend.last.line == "a1-2"
    await call.hang_up()
    await first.hang_up()
    callers = [city.subscriber(f"+37517200010{n}") for n in range(5)]
    calls = [await caller.call(CITY) for caller in callers]
    await calls[-1].until_ended()
    assert [side.live for side in calls] == [True] * 4 + [False]
    for side in calls:
        await side.hang_up()
    await city.until_quiet()


async def unplugged(city: City) -> None:
    await city.phones["183"].unplug()
    call = await city.phones["182"].call("183")
    await call.until_ended()
    assert call.answered_at is None
    with pytest.raises(NotInTimeError):
        await city.until_rings(city.phones["183"], 0.1)
    await city.phones["183"].plug()
    city.phones["183"].behave(answers(0))
    call = await city.phones["182"].call("183")
    await call.until_answered()
    await call.hang_up()
    await city.until_quiet()


async def test_own_numbers_are_called_over_own_cards(tmp_path: Path, tree: Tree) -> None:
    async with compiled_office(tmp_path, tree, gateways=True) as city:
        anna, vera = city.phones["180"], city.phones["182"]
        anna.behave(answers(0.5))
        call = await vera.call("+375296000002")
        await city.until(lambda: bool(anna.sides) and anna.last.talking, "talking")
        await talk(1.5)
        await call.hang_up()
        await city.until_quiet()
        assert heard(city, "182", "180") > 1, city.timeline.text()
        assert heard(city, "180", "182") > 1
        assert anna.last.caller == A1
        assert city.networks.card("a1-1").cents < city.networks.card("a1-2").cents, "a caller pays"
        assert city.failures() == ()


@pytest.mark.parametrize("flavour", ["pai", "from"])
async def test_gateways_tell_the_caller_in_other_ways(
    tmp_path: Path, tree: Tree, flavour: str
) -> None:
    mode = "pai" if flavour == "pai" else "from"
    async with compiled_office(tmp_path, tree, caller_in=mode) as city:
        city.phones["180"].behave(answers(0))
        call = await city.subscriber("+375291112233").call(A1)
        await call.until_answered()
        anna = await city.until_rings(city.phones["180"])
        await anna.until_answered()
        await talk(1.5)
        await call.hang_up()
        await anna.until_ended()
        assert anna.caller == "+375291112233"
        assert heard(city, "180", "+375291112233") > 0.5
