"""`owner_link`: a new one-time link for an owner, who lost his password for instance."""

from typing import Any

from django.core.management.base import BaseCommand

from vochi.hub import service


class Command(BaseCommand):
    """Print a one-time link."""

    help = "print a one-time link by which an owner makes an account"

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Older unused links no longer open anything."""
        self.stdout.write(service.owner_link(again=True) or "")
