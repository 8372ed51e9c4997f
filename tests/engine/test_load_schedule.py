"""A compiled schedule in a real Asterisk takes the ports that `core.schedule.port` says.

The clock of the dialplan (`${EPOCH}`) is replaced by the extension that is dialled.
"""

import random
import re
import socket
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from load_asterisk import Loader, running
from offices import OFFICES

from vochi.core.calendar import calendar
from vochi.core.office.document import Office
from vochi.core.office.holidays import DayOff, Holidays, WorkingDay
from vochi.core.schedule import port, zone_of
from vochi.core.scheme.graph import InboundScheme
from vochi.core.scheme.nodes.hangup import HangUp
from vochi.core.scheme.nodes.schedule import Hours, Period, Schedule
from vochi.core.scheme.nodes.start import Start
from vochi.engine.tree import Tree

_PROBE = """
[probe]
exten => _X!,1,Set(V_EPOCH=${EXTEN})
 same => n,Goto(scheme-hours,nfirst,1)
"""
#: In place of the end of a call: what was chosen, by the moment.
_TOLD = "Set(DB(told/${V_EPOCH})=${EXTEN})"
_WEEK = (1, 2, 3, 4, 5)


def _period(name: str, days: tuple[int, ...], since: str, to: str) -> Period:
    return Period(id=name, name=name, hours=(Hours(days=days, since=since, to=to),))


def _office() -> Office:
    """A zone whose clocks change, nights, own days off and working days."""
    periods = (
        _period("work", _WEEK, "08:30", "18:00"),
        _period("late", (5, 6), "22:00", "02:30"),
        _period("sunday", (7,), "09:00", "24:00"),
    )
    ways = ("work", "late", "sunday", "holiday", "other")
    exits = {way: f"at-{way}" for way in ways}
    nodes = {
        "start": Start(exits={"next": "first"}),
        "first": Schedule(periods=periods, exits=exits),
        **{name: HangUp() for name in exits.values()},
    }
    office = OFFICES["romashka"]
    company = office.company.model_copy(update={"time_zone": "Europe/Warsaw"})
    holidays = Holidays(
        off=(DayOff(day=date(2027, 8, 2), to=date(2027, 8, 15), name="Отпуск"),),
        working=(WorkingDay(day=date(2027, 8, 7), like=5),),
    )
    scheme = InboundScheme(id="hours", name="Часы", nodes=nodes)
    return office.model_copy(
        update={"company": company, "holidays": holidays, "inbound": (*office.inbound, scheme)}
    )


def _moments(office: Office) -> list[int]:
    """Edges of days that are not ordinary, of days when clocks change, and any moments at all."""
    zone = zone_of(office.company)
    days = calendar(office.holidays, office.company.country)
    dice = random.Random(2026)
    named = [day for day in days.dates if 2025 <= day.year <= 2027]
    chosen = {*dice.sample(named, 20), date(2026, 3, 28), date(2026, 10, 24), date(2027, 8, 6)}
    found: set[int] = set()
    for day in chosen:
        for shift in (0, 1, 2):
            midnight = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(days=shift)
            for minute in (0, 60, 119, 149, 150, 180, 509, 510, 1079, 1080, 1319, 1320, 1439):
                found.add(int(midnight.timestamp()) + minute * 60)
    found |= {dice.randrange(1_700_000_000, 2_500_000_000) for _ in range(300)}
    return sorted(found)


@pytest.fixture(scope="module")
def told(tree: Tree) -> Iterator[dict[int, str]]:
    office = _office()
    with running(tree, office) as loader:
        file = Path(loader.site.etc) / "extensions.conf"
        text = file.read_text().replace("${EPOCH}", "${V_EPOCH}")
        text = re.sub(r"CELGenUserEvent\(V_END[^)]*\)", lambda _: _TOLD, text)
        file.write_text(text + _PROBE)
        loader.cli("dialplan reload")
        moments = _moments(office)
        _dial(loader, moments)
        found: dict[int, str] = {}
        deadline = time.monotonic() + 80
        while len(found) < len(moments):
            assert time.monotonic() < deadline, f"{len(found)} of {len(moments)}"
            time.sleep(0.1)
            shown = loader.cli("database show told")
            found = {
                int(moment): said
                for moment, said in re.findall(r"^/told/(\d+)\s*: nat_(\w+)", shown, re.MULTILINE)
            }
        yield found


def test_the_dialplan_takes_the_port_of_the_moment(told: dict[int, str]) -> None:
    office = _office()
    schedule = office.inbound[-1].nodes["first"]
    assert isinstance(schedule, Schedule)
    expected = {
        moment: port(schedule, office.holidays, office.company, datetime.fromtimestamp(moment, UTC))
        for moment in told
    }
    wrong = {
        datetime.fromtimestamp(moment, zone_of(office.company)).isoformat(): (
            said,
            expected[moment],
        )
        for moment, said in told.items()
        if said != expected[moment]
    }
    assert wrong == {}
    assert set(told.values()) == {"work", "late", "sunday", "holiday", "other"}


def _dial(loader: Loader, moments: list[int]) -> None:
    with socket.create_connection(("127.0.0.1", loader.site.ami_port), timeout=10) as ami:
        answers = ami.makefile("rb")
        ami.sendall(b"Action: Login\r\nUsername: vochi\r\nEvents: off\r\n")
        ami.sendall(f"Secret: {loader.site.ami_secret}\r\n\r\n".encode())
        for number, moment in enumerate(moments):
            ami.sendall(
                f"Action: Originate\r\nActionID: m{number}\r\nChannel: Local/{moment}@probe/n\r\n"
                "Application: Wait\r\nData: 5\r\nAsync: true\r\n\r\n".encode()
            )
        last = f"ActionID: m{len(moments) - 1}".encode()
        while not answers.readline().startswith(last):
            pass
