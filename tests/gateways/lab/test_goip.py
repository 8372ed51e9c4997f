"""The emulated GoIP against protocols.md 1, letter by letter."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace

from tests.gateways.lab.server import ANNA, BORIS, CLIENT, PASSWORD, SOON, playing

from vochi.lab.goip.flavour import Flavour
from vochi.lab.gsm.card import CallMoment, SimCard, Slot

QUICK = Flavour(keepalive=0.05, resend_after=0.05, waits=0.01)
ONE = Slot("goip", 1)


async def until(fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(SOON):
        while not fact():
            await asyncio.sleep(0.005)


async def test_each_line_says_who_it_is() -> None:
    async with playing() as (box, server, _):
        first = next(each for each in server.heard if each.startswith("req:1;id:a1-1;"))
        fields = dict(each.partition(":")[::2] for each in first.rstrip(";").split(";"))
        assert list(fields) == [
            "req", "id", "pass", "num", "signal", "gsm_status", "voip_status", "voip_state",
            "remain_time", "imei", "imsi", "iccid", "pro", "idle", "disable_status", "SMS_LOGIN",
            "SMB_LOGIN", "CELLINFO", "CGATT",
        ]  # fmt: skip
        assert fields["pass"] == PASSWORD
        assert fields["num"] == ANNA
        assert fields["gsm_status"] == fields["voip_status"] == "LOGIN"
        assert len(fields["imei"]) == 15
        assert fields["CELLINFO"] == "LAC:7E5,CELL ID:5E5B"
        assert server.sources["a1-1"] != server.sources["mts-1"]
        await until(lambda: box.line("a1-1").logged_in)
        assert await server.until("req:2;id:a1-1;.*SMS_LOGIN:Y")


async def test_both_acks_log_in_and_others_do_not() -> None:
    for ack, fine in (("0", True), ("404", False)):
        async with playing(ack=ack) as (box, server, _):
            await server.until("req:3;id:a1-1")
            assert box.line("a1-1").logged_in is fine


async def test_an_sms_goes_by_the_dialogue() -> None:
    async with playing() as (_, server, radio):
        text = "Привет, как дела?\nЖду"
        await server.ask(f"MSG 11 {len(text.encode())} {text}\n", "PASSWORD 11\n$")
        await server.ask(f"PASSWORD 11 {PASSWORD}\n", "SEND 11\n$")
        await server.ask(f"SEND 11 1 {CLIENT}\n", "WAIT 11 1\n$")
        done = await server.until(r"OK 11 1 \d+\n$")
        await server.ask("DONE 11\n", "DONE 11\n$")
        number = done.split()[3]
        assert await server.until(
            rf"DELIVER:\d+;id:a1-1;password:{PASSWORD};sms_no:{number};state:0;num:\{CLIENT}$"
        )
        assert [sms.text for sms in radio.subscriber_inbox[CLIENT]] == [text]


async def test_what_the_dialogue_refuses() -> None:
    async with playing() as (_, server, radio):
        await server.ask("MSG 1 4000 x\n", "ERROR 1 ")
        await server.ask("MSG 1 9 short\n", "ERROR 1 ")
        await server.ask("MSG 1 2 hi\n", "PASSWORD 1")
        await server.ask("SEND 1 1 +375291112233\n", "ERROR 1 1 ")
        await server.ask("PASSWORD 1 wrong\n", "ERROR 1 PASSWORD\n$")
        for number in range(2, 6):
            await server.ask(f"MSG {number} 2 hi\n", f"PASSWORD {number}")
        await server.ask("MSG 6 2 hi\n", "ERROR 6 ")
        await server.ask("DONE 2\n", "DONE 2")
        await server.ask("MSG 6 2 hi\n", "PASSWORD 6")
        assert radio.sent == []


async def test_sessions_die() -> None:
    async with playing(replace(QUICK, session_seconds=0.05)) as (_, server, _):
        await server.ask("MSG 1 2 hi\n", "PASSWORD 1")
        await asyncio.sleep(0.06)
        await server.ask(f"PASSWORD 1 {PASSWORD}\n", "ERROR 1 ")


async def test_a_repeated_send_tells_its_state_or_sends_again() -> None:
    for flavour, times in (("status", 1), ("duplicate", 2)):
        firmware = replace(QUICK, repeated_send=flavour, old_ok=flavour == "duplicate")
        async with playing(firmware) as (_, server, radio):
            await server.ask("MSG 7 2 hi\n", "PASSWORD 7")
            await server.ask(f"PASSWORD 7 {PASSWORD}\n", "SEND 7")
            await server.ask(f"SEND 7 1 {CLIENT}\n", "WAIT 7 1")
            first = await server.until("OK 7 1")
            again = await server.ask(f"SEND 7 1 {CLIENT}\n", "OK 7 1|WAIT 7 1")
            await until(lambda: len(radio.sent) == times)  # noqa: B023
            assert (again == first) is (flavour == "status")
            assert first == ("OK 7 1\n" if firmware.old_ok else "OK 7 1 1\n")


async def test_only_the_last_ten_recipients_are_remembered() -> None:
    async with playing(replace(QUICK, remembered=2)) as (_, server, radio):
        await server.ask("MSG 7 2 hi\n", "PASSWORD 7")
        await server.ask(f"PASSWORD 7 {PASSWORD}\n", "SEND 7")
        for tel in ("1", "2", "3", "1"):
            await server.ask(f"SEND 7 {tel} {CLIENT}\n", f"WAIT 7 {tel}")
            await server.until(f"OK 7 {tel}")
        assert len(radio.sent) == 4


async def test_an_error_of_the_network_is_told_by_its_number() -> None:
    async with playing() as (_, server, radio):
        radio.cards["8937501000000000001"].faults.add("no_money")
        await server.ask("MSG 7 2 hi\n", "PASSWORD 7")
        await server.ask(f"PASSWORD 7 {PASSWORD}\n", "SEND 7")
        await server.ask(f"SEND 7 1 {CLIENT}\n", "WAIT 7 1")
        assert await server.until("ERROR 7 1 errorstatus:500\n$")


async def test_parts_come_without_headers_and_insist_on_an_ack() -> None:
    async with playing() as (_, server, radio):
        server.acks_events = False
        text = "a;msg:b\n" + "ы" * 100
        await radio.sms(CLIENT, ANNA, text)
        await until(lambda: len([e for e in server.heard if e.startswith("RECEIVE:")]) == 8)
        await asyncio.sleep(0.15)
        got = [each for each in server.heard if each.startswith("RECEIVE:")]
        assert len(got) == 8, "each of two parts once and three times more"
        texts = [each.partition(";msg:")[2] for each in dict.fromkeys(got)]
        assert texts == [text[:67], text[67:]]
        assert got[0].startswith(f"RECEIVE:1000001;id:a1-1;password:{PASSWORD};srcnum:{CLIENT};")
        server.acks_events = True
        await radio.sms(CLIENT, ANNA, "one")
        await asyncio.sleep(0.15)
        assert len([each for each in server.heard if each.endswith("msg:one")]) == 1


async def test_calls_are_told_as_they_go() -> None:
    async with playing() as (_, server, radio):
        radio.call_changed(ONE, CallMoment("in", "begun", CLIENT))
        radio.call_changed(ONE, CallMoment("in", "talking", CLIENT))
        await server.ask(f"get_gsm_state 1 {PASSWORD}", "get_gsm_state 1 ACTIVE")
        radio.call_changed(ONE, CallMoment("in", "ended", CLIENT, 16, 61))
        await server.ask(f"get_gsm_state 2 {PASSWORD}", "get_gsm_state 2 IDLE")
        told = [each.split(f";password:{PASSWORD};")[-1] for each in server.heard]
        for wanted in (
            f"gsm_remain_state:INCOMING:{CLIENT}", f"dir:1;num:{CLIENT}", "gsm_remain_state:BUSY",
            f'num:{CLIENT},cause:"16"', "exp:2", "gsm_remain_time:-1", "gsm_remain_state:IDLE",
        ):  # fmt: skip
            assert wanted in told


async def test_commands_answer_as_the_document_says() -> None:
    async with playing() as (_, server, radio):
        for command, answer in (
            (f"get_gsm_num 1 {PASSWORD}", rf"get_gsm_num 1 \{ANNA}\n$"),
            (f"set_gsm_num 2 13800138001 {PASSWORD}", "set_gsm_num 2 13800138001 ok\n$"),
            (f"get_gsm_num 3 {PASSWORD}", r"get_gsm_num 3 13800138001\n$"),
            (f"set_exp_time 4 30 {PASSWORD}", "set_exp_time 4 30 ok"),
            (f"get_remain_time 5 {PASSWORD}", "get_remain_time 5 30"),
            ("get_imei 6 wrong", "ERROR 6 "),
            ("set_exp_time 7 30 wrong", "ERROR 7 30 "),
            (f"CURCELL 8 {PASSWORD}", "CURCELL 8 5E5B"),
            (f"get_cells_list 9 {PASSWORD}", "get_cells_list 9 ok"),
            (f"svr_drop_call 10 {PASSWORD}", "svr_drop_call 10 ok"),
            (f"CF 11 {PASSWORD} 1 3 {BORIS} 0", "CFOK 11"),
            (f"CF 12 {PASSWORD} 2 3 {BORIS} 0", "CFERROR 12"),
            (f"CF 13 {PASSWORD} 2 3 {BORIS} 15", "CFOK 13"),
            (f"USSD 14 {PASSWORD} *100#", "USSD 14 .*20.00"),
            (f"USSD 15 {PASSWORD} *100#\n", "USSD 15 UNKNOWN"),
            (f"USSD 16 {PASSWORD} *141#", "USSD 16 "),
            (f"USSD 16 {PASSWORD} 1", "USSD 16 Ваш баланс 20.00 руб."),
            (f"USSDEXIT 16 {PASSWORD}", "USSDEXIT 16"),
            ("nonsense 17 x", "ERROR 17 "),
        ):
            await server.ask(command, answer)
        card = radio.cards["8937501000000000001"]
        assert card.forwards == {"busy": (BORIS, 0), "no_reply": (BORIS, 15)}
        await server.ask(f"CF 18 {PASSWORD} 4 4", "CFOK 18")
        assert card.forwards == {}


async def test_a_reboot_counts_from_one_and_a_dead_box_is_silent() -> None:
    async with playing(replace(QUICK, boot_seconds=0.2)) as (box, server, _):
        await server.until("req:3;id:a1-1")
        await server.ask(f"svr_reboot_dev 1 {PASSWORD}", "svr_reboot_dev 1 ok")
        assert await server.until("req:1;id:a1-1")
        assert box.boots == 2
        await box.power_off()
        count = len(server.heard)
        await asyncio.sleep(0.15)
        assert len(server.heard) == count


async def test_a_swap_shows_as_a_logout_and_another_card() -> None:
    async with playing(QUICK) as (box, server, _):
        new = SimCard("8937504000000000009", "257040000000009", "+375257000009", "life:)")
        await box.swap(1, new)
        assert await server.until(r"req:\d+;id:a1-1;.*gsm_status:LOGOUT;.*;imsi:;iccid:;")
        assert await server.until(r"req:\d+;id:a1-1;.*gsm_status:LOGIN;.*iccid:8937504000000000009")


async def test_weather_loses_and_doubles_what_it_is_told_to() -> None:
    async with playing(QUICK) as (box, server, _):
        box.weather.lose("out", "get_imei")
        box.weather.double("out", "get_gsm_num 2")
        server.say(f"get_imei 1 {PASSWORD}")
        await server.ask(f"get_gsm_num 2 {PASSWORD}", "get_gsm_num 2")
        assert await server.until("get_gsm_num 2")
        assert not any(each.startswith("get_imei 1") for each in server.heard)
        assert box.weather.lost == 1


async def test_strangers_are_not_answered() -> None:
    async with playing(QUICK) as (box, server, _):
        box.lines[0].server = ("127.0.0.9", 1)
        server.say(f"get_imei 1 {PASSWORD}")
        await asyncio.sleep(0.1)
        assert not any(re.match("get_imei", each) for each in server.heard)
