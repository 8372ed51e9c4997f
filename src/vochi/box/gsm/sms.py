"""Messages in the box: the queue that goes out, what comes in, what schemes ask for."""

from collections.abc import Awaitable, Callable

from vochi.box.alarm import TellAlarms
from vochi.box.clock import Clock
from vochi.box.gsm.actions import GsmActions
from vochi.box.gsm.fleet import Fleet
from vochi.box.gsm.sms_asking import Asking
from vochi.box.gsm.sms_ledger import Ledger
from vochi.box.gsm.sms_lines import SmsLines
from vochi.box.gsm.sms_missed import Missed
from vochi.box.gsm.sms_receiving import Receiving
from vochi.box.gsm.sms_sending import Sending
from vochi.box.gsm.sms_spent import Spent
from vochi.box.gsm.sms_stops import Stops
from vochi.box.scribe import Scribe
from vochi.core.gsm.actions import CancelSms, SendSms
from vochi.core.office.document import Office
from vochi.engine.ami import Ami


class Sms:
    """`rooms` are what runs, by name; `sending.put` sends for other rooms of the box."""

    def __init__(
        self,
        ami: Ami,
        scribe: Scribe,
        clock: Clock,
        office: Callable[[], Office | None],
        *,
        fleet: Fleet,
        actions: GsmActions,
        tell_alarms: TellAlarms,
    ) -> None:
        spent, stops = Spent(scribe, clock, office), Stops(scribe)
        ledger, lines = Ledger(scribe, clock, spent), SmsLines(ami, fleet, clock, spent.used)
        self.sending = Sending(
            ledger, clock, office,
            fleet=fleet, lines=lines, stops=stops, tell_alarms=tell_alarms,
        )  # fmt: skip
        self.receiving = Receiving(scribe, clock, office, fleet=fleet, lines=lines, stops=stops)
        self.asking = Asking(scribe, clock, office, ledger)
        self.missed = Missed(ami, scribe, clock, office, ledger=ledger, lines=lines, stops=stops)
        self.rooms: dict[str, Callable[[], Awaitable[None]]] = {
            "sms out": self.sending.run,
            "sms in": self.receiving.run,
            "sms of schemes": self.asking.run,
            "sms of missed calls": self.missed.run,
        }
        actions.sign_up(SendSms, self.sending.send)
        actions.sign_up(CancelSms, self.sending.cancel)
