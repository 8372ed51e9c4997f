"""The index of clients' words by parts of three letters; the database keeps it in step itself.

SQLite: an FTS5 table of the tokenizer `trigram` over the words, kept by triggers. PostgreSQL: GIN
over the array of parts that a function of ours gives; `pg_trgm` is not everywhere, and leaves
Cyrillic out where the locale is C. Either is written in the transaction of the change.
"""

from functools import cache
from typing import Any

from django.db import DatabaseError, connection, transaction

# ruff: noqa: S608 - the names in these statements are ours alone
TABLE = "clients_words"
_SQLITE = (
    f"""CREATE VIRTUAL TABLE {TABLE} USING fts5(
        words, content='clients_client', content_rowid='id', tokenize='trigram')""",
    f"""CREATE TRIGGER {TABLE}_added AFTER INSERT ON clients_client BEGIN
        INSERT INTO {TABLE}(rowid, words) VALUES (new.id, new.words); END""",
    f"""CREATE TRIGGER {TABLE}_gone AFTER DELETE ON clients_client BEGIN
        INSERT INTO {TABLE}({TABLE}, rowid, words) VALUES ('delete', old.id, old.words); END""",
    f"""CREATE TRIGGER {TABLE}_changed AFTER UPDATE OF words ON clients_client
        WHEN old.words <> new.words BEGIN
        INSERT INTO {TABLE}({TABLE}, rowid, words) VALUES ('delete', old.id, old.words);
        INSERT INTO {TABLE}(rowid, words) VALUES (new.id, new.words); END""",
)
_POSTGRES = (
    """CREATE OR REPLACE FUNCTION vochi_parts(said text) RETURNS text[]
       LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
         SELECT coalesce(array_agg(DISTINCT substr(said, i, 3)), '{}')
         FROM generate_series(1, length(said) - 2) AS i $$""",
    f"""CREATE INDEX IF NOT EXISTS {TABLE} ON clients_client USING gin (vochi_parts(words))
        WITH (gin_pending_list_limit = 512)""",
)


def ensure(**kwargs: Any) -> None:  # noqa: ARG001 - a listener of `post_migrate`
    """Make the index where it is not (a migration that rebuilds the table drops its triggers)."""
    if "clients_client" not in connection.introspection.table_names():
        return
    if connection.vendor == "postgresql":
        _run(_POSTGRES)
    elif has_fts5() and not _stands():
        rebuild()


def rebuild() -> None:
    """Drop it and make it anew of the words that the cards have."""
    with transaction.atomic():
        drop()
        if connection.vendor == "postgresql":
            _run(_POSTGRES)
        elif has_fts5():
            _run((*_SQLITE, f"INSERT INTO {TABLE}({TABLE}) VALUES ('rebuild')"))


def drop() -> None:
    """Without it: till `rebuild` nothing is found; for who writes very many cards at once."""
    if connection.vendor == "postgresql":
        _run((f"DROP INDEX IF EXISTS {TABLE}",))
    else:
        names = ("added", "gone", "changed")
        triggers = (f"DROP TRIGGER IF EXISTS {TABLE}_{name}" for name in names)
        _run((*triggers, f"DROP TABLE IF EXISTS {TABLE}"))


@cache
def has_fts5() -> bool:
    """Whether this SQLite can index parts of words (3.34 on, compiled with FTS5)."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "CREATE VIRTUAL TABLE temp.vochi_probe USING fts5(x, tokenize='trigram')"
            )
            cursor.execute("DROP TABLE temp.vochi_probe")
    except DatabaseError:
        return False
    return True


def _stands() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
            [f"{TABLE}%"],
        )
        return int(cursor.fetchone()[0]) == len(_SQLITE) - 1


def _run(statements: tuple[str, ...]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
