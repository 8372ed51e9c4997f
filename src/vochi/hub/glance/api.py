"""The endpoint of a glance."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router
from pydantic import StringConstraints

from vochi.hub.accounts.asker import asker
from vochi.hub.glance import services
from vochi.hub.glance.schemas import Glance

router = Router(tags=["clients"])

NumberText = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=80)]


@router.get("/clients/glance/{number}", response=Glance)
def get_glance(request: HttpRequest, number: Path[NumberText]) -> Glance:
    """What whoever answers must know: who it is, who spoke last, what was noted and promised."""
    return services.at(asker(request), number)
