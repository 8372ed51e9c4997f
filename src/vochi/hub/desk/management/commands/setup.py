"""`setup`: the database in its present shape, the first company, the first owner's link."""

from typing import Any

from django.core.management.base import BaseCommand

from vochi.hub import service


class Command(BaseCommand):
    """Prepare the home for serving."""

    help = "migrate, make the first company, print the first owner's link"

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do it; the second time it only prints what is still open."""
        service.setup()
        link = service.owner_link()
        if link:
            self.stdout.write(link)
