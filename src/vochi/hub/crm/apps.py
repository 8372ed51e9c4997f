"""Names the app to Django, and listens to calls that are written."""

from django.apps import AppConfig


class Config(AppConfig):
    """The app `vochi.hub.crm`."""

    name = "vochi.hub.crm"

    def ready(self) -> None:
        """Hear of each call inside its own transaction, and add our alarms."""
        from vochi.hub.calls import changes  # noqa: PLC0415 - needs Django
        from vochi.hub.crm import queue, telling  # noqa: PLC0415
        from vochi.hub.desk import standing  # noqa: PLC0415

        if telling.written not in changes.WRITTEN:
            changes.WRITTEN.append(telling.written)
            changes.DROPPED.append(telling.dropped)
            standing.SOURCES.append(queue.HEALTH.alarms)
