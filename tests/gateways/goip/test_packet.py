"""Every datagram is something; what a writer of the protocol says is read as it was meant."""

from hypothesis import given, settings
from hypothesis import strategies as st

from vochi.gateways.base import CallSeen, Delivery, PartIn, UssdPushed
from vochi.gateways.goip import reading, saying
from vochi.gateways.goip.cms import not_sent
from vochi.gateways.goip.packet import Event, Garbage, Keepalive, Reply, read

settings.register_profile("gateways", deadline=None)
settings.load_profile("gateways")

KEEPALIVE = (
    b"req:17;id:gsm-1;pass:pw;num:+375291234567;signal:20;gsm_status:LOGIN;voip_status:LOGIN;"
    b"voip_state:IDLE;remain_time:-1;imei:867648040000011;imsi:257021234567890;"
    b"iccid:8937502060612345678;pro:MTS BY;idle:5;disable_status:0;SMS_LOGIN:Y;SMB_LOGIN:;"
    b"CELLINFO:LAC:7E5,CELL ID:5E5B;CGATT:Y;NEWKEY:a:b;"
)
NAMES = st.text(st.characters(blacklist_characters=";\r\n\0", codec="utf-8"), max_size=20)
TEXTS = st.text(st.characters(blacklist_characters="\0", codec="utf-8"), max_size=300)


def test_a_keepalive_of_the_document():
    packet = read(KEEPALIVE)
    assert isinstance(packet, Keepalive)
    assert (packet.count, packet.id, packet.password) == (17, "gsm-1", "pw")
    assert packet.fields["CELLINFO"] == "LAC:7E5,CELL ID:5E5B"
    assert packet.fields["NEWKEY"] == "a:b"
    report = reading.report("gsm-1", packet, "10.0.0.9:9991", "unknown")
    assert (report.iccid, report.imsi) == ("8937502060612345678", "257021234567890")
    assert (report.imei, report.number) == ("867648040000011", "+375291234567")
    assert (report.operator, report.signal, report.call) == ("MTS BY", -73, "idle")
    assert (report.registered, report.voip, report.count) == (True, True, 17)


def test_a_keepalive_of_old_firmware():
    packet = read(b"req:1;id:a;pass:b;num:;signal:99;gsm_status:LOGOUT;voip_status:LOGOUT")
    assert isinstance(packet, Keepalive)
    report = reading.report("a", packet, "", "unknown")
    assert (report.signal, report.registered, report.voip) == (None, False, False)
    assert (report.iccid, report.number, report.call) == ("", "", "unknown")


def test_nothing_of_the_network_stands_in_for_the_line():
    packet = read(b"req:1;id:a;pass:b;iccid:8937;pro:x;id:evil;iccid:0000;msg:y;imsi:257;")
    assert isinstance(packet, Keepalive)
    assert (packet.id, packet.fields["iccid"], packet.fields["imsi"]) == ("a", "8937", "257")


def test_a_message_is_cut_at_the_first_mark():
    said = "RECEIVE:1448;id:a;password:b;srcnum:+375291;smscnum:+3;msg:one;msg:two\nthree; id:x"
    packet = read(said.encode())
    assert packet == Event(
        "RECEIVE",
        "1448",
        "a",
        "b",
        {"srcnum": "+375291", "smscnum": "+3"},
        "one;msg:two\nthree; id:x",
    )
    part = reading.news("a", packet)
    assert isinstance(part, PartIn)
    assert (part.sender, part.text) == ("+375291", "one;msg:two\nthree; id:x")


def test_both_names_of_the_password():
    for name in ("pass", "password"):
        packet = read(f"STATE:1;id:a;{name}:b;gsm_remain_state:IDLE".encode())
        assert isinstance(packet, Event)
        assert packet.password == "b"


def seen(said: str) -> object:
    packet = read(said.encode())
    assert isinstance(packet, Event), packet
    return reading.news("a", packet)


def test_events_of_calls():
    head = "1;id:a;password:b"
    assert seen(f"STATE:{head};gsm_remain_state:IDLE") == CallSeen(line="a", state="idle")
    dialling = CallSeen(line="a", state="dialling", number="+37529")
    assert seen(f"STATE:{head};gsm_remain_state:DIALING:+37529") == dialling
    assert seen(f"STATE:{head};gsm_remain_state:FLYING") == CallSeen(line="a", state="busy")
    incoming = CallSeen(line="a", state="incoming", number="+37529")
    assert seen(f"RECORD:{head};dir:1;num:+37529") == incoming
    assert seen(f"RECORD:{head};dir:2;num:+37529") == dialling
    assert seen(f'HANGUP:{head};num:+37529,cause:"NO CARRIER"') == CallSeen(
        line="a", state="idle", number="+37529", cause="NO CARRIER"
    )
    assert seen(f"HANGUP:{head};num:,cause:") == CallSeen(line="a", state="idle")
    assert seen(f"USSN:{head};msg:Low; balance") == UssdPushed(line="a", text="Low; balance")
    for verb in ("EXPIRY", "REMAIN", "CELLS", "CELLINFO", "GSM", "bcch", "NEWVERB"):
        assert seen(f"{verb}:{head};lists:689,638,;exp:1") is None


def test_states_of_delivery():
    def state(code: str) -> tuple[str, int | None]:
        news = seen(f"DELIVER:1;id:a;password:b;sms_no:160;state:{code};num:+375291234567")
        assert isinstance(news, Delivery)
        assert (news.ref, news.number) == ("160", "+375291234567")
        return news.state, news.code

    assert [state(str(n))[0] for n in (0, 1, 2, 31)] == ["delivered"] * 4
    assert [state(str(n))[0] for n in (32, 48, 63)] == ["trying"] * 3
    assert [state(str(n))[0] for n in (64, 70, 95, 96, 127)] == ["failed"] * 5
    assert state("999") == ("trying", 999)
    assert state("soon") == ("trying", None)


def test_replies():
    assert read(b"OK 11 1 160\n") == Reply("OK", 11, "1 160")
    assert read(b"PASSWORD 11") == Reply("PASSWORD", 11, "")
    assert read(b"USSD 7 1. Balance\n2. Exit") == Reply("USSD", 7, "1. Balance\n2. Exit")
    assert read(b"set_gsm_num 879902 13800138001 ok") == Reply(
        "set_gsm_num", 879902, "13800138001 ok"
    )
    assert read(b"reg:1;status:200;") == Event("reg", "1", "", "", {"status": "200"})


def test_garbage():
    for said in (
        b"",
        b"\0",
        b"\xff\xfe",
        b"OK",
        b"OK x",
        b"req:x;id:a",
        b"RECEIVE:;id:a",
        b"x" * 9000,
    ):
        assert read(said) == Garbage(), said
    assert read(b"OK 11 1 160\n\0\0") == Reply("OK", 11, "1 160")


@given(st.binary(max_size=400))
def test_any_bytes_are_read(said: bytes):
    touch(said)


@given(
    st.sampled_from(["req", "RECEIVE", "DELIVER", "STATE", "HANGUP", "USSN", "RECORD", "X"]),
    st.lists(
        st.sampled_from(
            [
                ":", ";", "1", "id:a", "password:b", "msg:", ";msg:", "num:", ",cause:", "state:",
                "-1", "sms_no:", "99999999999999999999", "\n", "\0", "é", "\U0001f600", "signal:",
                "gsm_remain_state:", "srcnum:", "٣",
            ]
        ),
        max_size=14,
    ),
)  # fmt: skip
def test_anything_like_the_protocol_is_read(verb: str, rest: list[str]):
    touch(f"{verb}:{''.join(rest)}".encode())


def touch(said: bytes) -> None:
    packet = read(said)
    if isinstance(packet, Keepalive):
        reading.report("a", packet, "", "unknown")
    elif isinstance(packet, Event):
        try:
            news = reading.news("a", packet)
        except ValueError:
            return
        if isinstance(news, PartIn):
            assert len(news.text) <= 3000
            assert len(news.sender) <= 80
            assert len(news.key) <= 160
            assert "\0" not in news.text
    elif isinstance(packet, Reply):
        not_sent(packet.rest)


@given(NAMES, TEXTS, st.integers(0, 10**12))
def test_a_message_goes_round(sender: str, text: str, recvid: int):
    said = f"RECEIVE:{recvid};id:a;password:b;srcnum:{sender};msg:{text}"
    news = seen(said)
    assert isinstance(news, PartIn)
    if ";msg:" not in f"srcnum:{sender}":
        assert (news.sender, news.text) == (sender.strip()[:40], text)
    assert seen(said) == news


@given(TEXTS, TEXTS)
def test_keys_part_messages(one: str, other: str):
    first = seen(f"RECEIVE:5;id:a;password:b;srcnum:+375291;msg:{one}")
    second = seen(f"RECEIVE:5;id:a;password:b;srcnum:+375291;msg:{other}")
    third = seen(f"RECEIVE:6;id:a;password:b;srcnum:+375291;msg:{one}")
    fourth = seen(f"RECEIVE:5;id:a;password:b;srcnum:+375292;msg:{one}")
    assert isinstance(first, PartIn)
    assert isinstance(second, PartIn)
    assert (first.key == second.key) == (one == other)
    assert isinstance(third, PartIn)
    assert isinstance(fourth, PartIn)
    assert len({first.key, third.key, fourth.key}) == 3


@given(st.dictionaries(st.text("abcdefXYZ_", min_size=2, max_size=8), NAMES, max_size=20))
def test_keepalive_keeps_what_it_does_not_know(fields: dict[str, str]):
    for taken in ("id", "pass", "password"):
        fields.pop(taken, None)
    body = "".join(f"{key}:{value};" for key, value in fields.items())
    packet = read(f"req:3;id:a;pass:b;{body}".encode())
    assert isinstance(packet, Keepalive)
    assert packet.fields == fields


@given(TEXTS)
def test_the_length_is_of_bytes(text: str):
    head, _, rest = saying.message(11, text).partition(b" 11 ")
    length, _, body = rest.partition(b" ")
    assert head == b"MSG"
    assert body == text.encode() + b"\n"
    assert int(length) == len(text.encode())


def test_classes_of_errors():
    assert not_sent("errorstatus:38").retry == "later"
    assert [not_sent(f"errorstatus:{n}").retry for n in (310, 311, 313, 316, 330)] == [
        "other_line"
    ] * 5
    assert [not_sent(f"errorstatus:{n}").retry for n in (1, 8, 21, 69, 96, 304, 512, 900)] == [
        "never"
    ] * 8
    assert not_sent("errorstatus:500").code == 500
    assert (not_sent("PASSWORD").why, not_sent("PASSWORD").retry) == (
        "wrong_password",
        "other_line",
    )
    assert (not_sent("too many").why, not_sent("too many").retry) == ("refused", "later")
