"""Names the app to Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """The app `vochi.hub.accounts`."""

    name = "vochi.hub.accounts"

    def ready(self) -> None:
        """Hear what allauth does with accounts."""
        from vochi.hub.accounts.noted import listen  # noqa: PLC0415 - models must be there first

        listen()
