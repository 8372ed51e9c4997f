"""What is typed into a person's phones: for administrators, and for himself."""

import secrets
from datetime import timedelta
from xml.sax.saxutils import escape, quoteattr

from django.utils import timezone

from vochi.core.office.posts import post_of
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.door import digest
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import record
from vochi.hub.answer import Refused
from vochi.hub.desk import settings
from vochi.hub.desk.schemas import DeviceOut
from vochi.hub.offices.current import current
from vochi.hub.offices.models import SipSecret
from vochi.hub.offices.seal import unseal
from vochi.hub.people.models import PhoneLink
from vochi.hub.people.schemas import PhoneSecret, PhoneSetup

LIVES = timedelta(minutes=15)


def setups(who: Asker, person: str) -> list[PhoneSetup]:
    """The settings of each of his phones, without passwords. Raises Refused 403, 404."""
    accounts = _his(who, person)
    return [
        PhoneSetup(
            account=each.account, name=each.name, kind=each.kind, extension=each.extension,
            person=each.person or "", server=each.server, port=each.port,
            transport=each.transport, online=each.online,
        )
        for each in settings.devices(who.company)
        if each.account in accounts
    ]  # fmt: skip


def reveal(who: Asker, person: str, account: str, origin: str) -> PhoneSecret:
    """The password of one of his phones, and a link that tells it to a softphone; written down.

    Raises Refused 403, 404.
    """
    if account not in _his(who, person):
        raise Refused(404, "not_found")
    row = SipSecret.objects.of(who.company).filter(account=account).first()
    if row is None:
        raise Refused(404, "no_password", account=account)
    token = secrets.token_urlsafe(24)
    now = timezone.now()
    PhoneLink.objects.of(who.company).filter(expires_at__lt=now).delete()
    link = PhoneLink.objects.add(
        who.company, account=account, digest=digest(token), expires_at=now + LIVES
    )
    record(who.company, "password_revealed", who.account, f"device/{account}", who.address)
    return PhoneSecret(
        password=unseal(row.sealed),
        provision=f"{origin}/api/v1/phones/setup/{token}",
        expires_at=link.expires_at,
    )


def provision(token: str) -> str:
    """The remote configuration of Linphone (`lpconfig`) for one phone. Raises Refused 404."""
    link = PhoneLink.everything.filter(digest=digest(token), expires_at__gt=timezone.now()).first()
    if link is None:
        raise Refused(404, "link_gone")
    phone = next(
        (each for each in settings.devices(link.company_id) if each.account == link.account), None
    )
    row = SipSecret.objects.of(link.company_id).filter(account=link.account).first()
    if phone is None or row is None:
        raise Refused(404, "link_gone")
    return _lpconfig(phone, unseal(row.sealed))


def _lpconfig(phone: DeviceOut, password: str) -> str:
    """Keys as liblinphone documents them (Provisioning configuration keys)."""
    server = f"sip:{phone.server}:{phone.port};transport={phone.transport}"
    sections = {
        "proxy_0": {
            "reg_identity": f"{phone.person or phone.extension} <sip:{phone.account}@"
            f"{phone.server}>",
            "reg_proxy": f"<{server}>",
            "reg_sendregister": "1",
            "reg_expires": "300",
        },
        "auth_info_0": {
            "username": phone.account,
            "userid": phone.account,
            "passwd": password,
            "domain": phone.server,
        },
        "sip": {"default_proxy": "0"},
    }
    lines = ['<?xml version="1.0" encoding="UTF-8"?>',
             '<config xmlns="http://www.linphone.org/xsds/lpconfig.xsd">']  # fmt: skip
    for name, entries in sections.items():
        lines.append(f"<section name={quoteattr(name)}>")
        lines += [
            f'<entry name={quoteattr(key)} overwrite="true">{escape(value)}</entry>'
            for key, value in entries.items()
        ]
        lines.append("</section>")
    return "\n".join([*lines, "</config>", ""])


def _his(who: Asker, person: str) -> set[str]:
    if who.account.person != person:
        who.must(Role.ADMINISTRATOR)
    post = post_of(current(who.company), person)
    if post is None:
        raise Refused(404, "not_found")
    return {device.account for device in post.devices}
