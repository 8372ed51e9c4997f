"""`openapi`: the OpenAPI of the public API as JSON, for the generated client of the web."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from vochi.hub.api import api


class Command(BaseCommand):
    """Print the OpenAPI to standard output."""

    help = "print the OpenAPI of the public API"
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Print it with two spaces, as `web/openapi.json` keeps it."""
        schema = api.get_openapi_schema(path_prefix="/api")
        self.stdout.write(json.dumps(schema, indent=2, ensure_ascii=False))
