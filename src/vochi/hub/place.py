"""Where this hub lives: its home, its secret key, its database. Read once by `settings`."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from vochi.home import Home


def home_of_process() -> Home:
    """The home by `$VOCHI_HOME`, else the user's own data directory; nothing is created."""
    named = os.environ.get("VOCHI_HOME")
    if named:
        return Home(Path(named).absolute())
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Home(Path(data) / "vochi")


def secret_key_file(home: Home) -> Path:
    """The file with the key that signs sessions and seals SIP passwords."""
    return home.hub / "secret_key"


def ensure_secret_key(home: Home) -> str:
    """The secret key of the home, made at first use; two processes may ask at once."""
    file = secret_key_file(home)
    if not file.exists():
        home.hub.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = file.with_name(f"secret_key.{os.getpid()}.{secrets.token_hex(4)}")
        handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as out:
            out.write(secrets.token_urlsafe(64))
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(draft, file)  # fails when another process was first: its key stands
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text().strip()


def read_secret_key(home: Home) -> str:
    """The secret key, or a passing one when the home has none yet (type checks, `openapi`)."""
    file = secret_key_file(home)
    return file.read_text().strip() if file.exists() else secrets.token_urlsafe(64)


def sqlite(home: Home) -> dict[str, Any]:
    """SQLite beside the box: the default, one file that one command copies."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": home.hub / "hub.db",
        "OPTIONS": {
            # A transaction that first reads and then writes fails at once with 'database is
            # locked' when another one wrote in between; IMMEDIATE waits for its turn instead.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # WAL: readers (desks) never wait for the writer (ingest).
            # FULL: the hub acknowledges entries, then the box may forget them; with NORMAL a
            # power cut loses the last commits of a WAL. One fsync per push of up to 500 entries.
            "init_command": (
                "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-16000;"
                "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=67108864;"
                "PRAGMA temp_store=MEMORY"
            ),
        },
        # In tests a file, not memory: threads share it as they do in life.
        "TEST": {"NAME": str(home.hub / "test.db")},
    }


def postgresql(url: str) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?host=/socket/dir`: libpq's own form."""
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "vochi",
        "USER": unquote(parts.username or query.pop("user", "")),
        "PASSWORD": unquote(parts.password or query.pop("password", "")),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", str(parts.port or "")),
        "OPTIONS": query,
    }


def database(home: Home) -> dict[str, Any]:
    """The database by `$VOCHI_DATABASE`, else by the home's settings, else SQLite in the home."""
    url = os.environ.get("VOCHI_DATABASE") or home.settings().database
    if not url or url == "sqlite":
        return sqlite(home)
    if url.startswith(("postgres://", "postgresql://")):
        return postgresql(url)
    raise ValueError("database: expected postgresql://user@host:port/name or nothing")


def web_dist() -> Path:
    """The built web app: `$VOCHI_WEB_DIST`, else `web/dist` of the checkout."""
    named = os.environ.get("VOCHI_WEB_DIST")
    return Path(named) if named else Path(__file__).parents[3] / "web" / "dist"
