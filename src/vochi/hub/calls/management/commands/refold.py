"""`refold`: derive the call log anew from the journal's entries."""

from typing import Any

from django.core.management.base import BaseCommand

from vochi.hub.calls.refold import refold
from vochi.hub.companies.models import Company


class Command(BaseCommand):
    """Refold every company."""

    help = "derive the call log anew from the entries; gives identical rows"

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        """Company by company."""
        for company in Company.objects.order_by("pk"):
            self.stdout.write(f"{company.name}: {refold(company.pk)} calls")
