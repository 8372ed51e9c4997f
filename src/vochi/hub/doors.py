"""What every answer of Django passes: host names, headers, packing."""

import ipaddress
import re
import socket
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.request import split_domain_port
from django.middleware.gzip import GZipMiddleware

from vochi.hub.answer import Refusal
from vochi.hub.headers import SECURITY_HEADERS

Answerer = Callable[[HttpRequest], HttpResponse]


def is_known_host(host: str) -> bool:
    """Addresses and this machine's own names are ours. A foreign name that points here is how a
    stranger's page reaches into the office's network (DNS rebinding), and is refused.
    """
    name = split_domain_port(host)[0].strip("[]")
    own = socket.gethostname().lower()
    if name in {"localhost", own, f"{own}.local", *settings.KNOWN_HOSTS}:
        return True
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


class HostMiddleware:
    """Refuses foreign host names; `$VOCHI_HOSTS` (comma-separated) names more of our own."""

    def __init__(self, get_response: Answerer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the Host header before anything else does."""
        try:
            known = is_known_host(request.get_host())
        except DisallowedHost:
            known = False
        if not known:
            refusal = Refusal(code="unknown_host", detail="name this host in VOCHI_HOSTS")
            return HttpResponse(
                refusal.model_dump_json(), status=421, content_type="application/json"
            )
        return self.get_response(request)


class HeadersMiddleware:
    """Puts the house's security headers on, and marks cookies secure on https."""

    def __init__(self, get_response: Answerer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Dress the answer."""
        answer = self.get_response(request)
        for name, value in SECURITY_HEADERS.items():
            answer.setdefault(name, value)
        if not request.path.startswith("/static/"):
            answer.setdefault("Cache-Control", "no-store")
        if request.is_secure():
            answer["Strict-Transport-Security"] = "max-age=31536000"
            for cookie in answer.cookies.values():
                cookie["secure"] = True
        return answer


class PackMiddleware(GZipMiddleware):
    """Packs answers, but for streams and audio, which gain nothing and must come at once."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Pack text of a known length only."""
        kind = response.get("Content-Type", "")
        if response.streaming or not re.match(r"text/|application/(json|javascript)", kind):
            return response
        packed: HttpResponseBase = super().process_response(request, response)
        return packed
