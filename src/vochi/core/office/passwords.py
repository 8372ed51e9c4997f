"""Which accounts of an office need a password."""

from vochi.core.office.document import Office
from vochi.core.office.line import GsmLine, SipTrunk


def accounts_of_ours(office: Office) -> tuple[str, ...]:
    """Accounts that register with us: devices, then GSM and FXO lines. Passwords are made by us."""
    lines = (line.id for line in office.lines if not isinstance(line, SipTrunk))
    return tuple(dict.fromkeys((*(device.account for device in office.devices), *lines)))


def accounts_of_operators(office: Office) -> tuple[str, ...]:
    """Trunks where we prove ourselves: their passwords come from the operator."""
    return tuple(
        line.id for line in office.lines if isinstance(line, SipTrunk) and line.username is not None
    )


def accounts(office: Office) -> tuple[str, ...]:
    """Every account that needs a password."""
    return (*accounts_of_ours(office), *accounts_of_operators(office))


def keys_of_ours(office: Office) -> tuple[str, ...]:
    """Names of `Secrets.keys` that we make: by them GSM lines log in to us for SMS and USSD."""
    return tuple(f"sms.{line.id}" for line in office.lines if isinstance(line, GsmLine))


def keys_typed(office: Office) -> tuple[str, ...]:
    """Names of `Secrets.keys` that a person types: pages of gateways, sockets."""
    return (
        *(f"web.{gateway.id}" for gateway in office.gateways),
        *(f"socket.{socket.id}" for socket in office.sockets),
    )


def keys(office: Office) -> tuple[str, ...]:
    """Every name that `Secrets.keys` may have."""
    return (*keys_of_ours(office), *keys_typed(office))
