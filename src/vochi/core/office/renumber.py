"""A short number moved to another one, wherever the office names it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from pydantic import BaseModel

from vochi.core.office.document import Office
from vochi.core.office.ids import Account, Extension


def renumber(office: Office, old: str, new: str) -> Office:
    """The office in which `new` is what `old` was: itself, and in everything that names it.

    Accounts of its devices move with an extension (`180-2` -> `190-2`). Whether `new` is free is
    for `verify` to say. By types: whatever field is an Extension, of today's kinds or of later.
    """
    moved: Office = _in(office, Office, old, new)
    return moved


def accounts_moved(office: Office, old: str, new: str) -> dict[str, str]:
    """SIP accounts that are named anew: before -> after."""
    return {
        device.account: _account(device.account, old, new)
        for device in office.devices
        if device.extension == old
    }


def _in(value: Any, hint: Any, old: str, new: str) -> Any:
    """The value with the number moved; the very same object where nothing named it."""
    if isinstance(value, BaseModel):
        hints = _hints(type(value))
        was = {name: getattr(value, name) for name in type(value).model_fields}
        now = {name: _in(held, hints[name], old, new) for name, held in was.items()}
        changed = {name: held for name, held in now.items() if held is not was[name]}
        return value.model_copy(update=changed) if changed else value
    if isinstance(value, tuple):
        items = tuple(_in(each, hint, old, new) for each in value)
        return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
    if isinstance(value, Mapping):
        pairs = {key: _in(held, hint, old, new) for key, held in value.items()}
        return pairs if any(pairs[key] is not value[key] for key in value) else value
    if isinstance(value, str):
        if value == old and _holds(hint, Extension):
            return new
        if _holds(hint, Account):
            return _account(value, old, new)
    return value


def _account(account: str, old: str, new: str) -> str:
    extension, dash, ordinal = account.partition("-")
    return f"{new}{dash}{ordinal}" if extension == old else account


@lru_cache(maxsize=128)
def _hints(kind: type[BaseModel]) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _holds(hint: Any, kind: object) -> bool:
    """Whether a type is `kind`, or holds it somewhere: `tuple[Extension | E164, ...] | None`."""
    if hint == kind:
        return True
    # What is annotated by hand (a length, a default) is looked through, the kinds are not.
    inner = get_args(hint)[:1] if get_origin(hint) is Annotated else get_args(hint)
    return any(_holds(each, kind) for each in inner)
