"""Makes the driver that a gateway needs; holds what drivers share (the UDP port of GoIPs)."""

from vochi.gateways.base import Driver, Equipment, Tell
from vochi.gateways.dinstar.driver import Dinstar
from vochi.gateways.goip.driver import Goip
from vochi.gateways.goip.patience import Patience
from vochi.gateways.goip.port import GoipPort
from vochi.gateways.modem.driver import Modem
from vochi.gateways.yeastar.driver import Yeastar


class Workshop:
    """`listen` and `goip_port`: where GoIP lines speak to us; open once there is a GoIP."""

    def __init__(self, listen: str, goip_port: int, patience: Patience | None = None) -> None:
        self.goip = GoipPort(listen, goip_port, patience)

    async def run(self) -> None:
        """Keep open what drivers share, until cancelled."""
        await self.goip.run()

    def make(self, equipment: Equipment, tell: Tell) -> Driver | None:
        """A driver for the gateway, None: its kind has none, or nobody knows where it is."""
        match equipment.gateway.kind:
            case "goip":
                return Goip(equipment, self.goip, tell)
            case "dinstar" if equipment.gateway.address is not None:
                return Dinstar(equipment, tell)
            case "yeastar" if equipment.gateway.address is not None:
                return Yeastar(equipment, tell)
            case ("quectel" | "dongle") as kind if equipment.gateway.address is not None:
                return Modem(equipment, tell, kind.capitalize())
            case _:
                return None
