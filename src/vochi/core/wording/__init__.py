"""Words for codes: problems, changes, refusals and commands, in the languages of the product."""

from collections.abc import Mapping

from vochi.core.office.company import Language
from vochi.core.wording import (
    audit,
    be,
    cabinet,
    clients,
    commands,
    constructor,
    constructor_fields,
    crm,
    deeds,
    en,
    equipment,
    flow,
    gateways,
    guides,
    hooks,
    log,
    notices,
    numbers,
    out,
    outgoing,
    people,
    plain,
    privacy,
    promises,
    prompts,
    proof,
    publishing,
    reach,
    refused,
    repair,
    reports,
    rights,
    ru,
    sms,
    strangers,
    tariffs,
    templates,
    trace,
    voice,
)

#: Words by area; each of these modules has `RU`, `EN`, `BE` with the same codes.
AREAS = (
    flow, out, reach, people, outgoing, proof, trace, commands, refused, voice, equipment,
    cabinet, gateways, rights, deeds, audit, tariffs, guides, repair, sms, strangers, prompts,
    hooks, log, notices, crm, numbers, templates, constructor, constructor_fields, publishing,
    plain, promises, clients,
    privacy, reports,
)  # fmt: skip
TABLES: dict[Language, dict[str, str]] = {
    "ru": ru.WORDS | {code: words for area in AREAS for code, words in area.RU.items()},
    "en": en.WORDS | {code: words for area in AREAS for code, words in area.EN.items()},
    "be": be.WORDS | {code: words for area in AREAS for code, words in area.BE.items()},
}

#: Facts whose values are words themselves; `field.extension` is the name of a field.
_WORDED = {
    "field": "field", "kind": "field", "transport": "transport", "classes": "class",
    "node_kind": "kind", "hears": "hears", "not_rung": "not_rung",
    "weekday": "weekday", "reasons": "reason", "fault": "fault", "symptom": "symptom",
    "works_from": "works_from", "channel": "channel", "crm": "crm.name",
}  # fmt: skip


def say(code: str, facts: Mapping[str, object], language: Language) -> str:
    """Word a code with its facts. An unknown code is shown as it is, with its facts beside it.

    Facts are data: whatever they hold, they are only put into their places.
    """
    words = TABLES[language]
    form = words.get(code)
    if form is None:
        shown = ", ".join(f"{key}={value}" for key, value in facts.items())
        return f"{code} ({shown})" if shown else code
    return form.format_map(_Facts(words, facts))


class _Facts(dict[str, str]):
    """Facts by name; one that is missing is a dash, never an exception on somebody's screen."""

    def __init__(self, words: Mapping[str, str], facts: Mapping[str, object]) -> None:
        super().__init__({key: _worded(words, key, str(held)) for key, held in facts.items()})

    def __missing__(self, key: str) -> str:
        return "—"


def _worded(words: Mapping[str, str], key: str, held: str) -> str:
    group = _WORDED.get(key)
    if held in ("yes", "no"):
        return words.get(f"value.{held}", held)
    if group is None:
        return held
    return ", ".join(words.get(f"{group}.{part}", part) for part in held.split(", "))
