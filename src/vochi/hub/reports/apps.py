"""Names the app to Django, and listens to what becomes of calls and of promises."""

from django.apps import AppConfig


class Config(AppConfig):
    """The app `vochi.hub.reports`."""

    name = "vochi.hub.reports"

    def ready(self) -> None:
        """Keep figures up with the log, inside its own transaction."""
        from vochi.hub.calls import changes  # noqa: PLC0415 - needs Django
        from vochi.hub.promises import derive  # noqa: PLC0415
        from vochi.hub.reports import keeping  # noqa: PLC0415

        if keeping.written not in changes.WRITTEN:
            changes.WRITTEN.append(keeping.written)
            changes.DROPPED.append(keeping.dropped)
            derive.LISTENERS.append(keeping.heard)
