"""A mail server on loopback: enough of SMTP (RFC 5321, 4954) to take letters and refuse them."""

from vochi.lab.mail.server import MailServer, open_server

__all__ = ["MailServer", "open_server"]
