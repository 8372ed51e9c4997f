"""The guide of any gateway or adapter of an office."""

from vochi.core.guides.account import Account
from vochi.core.guides.goip import goip_guide
from vochi.core.guides.grandstream import grandstream_guide
from vochi.core.guides.guide import Guide, Server, Writer
from vochi.core.guides.other_gateway import other_guide
from vochi.core.guides.spa import spa_guide
from vochi.core.office.company import Language
from vochi.core.office.document import Office, Secrets
from vochi.core.office.gateway import Adapter, Gateway


def gateway_guide(
    office: Office, gateway: Gateway, server: Server, secrets: Secrets, language: Language
) -> Guide:
    """How a gateway is set up for its lines."""
    write = Writer(language, secrets)
    if gateway.kind == "goip":
        return goip_guide(office, gateway, server, write)
    return other_guide(office, gateway, server, write)


def adapter_guide(
    office: Office, adapter: Adapter, server: Server, secrets: Secrets, language: Language
) -> Guide:
    """How an adapter is set up for its line, its phone or both; without them: nothing to type."""
    write = Writer(language, secrets)
    lines = {line.id: line.name for line in office.lines}
    phones = {device.account: device.name for device in office.devices}
    line = _account(adapter.line, lines, secrets)
    phone = _account(adapter.account, phones, secrets)
    if line is None and phone is None:
        return Guide(steps=(write.step("nothing", ""),))
    if adapter.model in ("ht503", "ht8xx"):
        return grandstream_guide(phone, line, server, write)
    return spa_guide(phone, line, server, write)


def _account(user: str | None, names: dict[str, str], secrets: Secrets) -> Account | None:
    if user is None or user not in names:
        return None
    return Account(user, names[user], secrets.passwords.get(user, ""))
