"""Telephony of a portal: calls that are registered, shown, finished, and their recordings."""

import base64
import binascii
import re
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from vochi.lab.bitrix.wrong import Wrong

if TYPE_CHECKING:
    from vochi.lab.bitrix.portal import Portal

#: The same call registered again within this many seconds is the same call.
AGAIN = 1800
_CODES = frozenset(
    {"200", "304", "603", "603-S", "403", "404", "486", "484", "503", "480", "402", "423", "OTHER"}
)


@dataclass
class PortalCall:
    """A call as the portal knows it. `shown` are users whose screen has its card now, `were` all
    who ever had; `finished` is the body of finish.
    """

    id: str
    fields: dict[str, Any]
    user: int
    at: float
    shown: list[int] = field(default_factory=list)
    were: list[int] = field(default_factory=list)
    finished: dict[str, Any] | None = None
    record: bytes | None = None
    record_name: str = ""
    by_click: bool = False


class Telephony:
    """The methods `telephony.*`."""

    def __init__(self, portal: "Portal") -> None:
        self._portal = portal
        self.calls: dict[str, PortalCall] = {}
        self.lines: dict[str, str] = {}
        self.clients: dict[str, dict[str, Any]] = {}
        self.history: list[tuple[str, str]] = []

    def method(self, name: str, fields: dict[str, Any]) -> Any:
        """Do one. Raises Wrong."""
        match name.removeprefix("telephony."):
            case "externalline.add":
                return self._add_line(fields)
            case "externalcall.register":
                return self._register(fields)
            case "externalcall.show":
                return self._show(fields, is_shown=True)
            case "externalcall.hide":
                return self._show(fields, is_shown=False)
            case "externalcall.finish":
                return self._finish(fields)
            case "externalcall.attachrecord":
                return self._attach(fields)
            case "externalcall.searchcrmentities":
                return self._search(fields)
            case _:
                raise Wrong(404, "ERROR_METHOD_NOT_FOUND", "Method not found!")

    def begin_click(self, user: int, number: str) -> str:
        """A user clicked a number: registered by the portal itself, with its card shown."""
        call = PortalCall(
            _identity(), {"PHONE_NUMBER": number, "TYPE": 1}, user, self._portal.clock(),
            [user], [user], by_click=True,
        )  # fmt: skip
        self.calls[call.id] = call
        return call.id

    def _add_line(self, fields: dict[str, Any]) -> dict[str, Any]:
        number = str(fields.get("NUMBER") or "")
        if not number:
            raise Wrong(400, "ERROR_CORE", "NUMBER should not be empty")
        if number in self.lines:
            raise Wrong(400, "ERROR_CORE", "Line already exists")
        self.lines[number] = str(fields.get("NAME") or "")
        return {"ID": len(self.lines)}

    def _register(self, fields: dict[str, Any]) -> dict[str, Any]:
        user = self._portal.user(fields)
        number = str(fields.get("PHONE_NUMBER") or "")
        if not re.fullmatch(r"\+?[0-9]{3,20}", number):
            raise Wrong(400, "ERROR_CORE", "Unsupported phone number format")
        if str(fields.get("TYPE")) not in {"1", "2", "3", "4", "5"}:
            raise Wrong(400, "ERROR_CORE", "Unknown TYPE")
        if fields.get("CALL_START_DATE"):
            _moment(str(fields["CALL_START_DATE"]))
        now = self._portal.clock()
        keys = ("PHONE_NUMBER", "TYPE", "USER_ID", "USER_PHONE_INNER", "LINE_NUMBER",
                "EXTERNAL_CALL_ID")  # fmt: skip
        for known in self.calls.values():
            same = all(known.fields.get(key) == fields.get(key) for key in keys)
            if same and not known.by_click and now - known.at < AGAIN:
                return self._registered(known)
        call = PortalCall(_identity(), dict(fields), user, now)
        if str(fields.get("SHOW", 1)) == "1":
            call.shown, call.were = [user], [user]
        self.calls[call.id] = call
        self.history.append(("register", call.id))
        return self._registered(call)

    def _registered(self, call: PortalCall) -> dict[str, Any]:
        client = self.clients.get(str(call.fields.get("PHONE_NUMBER")))
        made = client is None and str(call.fields.get("CRM_CREATE")) == "1"
        return {
            "CALL_ID": call.id,
            "CRM_CREATED_LEAD": 100 if made else None,
            "CRM_CREATED_ENTITIES": [{"ENTITY_TYPE": "LEAD", "ENTITY_ID": 100}] if made else [],
            "CRM_ENTITY_TYPE": client["CRM_ENTITY_TYPE"] if client else "LEAD" if made else "",
            "CRM_ENTITY_ID": client["CRM_ENTITY_ID"] if client else 100 if made else 0,
        }

    def _show(self, fields: dict[str, Any], *, is_shown: bool) -> bool:
        call = self.calls.get(str(fields.get("CALL_ID")))
        if call is None or call.finished is not None:
            return False
        named = fields.get("USER_ID", call.user)
        users = [int(each) for each in (named if isinstance(named, list) else [named])]
        for user in users:
            if is_shown and user not in call.shown:
                call.shown.append(user)
                call.were.append(user)
            elif not is_shown and user in call.shown:
                call.shown.remove(user)
        self.history.append(("show" if is_shown else "hide", call.id))
        return True

    def _finish(self, fields: dict[str, Any]) -> dict[str, Any]:
        identity = fields.get("CALL_ID")
        if not isinstance(identity, str):
            raise Wrong(400, "INVALID_ARGUMENT", "CALL_ID must be a string")
        user = self._portal.user(fields)
        call = self.calls.get(identity)
        if call is None or call.finished is not None:
            unknown = "Call is not found (call should be registered prior to finishing)"
            raise Wrong(400, "ERROR_CORE", unknown)
        duration = int(fields.get("DURATION") or 0)
        code = str(fields.get("STATUS_CODE") or ("200" if duration > 0 else "304"))
        if code not in _CODES:
            raise Wrong(400, "ERROR_CORE", "Unknown STATUS_CODE")
        call.finished = dict(fields) | {"user": user}
        call.shown = []
        self.history.append(("finish", call.id))
        return {
            "ID": len(self.calls), "CALL_ID": call.id, "PORTAL_USER_ID": user,
            "EXTERNAL_CALL_ID": call.fields.get("EXTERNAL_CALL_ID"),
            "PHONE_NUMBER": call.fields.get("PHONE_NUMBER"),
            "PORTAL_NUMBER": call.fields.get("LINE_NUMBER", ""),
            "INCOMING": str(call.fields.get("TYPE")), "CALL_DURATION": duration,
            "CALL_START_DATE": {}, "CALL_STATUS": 1 if code == "200" else 0,
            "CALL_VOTE": fields.get("VOTE", 0), "COST": 0, "COST_CURRENCY": "",
            "CALL_FAILED_CODE": code, "CALL_FAILED_REASON": fields.get("FAILED_REASON", ""),
            "REST_APP_ID": "3", "REST_APP_NAME": "Vochi", "CRM_ACTIVITY_ID": 7943,
            "COMMENT": None, "CRM_ENTITY_TYPE": "CONTACT", "CRM_ENTITY_ID": 797,
        }  # fmt: skip

    def _attach(self, fields: dict[str, Any]) -> dict[str, Any]:
        if not fields.get("RECORD_URL") and "FILENAME" not in fields:
            raise Wrong(400, "", "Required parameters are not set. Request should contain either "
                                 "URL or FILENAME parameter")  # fmt: skip
        call = self.calls.get(str(fields.get("CALL_ID")))
        if call is None or call.finished is None:
            raise Wrong(400, "", "Call is not found in the statistic table. It looks like it is "
                                 "not finished yet.")  # fmt: skip
        name = str(fields["FILENAME"])
        if not name:
            raise Wrong(400, "ERROR_CORE", "File name is empty")
        if name.rpartition(".")[2].lower() not in {"mp3", "wav"}:
            raise Wrong(400, "ERROR_CORE", "Wrong file extension. Only wav and mp3 are allowed")
        content = fields.get("FILE_CONTENT")
        if content is None:
            return {"uploadUrl": f"{self._portal.url}/rest/upload.json", "fieldName": "file"}
        if not content:
            raise Wrong(400, "ERROR_CORE", "File content is empty.")
        try:
            call.record = base64.b64decode(str(content), validate=True)
        except binascii.Error:
            raise Wrong(400, "ERROR_CORE", "File content is not properly encoded. Base64 encoding "
                                           "is expected.") from None  # fmt: skip
        call.record_name = name
        self.history.append(("record", call.id))
        return {"FILE_ID": 9079}

    def _search(self, fields: dict[str, Any]) -> list[dict[str, Any]]:
        number = str(fields.get("PHONE_NUMBER") or "")
        if not number:
            raise Wrong(400, "ERROR_CORE", "PHONE_NUMBER is empty")
        client = self.clients.get(number)
        return [client] if client else []

    def add_client(self, number: str, name: str, owner: int) -> None:
        """Somebody whom the CRM knows."""
        self.clients[number] = {
            "CRM_ENTITY_TYPE": "CONTACT", "CRM_ENTITY_ID": 651, "ASSIGNED_BY_ID": owner,
            "NAME": name,
            "ASSIGNED_BY": {"ID": str(owner), "TIMEMAN_STATUS": "OPENED", "USER_PHONE_INNER": None,
                            "WORK_PHONE": None, "PERSONAL_PHONE": None, "PERSONAL_MOBILE": None},
        }  # fmt: skip


def _identity() -> str:
    return f"externalCall.{secrets.token_hex(16)}.1773130779"


def _moment(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError:
        raise Wrong(400, "ERROR_CORE", "CALL_START_DATE should be in the ISO-8601 format") from None
    if read.tzinfo is None:
        raise Wrong(400, "ERROR_CORE", "CALL_START_DATE should be in the ISO-8601 format")
    return read
