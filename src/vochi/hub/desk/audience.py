"""For whom an alarm is: everybody at a desk, or those who administer."""

from collections.abc import Iterable

from vochi.hub.accounts.areas import opens
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.models import Account, Role
from vochi.hub.desk.schemas import AlarmOut

#: What an employee must know of to do his work today: what cannot be called, heard or written.
#: All others, and what we do not know yet, are for administrators: they name money, SIM cards,
#: addresses, programs outside, and what colleagues talked.
EVERYDAY = frozenset({
    "line.dead", "line.rests", "line.rests_last", "line.month_used", "gateway.offline",
    "sms.stuck",
})  # fmt: skip
#: Whatever the line doctor found.
_FAULTS = "line.fault."


def administers(account: Account) -> bool:
    """Whether all alarms of the company are for this account."""
    return account.may(Role.ADMINISTRATOR)


def hidden_from(who: Asker) -> frozenset[str]:
    """Kinds of events that his role or token hides from the asker."""
    closed = who.lacks("sms") or (who.scopes is not None and not opens(who.scopes, "sms", "GET"))
    return frozenset({"sms"} if closed else ())


def for_all(alarms: Iterable[AlarmOut], hidden: frozenset[str]) -> tuple[AlarmOut, ...]:
    """Those of everyday, but for what a role or token hides."""
    return tuple(
        alarm
        for alarm in alarms
        if _is_everyday(alarm) and alarm.code.partition(".")[0] not in hidden
    )


def _is_everyday(alarm: AlarmOut) -> bool:
    if alarm.code == "limit.reached":  # of a person, it says how much a colleague talked
        return alarm.facts.get("what") == "line"
    return alarm.code in EVERYDAY or alarm.code.startswith(_FAULTS)
