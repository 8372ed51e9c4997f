"""The cached SQLite year copied into an empty PostgreSQL; in a process of its own."""

import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vochi.home import Home
from vochi.hub import boot


def copy(home: Path) -> None:
    """Every table of ours, row by row, in one transaction, so that keys may come in any order."""
    from django.apps import apps  # noqa: PLC0415
    from django.core.management.color import no_style  # noqa: PLC0415
    from django.db import connection, transaction  # noqa: PLC0415

    from vochi.hub import service  # noqa: PLC0415

    service.setup()
    source = sqlite3.connect(f"file:{home}/hub/hub.db?mode=ro", uri=True)
    named = {model._meta.db_table: model for model in apps.get_models()}  # noqa: SLF001
    from vochi.cli.bench.pouring import bare  # noqa: PLC0415
    from vochi.hub.calls.models import Call, CallTag, DaySet, Party  # noqa: PLC0415
    from vochi.hub.link.models import Recording, VoiceMessage  # noqa: PLC0415
    from vochi.hub.reports.models import Fact  # noqa: PLC0415

    poured = bare(Call, CallTag, DaySet, Fact, Party, Recording, VoiceMessage)
    with transaction.atomic(), connection.cursor() as cursor, poured:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        # The source has been asked already whether its keys lead anywhere; and no index is made of
        # a table whose keys are yet to be asked.
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("SET LOCAL TIME ZONE 'UTC'")
        here = {name for (name,) in source.execute("SELECT name FROM sqlite_master")}
        ours = [t for t, m in named.items() if m.__module__.startswith("vochi.hub") and t in here]
        cursor.execute("TRUNCATE " + ", ".join(f'"{table}"' for table in ours) + " CASCADE")
        for table in ours:
            fields = named[table]._meta.concrete_fields  # noqa: SLF001
            names = ", ".join(f'"{field.column}"' for field in fields)
            rows = source.execute(f'SELECT {names} FROM "{table}"')  # noqa: S608 - names of ours
            with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as out:
                for row in _rows(rows, fields):
                    out.write_row(row)
        # The next row of each gets the next number.
        for told in connection.ops.sequence_reset_sql(no_style(), [named[each] for each in ours]):
            cursor.execute(told)
    with connection.cursor() as cursor:
        connection.set_autocommit(True)
        cursor.execute("VACUUM ANALYZE")


def _rows(rows: Iterator[Any], fields: Any) -> Iterator[list[Any]]:
    flags = [field.get_internal_type() == "BooleanField" for field in fields]
    for row in rows:
        yield [bool(cell) if flag and cell is not None else cell
               for cell, flag in zip(row, flags, strict=True)]  # fmt: skip


if __name__ == "__main__":
    boot(Home(Path(sys.argv[1])))
    copy(Path(sys.argv[1]))
