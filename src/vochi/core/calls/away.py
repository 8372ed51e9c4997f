"""Who does not want to be rung: do-not-disturb, forward, wrap-up time; derived from the journal.

Shape, for whoever shows it: `Aways.of(extension, now)` is None or an `Away`:

    Away(state="dnd",     since=..., to=None,            until=None)
    Away(state="forward", since=..., to="+375291234567", until=None)     extension or E.164
    Away(state="wrap",    since=..., to=None,            until=datetime) ends by itself

What it is made of: rows V_AWAY and V_WRAP (phone codes, the dialplan), and `command` entries with
`ok` whose facts name `ext`, `state` and `to` as V_AWAY does (the desk). The facts that calls obey
are in Asterisk's own store and outlive it; so do these.
"""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Literal

from vochi.core.calls.entry import Entry
from vochi.core.calls.row import read_row
from vochi.core.frozen import Frozen

AwayState = Literal["dnd", "forward", "wrap"]
#: Epochs beyond this are no times (the year 3000): a row may say anything.
_LATEST = 32_503_680_000


class Away(Frozen):
    """Why an employee is not rung now; `to` takes his calls, `until` ends it."""

    state: AwayState
    since: datetime
    to: str | None = None
    until: datetime | None = None


class Aways:
    """States by extension, fed entry by entry in the order of the journal. Can be pickled."""

    def __init__(self) -> None:
        self._chosen: dict[str, Away] = {}
        self._wraps: dict[str, Away] = {}

    def take(self, entry: Entry) -> str | None:
        """The extension whose state the entry sets, None when it sets none."""
        event, said = _said(entry)
        extension = said.get("ext", "")
        if not extension:
            return None
        match event, said.get("state"):
            case "V_WRAP", _:
                until = _epoch(said.get("until", ""))
                if until is None:
                    return None
                self._wraps[extension] = Away(state="wrap", since=entry.at, until=until)
            case "V_AWAY", "dnd":
                self._chosen[extension] = Away(state="dnd", since=entry.at)
            case "V_AWAY", "forward" if said.get("to"):
                self._chosen[extension] = Away(state="forward", since=entry.at, to=said["to"])
            case "V_AWAY", "none":
                self._chosen.pop(extension, None)
            case "V_AWAY", "ready":
                self._chosen.pop(extension, None)
                self._wraps.pop(extension, None)
            case _:
                return None
        return extension

    def of(self, extension: str, now: datetime) -> Away | None:
        """What he chose; else his wrap-up time, while it lasts."""
        wrap = self._wraps.get(extension)
        lasts = wrap is not None and wrap.until is not None and wrap.until > now
        return self._chosen.get(extension) or (wrap if lasts else None)

    def all(self, now: datetime) -> dict[str, Away]:
        """Everybody who is away."""
        found = {each: self.of(each, now) for each in sorted({*self._chosen, *self._wraps})}
        return {extension: away for extension, away in found.items() if away is not None}


def read_aways(entries: Iterable[Entry]) -> Aways:
    """The states after the entries, which may come in any order."""
    aways = Aways()
    for entry in sorted(entries, key=lambda each: each.seq):
        aways.take(entry)
    return aways


def is_about_away(entry: Entry) -> bool:
    """Whether `take` makes anything of it: what is kept to know the states later."""
    return _said(entry)[0] != ""


def _said(entry: Entry) -> tuple[str, Mapping[str, str]]:
    if entry.kind == "command":
        facts = entry.body.get("facts")
        if entry.body.get("ok") is not True or not isinstance(facts, dict):
            return "", {}
        said = {key: value for key, value in facts.items() if isinstance(value, str)}
        return ("V_AWAY", said) if "ext" in said and "state" in said else ("", {})
    if entry.kind == "cel" and entry.body.get("EventType") in {"V_AWAY", "V_WRAP"}:
        row = read_row(entry)
        return (row.event, row.said) if row is not None else ("", {})
    return "", {}


def _epoch(text: str) -> datetime | None:
    if not (text.isascii() and text.isdigit()) or len(text) > len(str(_LATEST)):
        return None
    return datetime.fromtimestamp(min(int(text), _LATEST), UTC)
