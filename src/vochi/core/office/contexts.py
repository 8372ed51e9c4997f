"""Names of the contexts of a compiled office: where calls of people and lines go on."""

from vochi.core.office.document import Office


def phone_context(office: Office, extension: str) -> str:
    """Context in which a phone of the extension dials: the number dialled is the extension there.

    An originate uses it too: `Channel: PJSIP/<account>`, `Context: phone_context(...)`,
    `Exten: <as dialled>`, `Priority: 1`. It writes the call's `V_CALL`. KeyError: no such person.
    """
    return _named("phone", _outbound(office, extension))


def transfer_context(office: Office, extension: str) -> str:
    """Context for the target of a transfer by the extension (AMI `BlindTransfer`, SIP REFER).

    What can be reached is the same as in `phone_context`; no second `V_CALL` is written.
    """
    return _named("out", _outbound(office, extension))


def _outbound(office: Office, extension: str) -> str | None:
    for person in office.people:
        if person.extension == extension:
            return person.outbound
    raise KeyError(extension)


def _named(kind: str, scheme: str | None) -> str:
    return kind if scheme is None else f"{kind}-{scheme}"
