"""Names the app to Django."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Config(AppConfig):
    """The app `vochi.hub.clients`."""

    name = "vochi.hub.clients"

    def ready(self) -> None:
        """Have the index of words wherever the tables are, and the models of all files known."""
        from vochi.hub.clients import card_models, index  # noqa: PLC0415 - needs Django

        assert card_models.__name__
        post_migrate.connect(index.ensure, sender=self)
