"""Nothing of what was deleted stays in the database's file: free pages, log of writes, indexes."""

import logging
import sqlite3
from contextlib import closing

from django.db import DatabaseError, connection

log = logging.getLogger("vochi.hub.privacy")

_BUSY_FOR = 60


def squeeze() -> bool:
    """Clean the database up; False: there was no room or no turn, and it is tried again."""
    if connection.in_atomic_block:  # only in tests, which roll everything back
        return False
    try:
        if connection.vendor == "sqlite":
            _sqlite(str(connection.settings_dict["NAME"]))
        else:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM")
    except (DatabaseError, sqlite3.Error) as fault:
        log.warning("the database is not squeezed yet: %s", type(fault).__name__)
        return False
    return True


def _sqlite(path: str) -> None:
    # A connection of its own: the temporary copy goes to the disk, not to memory.
    with closing(sqlite3.connect(path, timeout=_BUSY_FOR, isolation_level=None)) as db:
        db.execute("PRAGMA temp_store=FILE")
        tables = "SELECT name FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%fts5%'"
        for (name,) in db.execute(tables).fetchall():
            db.execute(f'INSERT INTO "{name}"("{name}") VALUES (\'rebuild\')')  # noqa: S608
        db.execute("VACUUM")
        busy = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        if busy:
            raise sqlite3.OperationalError("readers hold the log of writes")
