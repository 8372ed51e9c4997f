"""The built web app: packed, cached by name, every other address is the app's own."""

import gzip
from typing import Any

import httpx
import pytest

pytestmark = pytest.mark.django_db(transaction=True)


async def test_web_app_is_served(
    server: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vochi.hub import asgi
    from vochi.hub.webfiles import WebFiles

    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html><title>Vochi</title>")
    script = "export const a = 1;\n" * 400
    (tmp_path / "assets" / "app-1a2b.js").write_text(script)
    (tmp_path.parent / "secret.txt").write_text("secret")
    monkeypatch.setattr(asgi, "_web", WebFiles(tmp_path))
    async with httpx.AsyncClient(base_url=server, trust_env=False) as browser:
        for path in ("/", "/calls/5?q=1", "/welcome/token"):
            page = await browser.get(path)
            assert (page.status_code, page.headers["cache-control"]) == (200, "no-cache")
            assert "Vochi" in page.text
            assert "script-src 'self'" in page.headers["content-security-policy"]
        again = await browser.get("/", headers={"if-none-match": page.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        asset = await browser.get("/assets/app-1a2b.js")
        assert (asset.text, asset.headers["content-encoding"]) == (script, "gzip")
        assert asset.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert int(asset.headers["content-length"]) == len(gzip.compress(script.encode(), 9))
        plain = await browser.get("/assets/app-1a2b.js", headers={"accept-encoding": "identity"})
        assert plain.content == script.encode()
        assert (await browser.head("/assets/app-1a2b.js")).content == b""
        assert (await browser.get("/assets/none.js")).status_code == 404
        for path in ("/../secret.txt", "/%2e%2e/secret.txt", "/assets/..%2f..%2fsecret.txt"):
            assert (await browser.get(path)).text != "secret"
        assert (await browser.post("/")).status_code == 405
        foreign = await browser.get("/", headers={"host": "evil.example"})
        assert foreign.status_code == 421


async def test_missing_web_app_says_what_to_do(
    server: str, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from vochi.hub import asgi
    from vochi.hub.webfiles import WebFiles

    monkeypatch.setattr(asgi, "_web", WebFiles(tmp_path))
    async with httpx.AsyncClient(base_url=server, trust_env=False) as browser:
        page = await browser.get("/")
    assert page.status_code == 503
    assert "./vochi" in page.text
