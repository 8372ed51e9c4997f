"""A disk that fills: the reserve is given up before anything is lost, and a person hears of it."""

import os
from pathlib import Path
from typing import Any

import pytest

from vochi.box.alarm import Alarm
from vochi.box.logs import Lenient
from vochi.box.room import Room, allocate_ahead

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
    room = Room(
        tmp_path, tmp_path / "cel.csv", told.append, reserve=2 * MB, low=100 * MB, full=10 * MB
    )
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


def test_a_file_owns_what_lies_ahead_of_it(tmp_path: Path) -> None:
    file = tmp_path / "cel.csv"
    file.write_bytes(b"row\n")
    for _ in range(2):
        allocate_ahead(file, 4 * MB)
        assert file.read_bytes() == b"row\n"
        assert 4 * MB <= file.stat().st_blocks * 512 <= 5 * MB, "once is enough"
    with file.open("ab") as appended:
        appended.write(b"x" * 3 * MB)
    allocate_ahead(file, 4 * MB)
    assert file.stat().st_blocks * 512 >= 7 * MB
    with pytest.raises(FileNotFoundError):
        allocate_ahead(tmp_path / "none")
