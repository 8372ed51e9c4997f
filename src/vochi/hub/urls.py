"""Addresses that Django answers; all others are the web app's (see `asgi`)."""

from urllib.parse import quote

from django.contrib import admin
from django.contrib.staticfiles.views import serve
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path

from vochi.hub.api import api
from vochi.hub.link.api import link_api
from vochi.hub.phonebook.public import fetch


def to_login(request: HttpRequest, extra_context: object = None) -> HttpResponse:  # noqa: ARG001
    """The admin has no login of its own: it would know neither lock-out nor second factor."""
    return HttpResponseRedirect(f"/login?next={quote(request.get_full_path())}")


admin.site.login = to_login  # type: ignore[method-assign]
admin.site.site_header = "Vochi: support"

urlpatterns = [
    path("api/", api.urls),
    path("link/v1/", link_api.urls),
    path("_allauth/", include("allauth.headless.urls")),
    path("admin/", admin.site.urls),
    path("book/<str:token>/<str:file>", fetch),
    path("static/<path:path>", serve, {"insecure": True}),
]

handler400 = "vochi.hub.api.bad_request"
handler404 = "vochi.hub.api.not_found"
handler500 = "vochi.hub.api.broken"
