"""Names the app to Django, and listens to calls and cards."""

from django.apps import AppConfig


class Config(AppConfig):
    """The app `vochi.hub.promises`."""

    name = "vochi.hub.promises"

    def ready(self) -> None:
        """Hear of each call and card inside the transaction that changes it."""
        from vochi.hub.calls import changes  # noqa: PLC0415 - needs Django
        from vochi.hub.clients import facts  # noqa: PLC0415
        from vochi.hub.promises import hearing  # noqa: PLC0415

        if hearing.written not in changes.WRITTEN:
            changes.WRITTEN.append(hearing.written)
            changes.DROPPED.append(hearing.dropped)
            facts.LISTENERS.append(hearing.cards_changed)
