"""What gateways and SIM cards told the sample office: cards, money, messages, swaps, checks."""

import time
from typing import Any

from .running_hub import Box

PANKO = "+375296666666"
LIS = "+375297001109"
DAY = 86_400.0

#: Line, slot, operator, dBm, call; the last has lost its network.
CARDS = (
    ("a1-1", 1, "A1", -67, "talking", "8937501000000000011"),
    ("a1-2", 2, "A1", -79, "idle", "8937501000000000029"),
    ("mts-1", 3, "MTS", -93, "idle", "8937502000000000037"),
    ("mts-2", 4, "MTS", None, "unknown", "8937502000000000045"),
    ("life-1", 5, "life:)", -101, "idle", "8937504000000000053"),
)


def sim(line: str, slot: int, **change: Any) -> dict[str, Any]:
    """An entry `sim`, well unless told otherwise."""
    return {
        "line": line, "gateway": "goip", "slot": slot, "online": True, "registered": True,
        "voip": True, "call": "idle", "imei": f"86312505{slot:07d}", "imsi": f"25701{slot:010d}",
        **change,
    }  # fmt: skip


def balance(box: Box, line: str, cents: int, at: float, iccid: str) -> None:
    """The network told how much is left."""
    whole, rest = divmod(cents, 100)
    raw = f"Баланс {whole},{rest:02d} р.\nДействует до 01.02.2027"
    body = {"line": line, "iccid": iccid, "cents": cents, "currency": "BYN", "raw": raw}
    box.say("balance", body, at)


def sms_in(box: Box, uid: str, sender: str, text: str, at: float, **more: Any) -> None:
    """Somebody wrote."""
    came = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
    body = {
        "dir": "in", "id": uid, "sender": sender, "text": text, "line": "a1-1", "came_at": came,
    }  # fmt: skip
    box.say("sms", {**body, **more}, at)


def sms_out(box: Box, uid: str, state: str, at: float | None = None, **more: Any) -> None:
    """An outgoing message goes on."""
    box.say("sms", {"dir": "out", "id": uid, "state": state, **more}, at)


def told(box: Box) -> None:
    """Three weeks of it, as of now."""
    now = time.time()
    for line, slot, operator, signal, call, iccid in CARDS:
        dead = line == "mts-2"
        box.say("sim", sim(
            line, slot, operator="" if dead else operator, signal=signal, call=call, iccid=iccid,
            registered=not dead,
        ), now - 20 * DAY)  # fmt: skip
        spent = 40 if line == "a1-1" else 25
        for days in range(20, -1, -2):
            cents = 240 + days * spent if line == "a1-1" else 900 + days * spent
            balance(box, line, cents, now - days * DAY - 60, iccid)
    box.say("sim", sim("life-1", 5, operator="life:)", signal=-101,
                       iccid="8937504000000000061"), now - 2 * DAY)  # fmt: skip
    balance(box, "life-1", 1250, now - DAY, "8937504000000000061")
    box.say("gateway", {
        "gateway": "goip", "online": True, "address": "192.168.1.40", "model": "GoIP-8",
        "firmware": "GHSFVT-1.1-67", "warnings": ["gateway.default_password"],
    }, now - 20 * DAY)  # fmt: skip
    learnt = {
        "line": "a1-2",
        "number": "+375291110099",
        "iccid": CARDS[1][5],
        "raw": "375291110099",
    }
    box.say("number", learnt, now - DAY)
    box.say("forward", {"line": "a1-1", "reason": "busy", "to": "+375291110002", "ok": True,
                        "cause": "nightly"}, now - 30_000)  # fmt: skip
    box.say("forward", {"line": "a1-1", "reason": "unreachable", "to": "", "ok": False,
                        "why": "refused", "cause": "office"}, now - 29_000)  # fmt: skip
    box.say("repair", {"what": "restart_line", "line": "mts-2", "gateway": "goip", "ok": True},
            now - 3000)  # fmt: skip
    box.say("repair", {"what": "restart_gateway", "line": "mts-2", "gateway": "goip", "ok": False,
                       "why": "in_call"}, now - 2600)  # fmt: skip
    box.say("check", {"line": "a1-1", "fault": None, "tests": {"call_in": "ok", "sms": "skipped"}},
            now - 20_000)  # fmt: skip
    box.say("check", {"line": "mts-2", "fault": "not_registered", "tests": {"call_in": "failed"}},
            now - 19_000)  # fmt: skip
    box.say("ussd", {"id": "d1", "line": "a1-1", "state": "asked", "text": "*100#", "by": "irina"},
            now - 500)  # fmt: skip
    box.say("ussd", {"id": "d1", "line": "a1-1", "state": "done", "text": "Баланс 2,40 р."},
            now - 498)  # fmt: skip
    _letters(box, now)


def _letters(box: Box, now: float) -> None:
    sms_in(box, "in-1", PANKO, "Здравствуйте! Заказ 1184 готов?", now - 2 * DAY)
    out = {"to": PANKO, "origin": "person", "line": "a1-1", "parts": 1}
    sms_out(box, "o" * 8 + "1", "queued", now - 2 * DAY + 100,
            text="Заказ 1184 готов, ждём вас до 19:00", **out)  # fmt: skip
    sms_out(box, "o" * 8 + "1", "sent", now - 2 * DAY + 104)
    sms_out(box, "o" * 8 + "1", "delivered", now - 2 * DAY + 110)
    sms_in(
        box, "in-2", PANKO, "Спасибо, буду к шести.\nЕсли опоздаю, позвоню.", now - 2 * DAY + 300
    )
    sms_out(box, "o" * 8 + "2", "queued", now - 4000, text="Напоминаем: завтра в 10:00 замер.",
            **{**out, "origin": "node"})  # fmt: skip
    sms_out(box, "o" * 8 + "2", "unknown", now - 3990, why="no_answer")
    sms_out(box, "o" * 8 + "3", "queued", now - 3000, text="Адрес: Минск, ул. Лесная, 5", **out)
    sms_out(box, "o" * 8 + "3", "failed", now - 2990, why="gateway", code=38)
    sms_in(box, "in-3", LIS, "Перезвоните мне, пожалуйста, после обеда", now - 900)
    sms_in(box, "in-4", "A1", "Ваш баланс менее 3 р. Пополните счёт: a1.by <b>тут</b>", now - 800)
    sms_in(box, "in-5", "+375336112004", "СТОП", now - 700)
