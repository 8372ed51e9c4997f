"""`enroll_code`: let a box in."""

from typing import Any

from django.core.management.base import BaseCommand

from vochi.hub import service


class Command(BaseCommand):
    """Print a one-time code."""

    help = "print a one-time code that lets a box in (`python -m vochi.box --enroll` asks for it)"

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Half an hour, one box."""
        self.stdout.write(service.enroll_code())
