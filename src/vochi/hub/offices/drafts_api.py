"""Endpoints of the draft that every administrator has of the office."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Status
from pydantic import Field

from vochi.core.office.document import Office
from vochi.hub.accounts.asker import asker
from vochi.hub.offices import drafts, history
from vochi.hub.offices.draft_schemas import (
    DraftIn,
    DraftOut,
    DraftPublishIn,
    DraftSaved,
    RebaseIn,
    YamlIn,
)
from vochi.hub.offices.schemas import ChangeOut, PublishOut

Number = Annotated[int, Field(ge=1, le=2**31 - 1)]

router = Router(tags=["draft"])


@router.get("/draft", response=DraftOut)
def get_draft(request: HttpRequest) -> DraftOut:
    """The asker's draft with what others have published meanwhile in it; without one the office in
    force.
    """
    return drafts.read(asker(request))


@router.put("/draft", response=DraftSaved)
def put_draft(request: HttpRequest, body: DraftIn) -> DraftSaved:
    """Keep the draft; it may have problems. 409 `stale_draft` when another tab has saved since."""
    return drafts.write(asker(request), body)


@router.post("/draft/rebase", response=DraftOut)
def rebase_draft(request: HttpRequest, body: RebaseIn) -> DraftOut:
    """Settle conflicts: for each place, whose change stays. What is left open stays a conflict."""
    return drafts.rebase(asker(request), body)


@router.post("/draft/publish", response={201: PublishOut})
def publish_draft(request: HttpRequest, body: DraftPublishIn) -> Status[PublishOut]:
    """Put the draft in force. 404 `no_draft`, 409 `draft_conflicts`; else as `/office/publish`."""
    return Status(201, drafts.publish(asker(request), body))


@router.delete("/draft", response={204: None})
def drop_draft(request: HttpRequest) -> Status[None]:
    """Throw the draft away."""
    drafts.drop(asker(request))
    return Status(204, None)


@router.post("/office/read", response=Office)
def read_yaml(request: HttpRequest, body: YamlIn) -> Office:
    """The office of a YAML document, to be kept as a draft; nothing is published. 422
    `office_unreadable` says where and why.
    """
    return history.from_yaml(asker(request), body.text)


@router.get("/office/versions/{version}", response=Office)
def get_version(request: HttpRequest, version: Path[Number]) -> Office:
    """The office of one version."""
    return history.document(asker(request), version)


@router.get(
    "/office/versions/{version}/yaml",
    openapi_extra={"responses": {200: {"description": "YAML", "content": {"text/yaml": {}}}}},
)
def get_version_yaml(request: HttpRequest, version: Path[Number]) -> HttpResponse:
    """A version as a file of YAML. It has PINs and no passwords."""
    text = history.as_yaml(asker(request), version)
    name = f"office-{version}.yaml"
    return HttpResponse(
        text.encode(),
        content_type="text/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.get("/office/compare", response=list[ChangeOut])
def compare_versions(
    request: HttpRequest,
    old: Annotated[Number, Query(..., alias="from")],
    new: Annotated[Number, Query(..., alias="to")],
) -> list[ChangeOut]:
    """What differs between two versions, in words."""
    return history.compare(asker(request), old, new)
