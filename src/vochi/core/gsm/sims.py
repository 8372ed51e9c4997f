"""What stands in the slots of gateways, folded from what gateways tell of it."""

import re
from datetime import timedelta

from vochi.core.gsm.entries import SimSeen
from vochi.core.office.line import GsmLine
from vochi.core.office.sim import SimPolicy

#: How often an entry may be written for the signal alone.
SIGNAL_EVERY = timedelta(minutes=10)
#: dB: a signal that trembles less is the same.
_TREMBLES = 4
_ICCID = re.compile(r"[0-9A-F]{10,22}")
_DIGITS = re.compile(r"[0-9]{5,20}")
_LONGEST = 80


def for_driver(line: GsmLine) -> GsmLine:
    """A line as a driver needs it: what else the office says of it makes no other driver."""
    bare = {
        "name": line.id, "forwards": (), "tariff": None, "policy": SimPolicy(), "paused": False,
        "inbound": None, "record": True, "dial": "e164", "number": None,
    }  # fmt: skip
    return line.model_copy(update=bare)


def bare_iccid(told: str) -> str:
    """An ICCID without what gateways put around it; empty: it is none."""
    bare = "".join(told.upper().split()).rstrip("F")
    return bare if _ICCID.fullmatch(bare) else ""


def bare_text(told: str) -> str:
    """Short text of a gateway as an entry takes it: one line, 80 characters, no lone surrogates."""
    shown = " ".join(told[: 4 * _LONGEST].encode("utf-8", "replace").decode().split())
    return "".join(letter for letter in shown if letter.isprintable())[:_LONGEST]


def clean(told: SimSeen) -> SimSeen:
    """What a gateway told with what cannot be so left out. IMSI and IMEI are digits."""
    return told.model_copy(
        update={
            "iccid": bare_iccid(told.iccid),
            "imsi": told.imsi if _DIGITS.fullmatch(told.imsi) else "",
            "imei": told.imei if _DIGITS.fullmatch(told.imei) else "",
            "number": bare_text(told.number),
            "operator": bare_text(told.operator),
        }
    )


def is_same_card(before: SimSeen, now: SimSeen) -> bool:
    """Whether both are one card, as far as one can tell: by ICCID, without it by IMSI."""
    if before.iccid and now.iccid:
        return before.iccid == now.iccid
    return not (before.imsi and now.imsi) or before.imsi == now.imsi


def is_card(seen: SimSeen) -> bool:
    """Whether a card is known to be in the slot."""
    return bool(seen.iccid or seen.imsi)


def fold(before: SimSeen | None, told: SimSeen) -> SimSeen:
    """How a slot is now: what is told over what was known.

    A line that is silent, or that is in its network and only does not tell its card (some
    firmware), keeps the card that it had; one that is out of its network without a card has none.
    """
    if before is None:
        return told
    keeps_card = not is_card(told) and (not told.online or told.registered is True)
    if not keeps_card and not (is_card(told) and is_same_card(before, told)):
        return told
    kept = {
        name: getattr(told, name) or getattr(before, name)
        for name in ("iccid", "imsi", "imei", "number", "operator")
    }
    return told.model_copy(update=kept)


def is_worth_writing(written: SimSeen | None, now: SimSeen, age: timedelta) -> bool:
    """Whether an entry is due, `age` after the last one that was written."""
    if written is None:
        return True
    bare = {"signal": None, "swapped_from": ""}
    if written.model_copy(update=bare) != now.model_copy(update=bare):
        return True
    if written.signal is None or now.signal is None:
        moved = written.signal != now.signal
    else:
        moved = abs(written.signal - now.signal) >= _TREMBLES
    return moved and age >= SIGNAL_EVERY
