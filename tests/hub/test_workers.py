"""Whatever works on its own in the hub is started with it."""

from pathlib import Path

import vochi.hub

HUB = Path(vochi.hub.__file__).parent


def test_every_worker_is_started() -> None:
    started = (HUB / "asgi.py").read_text()
    workers = [*HUB.glob("*/worker.py"), *HUB.glob("*/*_worker.py")]
    assert len(workers) > 5
    names = {f"vochi.hub.{each.parent.name}.{each.stem}" for each in workers}
    assert {name for name in names if f"from {name} import" not in started} == set()
