"""A working day of the sample office, told to a running hub: clients, calls, notes, recordings."""

import time
from datetime import UTC, datetime
from typing import Any

import httpx

from . import story
from .office import CITY
from .recording import talk
from .running_hub import Box, RunningHub
from .story import Told

MINUTE, HOUR = 60.0, 3600.0
SALES = ("180", "181", "182")

CLIENTS: tuple[dict[str, Any], ...] = (
    {"name": "Сергей Панько", "company_name": "ИП Панько",
     "phones": ["+375296666666", "+375172001020"]},
    {"name": "", "company_name": "ООО «Верас»", "phones": ["+375172203040"]},
    {"name": "Анна Лис", "company_name": "", "phones": ["+375297001109"]},
    {"name": "Дмитрий Константинович Шереметьев-Загорский",
     "company_name": "Представительство закрытого акционерного общества «Белстройинвест»",
     "phones": ["+375333010203"]},
    {"name": "Ольга Шкут", "company_name": "Кафе «Лён»", "phones": ["+375255554433"]},
)  # fmt: skip


def online(box: Box) -> None:
    """The engine is up; all phones but one and all lines but one are registered."""
    box.say("engine", {"state": "started", "version": "22.10.1", "reason": "start"})
    agents = {"180": "Yealink SIP-T31P 124.86.0.40", "180-2": "Zoiper v5.6.4"}
    for n, endpoint in enumerate(
        ("180", "180-2", "181", "182", "183", "a1-1", "a1-2", "mts-1", "mts-2", "city"), 20
    ):
        agent = agents.get(endpoint, "Yealink SIP-T31P" if endpoint[0].isdigit() else "GoIP 4")
        box.say(
            "device",
            {"endpoint": endpoint, "state": "online", "address": f"192.168.1.{n}:5060",
             "user_agent": agent, "rtt_ms": 4.2},
        )  # fmt: skip


def recorded(box: Box, call: Told, began: float, seconds: int) -> None:
    """The recording of a call is ready and safe."""
    mp3, sha256, peaks = talk(seconds)
    unique_id = call.recording.removesuffix(".raw")
    box.say("recording", {
        "unique_id": unique_id, "linked_id": call.linked_id, "sha256": sha256, "bytes": len(mp3),
        "seconds": float(seconds), "format": "mp3", "peaks": peaks,
        "started_at": datetime.fromtimestamp(began, UTC).isoformat(),
    }, at=began + seconds + 1)  # fmt: skip
    box.upload(unique_id, sha256, mp3, "mp3")


def taken(
    box: Box, at: float, client: str, who: str, *, waited: float, talked: int, line: str = "a1-1",
    did: str = "+375291110001",
) -> Told:  # fmt: skip
    """An incoming call that was answered and recorded."""
    call, rows = story.incoming(at, client, SALES, line, did)
    rows += story.answer(call, at + waited, who)
    rows += story.hang_up(call, at + waited + talked)
    box.tell(rows)
    recorded(box, call, at + waited, talked)
    return call


def missed(box: Box, at: float, client: str, waited: float, line: str = "mts-1") -> Told:
    """An incoming call that nobody answered."""
    call, rows = story.incoming(at, client, SALES, line, "+375331110003")
    box.tell([*rows, *story.hang_up(call, at + waited)])
    return call


def called(box: Box, at: float, who: str, client: str, *, waited: float, talked: int) -> Told:
    """An outgoing call that the client answered."""
    call, rows = story.outgoing(at, who, client)
    rows += story.client_answers(call, at + waited)
    rows += story.hang_up(call, at + waited + talked)
    box.tell(rows)
    recorded(box, call, at + waited, talked)
    return call


def live_through(hub: RunningHub, http: httpx.Client) -> None:
    """Three days of calls; the last hour leaves clients who wait to be called back."""
    box, now = hub.box, time.time()
    online(box)
    ids = [http.post("/api/v1/clients", json=client).json()["id"] for client in CLIENTS]
    for days in (2, 1):
        for hour in range(7):
            at = now - days * 24 * HOUR - hour * 50 * MINUTE
            client = CLIENTS[hour % 5]["phones"][0]
            if hour % 3 == 2:
                called(box, at, "181", client, waited=6.0, talked=20 + hour)
            else:
                taken(box, at, client, SALES[hour % 3], waited=4.0 + hour, talked=30 + hour)
    missed(box, now - 5 * HOUR, "+375296666666", 24.0)
    called(box, now - 4 * HOUR, "180", "+375296666666", waited=8.0, talked=48)
    taken(box, now - 3 * HOUR, "+375172203040", "181", waited=5.0, talked=65, line="city", did=CITY)
    missed(box, now - 65 * MINUTE, "+375447001109", 12.0)
    missed(box, now - 47 * MINUTE, "+375447001109", 31.0)
    missed(box, now - 22 * MINUTE, "+375297001109", 18.0, "a1-1")
    missed(box, now - 9 * MINUTE, "+375291205531", 9.0)
    call, rows = story.outgoing(now - 15 * MINUTE, "181", "+375255554433", "mts-2")
    box.tell([*rows, *story.hang_up(call, now - 14.5 * MINUTE)])
    call, rows = story.inside(now - 12 * MINUTE, "182", "183")
    rows += story.client_answers(call, now - 12 * MINUTE + 3)[:1]
    rows += story.client_answers(call, now - 12 * MINUTE + 3)[2:]
    box.tell([*rows, *story.hang_up(call, now - 11 * MINUTE)])
    for text in ("Прайс на июнь отправлен, ждёт скидку от 50 штук.", "Просит счёт на ИП."):
        http.post(f"/api/v1/clients/{ids[0]}/notes", json={"text": text})


def busy_now(hub: RunningHub) -> list[Told]:
    """Four calls on at this moment: two talks, one that rings at everybody's, one inside."""
    box, now = hub.box, time.time()
    first, rows = story.incoming(now - 230, "+375296666666", SALES)
    box.tell([*rows, *story.answer(first, now - 221, "180")])
    second, rows = story.incoming(now - 731, "+375172203040", SALES, "city", CITY)
    box.tell([*rows, *story.answer(second, now - 725, "181")])
    third, rows = story.incoming(now - 5, "+375336112004", ("182",), "mts-1", "+375331110003")
    box.tell(rows)
    return [first, second, third]
