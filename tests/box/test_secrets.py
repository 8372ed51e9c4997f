"""X11: the one-time code is seen by nobody, and the home of the box belongs to its owner alone."""

import json
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from vochi.home import Home
from vochi.lab.stand import free_settings

CODE = "Once-Only-17"


def is_asking(home: Home) -> bool:
    """Whether the box lives; with no hub behind its port it asks and asks."""
    try:
        return bool(json.loads((home.run / "box.json").read_text())["pid"])
    except (OSError, ValueError):
        return False


def test_the_code_and_the_files(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.root.mkdir(mode=0o700)
    home.save(free_settings())
    home.settings_file.chmod(0o600)
    words = [sys.executable, "-m", "vochi.box", "--home", str(home.root)]
    env = {**os.environ, "VOCHI_ENROLL_CODE": CODE}
    log = (home.root / "log").with_suffix(".txt")
    with log.open("wb") as out, subprocess.Popen(words, env=env, stderr=out) as box:
        log.chmod(0o600)
        try:
            until = time.monotonic() + 20
            while not is_asking(home):
                assert time.monotonic() < until
                time.sleep(0.05)
            assert CODE not in Path(f"/proc/{box.pid}/cmdline").read_text()
            files = [path for path in home.root.rglob("*") if path.name != "reserve"]
            assert home.box / "journal.db" in files
            for path in files:
                with suppress(FileNotFoundError):  # the box goes on: a draft of a file may be gone
                    assert path.stat().st_mode & 0o077 == 0, path
                    assert not path.is_file() or CODE.encode() not in path.read_bytes(), path
        finally:
            box.terminate()
