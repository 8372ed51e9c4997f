"""The hub as a web server: `uvicorn vochi.hub.asgi:application` with `$VOCHI_HOME`."""

import asyncio

from vochi.hub import boot
from vochi.hub.place import home_of_process

boot(home_of_process())

from django.conf import settings  # noqa: E402 - Django must be ready first
from django.core.asgi import get_asgi_application  # noqa: E402

from vochi.hub.answer import Refusal  # noqa: E402
from vochi.hub.doors import is_known_host  # noqa: E402
from vochi.hub.hooks.worker import Worker  # noqa: E402
from vochi.hub.waiting import Receive, Scope, Send, Stream, answer, header, poll  # noqa: E402
from vochi.hub.webfiles import WebFiles  # noqa: E402

DJANGO = ("/api/", "/link/", "/_allauth/", "/admin/", "/static/")

_django = get_asgi_application()
_stream = Stream()
_web = WebFiles(settings.WEB_DIST)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Give each request to whoever answers it."""
    if scope["type"] == "lifespan":
        return await _lifespan(receive, send)
    if scope["type"] != "http":
        return None
    path, method = scope["path"], scope["method"]
    if not is_known_host(header(scope, b"host")):
        refusal = Refusal(code="unknown_host", detail="name this host in VOCHI_HOSTS")
        return await answer(send, 421, refusal.model_dump_json())
    if path == "/api/v1/stream" and method == "GET":
        return await _stream(scope, receive, send)
    if path == "/link/v1/commands" and method == "GET":
        return await poll(scope, receive, send)
    if path.startswith(DJANGO):
        return await _django(scope, receive, send)
    return await _web(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    telling = asyncio.create_task(Worker().run())
    try:
        while True:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                telling.cancel()
                await asyncio.gather(telling, return_exceptions=True)
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
    finally:
        telling.cancel()
