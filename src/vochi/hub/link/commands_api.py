"""Endpoints of commands: what people ask the box to do."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router, Status
from pydantic import StringConstraints

from vochi.hub.accounts.asker import asker
from vochi.hub.link import commands
from vochi.hub.link.schemas import CommandIn, CommandOut

router = Router(tags=["commands"])

CommandId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]


@router.post("/commands", response={202: CommandOut})
def add_command(request: HttpRequest, body: CommandIn) -> Status[CommandOut]:
    """Call, hang up, transfer. Employees may do so with their own phone and calls."""
    return Status(202, commands.add(asker(request), body.action))


@router.get("/commands/{command_id}", response=CommandOut)
def get_command(request: HttpRequest, command_id: Path[CommandId]) -> CommandOut:
    """How far it is."""
    return commands.one(asker(request), command_id)
