"""What happened to SIM cards and gateways, in the asker's words."""

from collections.abc import Mapping
from typing import Any

from vochi.core.gsm.money import shown
from vochi.core.numbers import pretty
from vochi.core.office.company import Language
from vochi.core.wording import TABLES, say


def fault(code: str | None, name: str, language: Language) -> str:
    """What the line doctor found of the line `name`."""
    if code is None:
        return say("gsm.well", {}, language)
    known = f"line.fault.{code}" in TABLES[language]
    return say(f"line.fault.{code}", {"name": name}, language) if known else code


def why(code: str, language: Language) -> str:
    """A reason, worded where there are words for it."""
    for name in (f"repair.why.{code}", f"gsm.why.{code}", code):
        if name in TABLES[language]:
            return say(name, {}, language)
    return code


def event(kind: str, body: Mapping[str, Any], name: str, language: Language) -> tuple[str, bool]:
    """One thing that happened to the line `name` in words, and whether it went well."""
    because = why(str(body.get("why") or ""), language)
    tail = f": {because}" if because else ""
    match kind:
        case "swap":
            code = _swap(body)
            facts = {"before": body.get("before") or "—", "now": body["iccid"] or body["imsi"],
                     "slot": body["slot"], "operator": body["operator"] or "—"}  # fmt: skip
            return say(f"gsm.swap.{code}", facts, language), True
        case "balance":
            ok = body["cents"] is not None
            amount = shown(body["cents"], str(body["currency"])) if ok else "—"
            form = "gsm.balance.read" if ok else "gsm.balance.unread"
            return say(form, {"amount": amount}, language) + ("" if ok else tail), ok
        case "forward":
            form = "gsm.forward.set" if body["to"] else "gsm.forward.cleared"
            reason = say(f"reason.{body['reason']}", {}, language)
            facts = {"reason": reason, "to": pretty(str(body["to"]))}
            return say(form, facts, language) + ("" if body["ok"] else tail), body["ok"] is True
        case "check":
            return fault(body["fault"], name, language), body["fault"] is None
        case "repair":
            what = say(f"repair.{body['what']}", {}, language)
            # What has begun has not failed: how it ended is told by an entry of its own.
            ok = body["ok"] is True or body["why"] == "begun"
            return what + ("" if body["ok"] else tail), ok
        case "ussd":
            return _ussd(body, language)
        case _:
            return kind, True


def _swap(body: Mapping[str, Any]) -> str:
    if not (body["iccid"] or body["imsi"]):
        return "out"
    return "other" if body.get("before") else "in"


def _ussd(body: Mapping[str, Any], language: Language) -> tuple[str, bool]:
    state = str(body["state"])
    text = str(body["text"])
    if state in {"failed", "closed"} and not text:
        text = why(str(body["why"]), language)
    return say(f"gsm.ussd.{state}", {"text": text}, language).rstrip(": "), state != "failed"
