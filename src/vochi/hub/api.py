"""The public API: every endpoint wants an account unless it says otherwise."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.types import DictStrAny
from pydantic import JsonValue

from vochi.hub.accounts.api import router as accounts
from vochi.hub.accounts.audit_api import router as audit
from vochi.hub.accounts.door import SessionDoor, TokenDoor
from vochi.hub.accounts.door_api import router as door
from vochi.hub.accounts.roles_api import router as roles
from vochi.hub.answer import Refusal, Refused
from vochi.hub.calls.api import router as calls
from vochi.hub.calls.log_api import router as log
from vochi.hub.clients.api import router as clients
from vochi.hub.clients.cards_api import router as cards
from vochi.hub.clients.merging_api import router as merging
from vochi.hub.clients.tables_api import router as tables
from vochi.hub.crm.api import router as crm
from vochi.hub.desk.api import router as desk
from vochi.hub.gateways.api import router as gateways
from vochi.hub.gateways.sims_api import router as sims
from vochi.hub.glance.api import router as glance
from vochi.hub.hooks.api import documented
from vochi.hub.hooks.api import router as hooks
from vochi.hub.link.commands_api import router as commands
from vochi.hub.messages.api import router as messages
from vochi.hub.messages.mailings_api import router as mailings
from vochi.hub.moves.api import router as moves
from vochi.hub.notices.api import router as notices
from vochi.hub.offices.api import router as offices
from vochi.hub.offices.drafts_api import router as drafts
from vochi.hub.offices.numbers_api import router as numbers
from vochi.hub.offices.parts_api import router as parts
from vochi.hub.offices.prompts_api import router as prompts
from vochi.hub.offices.templates_api import router as templates
from vochi.hub.offices.words_api import router as words
from vochi.hub.people.api import router as people
from vochi.hub.phonebook.api import router as phonebooks
from vochi.hub.privacy.api import router as privacy
from vochi.hub.promises.api import router as promises
from vochi.hub.reports.api import router as reports
from vochi.hub.start.api import router as start

CODES = {
    400: "bad_request",
    401: "login_needed",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    413: "too_big",
    429: "too_many",
}


class CleanParser(Parser):
    """JSON without NUL: PostgreSQL's text has no room for it, and no person types it."""

    def parse_body(self, request: HttpRequest) -> DictStrAny:
        """Parse the body; ninja answers 400 to a ValueError."""
        body = request.body
        if b"\\u0000" in body or b"\x00" in body:
            raise ValueError("NUL in text")
        return super().parse_body(request)


class HouseAPI(NinjaAPI):
    """NinjaAPI that tells in its OpenAPI what every refusal looks like."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """The name of the function, which says what it does."""
        return operation.view_func.__name__

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """The schema with `Refusal` as the answer of every status that is not named."""
        schema = super().get_openapi_schema(**options)
        schema["components"]["schemas"]["Refusal"] = Refusal.model_json_schema(
            ref_template="#/components/schemas/{model}"
        ) | {"$defs": None}
        del schema["components"]["schemas"]["Refusal"]["$defs"]
        schema["components"]["schemas"].setdefault("JsonValue", {})
        body = {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}
        schema["webhooks"] = documented()
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"]["default"] = {"description": "Refused", "content": body}
        return schema


def refuse(status: int, refusal: Refusal) -> HttpResponse:
    """The answer to what cannot be done."""
    return JsonResponse(refusal.model_dump(mode="json"), status=status)


def on_refused(request: HttpRequest, error: Refused) -> HttpResponse:  # noqa: ARG001
    """Our own refusals."""
    return refuse(error.status, error.body)


def on_http(request: HttpRequest, error: HttpError) -> HttpResponse:  # noqa: ARG001
    """Ninja's refusals: no account, CSRF, a body that is not JSON."""
    status = error.status_code
    code = CODES.get(status, HTTPStatus(status).name.lower())
    if status == 403 and "CSRF" in str(error):
        code = "csrf"
    return refuse(status, Refusal(code=code, detail=str(error)))


def on_unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:  # noqa: ARG001
    """No account."""
    return refuse(401, Refusal(code="login_needed"))


def on_throttled(request: HttpRequest, error: Throttled) -> HttpResponse:  # noqa: ARG001
    """Too often."""
    wait = int(error.wait or 60)
    answer = refuse(429, Refusal(code="too_many", facts={"seconds": wait}))
    answer["Retry-After"] = str(wait)
    return answer


def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:  # noqa: ARG001
    """Wrong input: where, and what kind of wrong; never the input itself."""
    problems: list[JsonValue] = [
        {"place": "/".join(str(p) for p in e["loc"]), "type": e["type"], "detail": e["msg"]}
        for e in error.errors[:50]
    ]
    return refuse(422, Refusal(code="invalid", facts={"problems": problems}))


def on_too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:  # noqa: ARG001
    """A body beyond the limit."""
    return refuse(413, Refusal(code="too_big"))


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """An address that nothing answers."""
    return refuse(404, Refusal(code="not_found"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """A request that Django itself cannot read."""
    return refuse(400, Refusal(code="bad_request"))


def broken(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """A fault of ours; the log has it."""
    return refuse(500, Refusal(code="internal"))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Django's own CSRF refusal (login, admin)."""
    return refuse(403, Refusal(code="csrf", detail=reason))


def dress(api: NinjaAPI) -> NinjaAPI:
    """Give an API the house's refusals."""
    handlers: dict[type[Exception], Any] = {
        Refused: on_refused,
        AuthenticationError: on_unknown,
        Throttled: on_throttled,
        HttpError: on_http,
        ValidationError: on_invalid,
        RequestDataTooBig: on_too_big,
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)
    return api


api = dress(
    HouseAPI(
        title="Vochi",
        version="1",
        description="The telephone exchange and client desk. Errors are `Refusal`.",
        openapi_url="/v1/openapi.json",
        docs_url="/docs",
        urls_namespace="api",
        auth=[TokenDoor(), SessionDoor()],
        parser=CleanParser(),
    )
)
for router in (
    accounts, roles, door, audit, desk, log, calls, cards, merging, tables, clients, glance,
    mailings, messages, sims, gateways, commands, offices, numbers, parts, drafts, prompts,
    hooks, templates, people, moves, start, words, promises, reports, notices, crm, privacy,
    phonebooks,
):  # fmt: skip
    api.add_router("/v1", router)
