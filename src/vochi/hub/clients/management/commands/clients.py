"""`clients`: make the index of words anew, and look for doubles among all cards."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from vochi.hub.clients import doubles, index
from vochi.hub.companies.models import Company


class Command(BaseCommand):
    """What has been kept in step all along, once from the beginning."""

    help = "rebuild the index of clients' words (index), or compare all changed cards (doubles)"

    def add_arguments(self, parser: CommandParser) -> None:
        """`index` or `doubles`."""
        parser.add_argument("what", choices=("index", "doubles"))

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Do it."""
        if options["what"] == "index":
            index.rebuild()
            return
        for company in Company.objects.order_by("pk"):
            self.stdout.write(f"{company.name}: {doubles.seek_all(company.pk)} cards")
