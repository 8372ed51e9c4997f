"""Equipment between the office and the outside: gateways with SIM cards, adapters, sockets."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from vochi.core.frozen import Frozen
from vochi.core.office.ids import Slug, Title
from vochi.core.office.line import Host

#: What drives it: `goip` is UDP per line, the others speak TCP or HTTP; `quectel` and `dongle` are
#: modems inside our own Asterisk; `gammu` is a modem of this machine.
GatewayKind = Literal["goip", "yeastar", "openvox", "dinstar", "quectel", "dongle", "gammu"]
AdapterModel = Literal["ht503", "ht8xx", "spa3102", "spa2102"]
Login = Annotated[str, StringConstraints(pattern=r"^[^\s:@/\\]{1,40}$")]
Port = Annotated[int, Field(ge=1, le=65535)]


class Gateway(Frozen):
    """A gateway with `slots` SIM cards; its lines are `GsmLine`s that name it.

    `address` and `port` are where its own page (and its API, where it has one) is; None: not told
    yet. `login` is that of the page; its password is `Secrets.keys["web.<id>"]`. A GoIP's line
    logs in to us with its own line id and `Secrets.keys["sms.<line id>"]`. `socket` feeds it.
    """

    id: Slug
    name: Title
    kind: GatewayKind = "goip"
    model: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""
    slots: Annotated[int, Field(ge=1, le=64)] = 8
    address: Host | None = None
    port: Port | None = None
    web: Literal["http", "https"] = "http"
    login: Login = "admin"
    socket: Slug | None = None


class Adapter(Frozen):
    """A box that makes an analogue pair a line (`line`: FXO) or an analogue phone an extension
    (`account`: FXS); it is known for its printed settings and its page.
    """

    id: Slug
    name: Title
    model: AdapterModel = "ht503"
    address: Host | None = None
    line: str | None = None
    account: str | None = None


class Socket(Frozen):
    """A smart socket that can cut and give power: to the box itself, a gateway, or a router.

    `device` is the id that a Sonoff in DIY mode tells; `login` is Tasmota's web login, its
    password `Secrets.keys["socket.<id>"]`.
    """

    id: Slug
    name: Title
    kind: Literal["tasmota", "sonoff"]
    address: Host
    port: Port | None = None
    device: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{0,32}$")] = ""
    login: Login = "admin"
    feeds: Literal["box", "gateway", "router"] = "gateway"
