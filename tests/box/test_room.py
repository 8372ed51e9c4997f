"""A disk that fills: the reserve is given up before anything is lost, and a person hears of it."""

import os
from pathlib import Path
from typing import Any

import pytest

from vochi.box.alarm import Alarm
from vochi.box.logs import Lenient
from vochi.box.room import Room

MB = 1 << 20


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """What `statvfs` says is free, in MB; the reserve itself is a real file."""
    free = {"mb": 1000}

    def statvfs(_: object) -> Any:
        return type("Disk", (), {"f_bavail": free["mb"], "f_frsize": MB})

    monkeypatch.setattr(os, "statvfs", statvfs)
    return free


def test_alarms_and_the_reserve(tmp_path: Path, disk: dict[str, int]) -> None:
    told: list[tuple[Alarm, ...]] = []
    room = Room(tmp_path, told.append, reserve=2 * MB, low=100 * MB, full=10 * MB)
    reserve = tmp_path / "reserve"
    for free, codes, is_kept in (
        (1000, [], True),
        (99, ["disk.low"], True),
        (90, ["disk.low"], True),
        (9, ["disk.ends"], False),
        (11, ["disk.ends"], False),  # the room of the reserve itself: still an alarm
        (101, [], False),
        (103, [], True),
    ):
        disk["mb"] = free
        assert [alarm.code for alarm in room.look()] == codes, free
        assert reserve.exists() == is_kept, free
    assert reserve.stat().st_blocks * 512 >= 2 * MB
    assert [[alarm.code for alarm in alarms] for alarms in told] == [
        ["disk.low"], ["disk.ends"], [],
    ]  # fmt: skip
    assert told[0][0].facts == {"path": str(tmp_path), "free_mb": "99"}


def test_a_log_line_that_does_not_fit_raises_nothing() -> None:
    with Path("/dev/full").open("w", encoding="utf-8", buffering=1) as full:
        lenient = Lenient(full)
        assert lenient.write("no room for this\n") == 0
        lenient.flush()
        os.dup2(os.open(os.devnull, os.O_WRONLY), full.fileno())
