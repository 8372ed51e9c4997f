"""Sending one SMS: it is put into the queue of the device, which is asked how it went.

Before `send_sms` is on the wire, and when the device refuses it by a code, it has not gone. From
then on only the device's own result is certain, asked for by a number of ours that no other SMS
has: also when the answer to `send_sms` was lost.
"""

import asyncio
import secrets

from vochi.gateways.base import GatewayFault, LateAnswer, MaybeSent, NotSent, Retry, Sent
from vochi.gateways.dinstar.api import DinstarApi, Row
from vochi.gateways.dinstar.patience import Patience
from vochi.gateways.words import clean, whole

_REFUSED: dict[int, tuple[str, Retry]] = {
    400: ("refused", "never"),
    413: ("refused", "never"),
    486: ("busy", "later"),
    503: ("refused", "later"),
    550: ("refused", "other_line"),
}
_CERTAIN = frozenset({"offline", "wrong_password", "not_supported"})
_SENT = frozenset({"SENT_OK", "DELIVERED"})


class Sending:
    """`run` once; after a MaybeSent `wait` may find out."""

    def __init__(self, api: DinstarApi, port: int, to: str, patience: Patience) -> None:
        self._api = api
        self._port = port
        self._to = to
        self._patience = patience
        self._clock = asyncio.get_running_loop().time
        self.name = secrets.randbelow(2**31 - 2) + 1

    async def run(self, text: str) -> Sent:
        """Raises NotSent, MaybeSent."""
        until = self._clock() + self._patience.sms
        try:
            code = await self._api.send(self._port, self._to, text, self.name)
        except GatewayFault as fault:
            if fault.why in _CERTAIN:
                raise NotSent(fault.why, "later", detail=fault.detail) from None
        else:
            if code in _REFUSED:
                why, retry = _REFUSED[code]
                raise NotSent(why, retry, detail=f"error_code {code}")
        found = await self._result(until, self._patience.result)
        if found is None:
            raise MaybeSent("no_answer", handle=str(self.name))
        if _went(found):
            return Sent(ref=_ref(found))
        raise _failed(found)

    async def wait(self, line: str) -> LateAnswer | None:
        """What became of it; None: nobody will know."""
        until = self._clock() + self._patience.late
        found = await self._result(until, self._patience.poll)
        if found is None or (not _went(found) and isinstance(_failed(found), MaybeSent)):
            return None
        return LateAnswer(
            line=line, handle=str(self.name), number=self._to, sent=_went(found), ref=_ref(found)
        )

    async def _result(self, until: float, every: float) -> Row | None:
        while True:
            await asyncio.sleep(min(every, max(0.0, until - self._clock())))
            try:
                rows = await self._api.results(self._port, self._to, self.name)
            except GatewayFault:
                rows = []
            for row in rows:
                if _status(row) in _SENT or _status(row) == "FAILED":
                    return row
            if self._clock() >= until:
                return None


def _status(row: Row) -> str:
    return clean(row.get("status"), 40).strip().upper()


def _went(row: Row) -> bool:
    return _status(row) in _SENT


def _ref(row: Row) -> str:
    found = whole(row.get("ref_id"))
    return "" if found is None or found < 0 else str(found)


def _failed(row: Row) -> NotSent | MaybeSent:
    """It does not say why. Of a long one some parts may have gone."""
    if (whole(row.get("succ_count")) or 0) > 0:
        return MaybeSent("refused", "a part of it has gone")
    return NotSent("refused", "later", detail="FAILED")
