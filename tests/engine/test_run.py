"""The process: started, found again, restarted, stopped; measured against R2."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from deadline import until
from phone import Phone

from vochi.engine.errors import NoConfiguration, NotStarting
from vochi.engine.process import find_process
from vochi.engine.run import Change, Engine, Patience
from vochi.engine.tree import Tree
from vochi.home import Home

Write = Callable[..., int]


async def following(changes: AsyncIterator[Change], state: str) -> Change:
    async with asyncio.timeout(20):
        async for change in changes:
            if change.state == state:
                return change
    raise AssertionError(f"no {state}")


async def test_nothing_is_published(engine: Engine) -> None:
    with pytest.raises(NoConfiguration):
        await engine.start()


async def test_start_and_stop(engine: Engine, by_hand: Write) -> None:
    by_hand(engine)
    change = await engine.start()
    assert change.state == "started"
    assert change.version.startswith("22.")
    pid = engine.pid
    assert pid is not None
    assert os.getsid(pid) == pid != os.getsid(0)
    assert await engine.start() == change, "a second start does nothing"
    assert engine.pid == pid
    await engine.stop()
    assert engine.pid is None
    assert not engine.pid_file.exists()


async def test_writes_nothing_into_the_tree(engine: Engine, by_hand: Write) -> None:
    by_hand(engine)
    await engine.start()
    wide = [p for p in engine.home.engine.rglob("*") if p.is_file() and p.stat().st_mode & 0o077]
    assert [p for p in wide if p.name != "hosts"] == [], "nobody else reads state or secrets"
    newer = engine.conf.stat().st_mtime
    assert not [p for p in engine.tree.root.rglob("*") if p.lstat().st_mtime > newer]


async def test_kill_is_told_and_mended(engine: Engine, by_hand: Write) -> None:
    by_hand(engine)
    changes = engine.watch()
    await following(changes, "started")
    loop = asyncio.get_running_loop()
    for _ in range(3):
        pid = engine.pid
        assert pid is not None
        began = loop.time()
        os.kill(pid, signal.SIGKILL)
        died = await following(changes, "died")
        assert died.reason == "killed or crashed"
        await following(changes, "started")
        assert engine.pid not in {pid, None}
        assert loop.time() - began < 15, "R2"
    await engine.stop()
    assert (await following(changes, "stopped")).reason == "stopped"
    assert [change async for change in changes] == []


async def test_restart(engine: Engine, by_hand: Write) -> None:
    by_hand(engine)
    changes = engine.watch()
    await following(changes, "started")
    pid = engine.pid
    await engine.restart()
    assert (await following(changes, "stopped")).reason == "restart"
    await following(changes, "started")
    assert engine.pid != pid


async def test_hang_is_ended(home: Home, tree: Tree, by_hand: Write) -> None:
    async with Engine(home, tree, Patience(hang=0.5)) as engine:
        engine.ami._timing = type(engine.ami._timing)(
            ping_every=0.2, ping_answer=0.5, longest_wait=0.2
        )
        by_hand(engine)
        changes = engine.watch()
        await following(changes, "started")
        assert engine.pid is not None
        os.kill(engine.pid, signal.SIGSTOP)
        assert (await following(changes, "died")).reason == "hang"
        await following(changes, "started")
        await engine.stop()


SOURCE = str(Path(__file__).parents[2] / "src")
BOX = """
import asyncio, sys
sys.path.insert(0, {source!r})
from pathlib import Path
from vochi.engine.install import default_cache, find
from vochi.engine.run import Engine
from vochi.home import Home

async def main():
    async with Engine(Home(Path({root!r})), find(default_cache())) as engine:
        async for change in engine.watch():
            print(change.state, engine.pid, flush=True)

asyncio.run(main())
"""


async def test_adopted_after_the_box_was_killed(engine: Engine, by_hand: Write) -> None:
    by_hand(engine)
    code = BOX.format(source=SOURCE, root=str(engine.home.root))
    box = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, stdout=asyncio.subprocess.PIPE
    )
    assert box.stdout is not None
    words = (await box.stdout.readline()).decode().split()
    assert words[0] == "started"
    async with Phone("101", engine.home.settings().sip_port) as phone:
        assert (await phone.call("echo"))[0] == 200
        box.kill()
        await box.wait()
        changes = engine.watch()
        change = await anext(changes)
        assert change.state == "adopted"
        assert change.version.startswith("22.")
        assert engine.pid == int(words[1])
        heard = len(phone.echoed)
        await until(lambda: len(phone.echoed) > heard + 10)
        assert await phone.hang_up() == 200
    assert engine.pid is not None
    os.kill(engine.pid, signal.SIGKILL)
    await following(changes, "died")
    await following(changes, "started")


async def test_died_while_the_box_was_away(engine: Engine, by_hand: Write) -> None:
    by_hand(engine)
    engine.home.run.mkdir()
    engine.pid_file.write_text("999999 1\n")
    changes = engine.watch()
    assert (await anext(changes)).state == "died"
    assert (await anext(changes)).state == "started"


async def test_does_not_boot(engine: Engine, by_hand: Write) -> None:
    by_hand(engine, **{"asterisk.conf": "[directories]\nastetcdir => /nowhere\n"})
    with pytest.raises(NotStarting):
        await engine.start()
    assert find_process(engine.conf) is None


async def test_corrupt_release_gives_way_to_the_last_good(engine: Engine, by_hand: Write) -> None:
    good, bad = by_hand(engine), by_hand(engine)
    assert engine.releases.current() == bad
    (engine.releases.root / str(bad) / "extensions.conf").write_text("[garbage")
    await engine.start()
    assert engine.releases.current() == good


async def test_release_that_never_ran_gives_way(engine: Engine, by_hand: Write) -> None:
    good = by_hand(engine)
    bad = by_hand(engine, **{"asterisk.conf": "[directories]\nastetcdir => /nowhere\n"})
    engine.releases.mark_bad(bad)
    await engine.start()
    assert engine.releases.current() == good


async def test_release_of_another_tree_is_led_to_this_one(
    engine: Engine, by_hand: Write, tree: Tree
) -> None:
    number = by_hand(engine)
    files = engine.releases.read(number)
    assert files is not None
    moved = {name: text.replace(str(tree.root), "/gone/tree") for name, text in files.items()}
    assert moved != files
    engine.releases.switch(engine.releases.write(moved))
    await engine.start()
    assert engine.releases.current() == number + 2
    assert await engine.ami.contacts() == (), "PJSIP is there: the modules were found"
