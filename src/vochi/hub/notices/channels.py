"""Channels as the database keeps them: settings read."""

from vochi.hub.notices.mail import MailServer
from vochi.hub.notices.models import Channel
from vochi.hub.offices.seal import SealBrokenError, unseal


def one(company: int, kind: str) -> Channel | None:
    """A channel of the company, on or off."""
    return Channel.objects.of(company).filter(kind=kind).first()


def mail_server(row: Channel) -> MailServer:
    """The SMTP server of a channel. Raises SealBrokenError."""
    facts = row.facts
    return MailServer(
        host=str(facts["host"]), port=int(facts["port"]), security=facts["security"],
        username=str(facts.get("username", "")), password=unseal(row.sealed) if row.sealed else "",
        sender=str(facts["sender"]), sender_name=str(facts.get("sender_name", "")),
    )  # fmt: skip


def bot_token(row: Channel) -> str:
    """The bot's token; empty when this home cannot read it."""
    try:
        return unseal(row.sealed) if row.sealed else ""
    except SealBrokenError:
        return ""
