"""An office with some things otherwise: what a scenario needs and the sample office has not."""

from typing import Any

from vochi.core.office.document import Office

#: By which field the members of a list are the same thing.
_KEYS = {
    "people": "id", "devices": "account", "lines": "id", "departments": "number", "prompts": "id",
    "inbound": "id", "outbound": "id", "follow_me": "number", "conferences": "number",
    "gateways": "id", "adapters": "id", "sockets": "id", "operators": "name",
}  # fmt: skip


def overlay(office: Office, changes: dict[str, Any]) -> Office:
    """The office with `changes` laid over it.

    Members of lists are found by their id, number or account and get the fields that are told;
    one that is not there is added. Everything else is merged by field. Raises ValidationError.
    """
    told = office.model_dump(mode="json")
    for field, value in changes.items():
        if field in _KEYS:
            told[field] = _members(told[field], value, _KEYS[field])
        elif isinstance(value, dict):
            told[field] = {**told[field], **value}
        else:
            told[field] = value
    return Office.model_validate(told)


def _members(
    known: list[dict[str, Any]], told: list[dict[str, Any]], key: str
) -> list[dict[str, Any]]:
    by_key = {each[key]: each for each in known}
    for each in told:
        by_key[each[key]] = {**by_key.get(each[key], {}), **each}
    return list(by_key.values())
