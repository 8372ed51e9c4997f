"""The driver that a socket of the office needs."""

from typing import assert_never

from vochi.core.office.gateway import Socket
from vochi.gateways.sockets.outlet import Outlet
from vochi.gateways.sockets.sonoff import Sonoff
from vochi.gateways.sockets.tasmota import Tasmota


def make_outlet(socket: Socket, password: str) -> Outlet:
    """`password` is `Secrets.keys["socket.<id>"]`, empty where there is none."""
    match socket.kind:
        case "tasmota":
            return Tasmota(socket.address, socket.port, socket.login, password)
        case "sonoff":
            return Sonoff(socket.address, socket.port, socket.device)
        case _ as never:
            assert_never(never)
