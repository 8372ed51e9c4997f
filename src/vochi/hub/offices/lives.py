"""What would happen if: lives of callers through an office, told in the asker's words."""

from vochi.core.office.company import Language
from vochi.core.office.document import Office
from vochi.core.scheme.life import Life, Moment, Tale
from vochi.core.scheme.simulate import simulate
from vochi.core.wording import say
from vochi.hub.answer import Refused
from vochi.hub.offices.current import current
from vochi.hub.offices.schemas import MomentOut, PassedBy, TaleOut


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


def tell(tale: Tale, office: Office, language: Language) -> TaleOut:
    """A tale in words."""
    names = {scheme.id: scheme.name for scheme in office.inbound}
    return TaleOut(
        moments=tuple(_moment(moment, language) for moment in tale.moments),
        end=tale.end,
        answered_by=tale.answered_by,
        waited=tale.waited,
        path=tuple(
            PassedBy(scheme=scheme, scheme_name=names.get(scheme, scheme), node=node, out=out)
            for scheme, node, out in tale.path
        ),
    )


def _moment(moment: Moment, language: Language) -> MomentOut:
    return MomentOut(**dict(moment), text=say(moment.code, moment.facts, language))
