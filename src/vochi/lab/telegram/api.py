"""A bot, the people that it knows, what it wrote to them and what they write to it."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from vochi.lab.site import Asked, Said, Site, open_site

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"  # noqa: S105 - of the emulator
NAME = "vochi_lab_bot"
_TAGS = re.compile(r"</?(b|i|u|s|a|code|pre)(\s[^<>]*)?>")


@dataclass(frozen=True)
class Wrote:
    """A message of the bot; `file` is a name and the bytes."""

    chat: int
    text: str
    file: tuple[str, bytes] | None = None


@dataclass
class BotApi:
    """`known` are chats that began the bot, `blocked` those that stopped it. After `limit` messages
    to one chat it asks to wait `retry_after` seconds.
    """

    site: Site = field(init=False)
    known: set[int] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)
    wrote: list[Wrote] = field(default_factory=list)
    limit: int = 1000
    retry_after: int = 3
    updates: list[dict[str, Any]] = field(default_factory=list)
    _news: threading.Condition = field(default_factory=threading.Condition)
    _polls: int = 0

    def __post_init__(self) -> None:
        """Lay the site."""
        self.site = Site(self.handle)

    def say(self, chat: int, text: str, name: str = "Анна") -> None:
        """Somebody writes to the bot."""
        with self._news:
            self.known.add(chat)
            self.updates.append(
                {"update_id": 1000 + len(self.updates), "message": {
                    "message_id": 1, "date": 0, "text": text,
                    "from": {"id": chat, "is_bot": False, "first_name": name},
                    "chat": {"id": chat, "type": "private", "first_name": name}}}
            )  # fmt: skip
            self._news.notify_all()

    def handle(self, asked: Asked) -> Said:
        """Answer a request."""
        found = re.fullmatch(r"/bot([^/]+)/(\w+)", asked.path)
        if found is None or found[1] != TOKEN:
            return _bad(401 if found else 404, "Unauthorized" if found else "Not Found")
        match found[2]:
            case "getMe":
                return _ok({"id": 123456789, "is_bot": True, "first_name": "Vochi",
                            "username": NAME})  # fmt: skip
            case "getUpdates":
                return self._poll(json.loads(asked.body or b"{}"))
            case "sendMessage":
                body = json.loads(asked.body)
                return self._write(body.get("chat_id"), body.get("text"), None, 4096)
            case "sendDocument":
                fields, file = _multipart(asked)
                return self._write(int(fields["chat_id"]), fields.get("caption", " "), file, 1024)
            case _:
                return _bad(404, "Not Found: method not found")

    def _write(self, chat: Any, text: Any, file: tuple[str, bytes] | None, longest: int) -> Said:
        if not isinstance(text, str) or not text:
            return _bad(400, "Bad Request: message text is empty")
        if len(text) > longest + 500:  # entities are parsed first; tags do not count
            return _bad(400, "Bad Request: message is too long")
        if "<" in _TAGS.sub("", text) or re.search(r"&(?!amp;|lt;|gt;|quot;)", text):
            return _bad(400, "Bad Request: can't parse entities: Unsupported start tag")
        if chat not in self.known:
            return _bad(400, "Bad Request: chat not found")
        if chat in self.blocked:
            return _bad(403, "Forbidden: bot was blocked by the user")
        if sum(1 for each in self.wrote if each.chat == chat) >= self.limit:
            return _bad(429, "Too Many Requests: retry later",
                        parameters={"retry_after": self.retry_after})  # fmt: skip
        self.wrote.append(Wrote(chat, text, file))
        return _ok({"message_id": len(self.wrote), "chat": {"id": chat}, "text": text})

    def _poll(self, body: dict[str, Any]) -> Said:
        offset, seconds = int(body.get("offset", 0)), float(body.get("timeout", 0))
        with self._news:
            if self._polls:
                return _bad(409, "Conflict: terminated by other getUpdates request")
            self._polls += 1
            try:
                self._news.wait_for(lambda: self._after(offset), timeout=min(seconds, 2.0))
                return _ok(self._after(offset))
            finally:
                self._polls -= 1

    def _after(self, offset: int) -> list[dict[str, Any]]:
        return [update for update in self.updates if update["update_id"] >= offset]


def _multipart(asked: Asked) -> tuple[dict[str, str], tuple[str, bytes] | None]:
    mark = asked.headers["content-type"].partition("boundary=")[2].encode()
    fields: dict[str, str] = {}
    file: tuple[str, bytes] | None = None
    for part in asked.body.split(b"--" + mark)[1:-1]:
        head, _, body = part[2:-2].partition(b"\r\n\r\n")
        name = re.search(rb'name="([^"]*)"', head)
        given = re.search(rb'filename="([^"]*)"', head)
        if given:
            file = (given[1].decode(), body)
        elif name:
            fields[name[1].decode()] = body.decode()
    return fields, file


def _ok(result: Any) -> Said:
    return Said(200, json.dumps({"ok": True, "result": result}).encode())


def _bad(status: int, words: str, **more: Any) -> Said:
    body = {"ok": False, "error_code": status, "description": words} | more
    return Said(status, json.dumps(body).encode())


@contextmanager
def open_api(**settings: Any) -> Iterator[BotApi]:
    """The API on a free port of loopback."""
    api = BotApi(**settings)
    with open_site(api.site):
        yield api
