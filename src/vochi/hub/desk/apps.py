"""Names the app to Django."""

from django.apps import AppConfig


class Config(AppConfig):
    """The app `vochi.hub.desk`, the last one: it shows all rooms to support."""

    name = "vochi.hub.desk"

    def ready(self) -> None:
        """Register every room's tables in the admin."""
        from vochi.hub.admin import register_all  # noqa: PLC0415 - models must be loaded first

        register_all()
