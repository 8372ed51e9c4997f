"""Gateways as they are set up and as they are, with what is not safe about them (S29)."""

from vochi.core.gsm.entries import GatewaySeen
from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.office.gateway import Adapter, Gateway
from vochi.core.office.line import GsmLine
from vochi.core.wording import TABLES, say
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Role
from vochi.hub.accounts.services import language_of
from vochi.hub.answer import Refused
from vochi.hub.gateways.models import GatewayNow
from vochi.hub.gateways.schemas import GatewayRow, WarningOut
from vochi.hub.gateways.stored import held
from vochi.hub.offices import keys
from vochi.hub.offices.current import current

#: What devices leave the factory with; whoever typed it has changed nothing.
_DEFAULTS = {"admin", "root", "password", "1234", "12345", "123456", "goip", "dinstar", "openvox"}
_PORTS = {"http": 80, "https": 443}
_ADVICE = ("gateway.advice.vlan", "gateway.advice.no_forwarding", "gateway.advice.password")


def every(who: Asker) -> list[GatewayRow]:
    """All gateways of the office; logins for administrators alone."""
    office = current(who.company)
    seen = {
        row.gateway: (row, held(GatewaySeen, row.body))
        for row in GatewayNow.objects.of(who.company)
    }
    typed = keys.named(who.company, [f"web.{gateway.id}" for gateway in office.gateways])
    language = language_of(who.account)
    may = who.account.may(Role.ADMINISTRATOR)
    rows = []
    for gateway in office.gateways:
        row, told = seen.get(gateway.id, (None, None))
        password = typed.get(f"web.{gateway.id}")
        address = gateway.address or (told.address if told else "") or None
        rows.append(
            GatewayRow(
                id=gateway.id,
                name=gateway.name,
                kind=gateway.kind,
                model=gateway.model or (told.model if told else ""),
                slots=gateway.slots,
                address=gateway.address,
                seen_address=told.address if told else "",
                port=gateway.port,
                web=gateway.web,
                login=gateway.login if may else None,
                has_password=password is not None,
                page_url=_page(gateway, address),
                online=told.online if told else None,
                since=row.since if row else None,
                firmware=told.firmware if told else "",
                warnings=_warnings(gateway, told, password, language),
                advice=tuple(say(code, {}, language) for code in _ADVICE),
                lines=lines_of(office, gateway.id),
                socket=gateway.socket,
            )
        )
    return rows


def gateway_of(office: Office, name: str) -> Gateway:
    """A gateway of the office. Raises Refused 404."""
    found = next((each for each in office.gateways if each.id == name), None)
    if found is None:
        raise Refused(404, "no_such_gateway")
    return found


def adapter_of(office: Office, name: str) -> Adapter:
    """An adapter of the office. Raises Refused 404."""
    found = next((each for each in office.adapters if each.id == name), None)
    if found is None:
        raise Refused(404, "no_such_adapter")
    return found


def _page(gateway: Gateway, address: str | None) -> str | None:
    if address is None or gateway.kind in {"quectel", "dongle", "gammu"}:
        return None
    host = f"[{address}]" if ":" in address else address
    # `port` is that of the page where the page is also what we speak with, as of a GoIP; of
    # others it is the API's, and the page is where pages are.
    port = gateway.port if gateway.kind in {"goip", "dinstar", "openvox"} else None
    shown = "" if port in {None, _PORTS[gateway.web]} else f":{port}"
    return f"{gateway.web}://{host}{shown}/"


def _warnings(
    gateway: Gateway, told: GatewaySeen | None, password: str | None, language: Language
) -> tuple[WarningOut, ...]:
    codes = list(told.warnings) if told else []
    if password is not None and password.casefold() in {*_DEFAULTS, gateway.login.casefold()}:
        codes.append("default_password")
    full = dict.fromkeys(code if "." in code else f"gateway.{code}" for code in codes)
    facts = {"gateway": gateway.name, "name": gateway.name}
    return tuple(
        WarningOut(code=code, text=say(code, facts, language) if code in TABLES[language] else code)
        for code in full
    )


def lines_of(office: Office, gateway: str) -> tuple[str, ...]:
    """Ids of the lines in a gateway."""
    lines = (line for line in office.lines if isinstance(line, GsmLine))
    return tuple(line.id for line in lines if line.gateway == gateway)
