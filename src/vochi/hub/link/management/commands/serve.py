"""`serve`: the hub as a web server."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from vochi.hub.server import serve


class Command(BaseCommand):
    """Serve until stopped."""

    help = "serve the hub"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen; the home's settings unless said otherwise."""
        parser.add_argument("--host", default=settings.HOME_SETTINGS.web)
        parser.add_argument("--port", type=int, default=settings.HOME_SETTINGS.web_port)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Serve."""
        serve(options["host"], options["port"])
