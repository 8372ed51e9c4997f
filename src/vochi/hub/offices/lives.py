"""What would happen if: lives of callers through an office, told in the asker's words."""

from datetime import datetime

from vochi.core.calls.call import Call as FoldedCall
from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.scheme.life import Life, Moment, Tale
from vochi.core.scheme.replay import replay
from vochi.core.scheme.reverse import Rings
from vochi.core.scheme.reverse import who_rings as core_who_rings
from vochi.core.scheme.simulate import simulate
from vochi.core.wording import say
from vochi.hub.answer import Refused
from vochi.hub.calls.models import Call
from vochi.hub.node_words import NodeWords
from vochi.hub.offices.current import current
from vochi.hub.offices.schemas import (
    MomentOut,
    PassedBy,
    ReplayedCallOut,
    ReportOut,
    RingsOut,
    TaleOut,
)
from vochi.hub.spoken import short_names, spoken

#: Calls of one replay: some seconds of work.
MOST = 5000
#: Calls with another fate that are told one by one.
_TOLD = 500


def live(company: int, life: Life, draft: Office | None, language: Language) -> TaleOut:
    """The tale of one life, through the office in force or a draft.

    Raises Refused 422 `time_without_zone`, 404 `no_office`.
    """
    office = draft or current(company)
    if draft is None and office.version == 0:
        raise Refused(404, "no_office")
    if life.at.tzinfo is None:
        raise Refused(422, "time_without_zone")
    return tell(simulate(office, life), office, language)


def replayed(company: int, draft: Office, since: datetime, until: datetime) -> ReportOut:
    """Past calls through a draft (B11). Raises Refused 422 `too_many_calls`, `bad_period`."""
    if since.tzinfo is None or until.tzinfo is None or until <= since:
        raise Refused(422, "bad_period")
    rows = Call.objects.of(company).filter(
        state="ended", started_at__gte=since, started_at__lt=until
    )
    found = list(rows.order_by("started_at", "id").values_list("id", "body")[: MOST + 1])
    if len(found) > MOST:
        raise Refused(422, "too_many_calls", most=MOST)
    calls = [FoldedCall.model_validate_json(body) for _, body in found]
    ids = {call.linked_id: row for call, (row, _) in zip(calls, found, strict=True)}
    report = replay(calls, draft, current(company))
    return ReportOut(
        calls=tuple(
            ReplayedCallOut(**dict(each), call=ids[each.linked_id])
            for each in [each for each in report.calls if each.changed][:_TOLD]
        ),
        replayed=len(report.calls),
        changed=sum(each.changed for each in report.calls),
        skipped=report.skipped,
        before=report.before,
        after=report.after,
        reproduced=report.reproduced,
    )


def who_rings(company: int, extension: str, language: Language) -> list[RingsOut]:
    """Everything that can make the phones of an extension ring. Raises Refused 404."""
    office = current(company)
    if extension not in {person.extension for person in office.people}:
        raise Refused(404, "no_such_extension")
    short = short_names(office)
    nodes = NodeWords(office, short, language)

    def told(each: Rings) -> RingsOut:
        facts = spoken(each.facts, short, language)
        if each.node is not None:
            about = nodes.about(each.scheme, each.node)
            facts["node"] = about or nodes.of(each.scheme, each.node) or each.node
            facts["path"] = nodes.way(each.path)
        text = say(each.code, facts, language).replace(" :", ":")  # a line without a number
        return RingsOut(**dict(each), text=text)

    return [told(each) for each in core_who_rings(office, extension)]


def tell(tale: Tale, office: Office, language: Language) -> TaleOut:
    """A tale in words."""
    short = short_names(office)
    nodes = NodeWords(office, short, language)
    names = {scheme.id: scheme.name for scheme in office.inbound}
    return TaleOut(
        moments=tuple(_moment(moment, short, nodes, language) for moment in tale.moments),
        end=tale.end,
        answered_by=tale.answered_by,
        waited=tale.waited,
        path=tuple(
            PassedBy(scheme=scheme, scheme_name=names.get(scheme, scheme), node=node, out=out)
            for scheme, node, out in tale.path
        ),
    )


def _moment(
    moment: Moment, short: dict[str, str], nodes: NodeWords, language: Language
) -> MomentOut:
    facts = spoken(moment.facts, short, language)
    here = (moment.scheme, moment.node)
    text = nodes.of(*here) if moment.code == "life.enters" else None
    if text is not None:
        return MomentOut(**dict(moment), text=text[:1].upper() + text[1:])
    if "port" in moment.facts:
        facts["port"] = nodes.exit(*here, moment.facts["port"])
    if "heard" in facts:
        facts["heard"] = nodes.heard(facts["heard"])
    return MomentOut(**dict(moment), text=say(moment.code, facts, language).rstrip())
