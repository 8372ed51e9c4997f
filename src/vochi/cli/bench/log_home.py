"""A hub's home with a year of calls in it, made once and kept between runs of the bench."""

import hashlib
import os
import shutil
import sys
from pathlib import Path
from typing import Final

from vochi.home import Home, Settings
from vochi.lab.year import Plan, office_of, year

#: What the rows depend on: when any of it changes, they are made anew.
_CODE: Final = (
    "lab/year", "hub/calls/project.py", "hub/calls/models.py", "hub/calls/schemas.py",
    "hub/calls/days.py", "hub/calls/migrations", "cli/bench/filling.py",
    "cli/bench/pouring.py", "cli/bench/log_home.py", "core/calls/call.py",
)  # fmt: skip
PASSWORD: Final = "снег-и-чай-42"  # noqa: S105 - of a hub that nobody reaches


def place(plan: Plan) -> Path:
    """Where the home of a plan is kept."""
    cache = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(cache) / "vochi" / "bench" / f"year-{plan.calls}-{_key(plan)}"


def _key(plan: Plan) -> str:
    root = Path(__file__).parents[2]
    told = hashlib.sha256(plan.model_dump_json().encode())
    for name in _CODE:
        path = root / name
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            told.update(file.read_bytes())
    return told.hexdigest()[:12]


def make(plan: Plan, root: Path) -> None:
    """Fill a home and put it in its place, whole or not at all. In a process of its own."""
    from vochi.hub import boot  # noqa: PLC0415 - Django is told where its home is first

    draft = root.with_name(f"{root.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    home = Home(draft)
    home.save(Settings(listen="127.0.0.1"))
    boot(home)
    from vochi.hub import service  # noqa: PLC0415

    company = service.setup()
    office = office_of(plan)
    version = service.publish(office).version
    assert version == plan.office_version
    service.create_account("anna", PASSWORD, "owner", "p0", "Анна")
    for login, sight in (("head", "departments"), ("one", "own")):
        _limit(service.create_account(login, PASSWORD, "employee", "p1", login), sight)
    _pour(company, plan)
    service.setup()  # statistics for the planner
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    for old in root.parent.glob(f"year-{plan.calls}-*"):
        if old != draft:
            shutil.rmtree(old)
    draft.rename(root)


def _pour(company: int, plan: Plan) -> None:
    """The calls, their sets and, when all are there, the indexes. A draft needs no journal."""
    from django.db import connection  # noqa: PLC0415

    from vochi.cli.bench.filling import build, fill  # noqa: PLC0415
    from vochi.cli.bench.pouring import bare  # noqa: PLC0415
    from vochi.hub.calls.models import Call, CallTag, DaySet, Party  # noqa: PLC0415
    from vochi.hub.link.models import Recording, VoiceMessage  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode=MEMORY")
        cursor.execute("PRAGMA synchronous=OFF")
        with bare(Call, CallTag, DaySet, Party, Recording, VoiceMessage):
            fill(company, year(plan), sets=True)
        cursor.execute("PRAGMA journal_mode=WAL")
    build(company)  # days without calls are known too


def _limit(account: int, sight: str) -> None:
    from vochi.hub.accounts.models import Account  # noqa: PLC0415

    Account.objects.filter(pk=account).update(sight=sight)


if __name__ == "__main__":
    wanted = Plan.model_validate_json(sys.argv[1])
    make(wanted, place(wanted))
