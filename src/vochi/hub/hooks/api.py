"""Endpoints of webhooks."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Path, Router, Status

from vochi.hub.accounts.asker import asker
from vochi.hub.accounts.models import Role
from vochi.hub.answer import Cursor, Limit, RowId
from vochi.hub.hooks import services
from vochi.hub.hooks.examples import examples
from vochi.hub.hooks.schemas import (
    KINDS,
    DeliveryOut,
    DeliveryPage,
    EventOut,
    HookIn,
    HookOut,
    PeriodIn,
    ReplayedOut,
    TestOut,
)
from vochi.hub.rate import Each

router = Router(tags=["webhooks"])


@router.get("/hooks", response=list[HookOut])
def list_hooks(request: HttpRequest) -> list[HookOut]:
    """Who is told what, and how that fares."""
    return services.every(asker(request))


@router.post("/hooks", response={201: HookOut})
def add_hook(request: HttpRequest, body: HookIn) -> Status[HookOut]:
    """A new subscription; `secret` is in this answer and nowhere else. 422 `hook_url`,
    `hook_private_address`.
    """
    return Status(201, services.add(asker(request), body))


@router.get("/hooks/events", response=list[EventOut])
def list_hook_events(request: HttpRequest) -> list[EventOut]:
    """Kinds of events, each with an example of the whole message."""
    asker(request).must(Role.ADMINISTRATOR)
    return examples()


@router.put("/hooks/{hook_id}", response=HookOut)
def change_hook(request: HttpRequest, hook_id: Path[RowId], body: HookIn) -> HookOut:
    """Change it; one that was paused because it failed goes on."""
    return services.change(asker(request), hook_id, body)


@router.delete("/hooks/{hook_id}", response={204: None})
def drop_hook(request: HttpRequest, hook_id: Path[RowId]) -> Status[None]:
    """Tell it nothing any more."""
    services.drop(asker(request), hook_id)
    return Status(204, None)


@router.post("/hooks/{hook_id}/secret", response=HookOut)
def change_hook_secret(request: HttpRequest, hook_id: Path[RowId]) -> HookOut:
    """Another secret, told in this answer alone; for a day both sign."""
    return services.rotate(asker(request), hook_id)


@router.post("/hooks/{hook_id}/test", response=TestOut, throttle=Each("20/m"))
def test_hook(request: HttpRequest, hook_id: Path[RowId]) -> TestOut:
    """Send a signed message of the type `ping` now and tell what came of it."""
    return services.test(asker(request), hook_id)


@router.get("/hooks/{hook_id}/deliveries", response=DeliveryPage)
def list_deliveries(
    request: HttpRequest,
    hook_id: Path[RowId],
    state: Literal["waiting", "done", "dead"] | None = None,
    cursor: Cursor | None = None,
    limit: Limit = 50,
) -> DeliveryPage:
    """What became of each event, the newest first."""
    return services.deliveries(asker(request), hook_id, state, cursor, limit)


@router.post("/hooks/{hook_id}/deliveries/{delivery_id}/replay", response=DeliveryOut)
def replay_delivery(
    request: HttpRequest, hook_id: Path[RowId], delivery_id: Path[RowId]
) -> DeliveryOut:
    """Tell it once more, under the same id."""
    return services.replay(asker(request), hook_id, delivery_id)


@router.post("/hooks/{hook_id}/replay", response=ReplayedOut)
def replay_period(request: HttpRequest, hook_id: Path[RowId], body: PeriodIn) -> ReplayedOut:
    """Tell everything of a period again, what it never got too."""
    return services.replay_period(asker(request), hook_id, body)


def documented() -> dict[str, Any]:
    """The section `webhooks` of the OpenAPI: what receivers are sent."""
    told = {each.kind: each.example.model_dump(mode="json", warnings=False) for each in examples()}
    return {
        kind: {
            "post": {
                "operationId": f"on_{kind.replace('.', '_')}",
                "summary": kind,
                "parameters": [
                    {"name": name, "in": "header", "required": True, "schema": {"type": "string"}}
                    for name in ("Vochi-Signature", "Vochi-Event", "Idempotency-Key")
                ],
                "requestBody": {
                    "content": {
                        "application/json": {
                            "schema": {"$ref": "#/components/schemas/HookMessage"},
                            "example": told[kind],
                        }
                    }
                },
                "responses": {"2XX": {"description": "Taken; anything else is tried again"}},
            }
        }
        for kind in KINDS
    }
