"""Why a call rang where it did, and why it did not elsewhere, in the asker's words (B05)."""

from vochi.core.calls.call import Call as FoldedCall
from vochi.core.calls.endpoint import Endpoint
from vochi.core.calls.explained import Explained
from vochi.core.calls.trace import trace
from vochi.core.office.company import Language
from vochi.core.wording import say
from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.answer import Refused
from vochi.hub.calls.naming import Naming, naming
from vochi.hub.calls.schemas import TraceLine
from vochi.hub.node_words import NodeWords
from vochi.hub.spoken import spoken


def of_call(who: Asker, call_id: int, language: Language) -> list[TraceLine]:
    """The trace by the office that the call went through. Raises Refused 404."""
    company = who.company
    rows = seen.calls(company, who.sight).filter(pk=call_id)
    body = rows.values_list("body", flat=True).first()
    if body is None:
        raise Refused(404, "not_found")
    call = FoldedCall.model_validate_json(body)
    names = naming(company, call.office_version)
    nodes = NodeWords(names.office, names.short, language)
    return [_line(each, names, nodes, language) for each in trace(call, names.office)]


def _line(each: Explained, names: Naming, nodes: NodeWords, language: Language) -> TraceLine:
    facts = spoken(each.facts, names.short, language)
    code = each.code
    if "line" in facts:
        facts["line"] = names.line(each.who if each.about == "line" and each.who else facts["line"])
    elif each.about == "line" and each.who is not None:
        facts["who"] = names.line(each.who)
    if each.about == "node":
        # A sentence on hours names the period itself.
        of = nodes.kind if "period" in facts else nodes.of
        kind = facts.get("kind", "")
        facts["node"] = of(each.scheme, each.node, kind) or facts.get("node", "")
        if "out" in each.facts:
            facts["out"] = nodes.exit(each.scheme, each.node, each.facts["out"])
        if code == "trace.node_left" and each.facts.get("out") == "next":
            code = "trace.node"  # that a node is left by its only way out goes without saying
    return TraceLine(**dict(each), name=_name(each, names), text=say(code, facts, language))


def _name(each: Explained, names: Naming) -> str | None:
    """Whose phone or which line it is; None when its number says it all."""
    if each.who is None:
        return None
    if each.about in {"device", "line"}:
        extension = Endpoint(name=each.who).extension
        return names.party(extension) if extension else names.line(each.who)
    return names.party(each.who)
