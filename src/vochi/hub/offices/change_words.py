"""What differs between two offices, in words: nodes by what they do, not by their ids."""

from collections.abc import Iterator

from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.plan import Change, plan
from vochi.core.wording import say
from vochi.hub.node_words import NodeWords
from vochi.hub.offices.schemas import ChangeOut
from vochi.hub.spoken import short_names

#: Settings of nodes that name things of the office.
_NAMED = frozenset({"targets", "prompt", "music", "scheme", "owner", "number"})


def worded(old: Office | None, new: Office, language: Language) -> tuple[ChangeOut, ...]:
    """The plan from one office to another; facts stay codes, `text` is for people."""
    after = NodeWords(new, short_names(new), language)
    before = after if old is None else NodeWords(old, short_names(old), language)
    return tuple(
        ChangeOut(**dict(each), text=_text(each, before, after, language))
        for each in plan(old, new)
    )


def _ways(
    scheme: str, node: str, before: NodeWords, after: NodeWords, language: Language
) -> Iterator[str]:
    """Each way out that leads elsewhere now: where to, and where to before."""
    old, new = before.node(scheme, node), after.node(scheme, node)
    was, now = dict(old.exits) if old else {}, dict(new.exits) if new else {}
    for port in dict.fromkeys((*now, *was)):
        if was.get(port) == now.get(port):
            continue
        facts = {
            "way": (after if port in now else before).exit(scheme, node, port),
            "before": before.of(scheme, was.get(port)) or was.get(port, ""),
            "after": after.of(scheme, now.get(port)) or now.get(port, ""),
        }
        code = "new" if port not in was else "gone" if port not in now else "moved"
        yield say(f"node.way_{code}", facts, language)


def _text(change: Change, before: NodeWords, after: NodeWords, language: Language) -> str:
    facts = dict(change.facts)
    kind = change.code.partition(".")[0]
    if kind == "node":
        scheme, node = change.place.split("/")[1], facts["id"]
        facts["id"] = after.of(scheme, node) or before.of(scheme, node) or node
        field = facts.get("field")
        if field == "exits":
            ways = ", ".join(_ways(scheme, node, before, after, language))
            return say("node.leads", {**facts, "ways": ways}, language)
        if field is not None:
            facts["field"] = after.field(scheme, node, field) or field
        if field in _NAMED:
            for side, words in (("before", before), ("after", after)):
                facts[side] = ", ".join(map(words.thing, facts[side].split(", ")))
    elif kind == "person" and facts.get("field") == "name":
        facts["field"] = "person_name"
    return say(change.code, facts, language)
