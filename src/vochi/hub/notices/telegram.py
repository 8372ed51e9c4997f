"""Telegram's Bot API: messages to people, and what they write to the bot.

https://core.telegram.org/bots/api: `sendMessage`, `sendDocument`, `getUpdates`, `getMe`.
"""

import html
import json
import re
import secrets
from dataclasses import dataclass

import httpx
from django.conf import settings
from pydantic import JsonValue

from vochi.hub.hooks.asking import Reply, ask
from vochi.hub.notices.mail import Attached
from vochi.hub.notices.outcome import Outcome

#: A token as BotFather gives it; anything else must not become part of an address.
TOKEN = re.compile(r"^[0-9]{5,20}:[A-Za-z0-9_-]{30,60}$")
#: Characters of a message, and of the words under a file.
LONGEST, LONGEST_CAPTION = 4096, 1024
#: Seconds that a look for updates waits for one.
POLL = 25


@dataclass(frozen=True)
class Said:
    """Somebody wrote to the bot: `update` numbers it."""

    update: int
    chat: int
    name: str
    text: str
    is_private: bool


@dataclass(frozen=True)
class Heard:
    """What a look for updates gave; `last` is the number of the last one, read or not."""

    outcome: Outcome
    said: tuple[Said, ...] = ()
    last: int = 0


def words(subject: str, text: str, longest: int = LONGEST) -> str:
    """A message as HTML: strangers' text is text and nothing else, and it fits."""
    head = f"<b>{html.escape(subject, quote=False)}</b>" if subject else ""
    room = longest - len(head) - 2
    body = html.escape(text, quote=False)
    if len(body) > room:
        cut = text[:room]
        while len(body := html.escape(cut, quote=False) + "…") > room:
            cut = cut[: -max(1, (len(body) - room) // 5 + 1)]
    return "\n".join(filter(None, (head, body)))


async def send(
    web: httpx.AsyncClient, token: str, chat: int, subject: str, text: str, *,
    files: tuple[Attached, ...] = (),
) -> Outcome:  # fmt: skip
    """Tell one person; the other side's fault never raises."""
    if not files:
        body: dict[str, JsonValue] = {
            "chat_id": chat, "text": words(subject, text), "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
        }  # fmt: skip
        return _outcome(await _call(web, token, "sendMessage", body))
    fields = {"chat_id": str(chat), "caption": words(subject, text, LONGEST_CAPTION),
              "parse_mode": "HTML"}  # fmt: skip
    first = await _upload(web, token, fields, files[0])
    outcome = _outcome(first)
    for file in files[1:] if outcome.is_ok else ():
        await _upload(web, token, {"chat_id": str(chat)}, file)
    return outcome


async def bot_name(web: httpx.AsyncClient, token: str) -> tuple[Outcome, str]:
    """The bot's name (`@...` without the sign), by which people find it."""
    reply = await _call(web, token, "getMe", {})
    outcome = _outcome(reply)
    result = _result(reply)
    name = result.get("username") if isinstance(result, dict) else None
    return outcome, name if isinstance(name, str) and outcome.is_ok else ""


async def updates(web: httpx.AsyncClient, token: str, after: int, seconds: int = POLL) -> Heard:
    """What people wrote since the update `after`; waits for something for so long."""
    body: dict[str, JsonValue] = {
        "offset": after + 1, "timeout": seconds, "allowed_updates": ["message", "my_chat_member"],
    }  # fmt: skip
    reply = await _call(web, token, "getUpdates", body, seconds + 10)
    outcome = _outcome(reply)
    result = _result(reply)
    if not outcome.is_ok or not isinstance(result, list):
        return Heard(outcome if not outcome.is_ok else Outcome("broken"))
    found = [said for each in result if (said := _said(each)) is not None]
    numbers = [each["update_id"] for each in result if isinstance(each, dict)]
    last = max((n for n in numbers if isinstance(n, int)), default=after)
    return Heard(outcome, tuple(found), last)


async def _call(
    web: httpx.AsyncClient, token: str, method: str, body: dict[str, JsonValue],
    seconds: float = 15.0,
) -> Reply:  # fmt: skip
    if not TOKEN.match(token):
        return Reply(401, "status", 0)
    return await ask(
        web, "POST", f"{settings.TELEGRAM_API}/bot{token}/{method}",
        content=json.dumps(body).encode(), headers={"Content-Type": "application/json"},
        seconds=seconds,
    )  # fmt: skip


async def _upload(
    web: httpx.AsyncClient, token: str, fields: dict[str, str], file: Attached
) -> Reply:
    if not TOKEN.match(token):
        return Reply(401, "status", 0)
    mark = f"vochi{secrets.token_hex(12)}"
    lines = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    name = re.sub(r'[\r\n"\\]', "_", file.name) or "file"
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="document"; filename="{name}"\r\n'
        f"Content-Type: {file.type or 'application/octet-stream'}\r\n\r\n"
    ).encode()
    content = b"".join([*lines, head, file.data, f"\r\n--{mark}--\r\n".encode()])
    return await ask(
        web, "POST", f"{settings.TELEGRAM_API}/bot{token}/sendDocument", content=content,
        headers={"Content-Type": f"multipart/form-data; boundary={mark}"}, seconds=60.0,
    )  # fmt: skip


def _result(reply: Reply) -> JsonValue:
    body = reply.json
    return body.get("result") if isinstance(body, dict) else None


def _outcome(reply: Reply) -> Outcome:
    if reply.status is None:
        return Outcome("broken" if reply.why in {"", "status"} else reply.why)
    body = reply.json
    if reply.status == 200 and isinstance(body, dict) and body.get("ok") is True:
        return Outcome("")
    said = str(body.get("description", "")) if isinstance(body, dict) else ""
    answer = f"{reply.status} {said}"[:300]
    if reply.status == 429:
        return Outcome("busy", answer, _retry_after(body) or reply.wait or 5.0)
    if reply.status in {401, 404}:
        return Outcome("auth", answer)
    if reply.status == 403:
        return Outcome("blocked", answer)
    if reply.status == 413:
        return Outcome("big", answer)
    if reply.status == 400:
        return Outcome("address" if "chat not found" in said else "big", answer)
    return Outcome("status", answer)


def _retry_after(body: JsonValue) -> float | None:
    told = body.get("parameters") if isinstance(body, dict) else None
    wait = told.get("retry_after") if isinstance(told, dict) else None
    return min(float(wait), 3600.0) if isinstance(wait, int | float) else None


def _said(update: JsonValue) -> Said | None:
    if not isinstance(update, dict) or not isinstance(number := update.get("update_id"), int):
        return None
    message = update.get("message")
    if not isinstance(message, dict) or not isinstance(chat := message.get("chat"), dict):
        return None
    identity, text = chat.get("id"), message.get("text")
    if not isinstance(identity, int) or not isinstance(text, str):
        return None
    names = (chat.get("first_name"), chat.get("last_name"))
    name = " ".join(each for each in names if isinstance(each, str)) or chat.get("username")
    is_private = chat.get("type") == "private"
    return Said(number, identity, name if isinstance(name, str) else "", text[:200], is_private)
