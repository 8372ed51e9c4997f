"""Names the app to Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """The app `vochi.hub.privacy`."""

    name = "vochi.hub.privacy"
