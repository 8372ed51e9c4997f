"""Letters: an SMTP server with TLS, and what its answers mean."""

import smtplib
import socket
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, formataddr
from ipaddress import ip_address
from typing import Literal

from django.utils import timezone

from vochi.hub.hooks.address import Address, may_go
from vochi.hub.notices.outcome import Outcome

Security = Literal["tls", "starttls", "none"]
#: Seconds for each word of the talk.
TIMEOUT = 20.0


@dataclass(frozen=True)
class MailServer:
    """Where letters are handed in. `security` none is for a server in a network of ours alone."""

    host: str
    port: int
    security: Security
    username: str
    password: str
    sender: str
    sender_name: str


@dataclass(frozen=True)
class Attached:
    """A file of a letter."""

    name: str
    type: str
    data: bytes


@dataclass(frozen=True)
class Letter:
    """One letter; `id` is the same whenever it is sent again, so that it is shown once."""

    id: str
    to: str
    subject: str
    text: str
    html: str
    files: tuple[Attached, ...] = ()


def message(server: MailServer, letter: Letter) -> EmailMessage:
    """The letter as it goes over the wire."""
    made = EmailMessage(policy=SMTP_POLICY)
    made["Subject"] = letter.subject
    made["From"] = formataddr((server.sender_name or "Vochi", server.sender))
    made["To"] = letter.to
    made["Date"] = format_datetime(timezone.now())
    domain = server.sender.rpartition("@")[2] or "vochi.invalid"
    made["Message-ID"] = f"<{letter.id}@{domain}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(letter.text)
    if letter.html:
        made.add_alternative(letter.html, subtype="html")
    for file in letter.files:
        kind, _, sub = (file.type or "application/octet-stream").partition("/")
        made.add_attachment(
            file.data, maintype=kind, subtype=sub or "octet-stream", filename=file.name
        )
    return made


def send(server: MailServer, letter: Letter) -> Outcome:
    """Hand in a letter; blocks for as long as the server takes. Never raises for its faults."""
    try:
        address = _resolve(server.host, server.port)
    except OSError:
        return Outcome("no_address")
    if address is None:
        return Outcome("private_address")
    try:
        with _connect(server, address) as smtp:
            if server.username:
                smtp.login(server.username, server.password)
            smtp.send_message(message(server, letter))
    except smtplib.SMTPAuthenticationError as error:
        return Outcome("auth", _said(error))
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        words = f"{code} {said.decode('utf-8', 'replace')}"[:300]
        return Outcome("address" if code >= 500 else "busy", words)
    except smtplib.SMTPSenderRefused as error:
        return Outcome("auth" if error.smtp_code >= 500 else "busy", _said(error))
    except smtplib.SMTPResponseException as error:
        too_big = error.smtp_code in {552, 554}
        return Outcome(
            "big" if too_big else "status" if error.smtp_code >= 500 else "busy", _said(error)
        )
    except smtplib.SMTPNotSupportedError:
        return Outcome("tls", "no STARTTLS or AUTH")
    except ssl.SSLError as error:
        return Outcome("tls", str(error.reason or "")[:200])
    except TimeoutError:
        return Outcome("timeout")
    except ConnectionRefusedError:
        return Outcome("refused")
    except (smtplib.SMTPException, OSError, ValueError, UnicodeError):
        return Outcome("broken")
    return Outcome("")


class _Plain(smtplib.SMTP):
    """Connects to the address that was looked at; the certificate is checked for the name."""

    def __init__(self, host: str, address: Address) -> None:
        self.address = str(address)
        super().__init__(local_hostname="vochi.invalid", timeout=TIMEOUT)
        self._host = host  # STARTTLS asks for this name

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:  # noqa: ARG002
        return socket.create_connection((self.address, port), timeout)


class _Tls(_Plain):
    """The same, with TLS from the first byte."""

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        plain = super()._get_socket(host, port, timeout)
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)


def _connect(server: MailServer, address: Address) -> smtplib.SMTP:
    smtp = (_Tls if server.security == "tls" else _Plain)(server.host, address)
    try:
        code, said = smtp.connect(server.host, server.port)
        if code == 220 and server.security == "starttls":
            smtp.starttls(context=ssl.create_default_context())
    except BaseException:
        smtp.close()
        raise
    if code != 220:
        smtp.close()
        raise smtplib.SMTPConnectError(code, said)
    return smtp


def _resolve(host: str, port: int) -> Address | None:
    """The address to connect to; None when it lies in a network that nobody opened."""
    rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    found = [ip_address(str(row[4][0]).partition("%")[0]) for row in rows]
    return found[0] if found and all(map(may_go, found)) else None


def _said(error: smtplib.SMTPResponseException) -> str:
    said = error.smtp_error
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    return f"{error.smtp_code} {' '.join(words.split())}"[:300]
