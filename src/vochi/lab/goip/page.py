"""The web page of a GoIP, and the telnet service that some of them have (protocols.md 1.6, 1.8).

Answers end their lines with a bare LF, which strict readers of HTTP refuse.
"""

import asyncio
import base64
import html
import secrets
from contextlib import AsyncExitStack, suppress
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from vochi.lab.gsm.card import UssdRefused
from vochi.lab.tasks import Tasks

if TYPE_CHECKING:
    from vochi.lab.goip.box import GoipBox
    from vochi.lab.goip.line import GoipLine

Fields = dict[str, str]
#: The status page always has so many slots, whatever the model.
_SLOTS = 8


class Page:
    """Answers only while the box is on."""

    def __init__(self, box: "GoipBox") -> None:
        self._box = box
        self.failures: list[BaseException] = []
        self.asked: list[str] = []
        self._tasks = Tasks(self.failures.append)
        self._jobs: dict[str, tuple[int, str, str]] = {}

    async def open(self, stack: AsyncExitStack) -> tuple[int, int]:
        """Ports of the page and of telnet (0: none)."""
        stack.push_async_callback(self._tasks.end)
        box = self._box
        web = await asyncio.start_server(self._accept, box.at, box.web_port)
        stack.callback(web.close)
        if not box.flavour.telnet:
            return _port(web), 0
        telnet = await asyncio.start_server(self._greet, box.at, 0)
        stack.callback(telnet.close)
        return _port(web), _port(telnet)

    def _greet(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._box.is_on:
            writer.write(b"\xff\xfb\x01\xff\xfb\x03\r\nlogin: ")
        else:
            writer.close()

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._tasks.spawn(self._serve(reader, writer))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(OSError, asyncio.IncompleteReadError, ValueError):
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
                headers = {
                    name.lower(): value.strip()
                    for name, _, value in (line.partition(":") for line in head[1:] if line)
                }
                body = await reader.readexactly(int(headers.get("content-length", "0")))
                if self._box.is_on:
                    method, target, _ = head[0].split(" ")
                    writer.write(await self._answer(method, target, headers, body))
                    await writer.drain()
        finally:
            writer.close()

    async def _answer(self, method: str, target: str, headers: Fields, body: bytes) -> bytes:
        parts = urlsplit(target)
        self.asked.append(f"{method} {parts.path}")
        query = _fields(parts.query)
        form = _fields(body.decode(errors="replace")) if method == "POST" else {}
        name = parts.path.rpartition("/")[2]
        by_query = (query.get("u"), query.get("p")) == self._login
        by_header = headers.get("authorization", "") == _basic(*self._login)
        if name == "send.html":
            told = self._send(query) if by_query else "ERROR,user or password error\n"
            return self._page(told)
        if not (by_header or (by_query and name.startswith("send"))):
            return self._reply(
                "401 Unauthorized", "<html>Please Login</html>",
                'WWW-Authenticate: Basic realm="Please Login"',
            )  # fmt: skip
        match name:
            case "send_status.xml" | "send_sms_status.xml":
                return self._page(self._status_of_jobs(), "text/xml")
            case "status.xml":
                return self._page(self._status(), "text/xml")
            case "status.html":
                return self._page(self._cards())
            case "sms_info.html" | "ussd_info.html" if method == "POST":
                return self._page(self._form(form))
            case "tools.html" if query.get("type") == "sms_inbox":
                return self._page(self._inbox(query))
            case "" | "index.html" | "main.html":
                return self._page(f"<html><title>{self._box.flavour.model}</title></html>")
            case _:
                return self._reply("404 Not Found", "<html>404</html>")

    @property
    def _login(self) -> tuple[str, str]:
        return self._box.flavour.web_login, self._box.flavour.web_password

    def _page(self, text: str, kind: str = "text/html") -> bytes:
        return self._reply("200 OK", text, f"Content-Type: {kind}; charset=utf-8")

    def _reply(self, status: str, text: str, *more: str) -> bytes:
        end = "\n" if self._box.flavour.lf_http else "\r\n"
        lines = (f"HTTP/1.1 {status}", "Server: GoAhead-Webs", "Connection: close", *more, "", "")
        return end.join(lines).encode() + text.encode()

    # --- SMS and USSD

    def _line(self, number: str) -> "GoipLine | None":
        return next((e for e in self._box.lines if str(e.account.number) == number), None)

    def _send(self, query: Fields) -> str:
        line = self._line(query.get("l", ""))
        text, number = query.get("m", ""), query.get("n", "")
        if line is None:
            return "ERROR,line\n"
        if not line.is_registered:
            return f"ERROR,L{line.account.number} GSM logout\n"
        if self._is_busy(line):
            return f"ERROR,L{line.account.number} busy\n"
        if text.startswith("["):
            return "ERROR,message\n"
        key = secrets.token_hex(4)
        self._tasks.spawn(self._sending(line, key, number, text))
        return f"Sending,L{line.account.number} Send SMS to:{number}; ID:{key}\n"

    def _is_busy(self, line: "GoipLine") -> bool:
        return any(
            slot == line.account.number and state == "STARTED"
            for slot, state, _ in self._jobs.values()
        )

    async def _sending(self, line: "GoipLine", key: str, number: str, text: str) -> None:
        self._jobs[key] = (line.account.number, "STARTED", "")
        done = await line.radio.send(line.slot, number, text)
        state = "DONE" if done.code is None else "ERROR"
        self._jobs[key] = (line.account.number, state, str(done.code or ""))

    def _form(self, form: Fields) -> str:
        for line in self._box.lines:
            if form.get(f"line{line.account.number}") != "1":
                continue
            if form.get("action") == "USSD":
                key = form.get("smskey", secrets.token_hex(4))
                self._tasks.spawn(self._asking(line, key, form.get("telnum", "")))
            else:
                asked = {"l": str(line.account.number), "n": form.get("telnum", "")}
                return self._send({**asked, "m": form.get("smscontent", "")})
        return "<html>ok</html>"

    async def _asking(self, line: "GoipLine", key: str, code: str) -> None:
        self._jobs[key] = (line.account.number, "STARTED", "")
        try:
            said = await line.radio.ussd(line.slot, code, key)
        except UssdRefused as refused:
            self._jobs[key] = (line.account.number, "ERROR", str(refused))
        else:
            if said is not None:
                self._jobs[key] = (line.account.number, "DONE", said.text)

    def _status_of_jobs(self) -> str:
        last = {number: (key, state, told) for key, (number, state, told) in self._jobs.items()}
        rows = []
        for number in range(1, _SLOTS + 1):
            key, state, told = last.get(number, ("", "", ""))
            rows += [
                f"<id{number}>{key}</id{number}>",
                f"<status{number}>{state}</status{number}>",
                f"<error{number}>{html.escape(told)}</error{number}>",
            ]
        inside = "\n".join(rows)
        return f'<?xml version="1.0"?>\n<send-sms-status>\n{inside}\n</send-sms-status>\n'

    def _inbox(self, query: Fields) -> str:
        """No year in the dates; a text is as it came, quotes escaped."""
        line = self._line(query.get("line", "1"))
        kept = [] if line is None or line.card is None else line.card.inbox
        rows = ",".join(
            '"{},{},{}"'.format(
                sms.at.strftime("%m-%d %H:%M:%S"), sms.sender,
                sms.text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n"),
            )
            for sms in kept
        )  # fmt: skip
        return f"<html><script>\nsms=[{rows}];\npos=0;\n</script></html>\n"

    # --- how it is

    def _status(self) -> str:
        rows = []
        for line in self._box.lines:
            card, gsm = line.card, line.is_registered
            told: dict[str, str] = {
                "module_status_gsm": "Y" if line.module_on else "N",
                "gsm_sim": "Y" if card else "N",
                "gsm_status": _colour("Y" if gsm else "N"),
                "status_line": _colour("Y" if line.is_voip else "N"),
                "line_state": line.gsm_state,
                "sms_login": "Y" if line.logged_in else "N",
                "smb_login": "",
                "gsm_signal": str(card.signal if card and gsm else 99),
                "gsm_cur_oper": card.operator if card and gsm else "",
                "gsm_cur_bst": "5E5B",
                "lac": "7E5",
                "sim_remain": "NO LIMIT" if line.remain < 0 else str(line.remain),
                "nocall_t": "0", "acd": "0", "asr": "0", "callt": "0", "callc": "0", "rct": "0",
                "sms_count": str(len(card.inbox) if card else 0),
            }  # fmt: skip
            prefix = f"l{line.account.number}_"
            rows += [f"<{prefix}{name}>{value}</{prefix}{name}>" for name, value in told.items()]
        inside = "\n".join(rows)
        return f'<?xml version="1.0" encoding="gb2312"?>\n<status>\n{inside}\n</status>\n'

    def _cards(self) -> str:
        rows = "".join(
            f"<tr><td>{line.account.number}</td><td>{card.operator}</td><td>{card.number}</td>"
            f"<td>{line.imei}</td><td>{card.imsi}</td><td>{card.iccid}</td></tr>\n"
            for line in self._box.lines
            if (card := line.card) is not None
        )
        return (
            f"<html><body>Firmware Version: {self._box.flavour.firmware}\n"
            f"Module: {self._box.flavour.model}\n<table>\n{rows}</table></body></html>\n"
        )


def _colour(value: str) -> str:
    return html.escape(f'<font color="#FF0000">{value}</font>')


def _fields(query: str) -> Fields:
    return {name: values[0] for name, values in parse_qs(query, keep_blank_values=True).items()}


def _basic(login: str, password: str) -> str:
    return "Basic " + base64.b64encode(f"{login}:{password}".encode()).decode()


def _port(server: asyncio.Server) -> int:
    port: int = server.sockets[0].getsockname()[1]
    return port
