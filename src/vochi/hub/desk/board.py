"""The board: all tiles at one moment, as JSON text ready to send."""

from django.utils import timezone

from vochi.hub.accounts.asker import Asker
from vochi.hub.accounts.sight import Sight
from vochi.hub.companies.models import Company
from vochi.hub.desk import alarms, audience
from vochi.hub.desk.models import Tile
from vochi.hub.desk.schemas import (
    AlarmOut,
    Board,
    ConferenceOut,
    DepartmentOut,
    EngineState,
    FollowMeOut,
    LineState,
    LiveCall,
    ParkingOut,
    Presence,
)
from vochi.hub.offices import outcomes
from vochi.hub.offices.current import current


def read(who: Asker) -> str:
    """The board of a company, as far as the asker sees it.

    The number of the last event is read first: what changes while we read comes once more over
    the stream, and each event bears the whole thing, so nothing is missed.
    """
    company, sight = who.company, who.sight
    event_id = Company.objects.values_list("events", flat=True).get(pk=company)
    office = current(company)
    tiles: dict[str, dict[str, str]] = {"call": {}, "person": {}, "line": {}, "engine": {}}
    for kind, key, body in Tile.objects.of(company).values_list("kind", "key", "body"):
        tiles[kind][key] = body
    alive = [LiveCall.model_validate_json(body) for body in tiles["call"].values()]
    calls = [call for call in alive if sight.sees(call.took_part, call.departments)]
    engine = tiles["engine"].get("engine")
    extension = {person.id: person.extension for person in office.people}
    people = tuple(
        Presence.model_validate_json(tiles["person"][p.id])
        for p in office.people
        if p.id in tiles["person"]
    )
    board = Board(
        event_id=event_id,
        calls=tuple(sorted(calls, key=lambda call: (call.started_at, call.id))),
        people=tuple(for_eyes(_still_away(each), sight) for each in people),
        departments=tuple(
            DepartmentOut(
                number=d.number,
                name=d.name,
                members=tuple(extension[m] for m in d.members if m in extension),
            )
            for d in office.departments
        ),
        lines=tuple(
            LineState.model_validate_json(tiles["line"][line.id])
            for line in office.lines
            if line.id in tiles["line"]
        ),
        engine=(
            EngineState.model_validate_json(engine)
            if engine
            else EngineState(state="unknown", since=None)
        ),
        alarms=_alarms(who),
        parking=ParkingOut(
            slots=office.parking.slots,
            seconds=office.parking.seconds,
            code=office.features.park,
        ),
        conferences=tuple(
            ConferenceOut(
                number=room.number,
                name=room.name,
                people=tuple(
                    dict.fromkeys(
                        e.extension
                        for call in alive
                        if call.number == room.number
                        for e in call.employees
                    )
                ),
            )
            for room in office.conferences
        ),
        follow_me=tuple(
            FollowMeOut(
                number=each.number,
                name=each.name,
                extension=extension.get(each.person, ""),
                # Mobiles of colleagues are theirs: that one is rung is said, not which.
                steps=tuple(
                    tuple(
                        target.to if target.to in extension.values() else "mobile"
                        for target in step.targets
                    )
                    for step in each.steps
                ),
            )
            for each in office.follow_me
        ),
        office=outcomes.state(company),
    )
    return board.model_dump_json(by_alias=True)


def _alarms(who: Asker) -> tuple[AlarmOut, ...]:
    found = alarms.of(who.company)
    if audience.administers(who.account):
        return found
    return audience.for_all(found, audience.hidden_from(who))


def for_eyes(presence: Presence, sight: Sight) -> Presence:
    """Colleagues whose calls are not seen are seen as a phone book: whether, not with whom."""
    if sight.sees_extension(presence.extension):
        return presence
    away = presence.away
    if away is not None:
        away = away.model_copy(update={"to": None, "to_name": None})
    return presence.model_copy(update={"with_": None, "away": away})


def _still_away(presence: Presence) -> Presence:
    """A wrap-up time ends by itself: no entry tells of it."""
    away = presence.away
    if away is None or away.until is None or away.until > timezone.now():
        return presence
    return presence.model_copy(update={"away": None})
