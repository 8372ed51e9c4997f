"""Sending SMS the way a GoIP does (protocols.md 1.3): sessions, and the last recipients' states."""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass

from vochi.lab.goip.line import GoipLine
from vochi.lab.goip.wire import Address
from vochi.lab.tasks import Tasks

_LONGEST = 3000


@dataclass
class Session:
    """A bulk: one text, recipients one by one."""

    text: str
    began_at: float
    is_open: bool = False


class Dialogue:
    """The sessions of one line. `sent` counts how often each (sid, tel) went on the air."""

    def __init__(self, line: GoipLine, tasks: Tasks) -> None:
        self._line = line
        self._tasks = tasks
        self._sessions: dict[str, Session] = {}
        #: What was answered last about the last recipients; `WAIT` while it is on its way.
        self._known: OrderedDict[tuple[str, str], str] = OrderedDict()
        self.sent: dict[tuple[str, str], int] = {}

    @property
    def is_sending(self) -> bool:
        """Something is in the air."""
        return any(told.startswith("WAIT") for told in self._known.values())

    def reset(self) -> None:
        """The device has started anew."""
        self._sessions.clear()
        self._known.clear()

    def heard(self, verb: str, sid: str, rest: str, source: Address) -> None:
        """A packet of the dialogue."""
        now = asyncio.get_running_loop().time()
        for old, session in tuple(self._sessions.items()):
            if now - session.began_at > self._line.flavour.session_seconds:
                del self._sessions[old]
        match verb:
            case "MSG":
                self._answer(self._begin(sid, rest, now), source)
            case "PASSWORD":
                self._answer(self._login(sid, rest.rstrip("\n")), source)
            case "SEND":
                self._send(sid, rest, source)
            case _:
                self._sessions.pop(sid, None)
                self._answer(f"DONE {sid}", source)

    def _begin(self, sid: str, rest: str, now: float) -> str:
        told, _, text = rest.partition(" ")
        known = self._sessions.get(sid)
        if known is None and len(self._sessions) >= self._line.flavour.sessions:
            return f"ERROR {sid} too many sessions"
        if not told.isdigit() or not 0 < int(told) <= _LONGEST:
            return f"ERROR {sid} length"
        body = text.encode()
        if body[int(told) :] not in {b"\n", b""} or len(body) < int(told):
            return f"ERROR {sid} length"
        if known is None:
            self._sessions[sid] = Session(body[: int(told)].decode(errors="replace"), now)
        return f"PASSWORD {sid}"

    def _login(self, sid: str, password: str) -> str:
        session = self._sessions.get(sid)
        if session is None:
            return f"ERROR {sid} no session"
        if password.strip() != self._line.account.password:
            return f"ERROR {sid} PASSWORD"
        session.is_open = True
        return f"SEND {sid}"

    def _send(self, sid: str, rest: str, source: Address) -> None:
        session = self._sessions.get(sid)
        tel, _, number = rest.strip().partition(" ")
        if session is None or not session.is_open or not tel.isdigit() or not number:
            self._answer(f"ERROR {sid} {tel} errorstatus:304", source)
            return
        known = self._known.get((sid, tel))
        if known is not None and self._line.flavour.repeated_send == "status":
            self._answer(known, source)
            return
        self._tell(sid, tel, f"WAIT {sid} {tel}", source)
        self._tasks.spawn(self._carry(session, sid, tel, number, source))

    async def _carry(
        self, session: Session, sid: str, tel: str, number: str, source: Address
    ) -> None:
        line = self._line
        self.sent[sid, tel] = self.sent.get((sid, tel), 0) + 1
        sending = asyncio.ensure_future(line.radio.send(line.slot, number, session.text))
        try:
            while not sending.done():
                await asyncio.wait((sending,), timeout=line.flavour.waits)
                if not sending.done():
                    self._tell(sid, tel, f"WAIT {sid} {tel}", source)
            done = sending.result()
        finally:
            sending.cancel()
        if done.code is not None:
            self._tell(sid, tel, f"ERROR {sid} {tel} errorstatus:{done.code}", source)
            return
        number_of = "" if line.flavour.old_ok else f" {done.ref}"
        self._tell(sid, tel, f"OK {sid} {tel}{number_of}", source)

    def _tell(self, sid: str, tel: str, text: str, source: Address) -> None:
        self._known[sid, tel] = text
        self._known.move_to_end((sid, tel))
        while len(self._known) > self._line.flavour.remembered:
            self._known.popitem(last=False)
        self._answer(text, source)

    def _answer(self, text: str, source: Address) -> None:
        self._line.answer(f"{text}\n", source)
