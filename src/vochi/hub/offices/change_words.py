"""What differs between two offices, in words: nodes by what they do, not by their ids."""

from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.plan import Change, plan
from vochi.core.wording import say
from vochi.hub.node_words import NodeWords
from vochi.hub.offices.schemas import ChangeOut
from vochi.hub.spoken import short_names


def worded(old: Office | None, new: Office, language: Language) -> tuple[ChangeOut, ...]:
    """The plan from one office to another; facts stay codes, `text` is for people."""
    after = NodeWords(new, short_names(new), language)
    before = after if old is None else NodeWords(old, short_names(old), language)
    return tuple(
        ChangeOut(**dict(each), text=_text(each, before, after, language))
        for each in plan(old, new)
    )


def _text(change: Change, before: NodeWords, after: NodeWords, language: Language) -> str:
    facts = dict(change.facts)
    kind = change.code.partition(".")[0]
    if kind == "node":
        scheme, node = change.place.split("/")[1], facts["id"]
        facts["id"] = after.of(scheme, node) or before.of(scheme, node) or node
    elif kind == "person" and facts.get("field") == "name":
        facts["field"] = "person_name"
    return say(change.code, facts, language)
