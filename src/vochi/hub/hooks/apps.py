"""Names the app to Django, and listens to what desks are told."""

from django.apps import AppConfig


class Config(AppConfig):
    """The app `vochi.hub.hooks`."""

    name = "vochi.hub.hooks"

    def ready(self) -> None:
        """Hear every event of the desk inside its own transaction, and add our alarms."""
        from vochi.hub.desk import events, standing  # noqa: PLC0415 - needs Django
        from vochi.hub.hooks import queue, telling  # noqa: PLC0415

        if telling.hear not in events.LISTENERS:
            events.LISTENERS.append(telling.hear)
            standing.SOURCES.append(queue.HEALTH.alarms)
