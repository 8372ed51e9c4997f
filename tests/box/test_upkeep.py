"""Old entries that the hub has are forgotten, the engine's log is cut; nothing else goes."""

from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from vochi.box import upkeep
from vochi.box.clock import Clock
from vochi.box.journal import Draft
from vochi.box.scribe import Scribe
from vochi.box.upkeep import Upkeep
from vochi.engine.ami import Ami


class Rotating:
    """An engine that rotates as Asterisk does: `messages` -> `messages.<next number>`."""

    def __init__(self, messages: Path) -> None:
        self.messages = messages
        self.turns = 0

    async def command(self, line: str) -> str:
        assert line == "logger rotate"
        self.messages.rename(self.messages.with_name(f"messages.{self.turns}"))
        self.turns += 1
        return ""


async def test_only_what_is_old_and_acknowledged_goes(
    tmp_path: Path, scribe: Scribe, clock: Clock
) -> None:
    old, young = clock.now() - upkeep.KEPT - timedelta(days=1), clock.now()
    for n in range(30):
        at = old if n < 20 else young
        await scribe.write([Draft(kind="cel", body={"n": n}, at=at, mono=n, once=f"x:{n}")])
    keeper = Upkeep(cast("Any", None), scribe, clock, tmp_path / "messages")
    assert await keeper.prune() == 0, "the hub has nothing yet"
    await scribe.write(marks={"acked": "10"})
    assert await keeper.prune() == 10
    await scribe.write(marks={"acked": "30"})
    assert await keeper.prune() == 20
    left = await scribe.read(lambda journal: [e.seq for e in journal.after(0, 99)])
    assert left == list(range(21, 31))
    assert await scribe.read(lambda journal: journal.check()) is None
    assert sorted(await scribe.read(lambda journal: journal.marks("once:"))) == sorted(
        f"x:{n}" for n in range(20, 30)
    )


async def test_a_big_log_is_cut_and_three_are_kept(
    tmp_path: Path, scribe: Scribe, clock: Clock, monkeypatch: Any
) -> None:
    monkeypatch.setattr(upkeep, "LOG_LIMIT", 100)
    messages = tmp_path / "log" / "messages"
    messages.parent.mkdir()
    engine = Rotating(messages)
    keeper = Upkeep(cast("Ami", engine), scribe, clock, messages)
    await keeper.rotate()
    for turn in range(5):
        messages.write_text("x" * 100)
        await keeper.rotate()
        assert engine.turns == turn, "not yet too big"
        messages.write_text("x" * 101)
        await keeper.rotate()
    logs = sorted(path.name for path in messages.parent.iterdir())
    assert logs == ["messages.2", "messages.3", "messages.4"]
