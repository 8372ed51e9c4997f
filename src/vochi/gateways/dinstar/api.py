"""What a Dinstar is asked, and how it answers: protocols.md 2, its HTTP API of 2019 and 2020."""

from collections.abc import Iterable
from typing import Any

from vochi.gateways.base import GatewayFault
from vochi.gateways.web.client import JsonWeb
from vochi.gateways.words import whole

Row = dict[str, Any]
_FINE = frozenset({200, 202})
_PORT_FACTS = "imei,imsi,iccid,number,reg,callstate,signal"
#: `error_code` -> why, where something was refused for certain.
_WHY = {486: "busy", 503: "busy", 550: "busy"}
#: Rows of one answer that are looked at.
_MOST_ROWS = 1000


class DinstarApi:
    """Raises GatewayFault; of `send` see there."""

    def __init__(self, web: JsonWeb) -> None:
        self._web = web

    async def close(self) -> None:
        """Let go of it."""
        await self._web.close()

    async def ports(self) -> list[Row]:
        """All ports."""
        told = await self._web.get("/api/get_port_info", {"info_type": _PORT_FACTS})
        return _rows(_fine(told), "info")

    async def incoming(self, after: int) -> list[Row]:
        """A page of the inbox: ids over `after`. `all`, for `unread` marks as read what it tells,
        and then nobody would ever tell it again.
        """
        told = await self._web.get(
            "/api/query_incoming_sms", {"flag": "all", "incoming_sms_id": str(after)}
        )
        return _rows(_fine(told), "sms")

    async def send(self, port: int, to: str, text: str, name: int) -> int | None:
        """`error_code`. The text is a parameter: `#` of its own would be read in it else."""
        told = await self._web.post(
            "/api/send_sms",
            {
                "text": "#param#",
                "port": [port],
                "param": [{"number": to, "text_param": [text], "user_id": name}],
                "encoding": "unicode",
                "request_status_report": True,
            },
        )
        return whole(told.get("error_code"))

    async def results(self, port: int, to: str, name: int) -> list[Row]:
        """How it went with what was sent under that name."""
        told = await self._web.post(
            "/api/query_sms_result", {"number": [to], "port": [port], "user_id": [name]}
        )
        return [each for each in _rows(_fine(told), "result") if whole(each.get("user_id")) == name]

    async def deliveries(self, ports: Iterable[int]) -> list[Row]:
        """Reports of the network that the device holds."""
        told = await self._web.post("/api/query_sms_deliver_status", {"port": list(ports)})
        return _rows(_fine(told), "result")

    async def say(self, port: int, text: str, command: str = "send") -> None:
        """A USSD code or a choice; `cancel` ends the dialogue."""
        told = await self._web.post(
            "/api/send_ussd", {"text": text, "port": [port], "command": command}
        )
        _fine(told)
        # Accepted is not said: each port tells for itself (a version writes the key with a colon).
        for each in _rows(told, "result") or _rows(told, "result:"):
            if whole(each.get("port")) == port and whole(each.get("status")) not in {None, 200}:
                _refuse(whole(each.get("status")))

    async def reply(self, port: int) -> str:
        """The last words of the network; blank: none."""
        told = await self._web.get("/api/query_ussd_reply", {"port": str(port)})
        for each in _rows(_fine(told), "reply"):
            if whole(each.get("port")) == port and isinstance(each.get("text"), str):
                return str(each["text"])
        return ""

    async def order(self, port: int, action: str, param: str = "", number: str = "") -> None:
        """Do something with a port."""
        query = {"port": str(port), "action": action, "param": param, "number": number}
        told = await self._web.get(
            "/api/set_port_info", {key: value for key, value in query.items() if value}
        )
        _fine(told)

    async def forwards(self, port: int) -> dict[str, str] | None:
        """What `CheckCallForward` has brought; None: nothing yet."""
        told = await self._web.get(
            "/api/get_port_info", {"port": str(port), "info_type": "CallForward"}
        )
        for each in _rows(_fine(told), "info"):
            found = each.get("CallForwarding")
            if whole(each.get("port")) == port and isinstance(found, dict):
                return {str(key): str(value or "") for key, value in list(found.items())[:10]}
        return None


def _fine(told: Row) -> Row:
    code = whole(told.get("error_code"))
    if code not in _FINE:
        _refuse(code)
    return told


def _refuse(code: int | None) -> None:
    raise GatewayFault(_WHY.get(code or 0, "refused"), f"error_code {code}")


def _rows(told: Row, key: str) -> list[Row]:
    found = told.get(key)
    rows = found[:_MOST_ROWS] if isinstance(found, list) else []
    return [each for each in rows if isinstance(each, dict)]
