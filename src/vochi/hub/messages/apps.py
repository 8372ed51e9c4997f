"""Names the app to Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """The app `vochi.hub.messages`; Django has a `messages` of its own, so it is labelled `sms`."""

    name = "vochi.hub.messages"
    label = "sms"
