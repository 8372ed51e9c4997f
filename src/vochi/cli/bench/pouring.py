"""Rows put into tables of the hub many at a time, without an object of Django's for each."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Model


class Pour:
    """One table; the columns that are not named are as the model has them when nothing is said.

    Rows are told as the model holds them, moments as `moment` gives them.
    """

    def __init__(self, model: type[Model], *columns: str) -> None:
        fields = {field.column: field for field in model._meta.concrete_fields}  # noqa: SLF001
        left = [each for name, each in fields.items() if name not in columns]
        blank = {each.column: each.get_default() for each in left if not each.primary_key}
        self._table = model._meta.db_table  # noqa: SLF001
        self._columns = ", ".join(f'"{name}"' for name in (*columns, *blank))
        self._blank = tuple(blank.values())
        self._marks = ", ".join("?" * (len(columns) + len(blank)))
        assert set(columns) <= set(fields), (self._table, columns)

    def put(self, rows: Iterable[Sequence[Any]]) -> None:
        """Put them in, inside the caller's transaction."""
        whole = (*rows,) if not self._blank else ((*row, *self._blank) for row in rows)
        if connection.vendor == "sqlite":
            connection.ensure_connection()
            connection.connection.executemany(
                f'INSERT INTO "{self._table}" ({self._columns}) VALUES ({self._marks})',  # noqa: S608
                whole,
            )
            return
        into = f'COPY "{self._table}" ({self._columns}) FROM STDIN'
        with connection.cursor() as cursor, cursor.copy(into) as out:
            for row in whole:
                out.write_row(row)


def moment(at: datetime | None) -> Any:
    """A moment, told in UTC, as the database takes it (`adapt_datetimefield_value`)."""
    if at is None or connection.vendor != "sqlite":
        return at
    return str(at.replace(tzinfo=None))


#: Name, statement, table of each index that no constraint holds.
_INDEXES = {
    "sqlite": (
        "SELECT name, sql, tbl_name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"
    ),
    "postgresql": (
        "SELECT own.relname, pg_get_indexdef(own.oid), of.relname FROM pg_index i"
        " JOIN pg_class own ON own.oid = i.indexrelid JOIN pg_class of ON of.oid = i.indrelid"
        " WHERE NOT i.indisunique AND own.relnamespace = current_schema()::regnamespace"
    ),
}


@contextmanager
def bare(*models: type[Model]) -> Iterator[None]:
    """The tables of these models without their indexes meanwhile: they are made once, at the end.

    What a constraint holds stays.
    """
    named = {model._meta.db_table for model in models}  # noqa: SLF001
    with connection.cursor() as cursor:
        cursor.execute(_INDEXES[connection.vendor])
        found = [(name, sql) for name, sql, table in cursor.fetchall() if table in named]
        for name, _ in found:
            cursor.execute(f'DROP INDEX "{name}"')
    yield
    with connection.cursor() as cursor:
        for _, sql in found:
            cursor.execute(sql)
