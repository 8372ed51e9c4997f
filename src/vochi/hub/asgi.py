"""The hub as a web server: `uvicorn vochi.hub.asgi:application` with `$VOCHI_HOME`."""

import asyncio

from vochi.hub import boot
from vochi.hub.place import home_of_process

boot(home_of_process())

from django.conf import settings  # noqa: E402 - Django must be ready first
from django.core.asgi import get_asgi_application  # noqa: E402

from vochi.hub.answer import Refusal  # noqa: E402
from vochi.hub.calls.worker import Builder  # noqa: E402
from vochi.hub.clients.worker import ClientWorker  # noqa: E402
from vochi.hub.courier import look  # noqa: E402
from vochi.hub.crm.queue import QUEUE as CRM_CALLS  # noqa: E402
from vochi.hub.crm.worker import teller  # noqa: E402
from vochi.hub.doors import is_known_host  # noqa: E402
from vochi.hub.hooks.queue import QUEUE as DELIVERIES  # noqa: E402
from vochi.hub.hooks.worker import sender as hooks  # noqa: E402
from vochi.hub.messages.mailing_worker import Worker as Mailings  # noqa: E402
from vochi.hub.notices.queue import QUEUE as POSTS  # noqa: E402
from vochi.hub.notices.worker import Listener  # noqa: E402
from vochi.hub.notices.worker import sender as notices  # noqa: E402
from vochi.hub.parcels.queue import take_over  # noqa: E402
from vochi.hub.privacy.worker import Keeper  # noqa: E402
from vochi.hub.promises.worker import Worker as Promises  # noqa: E402
from vochi.hub.reports.worker import Worker as Reports  # noqa: E402
from vochi.hub.settled import settle  # noqa: E402
from vochi.hub.waiting import Receive, Scope, Send, Stream, answer, header, poll  # noqa: E402
from vochi.hub.webfiles import WebFiles  # noqa: E402

DJANGO = ("/api/", "/link/", "/_allauth/", "/admin/", "/static/", "/book/")

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
    await look(take_over, DELIVERIES, CRM_CALLS, POSTS)
    workers = (
        Builder(), hooks(), Mailings(), notices(), Listener(), Promises(), ClientWorker(),
        Reports(), Keeper(), teller(),
    )  # fmt: skip
    settle()
    telling = [asyncio.create_task(each.run()) for each in workers]
    try:
        while True:
            message = await receive()
            if message["type"] == "lifespan.shutdown":
                for task in telling:
                    task.cancel()
                await asyncio.gather(*telling, return_exceptions=True)
            await send({"type": f"{message['type']}.complete"})
            if message["type"] == "lifespan.shutdown":
                return
    finally:
        for task in telling:
            task.cancel()
