"""The page of a GoIP from outside: who may log in, what it says of its lines, what is not safe."""

import html
import re

from vochi.core.frozen import Frozen
from vochi.core.office.gateway import Gateway
from vochi.gateways.base import GatewayFault
from vochi.gateways.goip.reading import dbm
from vochi.gateways.goip.web import Answer, Site, is_open

#: As it leaves the factory.
FACTORY = ("admin", "admin")
#: Where telnet was seen; behind it is the login `dbladm` that nobody can shut (Trustwave, 2017).
TELNET = (23, 13000)
_STATUS = "/default/en_US/status.xml?type=list"
_ABOUT = ("/default/en_US/status.html", "/default/en_US/status.html?type=gsm")
_TAG = re.compile(r"<(/?)l([0-9]{1,2})_([a-z_]{1,30})>")
_MARKUP = re.compile(r"<[^<>]{0,200}>")
_FIRMWARE = re.compile(r"\bG[A-Z0-9]{2,8}-[0-9]{1,2}\.[0-9]{1,3}[0-9A-Za-z.-]{0,20}")
_MODEL = re.compile(r"\bGoIP[ _-]?[0-9]{1,2}\b", re.IGNORECASE)
_MOST_LINES = 64


class PageLine(Frozen):
    """A line as the page shows it; `signal` in dBm, None: not told."""

    slot: int
    module: bool | None = None
    sim: bool | None = None
    registered: bool | None = None
    voip: bool | None = None
    sms_login: bool | None = None
    bank_login: bool | None = None
    state: str = ""
    signal: int | None = None
    operator: str = ""


class PageReport(Frozen):
    """`login`: ours is taken. `factory`: so is that of the factory. None: could not be tried.

    `why` (`offline`, `no_answer`, `refused`) when there is no page; `open`: it asks nobody who he
    is. `telnet` are ports of a service with a back door.
    """

    reachable: bool
    why: str = ""
    login: bool | None = None
    factory: bool | None = None
    open: bool = False
    telnet: tuple[int, ...] = ()
    model: str = ""
    firmware: str = ""
    lines: tuple[PageLine, ...] = ()


async def probe_page(
    gateway: Gateway, password: str, telnet: tuple[int, ...] = TELNET
) -> PageReport:
    """Look at the page of a gateway that has an address; nothing there is changed."""
    if gateway.address is None:
        return PageReport(reachable=False, why="offline")
    site = Site(gateway.address, gateway.port or _port(gateway), gateway.web)
    found = tuple([port for port in telnet if await is_open(site.host, port)])
    try:
        bare = await site.get(_STATUS)
        is_bare = _is_page(bare)
        ours = await _status(site, (gateway.login, password)) if password else None
        own = (gateway.login, password) == FACTORY
        factory = ours if own else await _status(site, FACTORY)
    except GatewayFault as fault:
        return PageReport(reachable=False, why=fault.why, telnet=found)
    shown = bare if is_bare else next((each for each in (ours, factory) if each is not None), None)
    login = (gateway.login, password) if ours is not None else FACTORY
    about = "" if shown is None else await _about(site, None if is_bare else login)
    return PageReport(
        reachable=True,
        # A page that lets everybody in tells nothing of passwords.
        login=None if is_bare or not password else ours is not None,
        factory=None if is_bare else factory is not None,
        open=is_bare,
        telnet=found,
        model=_first(_MODEL, about),
        firmware=_first(_FIRMWARE, about),
        lines=() if shown is None else read_status(shown.text),
    )


def read_status(text: str) -> tuple[PageLine, ...]:
    """Lines of `status.xml`: tags `l<N>_<name>`, whatever stands around them."""
    told: dict[int, dict[str, str]] = {}
    begun: tuple[str, str, int] | None = None
    for tag in _TAG.finditer(text):
        closes, slot, name = tag.groups()
        if not closes:
            begun = (slot, name, tag.end())
        elif begun is not None and begun[:2] == (slot, name):
            told.setdefault(int(slot), {})[name] = _value(text[begun[2] : tag.start()])
            begun = None
    return tuple(_line(slot, told[slot]) for slot in sorted(told) if 1 <= slot <= _MOST_LINES)


async def _status(site: Site, login: tuple[str, str]) -> Answer | None:
    """The status for a login, None: it is not taken."""
    answer = await site.get(_STATUS, login)
    return answer if _is_page(answer) else None


def _is_page(answer: Answer) -> bool:
    return answer.status == 200


async def _about(site: Site, login: tuple[str, str] | None) -> str:
    texts = []
    for path in _ABOUT:
        try:
            answer = await site.get(path, login)
        except GatewayFault:
            continue
        if _is_page(answer):
            texts.append(answer.text)
    return "\n".join(texts)


def _line(slot: int, told: dict[str, str]) -> PageLine:
    return PageLine(
        slot=slot,
        module=_flag(told.get("module_status_gsm")),
        sim=_flag(told.get("gsm_sim")),
        registered=_flag(told.get("gsm_status")),
        voip=_flag(told.get("status_line")),
        sms_login=_flag(told.get("sms_login")),
        bank_login=_flag(told.get("smb_login")),
        state=told.get("line_state", ""),
        signal=dbm(told.get("gsm_signal", "")),
        operator=told.get("gsm_cur_oper", ""),
    )


def _value(told: str) -> str:
    text = _MARKUP.sub("", html.unescape(told[:1000]))
    return html.unescape(text).replace("\u00a0", " ").strip()[:80]


def _flag(told: str | None) -> bool | None:
    return {"Y": True, "LOGIN": True, "N": False, "LOGOUT": False}.get((told or "").upper())


def _first(shape: re.Pattern[str], text: str) -> str:
    found = shape.search(text)
    return found[0] if found else ""


def _port(gateway: Gateway) -> int:
    return 443 if gateway.web == "https" else 80
