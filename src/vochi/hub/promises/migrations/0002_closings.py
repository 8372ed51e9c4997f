"""Missed calls that were closed by hand before there were promises: words about those, now."""

from typing import Any

from django.db import migrations


def copy(apps: Any, _: Any) -> None:
    """Each closing as a word; one whose call is no more keeps the call's id."""
    closings = apps.get_model("calls", "Closing")._base_manager
    calls = apps.get_model("calls", "Call")._base_manager
    words = apps.get_model("promises", "WordRow")._base_manager
    for row in closings.order_by("id").iterator():
        call = calls.filter(pk=row.call).values("client", "started_at").first()
        words.get_or_create(
            company_id=row.company_id,
            what="closed",
            call=row.call,
            defaults={
                "number": (call["client"] if call else "") or f"h{row.call}",
                "place": call["started_at"] if call else row.at,
                "at": row.at,
                "account_id": row.account_id,
                "name": row.name,
                "reason": row.reason,
            },
        )


class Migration(migrations.Migration):
    dependencies = [("promises", "0001_initial"), ("calls", "0003_closings")]

    operations = [migrations.RunPython(copy, migrations.RunPython.noop)]
