"""One call with everything inside."""

from vochi.core.calls.call import Call as FoldedCall
from vochi.core.calls.endpoint import Endpoint
from vochi.hub.answer import Refused
from vochi.hub.calls.models import Call
from vochi.hub.calls.naming import Naming, naming
from vochi.hub.calls.project import talked
from vochi.hub.calls.schemas import (
    CallDetail,
    LegOut,
    PassedOut,
    RecordingOut,
    TalkOut,
    TriedLineOut,
)
from vochi.hub.calls.search import with_cards
from vochi.hub.link.models import Recording


def detail(company: int, call_id: int) -> CallDetail:
    """A call of the company. Raises Refused 404."""
    row = Call.objects.of(company).filter(pk=call_id).first()
    if row is None:
        raise Refused(404, "not_found")
    call = FoldedCall.model_validate_json(row.body)
    names = naming(company, call.office_version)
    (head,) = with_cards(company, [row.row])
    return CallDetail(
        **dict(head),
        legs=_legs(call, names),
        talks=tuple(
            TalkOut(
                began_at=talk.began_at,
                ended_at=talk.ended_at,
                endpoint=talk.endpoint,
                extension=Endpoint(name=talk.endpoint).extension,
                name=names.endpoint(talk.endpoint),
                seconds=talk.seconds,
            )
            for talk in call.talks
        ),
        path=tuple(
            PassedOut(
                scheme=step.scheme,
                scheme_name=names.scheme(step.scheme),
                node=step.node,
                kind=step.kind,
                entered_at=step.entered_at,
                out=step.out,
            )
            for step in call.path
        ),
        lines_tried=tuple(
            TriedLineOut(line=t.line, name=names.line(t.line), at=t.at, why=t.why)
            for t in call.lines_tried
        ),
        recordings=_recordings(row, call),
        office_version=call.office_version,
        employees=tuple(names.employee(extension) for extension in talked(call)),
    )


def _legs(call: FoldedCall, names: Naming) -> tuple[LegOut, ...]:
    return tuple(
        LegOut(
            endpoint=leg.endpoint,
            kind=Endpoint(name=leg.endpoint).kind,
            extension=Endpoint(name=leg.endpoint).extension,
            name=names.endpoint(leg.endpoint),
            role=leg.role,
            rang_at=leg.rang_at,
            answered_at=leg.answered_at,
            ended_at=leg.ended_at,
            end=leg.end,
            cause=leg.cause,
        )
        for leg in call.legs
    )


def _recordings(row: Call, call: FoldedCall) -> tuple[RecordingOut, ...]:
    stored = (
        Recording.objects.of(row.company_id)
        .filter(
            box=row.box_id,
            unique_id__in=[mark.unique_id for mark in call.recordings],
            stored_at__isnull=False,
        )
        .order_by("started_at", "id")
    )
    return tuple(
        RecordingOut(
            id=one.pk,
            seconds=one.seconds,
            format=one.format,
            url=f"/api/v1/recordings/{one.pk}",
            peaks=f"/api/v1/recordings/{one.pk}/peaks",
        )
        for one in stored
    )
