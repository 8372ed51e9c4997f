"""One call with everything inside."""

from vochi.core.calls.call import Call as FoldedCall
from vochi.core.calls.call import Passed
from vochi.core.calls.endpoint import Endpoint
from vochi.hub import seen
from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.services import language_of
from vochi.hub.answer import Refused
from vochi.hub.calls.models import Call
from vochi.hub.calls.naming import Naming, naming
from vochi.hub.calls.project import talked
from vochi.hub.calls.schemas import (
    CallDetail,
    LegOut,
    MarkOut,
    MessageOut,
    ParkedOut,
    PassedOut,
    RecordingOut,
    SkippedOut,
    TalkOut,
    TransferredOut,
    TriedLineOut,
)
from vochi.hub.calls.search import with_cards
from vochi.hub.link.models import Recording, VoiceMessage
from vochi.hub.privacy import holds, removed
from vochi.hub.text import plain


def detail(who: Asker, call_id: int) -> CallDetail:
    """A call that the asker sees; sounds only when he may hear them. Raises Refused 404."""
    company = who.company
    row = seen.calls(company, who.sight).filter(pk=call_id).first()
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
        path=tuple(_passed(step, names.scheme(step.scheme)) for step in call.path),
        lines_tried=tuple(
            TriedLineOut(line=t.line, name=names.line(t.line), at=t.at, why=t.why)
            for t in call.lines_tried
        ),
        recordings=() if who.lacks("recordings") else _recordings(row, call),
        office_version=call.office_version,
        employees=tuple(names.employee(extension) for extension in talked(call)),
        messages=() if who.lacks("recordings") else _messages(row, call, names),
        parks=tuple(
            ParkedOut(
                slot=park.slot,
                by=names.employee(park.by),
                began_at=park.began_at,
                ended_at=park.ended_at,
                how=park.how,
                taken_by=names.employee(park.taken_by) if park.taken_by else None,
            )
            for park in call.parks
        ),
        transfers=tuple(
            TransferredOut(
                at=it.at,
                kind=it.kind,
                by=names.employee(it.by),
                to=plain(it.to, 80),
                to_name=names.party(it.to),
                why=it.why,
            )
            for it in call.transfers
        ),
        marks=tuple(
            MarkOut(
                at=mark.at,
                what=plain(mark.what, 20),
                by=names.employee(mark.by) if mark.by else None,
            )
            for mark in call.marks
        ),
        listeners=tuple(names.employee(extension) for extension in call.listeners),
        steps=tuple(_passed(step, names.party(step.scheme)) for step in call.steps),
        skipped=tuple(
            SkippedOut(to=plain(it.to, 80), name=names.party(it.to), why=it.why, at=it.at, on=it.on)
            for it in call.skipped
        ),
        limit=call.limit,
        via=plain(call.via, 40) or None,
        removed=removed.of_call(company, row.pk, language_of(who.account)),
        hold=next((hold.reason for hold in holds.covering(who, row.pk)), None),
    )


def _passed(step: Passed, name: str | None) -> PassedOut:
    return PassedOut(
        scheme=step.scheme,
        scheme_name=name or step.scheme,
        node=step.node,
        kind=step.kind,
        entered_at=step.entered_at,
        out=step.out,
    )


def _messages(row: Call, call: FoldedCall, names: Naming) -> tuple[MessageOut, ...]:
    stored = {
        one.unique_id: one
        for one in VoiceMessage.objects.of(row.company_id).filter(
            box=row.box_id, unique_id__in=[message.unique_id for message in call.messages]
        )
    }
    found = []
    for message in call.messages:
        file = stored.get(message.unique_id)
        found.append(
            MessageOut(
                id=file.pk if file else None,
                owner=message.owner,
                owner_name=names.party(message.owner),
                seconds=(file.seconds if file else 0) or message.seconds,
                format=file.format if file else None,
                url=f"/api/v1/messages/{file.pk}" if file else None,
            )
        )
    return tuple(found)


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
            started_at=one.started_at,
            seconds=one.seconds,
            format=one.format,
            url=f"/api/v1/recordings/{one.pk}",
            peaks=f"/api/v1/recordings/{one.pk}/peaks",
        )
        for one in stored
    )
