"""Problems in the words of the screen: nodes and ways out by their names, not by their ids."""

from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.office.problem import Problem
from vochi.core.scheme.nodes.base import NodeBase
from vochi.core.wording import TABLES, say
from vochi.hub.node_words import NodeWords, way_out

#: What a constructor puts where nothing is chosen yet.
NOT_CHOSEN = "not-chosen"


def said(problem: Problem, office: Office, language: Language) -> str:
    """The words of a problem of `office`."""
    facts = dict(problem.facts)
    if NOT_CHOSEN in facts.values():
        unchosen = TABLES[language]["value.not_chosen"]
        facts = {name: unchosen if held == NOT_CHOSEN else held for name, held in facts.items()}
    match problem.place.split("/"):
        case ["inbound", index, "nodes", node, *_] if index.isdecimal():
            schemes = office.inbound[int(index) : int(index) + 1]
            found = schemes[0].nodes.get(node) if schemes else None
            if found is not None:
                if facts.get("node") == node:
                    facts["node"] = _node(found, schemes[0].id, node, office, language)
                if "port" in facts:
                    facts["port"] = way_out(found, facts["port"], language) or facts["port"]
        case _:
            pass
    return say(problem.code, facts, language)


def _node(it: NodeBase, scheme: str, node: str, office: Office, language: Language) -> str:
    """`Людям и отделам: Продажи`: its kind as the palette calls it, and what it does."""
    kind = TABLES[language].get(f"kind.{_kind(it)}", node)
    short = {
        **{person.extension: person.name for person in office.people},
        **{each.number: each.name for each in office.departments},
        **{each.number: each.name for each in office.follow_me},
    }
    about = NodeWords(office, short, language).about(scheme, node)
    return f"{kind}: {about}" if about and NOT_CHOSEN not in about else kind


def _kind(it: NodeBase) -> str:
    return str(getattr(it, "kind", ""))
