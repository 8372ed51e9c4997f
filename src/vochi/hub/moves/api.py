"""Endpoints of the plan of old numbers."""

from django.http import HttpRequest
from ninja import Path, Router, Status

from vochi.hub.accounts.asker import asker
from vochi.hub.answer import RowId
from vochi.hub.moves import services
from vochi.hub.moves.schemas import MoveIn, MoveOut, TrialIn

router = Router(tags=["old numbers"])


@router.get("/lines/migration", response=list[MoveOut])
def list_moves(request: HttpRequest) -> list[MoveOut]:
    """Old numbers with their plans, and what was seen of them."""
    return services.every(asker(request))


@router.post("/lines/migration", response={201: MoveOut})
def add_move(request: HttpRequest, body: MoveIn) -> Status[MoveOut]:
    """An old number more. 409 `number_moves_already`."""
    return Status(201, services.add(asker(request), body))


@router.put("/lines/migration/{move}", response=MoveOut)
def put_move(request: HttpRequest, move: Path[RowId], body: MoveIn) -> MoveOut:
    """Another state of a plan. 409 `stale_move`."""
    return services.put(asker(request), move, body)


@router.delete("/lines/migration/{move}", response={204: None})
def drop_move(request: HttpRequest, move: Path[RowId]) -> Status[None]:
    """Strike a number off the plan."""
    services.drop(asker(request), move)
    return Status(204, None)


@router.post("/lines/migration/{move}/test", response=MoveOut)
def test_move(request: HttpRequest, move: Path[RowId], body: TrialIn) -> MoveOut:
    """Wait for a test call: the next one that comes by the number, or goes out over its line."""
    return services.test(asker(request), move, body)
