"""A small real HTTP server that behaves as a hub does on its worst days."""

import hashlib
import json
import random
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

from vochi.core.calls.entry import Entry
from vochi.core.calls.journal import GENESIS, entry_hash
from vochi.core.link import (
    AlarmsPush,
    ClientFact,
    ClientsReply,
    Command,
    CommandsReply,
    EnrollReply,
    EntriesAck,
    EntriesPush,
    OfficeReply,
)

KEY = "k" * 43


@dataclass
class State:
    """What the hub knows, and how it misbehaves: `drop` is the share of lost answers."""

    entries: list[Entry] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    commands: list[Command] = field(default_factory=list)
    office: int | None = None
    reply: OfficeReply | None = None
    prompts: dict[str, bytes] = field(default_factory=dict)
    facts: list[ClientFact] = field(default_factory=list)
    page: int = 1000
    alarms: list[list[str]] = field(default_factory=list)
    drop: float = 0.0
    status: int | None = None
    garbage: bool = False
    key: str = KEY
    pushes: int = 0
    refused: int = 0
    dice: random.Random = field(default_factory=lambda: random.Random(7))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def append(self, entries: tuple[Entry, ...]) -> EntriesAck:
        """As the hub's rule says: what continues the chain is taken, known numbers passed over."""
        for entry in entries:
            seq, prev = len(self.entries), self.entries[-1].hash if self.entries else GENESIS
            if entry.seq <= seq:
                assert self.entries[entry.seq - 1] == entry, "a number with other content"
                continue
            if entry.seq > seq + 1:
                break  # a gap: the box sends them again
            assert entry.prev == prev
            assert entry.hash == entry_hash(entry)
            self.entries.append(entry)
        last = self.entries[-1].hash if self.entries else None
        return EntriesAck(through=len(self.entries), hash=last)


class Hub:
    """Context manager; `url` is its address."""

    def __init__(self, port: int = 0, state: State | None = None) -> None:
        self.state = state or State()
        self._server = ThreadingHTTPServer(("127.0.0.1", port), handler(lambda: self.state))
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def clients(state: State, since: int) -> bytes:
    """Facts by their place in the list; a number beyond the end was told by another hub."""
    reset = since <= 0 or since > len(state.facts)
    first = 0 if reset else since
    facts = tuple(state.facts[first : first + state.page])
    through = first + len(facts)
    reply = ClientsReply(facts=facts, through=through, more=through < len(state.facts), reset=reset)
    return reply.model_dump_json().encode()


def handler(state_of: Callable[[], State]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *_: Any) -> None: ...

        def _body(self) -> bytes:
            return self.rfile.read(int(self.headers.get("content-length", 0)))

        def _reply(self, status: int, body: bytes) -> None:
            state = state_of()
            if state.dice.random() < state.drop:
                self.close_connection = True  # done, but nobody hears of it
                return
            self.send_response(status)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _serve(self, work: Callable[[State, bytes], tuple[int, bytes]]) -> None:
            body = self._body()
            state = state_of()
            with state.lock:
                if state.status is not None:
                    status, answer = state.status, b'{"code":"broken"}'
                    state.refused += 1
                elif state.garbage:
                    status, answer = 200, b"<html>log in to the hotel's network</html>"
                    state.refused += 1
                elif not self.path.endswith("/enroll") and (
                    self.headers["authorization"] != f"Bearer {state.key}"
                ):
                    status, answer = 401, b'{"code":"wrong_key"}'
                    state.refused += 1
                else:
                    status, answer = work(state, body)
            self._reply(status, answer)

        def do_POST(self) -> None:
            self._serve(enroll if self.path.endswith("/enroll") else take_entries)

        def do_PUT(self) -> None:
            self._serve(self._put)

        def _put(self, state: State, body: bytes) -> tuple[int, bytes]:
            if self.path.endswith("/alarms"):
                alarms = AlarmsPush.model_validate_json(body).alarms
                state.alarms.append([each.code for each in alarms])
                return 204, b""
            sha256 = self.path.rpartition("/")[2]
            if hashlib.sha256(body).hexdigest() != sha256:
                return 422, b'{"code":"wrong_sha256"}'
            name = self.headers["x-vochi-unique-id"] or self.headers["x-vochi-prompt"]
            state.files[name] = body
            return 201, b"{}"

        def do_GET(self) -> None:
            self._serve(lambda state, _: self._get(state))

        def _get(self, state: State) -> tuple[int, bytes]:
            path = urlsplit(self.path)
            if path.path == "/link/v1/office":
                assert state.reply
                return 200, state.reply.model_dump_json().encode()
            if path.path.startswith("/link/v1/prompts/"):
                return 200, state.prompts[path.path.rpartition("/")[2]]
            if path.path == "/link/v1/clients":
                return 200, clients(state, int(parse_qs(path.query)["since"][0]))
            assert path.path == "/link/v1/commands"
            assert parse_qs(path.query)["wait"]
            done = {e.body["id"] for e in state.entries if e.kind == "command"}
            waiting = tuple(c for c in state.commands if c.id not in done)
            reply = CommandsReply(commands=waiting, office=state.office, clients=len(state.facts))
            return 200, reply.model_dump_json().encode()

    def enroll(_: State, body: bytes) -> tuple[int, bytes]:
        if json.loads(body)["code"] != "right":
            return 403, b'{"code":"code_unknown"}'
        return 200, json.dumps({"box_id": 5, "key": KEY}).encode()

    def take_entries(state: State, body: bytes) -> tuple[int, bytes]:
        state.pushes += 1
        ack = state.append(EntriesPush.model_validate_json(body).entries)
        return 200, ack.model_dump_json().encode()

    assert EnrollReply(box_id=5, key=KEY)
    return Handler
