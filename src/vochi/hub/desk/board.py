"""The board: all tiles at one moment, as JSON text ready to send."""

from vochi.hub.companies.models import Company
from vochi.hub.desk.models import Tile
from vochi.hub.desk.schemas import (
    Board,
    DepartmentOut,
    EngineState,
    LineState,
    LiveCall,
    Presence,
)
from vochi.hub.offices.current import current


def read(company: int) -> str:
    """The board of a company.

    The number of the last event is read first: what changes while we read comes once more over
    the stream, and each event bears the whole thing, so nothing is missed.
    """
    event_id = Company.objects.values_list("events", flat=True).get(pk=company)
    office = current(company)
    tiles: dict[str, dict[str, str]] = {"call": {}, "person": {}, "line": {}, "engine": {}}
    for kind, key, body in Tile.objects.of(company).values_list("kind", "key", "body"):
        tiles[kind][key] = body
    calls = [LiveCall.model_validate_json(body) for body in tiles["call"].values()]
    engine = tiles["engine"].get("engine")
    extension = {person.id: person.extension for person in office.people}
    board = Board(
        event_id=event_id,
        calls=tuple(sorted(calls, key=lambda call: (call.started_at, call.id))),
        people=tuple(
            Presence.model_validate_json(tiles["person"][p.id])
            for p in office.people
            if p.id in tiles["person"]
        ),
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
    )
    return board.model_dump_json(by_alias=True)
