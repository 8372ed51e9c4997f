"""Addresses that Django answers; all others are the web app's (see `asgi`)."""

from django.contrib import admin
from django.urls import include, path

from vochi.hub.api import api

urlpatterns = [
    path("api/", api.urls),
    path("_allauth/", include("allauth.headless.urls")),
    path("admin/", admin.site.urls),
]
