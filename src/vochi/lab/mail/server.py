"""A mail server: who may hand in letters, whom it knows, how it fails."""

import base64
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default


@dataclass
class MailServer:
    """`account` is the user name and password that it wants, None: anybody. `unknown` are
    addresses that nobody has; `answers` are said instead of 250 to `DATA`, one each.
    """

    account: tuple[str, str] | None = None
    unknown: set[str] = field(default_factory=set)
    answers: list[str] = field(default_factory=list)
    letters: list[EmailMessage] = field(default_factory=list)
    port: int = 0

    def take(self, data: bytes) -> None:
        """Keep a letter."""
        self.letters.append(message_from_bytes(data, policy=default))


class _Talk(socketserver.StreamRequestHandler):
    """One connection."""

    server: "_Server"

    def handle(self) -> None:
        """Talk till QUIT or the end of the line."""
        mail = self.server.mail
        self._say("220 lab ESMTP")
        is_in = mail.account is None
        while line := self.rfile.readline():
            words = line.decode("utf-8", "replace").strip()
            verb = words[:4].upper()
            if verb == "EHLO":
                self._say("250-lab\r\n250-AUTH PLAIN LOGIN\r\n250 SIZE 20000000")
            elif verb == "AUTH":
                is_in = self._auth(words)
            elif verb == "MAIL" and not is_in:
                self._say("530 5.7.0 Authentication required")
            elif verb == "RCPT" and words.partition("<")[2].rstrip(">") in mail.unknown:
                self._say("550 5.1.1 No such user here")
            elif verb == "DATA":
                self._data()
            elif verb == "QUIT":
                self._say("221 Bye")
                return
            else:
                self._say("250 OK")

    def _auth(self, words: str) -> bool:
        mail = self.server.mail
        given = words.split(" ")
        if len(given) == 3 and given[1].upper() == "PLAIN":
            parts = base64.b64decode(given[2]).split(b"\0")
        else:
            self._say("334 VXNlcm5hbWU6")
            user = base64.b64decode(self.rfile.readline())
            self._say("334 UGFzc3dvcmQ6")
            parts = [b"", user, base64.b64decode(self.rfile.readline())]
        if mail.account == (parts[1].decode(), parts[2].decode()):
            self._say("235 2.7.0 Accepted")
            return True
        self._say("535 5.7.8 Username and Password not accepted")
        return False

    def _data(self) -> None:
        mail = self.server.mail
        self._say("354 Go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line[1:] if line.startswith(b".") else line)
        if mail.answers:
            self._say(mail.answers.pop(0))
            return
        mail.take(b"".join(lines))
        self._say("250 OK queued")

    def _say(self, words: str) -> None:
        self.wfile.write(f"{words}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    """Serves `mail`."""

    allow_reuse_address = True
    daemon_threads = True
    mail: MailServer


@contextmanager
def open_server(mail: MailServer | None = None) -> Iterator[MailServer]:
    """A mail server on a free port of loopback."""
    made = mail or MailServer()
    with _Server(("127.0.0.1", made.port), _Talk) as server:
        server.mail = made
        made.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield made
        finally:
            server.shutdown()
            thread.join(5)
