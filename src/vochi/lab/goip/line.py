"""One line of an emulated GoIP: keepalives, events to the server, and who its SIM card is."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from zlib import crc32

from vochi.lab.goip.flavour import Flavour, Weather
from vochi.lab.goip.wire import Address, Wire
from vochi.lab.gsm.card import CallMoment, Part, Report, SimCard, Slot
from vochi.lab.gsm.radio import Radio
from vochi.lab.tasks import Tasks


@dataclass(frozen=True)
class Account:
    """A line's own settings: `number` is its slot, `id` and `password` those of its SMS client."""

    number: int
    id: str
    password: str


class GoipLine:
    """The modem of a slot. `heard` gets what is no ack; `is_voip` tells of its SIP registration.

    `weather` is that of its own wire alone; `seen` are the last packets of both ways. `took` are
    seconds from the first sending of a keepalive (`req`) or an event (its verb) to its answer.
    """

    def __init__(
        self,
        slot: Slot,
        account: Account,
        server: Address,
        *,
        radio: Radio,
        flavour: Flavour,
        weather: Weather,
        tasks: Tasks,
        is_voip: Callable[[str], bool],
        heard: Callable[["GoipLine", str, Address], None],
    ) -> None:
        self.slot, self.account, self.server = slot, account, server
        self.radio, self.flavour = radio, flavour
        self.imei = f"86{crc32(account.id.encode()):013d}"
        self.count = 0
        self.logged_in = False
        self.talk_limit, self.remain, self.interval = -1, -1, 0
        self.typed_number = ""
        self.call: CallMoment | None = None
        self.module_on = True
        self.acked = 0
        self.seen: list[tuple[str, str]] = []
        self.took: deque[tuple[str, float]] = deque(maxlen=2000)
        self.weather = Weather()
        self._wire = Wire((self.weather, weather), self._hear)
        self._tasks = tasks
        self._is_voip = is_voip
        self._heard = heard
        self._event = 0
        self._beat_at = 0.0
        self._acks: dict[tuple[str, str], asyncio.Event] = {}
        self._keeping: asyncio.Task[None] | None = None

    # --- power

    async def start(self, address: str) -> None:
        """Switch on: the first keepalive goes out at once, with count 1."""
        base = self.flavour.port_base
        await self._wire.open(address, base + self.account.number if base else 0)
        # The clock of a GoIP begins anew with every start, so ids of events come again.
        self.count, self.logged_in, self._event = 0, False, 1_000_000 * self.account.number
        self.module_on = True
        self.radio.attach(self.slot, self)
        self._keeping = asyncio.get_running_loop().create_task(self._keep())

    async def stop(self) -> None:
        """Switch off: silence."""
        self.radio.detach(self.slot)
        self._wire.close()
        self.logged_in, self.call = False, None
        if self._keeping is not None:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
            self._keeping = None

    @property
    def is_on(self) -> bool:
        """Switched on."""
        return self._wire.is_open

    @property
    def port(self) -> int:
        """Where it sends from."""
        return self._wire.port

    def set_module(self, *, on: bool) -> None:
        """Power of the GSM module alone."""
        self.module_on = on
        if on and self.is_on:
            self.radio.attach(self.slot, self)
        else:
            self.radio.detach(self.slot)

    # --- what the server is told

    @property
    def card(self) -> SimCard | None:
        """The card in the slot."""
        return self.radio.card(self.slot)

    @property
    def is_registered(self) -> bool:
        """In the GSM network."""
        return self.module_on and self.radio.registered(self.slot)

    @property
    def number(self) -> str:
        """What it says that its number is: typed, or what the card knows."""
        return self.typed_number or (self.card.number if self.card else "")

    @property
    def is_voip(self) -> bool:
        """Registered in the office."""
        return self._is_voip(self.account.id)

    def reset_remain(self) -> int:
        """Talk time anew: as much as the limit."""
        self.remain = self.talk_limit
        return self.remain

    def set_number(self, value: str) -> bool:
        """Type the card's own number."""
        self.typed_number = value
        return value.lstrip("+").isdigit()

    def set_limit(self, value: str) -> bool:
        """Minutes that the card may talk, -1: no limit."""
        if not value.lstrip("-").isdigit():
            return False
        self.talk_limit = self.remain = int(value)
        return True

    def set_interval(self, value: str) -> bool:
        """Seconds between two calls."""
        if not value.isdigit():
            return False
        self.interval = int(value)
        return True

    @property
    def gsm_state(self) -> str:
        """As get_gsm_state tells it."""
        if self.call is None:
            return "IDLE"
        return "ACTIVE" if self.call.state == "talking" else self._ringing()

    def _ringing(self) -> str:
        assert self.call is not None
        word = "INCOMING" if self.call.way == "in" else "DIALING"
        return f"{word}:{self.call.number}"

    def keepalive(self) -> str:
        """The next one."""
        self.count += 1
        card, gsm = self.card, self.is_registered
        text = (
            f"req:{self.count};id:{self.account.id};pass:{self.account.password};"
            f"num:{self.number};signal:{card.signal if card and gsm else 99};"
            f"gsm_status:{'LOGIN' if gsm else 'LOGOUT'};"
            f"voip_status:{'LOGIN' if self.is_voip else 'LOGOUT'};"
        )
        if self.flavour.short_keepalive:
            return text
        state = "IDLE" if self.call is None else "CONNECTED"
        return text + (
            f"voip_state:{state};remain_time:{self.remain};imei:{self.imei};"
            f"imsi:{card.imsi if card else ''};iccid:{card.iccid if card else ''};"
            f"pro:{card.operator if card and gsm else ''};idle:{self.count // 2};"
            f"disable_status:{0 if self.module_on else 1};SMS_LOGIN:{'Y' if self.acked else 'N'};"
            "SMB_LOGIN:;CELLINFO:LAC:7E5,CELL ID:5E5B;CGATT:Y;"
        )

    def beat(self) -> None:
        """Send a keepalive now."""
        self._beat_at = monotonic()
        self.send(self.keepalive())

    def send(self, text: str) -> None:
        """To the server."""
        if self.is_on:
            self.seen.append(("out", text))
            del self.seen[:-500]
            self._wire.send(text, self.server)

    def answer(self, text: str, to: Address) -> None:
        """To whoever asked."""
        self.seen.append(("out", text))
        self._wire.send(text, to)

    async def _keep(self) -> None:
        while True:
            # Three periods without an answer: the server has forgotten us, and we it.
            self.acked = max(0, self.acked - 1)
            self.logged_in = self.acked > 0
            self.beat()
            await asyncio.sleep(self.flavour.keepalive)

    # --- events

    def received(self, part: Part) -> bool:
        """`Modem`: every part of a long SMS is an event of its own, without its header."""
        if not (self.is_on and self.module_on):
            return False
        self.tell("RECEIVE", f"srcnum:{part.sender};msg:{part.text}")
        return True

    def reported(self, report: Report) -> None:
        """`Modem`."""
        if report.last or self.flavour.each_report:
            self.tell("DELIVER", f"sms_no:{report.ref};state:{report.state};num:{report.number}")

    def pushed(self, text: str) -> None:
        """`Modem`."""
        self.tell("USSN", f"msg:{text}")

    def call_changed(self, moment: CallMoment) -> None:
        """`Modem`: STATE, RECORD when it begins, HANGUP and what was used up when it is over."""
        self.call = None if moment.state == "ended" else moment
        if moment.state == "begun":
            self.tell("STATE", f"gsm_remain_state:{self._ringing()}")
            way = 1 if moment.way == "in" else 2
            self.tell("RECORD", f"dir:{way};num:{moment.number}")
        elif moment.state == "talking":
            self.tell("STATE", "gsm_remain_state:BUSY")
        else:
            self.tell("HANGUP", f'num:{moment.number},cause:"{moment.cause}"')
            minutes = int(moment.talked // 60) + 1 if moment.talked else 0
            self.tell("EXPIRY", f"exp:{minutes}")
            if self.remain >= 0 and moment.way == "out":
                self.remain = max(0, self.remain - minutes)
            self.tell("REMAIN", f"gsm_remain_time:{self.remain}")
            self.tell("STATE", "gsm_remain_state:IDLE")

    def tell(self, verb: str, payload: str) -> None:
        """An event, again and again until it is acknowledged or given up."""
        self._event += 1
        name = f"{self._event}"
        text = (
            f"{verb}:{name};id:{self.account.id};"
            f"{self.flavour.key}:{self.account.password};{payload}"
        )
        self._tasks.spawn(self._insist(verb, name, text))

    async def _insist(self, verb: str, name: str, text: str) -> None:
        done, began = asyncio.Event(), monotonic()
        self._acks[verb, name] = done
        try:
            for _ in range(1 + self.flavour.resends):
                self.send(text)
                try:
                    async with asyncio.timeout(self.flavour.resend_after):
                        await done.wait()
                        self.took.append((verb, monotonic() - began))
                        return
                except TimeoutError:
                    continue
        finally:
            self._acks.pop((verb, name), None)

    # --- what comes

    def _hear(self, text: str, source: Address) -> None:
        self.seen.append(("in", text))
        words = text.split()
        if text.startswith("reg:"):
            self._registered(text)
        elif len(words) >= 3 and words[2] in {"OK", "ERROR"} and (words[0], words[1]) in self._acks:
            if words[2] == "OK":
                self._acks[words[0], words[1]].set()
        else:
            self._heard(self, text, source)

    def _registered(self, text: str) -> None:
        fields = dict(each.partition(":")[::2] for each in text.split(";"))
        if fields.get("reg") != str(self.count):
            return
        try:
            fine = int(fields.get("status", "")) in self.flavour.accepted
        except ValueError:
            return
        self.took.append(("req", monotonic() - self._beat_at))
        self.acked = 3 if fine else 0
        self.logged_in = fine
