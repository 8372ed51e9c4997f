"""The built web app: files packed once and kept in memory, `index.html` for every other address."""

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from vochi.hub.headers import SECURITY_HEADERS
from vochi.hub.waiting import Receive, Scope, Send, header

_TEXT = (
    "text/", "application/javascript", "application/json", "application/manifest+json",
    "image/svg+xml", "application/wasm",
)  # fmt: skip
#: Which Python does not know everywhere.
_KINDS = {".webmanifest": "application/manifest+json"}
_MISSING = (
    "<!doctype html><meta charset=utf-8><title>Vochi</title><p>Веб-приложение ещё не собрано: "
    "выполните <code>./vochi</code>.<p>The web app is not built yet: run <code>./vochi</code>."
)


@dataclass(frozen=True)
class Asset:
    """A file ready to send."""

    kind: str
    plain: bytes
    packed: bytes | None
    etag: str
    cache: str


class WebFiles:
    """Answers GET and HEAD from a directory, read again when a file changes."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._kept: dict[Path, tuple[int, Asset]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        """Answer one request."""
        if scope["method"] not in {"GET", "HEAD"}:
            return await self._send(scope, send, 405, None)
        return await self._send(scope, send, 200, self._find(scope["path"]))

    def _find(self, path: str) -> Asset | None:
        wanted = path.lstrip("/") or "index.html"
        found = self._load(wanted)
        if found is None and "." not in wanted.rpartition("/")[2]:
            found = self._load("index.html")  # an address inside the app
        return found

    def _load(self, name: str) -> Asset | None:
        if "\0" in name:
            return None
        file = (self._root / name).resolve()
        if not file.is_relative_to(self._root) or not file.is_file():
            return None
        changed = file.stat().st_mtime_ns
        kept = self._kept.get(file)
        if kept is None or kept[0] != changed:
            kept = (changed, _read(file, immutable=name.startswith("assets/")))
            self._kept[file] = kept
        return kept[1]

    async def _send(self, scope: Scope, send: Send, status: int, asset: Asset | None) -> None:
        headers = dict(SECURITY_HEADERS)
        if scope.get("scheme") == "https":
            headers["Strict-Transport-Security"] = "max-age=31536000"
        body = b""
        if asset is None:
            built = (self._root / "index.html").is_file()
            status = (404 if built else 503) if status == 200 else status
            headers |= {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
            body = b"" if built else _MISSING.encode()
        else:
            headers |= {
                "Content-Type": asset.kind,
                "Cache-Control": asset.cache,
                "ETag": asset.etag,
            }
            body = asset.plain
            if asset.packed is not None:
                headers["Vary"] = "Accept-Encoding"
                if "gzip" in header(scope, b"accept-encoding"):
                    headers["Content-Encoding"], body = "gzip", asset.packed
            if header(scope, b"if-none-match").removeprefix("W/") == asset.etag:
                status, body = 304, b""
        if status != 304:
            headers["Content-Length"] = str(len(body))
        if scope["method"] == "HEAD":
            body = b""
        raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": raw})
        await send({"type": "http.response.body", "body": body})


def _read(file: Path, *, immutable: bool) -> Asset:
    plain = file.read_bytes()
    guessed = _KINDS.get(file.suffix) or mimetypes.guess_type(file.name)[0]
    kind = guessed or "application/octet-stream"
    if kind.startswith("text/") or kind == "application/javascript":
        kind += "; charset=utf-8"
    packed = None
    if kind.startswith(_TEXT) and len(plain) > 1000:
        packed = gzip.compress(plain, 9, mtime=0)
    return Asset(
        kind=kind,
        plain=plain,
        packed=packed,
        etag=f'"{hashlib.sha256(plain).hexdigest()[:32]}"',
        # Names under assets/ hold a hash of the content; everything else is asked for each time.
        cache="public, max-age=31536000, immutable" if immutable else "no-cache",
    )
