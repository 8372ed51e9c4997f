"""What every driver must do, whatever it speaks: one suite over pairs of driver and emulator.

A kind of gateway takes part by a class of tests of its own:

    class TestGoip(Conformance):
        @pytest.fixture
        async def pair(self) -> AsyncIterator[Pair]: ...

Both lie on one `Radio`: what a driver says it did is looked for in the networks, and the other
way round. What a device cannot do it does not name in `abilities`, and is skipped here.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from gateways.pair import CLIENT, HOSTILE, LONG, NUMBERS, ONE, OTHER, SOON, TWO, Pair, card
from vochi.gateways.base import (
    CallSeen,
    Delivery,
    GatewayFault,
    LateAnswer,
    MaybeSent,
    News,
    NotSent,
    PartIn,
    Restarted,
    UssdPushed,
)
from vochi.lab.gsm.card import CallMoment


class Conformance:
    """The suite. Every test gets a `pair` whose lines are there."""

    # --- lines

    async def test_lines_are_told(self, pair: Pair):
        for line in (ONE, TWO):
            report = await pair.report(line, lambda each: each.signal is not None)
            lies = pair.radio.card(pair.slot(line))
            assert lies is not None
            assert (report.iccid or lies.iccid) == lies.iccid
            assert (report.imsi or lies.imsi) == lies.imsi
            assert report.iccid or report.imsi
            assert report.operator in {"", lies.operator}
            assert report.signal == -113 + 2 * lies.signal
            assert report.registered is True
        assert [each.line for each in pair.driver.reports()] == [ONE, TWO]

    async def test_a_swap_is_seen(self, pair: Pair):
        other = card(ONE, 77)
        await pair.swap(ONE, other)
        await pair.report(ONE, lambda each: other.iccid == each.iccid or other.imsi == each.imsi)
        await pair.swap(ONE, None)
        report = await pair.report(ONE, lambda each: each.iccid == "" and each.imsi == "")
        assert report.registered is not True

    async def test_a_network_that_goes_is_seen(self, pair: Pair):
        lies = pair.radio.card(pair.slot(ONE))
        assert lies is not None
        lies.faults.add("no_network")
        await pair.report(ONE, lambda each: each.registered is False)
        lies.faults.discard("no_network")
        await pair.report(ONE, lambda each: each.registered is True)

    async def test_a_device_that_dies_is_seen(self, pair: Pair):
        await pair.power_off()
        await pair.report(ONE, lambda each: not each.online)
        for work in (
            pair.driver.send_sms(ONE, CLIENT, "x"),
            pair.driver.ussd(ONE, "*100#"),
            pair.driver.restart_device(),
        ):
            with pytest.raises(GatewayFault) as fault:
                await work
            assert not isinstance(fault.value, MaybeSent)
        await pair.power_on()
        await pair.ready()
        await pair.driver.send_sms(ONE, CLIENT, "back")
        await pair.until(lambda: pair.inbox(CLIENT) == ["back"])
        if "restart_device" in pair.driver.abilities:
            await pair.until(lambda: ONE in {each.line for each in pair.of(Restarted)})

    # --- SMS out

    @pytest.mark.parametrize("text", ["hello", *HOSTILE, LONG, "x" * 500])
    async def test_a_text_arrives_as_it_is(self, pair: Pair, text: str):
        if "\n" in text and not pair.multiline:
            with pytest.raises(NotSent) as fault:
                await pair.driver.send_sms(ONE, CLIENT, text)
            assert (fault.value.retry, pair.radio.sent) == ("never", [])
            return
        await pair.driver.send_sms(ONE, CLIENT, text)
        await pair.until(lambda: pair.inbox(CLIENT))
        assert pair.inbox(CLIENT) == [text]
        assert pair.radio.subscriber_inbox[CLIENT][0].sender == NUMBERS[ONE]

    async def test_delivery_is_told(self, pair: Pair):
        self.needs(pair, "delivery")
        sent = await pair.driver.send_sms(ONE, CLIENT, "hello")
        assert sent.ref
        await pair.until(lambda: pair.of(Delivery))
        told = pair.of(Delivery)[0]
        assert (told.line, told.ref, told.state) == (ONE, sent.ref, "delivered")
        assert told.number.lstrip("+") in {CLIENT.lstrip("+"), ""}

    async def test_failure_to_deliver_is_told(self, pair: Pair):
        self.needs(pair, "delivery")
        pair.radio.dead.add(CLIENT)
        lies = pair.radio.card(pair.slot(ONE))
        assert lies is not None
        lies.faults.add("late_report")
        sent = await pair.driver.send_sms(ONE, CLIENT, "hello")
        await pair.until(lambda: [each for each in pair.of(Delivery) if each.state == "failed"])
        assert {each.ref for each in pair.of(Delivery)} == {sent.ref}
        assert "delivered" not in {each.state for each in pair.of(Delivery)}

    @pytest.mark.parametrize(
        ("fault", "retries"),
        [
            ("barred", {"never", "other_line"}),
            ("congested", {"later"}),
            ("no_money", {"later", "other_line"}),
        ],
    )
    async def test_a_refusal_is_certain(self, pair: Pair, fault: Any, retries: set[str]):
        lies = pair.radio.card(pair.slot(ONE))
        assert lies is not None
        lies.faults.add(fault)
        with pytest.raises(NotSent) as raised:
            await pair.driver.send_sms(ONE, CLIENT, "hello")
        assert raised.value.retry in (retries if pair.tells_why else {"later", "other_line"})
        assert pair.inbox(CLIENT) == []
        await pair.driver.send_sms(TWO, CLIENT, "by another")
        await pair.until(lambda: pair.inbox(CLIENT) == ["by another"])

    async def test_without_a_card_it_is_not_sent(self, pair: Pair):
        pair.radio.remove(pair.slot(ONE))
        with pytest.raises(NotSent):
            await pair.driver.send_sms(ONE, CLIENT, "hello")
        assert pair.radio.sent == []

    async def test_what_nobody_could_send(self, pair: Pair):
        for to, text in (("1 2", "x"), ("+375\n29", "x"), (CLIENT, "")):
            with pytest.raises(NotSent) as fault:
                await pair.driver.send_sms(ONE, to, text)
            assert fault.value.retry == "never"
        assert pair.radio.sent == []

    async def test_lost_answers_never_make_a_second_sms(self, pair: Pair):
        if not pair.loses:
            pytest.skip("nothing is lost on this wire")
        pair.lose_answer()
        with pytest.raises(MaybeSent):
            await pair.driver.send_sms(ONE, CLIENT, "once")
        assert len(pair.radio.sent) == 1
        await pair.until(lambda: pair.inbox(CLIENT) == ["once"])
        assert all(each.sent for each in pair.of(LateAnswer))

    async def test_a_death_on_the_way_is_no_certainty(self, pair: Pair):
        pair.radio.pace = 0.1
        sending = asyncio.create_task(pair.driver.send_sms(ONE, CLIENT, "hello"))
        await asyncio.sleep(0.1)
        await pair.power_off()
        with pytest.raises(GatewayFault) as fault:
            await sending
        if pair.radio.sent:
            assert isinstance(fault.value, MaybeSent)

    async def test_both_lines_at_once(self, pair: Pair):
        async def several(line: str, to: str) -> None:
            for number in range(5):
                await pair.driver.send_sms(line, to, f"{line} {number}")

        await asyncio.gather(several(ONE, CLIENT), several(TWO, OTHER))
        await pair.until(lambda: len(pair.inbox(CLIENT)) == len(pair.inbox(OTHER)) == 5)
        assert sorted(pair.inbox(CLIENT)) == [f"{ONE} {n}" for n in range(5)]
        assert sorted(pair.inbox(OTHER)) == [f"{TWO} {n}" for n in range(5)]

    # --- SMS in

    @pytest.mark.parametrize("text", ["hello", *HOSTILE])
    async def test_a_text_comes_as_it_is(self, pair: Pair, text: str):
        await pair.radio.sms(CLIENT, NUMBERS[ONE], text)
        await pair.until(lambda: pair.of(PartIn))
        part = pair.of(PartIn)[0]
        assert (part.line, part.sender, part.text) == (ONE, CLIENT, text)

    async def test_a_name_may_be_the_sender(self, pair: Pair):
        await pair.radio.sms("A1.by", NUMBERS[ONE], "code 1234")
        await pair.until(lambda: pair.of(PartIn))
        assert pair.of(PartIn)[0].sender == "A1.by"

    async def test_a_long_text_comes_whole(self, pair: Pair):
        await pair.radio.sms(CLIENT, NUMBERS[ONE], LONG)

        def text() -> str:
            parts: list[PartIn] = pair.of(PartIn)
            if pair.headers and all(each.part is not None for each in parts):
                parts = sorted(parts, key=lambda each: each.part or 0)
            return "".join(each.text for each in parts)

        await pair.until(lambda: len(text()) >= len(LONG))
        assert text() == LONG
        assert len({each.key for each in pair.of(PartIn)}) == len(pair.of(PartIn))

    async def test_what_is_not_safe_comes_again(self, pair: Pair):
        keys: list[str] = []

        async def hold(news: News) -> None:
            if isinstance(news, PartIn):
                keys.append(news.key)
                if len(keys) == 1:
                    raise OSError("disk full")

        pair.hold = hold
        await pair.radio.sms(CLIENT, NUMBERS[ONE], "hello")
        await pair.until(lambda: pair.of(PartIn))
        assert [each.text for each in pair.of(PartIn)] == ["hello"]
        assert len(set(keys)) == 1

    async def test_the_same_words_twice_are_two(self, pair: Pair):
        for _ in range(2):
            await pair.radio.sms(CLIENT, NUMBERS[ONE], "yes")
        await pair.until(lambda: len({each.key for each in pair.of(PartIn)}) == 2)

    async def test_many_come_at_once(self, pair: Pair):
        texts = {f"message {number}" for number in range(20)}
        await asyncio.gather(*(pair.radio.sms(CLIENT, NUMBERS[ONE], each) for each in texts))
        await pair.until(lambda: {each.text for each in pair.of(PartIn)} == texts)

    # --- USSD

    async def test_a_question(self, pair: Pair):
        self.needs(pair, "ussd")
        reply = await pair.driver.ussd(ONE, "*100#")
        assert "20.00" in reply.text
        assert not reply.menu

    async def test_a_menu(self, pair: Pair):
        self.needs(pair, "ussd_menu")
        reply = await pair.driver.ussd(ONE, "*141#")
        assert reply.menu
        reply = await pair.driver.ussd(ONE, "2")
        assert reply.menu
        reply = await pair.driver.ussd(ONE, "1")
        assert NUMBERS[ONE] in reply.text
        assert not reply.menu
        assert "20.00" in (await pair.driver.ussd(ONE, "*100#")).text

    async def test_a_menu_is_left(self, pair: Pair):
        self.needs(pair, "ussd_menu")
        assert (await pair.driver.ussd(ONE, "*141#")).menu
        await pair.driver.end_ussd(ONE)
        await pair.driver.end_ussd(ONE)
        assert "20.00" in (await pair.driver.ussd(ONE, "*100#")).text

    async def test_a_network_that_refuses(self, pair: Pair):
        self.needs(pair, "ussd")
        lies = pair.radio.card(pair.slot(ONE))
        assert lies is not None
        lies.faults.add("no_ussd")
        with pytest.raises(GatewayFault) as fault:
            await pair.driver.ussd(ONE, "*100#")
        assert fault.value.why in {"refused", "no_answer"}
        lies.faults.discard("no_ussd")
        assert "20.00" in (await pair.driver.ussd(ONE, "*100#")).text

    async def test_a_network_that_is_silent(self, pair: Pair):
        self.needs(pair, "ussd")
        lies = pair.radio.card(pair.slot(ONE))
        assert lies is not None
        lies.faults.add("ussd_silent")
        with pytest.raises(GatewayFault) as fault:
            await pair.driver.ussd(ONE, "*100#")
        assert fault.value.why in {"refused", "no_answer"}

    async def test_what_nobody_asked_for(self, pair: Pair):
        self.needs(pair, "ussd")
        pair.radio.push(pair.slot(ONE), "Your balance; is low")
        await asyncio.sleep(0)
        if "ussd_pushed" in pair.driver.abilities:
            await pair.until(lambda: pair.of(UssdPushed))

    # --- services and repair

    async def test_forwarding(self, pair: Pair):
        self.needs(pair, "forward")
        lies = pair.radio.card(pair.slot(ONE))
        assert lies is not None
        for reason in ("always", "busy", "no_reply", "unreachable"):
            await pair.driver.forward(ONE, reason, OTHER, 20)
            assert lies.forwards[reason].to == OTHER
        if pair.seconds:
            assert lies.forwards["no_reply"].seconds == 20
        if "forward_query" in pair.driver.abilities:
            assert (await pair.driver.forwards(ONE))["busy"] == OTHER
        for reason in ("always", "busy", "no_reply", "unreachable"):
            await pair.driver.forward(ONE, reason, "")
        assert lies.forwards == {}

    async def test_forwarding_is_refused(self, pair: Pair):
        self.needs(pair, "forward")
        lies = pair.radio.card(pair.slot(ONE))
        assert lies is not None
        lies.faults.add("no_forward")
        with pytest.raises(GatewayFault):
            await pair.driver.forward(ONE, "busy", OTHER)
        assert lies.forwards == {}

    async def test_a_line_restarts(self, pair: Pair):
        self.needs(pair, "restart_line")
        await pair.driver.restart_line(ONE)
        await self.sends_again(pair, ONE)

    async def test_the_device_restarts(self, pair: Pair):
        self.needs(pair, "restart_device")
        before = len(pair.of(Restarted))
        await pair.driver.restart_device()
        await pair.until(lambda: len(pair.of(Restarted)) > before)
        await self.sends_again(pair, TWO)

    async def test_a_call_is_seen(self, pair: Pair):
        if "calls" not in pair.driver.abilities:
            await asyncio.sleep(0)
            pytest.skip("the device does not tell of calls")
        slot = pair.slot(ONE)
        pair.radio.call_changed(slot, CallMoment("in", "begun", CLIENT))
        await pair.until(lambda: [each for each in pair.of(CallSeen) if each.state == "incoming"])
        assert pair.of(CallSeen)[0].number == CLIENT
        pair.radio.call_changed(slot, CallMoment("in", "ended", CLIENT, talked=3.0))
        await pair.report(ONE, lambda each: each.call == "idle")

    # --- the interface itself

    async def test_what_it_cannot_do_it_says(self, pair: Pair):
        asks: dict[str, Callable[[], Awaitable[object]]] = {
            "ussd": lambda: pair.driver.ussd(ONE, "*100#"),
            "forward": lambda: pair.driver.forward(ONE, "busy", OTHER),
            "forward_query": lambda: pair.driver.forwards(ONE),
            "restart_line": lambda: pair.driver.restart_line(ONE),
            "restart_device": pair.driver.restart_device,
            "drop_call": lambda: pair.driver.drop_call(ONE),
            "own_number": lambda: pair.driver.own_number(ONE),
        }
        for ability, ask in asks.items():
            if ability not in pair.driver.abilities:
                with pytest.raises(GatewayFault, match="not_supported"):
                    await ask()

    async def test_an_unknown_line(self, pair: Pair):
        with pytest.raises(NotSent):
            await pair.driver.send_sms("gsm-99", CLIENT, "x")
        with pytest.raises(GatewayFault):
            await pair.driver.ussd("gsm-99", "*100#")

    @staticmethod
    async def sends_again(pair: Pair, line: str) -> None:
        """A line is well again some time after its restart."""
        async with asyncio.timeout(SOON):
            while True:
                try:
                    await pair.driver.send_sms(line, CLIENT, "back")
                except NotSent as fault:
                    assert fault.retry != "never"  # noqa: PT017 - until it is sent
                    await asyncio.sleep(0.05)
                else:
                    break
        await pair.until(lambda: pair.inbox(CLIENT) == ["back"])

    @staticmethod
    def needs(pair: Pair, ability: str) -> None:
        """Skip when the device cannot."""
        if ability not in pair.driver.abilities:
            pytest.skip(f"no {ability}")
