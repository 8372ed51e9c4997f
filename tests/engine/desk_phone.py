"""A desk phone that rings: what it does when it is told to answer is its maker's choice."""

import asyncio
from dataclasses import dataclass, field
from typing import Literal

from phone import Phone, _headers

#: `obeys` knows `Event: talk`; the others answer it with an error, or not at all.
Told = Literal["obeys", "bad_event", "no_dialog", "mute"]
_ERRORS = {"bad_event": "489 Bad Event", "no_dialog": "481 Call/Transaction Does Not Exist"}


@dataclass
class DeskPhone(Phone):
    """`by_itself`: answers what bears the headers of an intercom; `lines`: calls at once.

    `said` is what it was asked and what it answered.
    """

    told: Told = "obeys"
    by_itself: bool = False
    lines: int = 2
    said: list[str] = field(default_factory=list)
    acked: list[str] = field(default_factory=list)

    def rings(self) -> None:
        """From now on every call rings till somebody lifts the receiver."""
        self._calls: dict[str, tuple[str, dict[str, str]]] = {}
        self._held: set[str] = set()
        self._answers: dict[tuple[str, str], bytes] = {}
        self._start(self._live())
        self._start(self._send_back())

    def lift(self) -> None:
        """A hand takes the receiver: the call that rings first is answered."""
        call_id = next(each for each in self._calls if each not in self._held)
        self._pick_up(call_id)

    async def _live(self) -> None:
        while True:
            data = (await self._inbox.get())[0].decode()
            head, _, _ = data.partition("\r\n\r\n")
            first, *lines = head.split("\r\n")
            if first.startswith("SIP/2.0"):
                continue
            if first.startswith("ACK"):
                self.acked.append(_headers(lines)["cseq"])
                continue
            headers = _headers(lines)
            if answer := self._answers.get(_transaction(headers)):
                self._sip.sendto(answer)  # it was slow, and is asked once more
                continue
            self._hear(first, headers)

    def _hear(self, first: str, headers: dict[str, str]) -> None:
        call_id = headers["call-id"]
        method = first.split(maxsplit=1)[0]
        match method:
            case "INVITE" if call_id in self._calls:
                self._tell("200 OK", headers, self._sdp())
            case "INVITE" if len(self._calls) >= self.lines:
                self.said.append("INVITE 486")
                self._tell("486 Busy Here", headers)
            case "INVITE":
                self._calls[call_id] = (first, headers)
                self._tell("180 Ringing", headers)
                self.said.append("INVITE 180")
                if self.by_itself and "answer-after=0" in headers.get("call-info", ""):
                    self._pick_up(call_id)
            case "NOTIFY" if headers.get("event") == "talk":
                self.said.append(f"talk {self.told}")
                if self.told == "obeys":
                    self._tell("200 OK", headers)
                    self._pick_up(call_id)
                elif self.told != "mute":
                    self._tell(_ERRORS[self.told], headers)
            case "CANCEL":
                self._tell("200 OK", headers)
                if call_id in self._calls:
                    _, invite = self._calls.pop(call_id)
                    self._tell("487 Request Terminated", invite)
                self.said.append("cancelled")
            case _:
                self._tell("200 OK", headers)
                if method == "BYE":
                    self._calls.pop(call_id, None)
                    self.said.append("BYE")

    def _pick_up(self, call_id: str) -> None:
        if call_id in self._held:
            return
        self._held.add(call_id)
        self._tell("200 OK", self._calls[call_id][1], self._sdp())
        self.said.append("answered")

    async def until_said(self, word: str, within: float = 10) -> None:
        async with asyncio.timeout(within):
            while not any(each.startswith(word) for each in self.said):
                await asyncio.sleep(0.02)

    def _tell(self, status: str, headers: dict[str, str], body: str = "") -> None:
        kept = ("via", "from", "call-id", "cseq")
        tag = "" if "tag=" in headers["to"] else ";tag=desk"
        lines = [f"SIP/2.0 {status}", *(f"{name}: {headers[name]}" for name in kept)]
        lines += [
            f"To: {headers['to']}{tag}",
            f"Contact: <sip:{self.account}@127.0.0.1:{self.own_port}>",
            *(["Content-Type: application/sdp"] if body else []),
            f"Content-Length: {len(body)}",
        ]
        answer = ("\r\n".join(lines) + "\r\n\r\n" + body).encode()
        self._answers[_transaction(headers)] = answer
        self._sip.sendto(answer)


def _transaction(headers: dict[str, str]) -> tuple[str, str]:
    return headers["via"], headers["cseq"]
