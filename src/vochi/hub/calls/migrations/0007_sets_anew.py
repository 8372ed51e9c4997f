"""Sets of days hold lengths and words of calls too: those of before are built anew."""

from typing import Any

from django.db import migrations


def forget(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    """Throw the sets away; the worker builds them again, newest days first."""
    apps.get_model("calls", "DaySet")._base_manager.all().delete()


class Migration(migrations.Migration):
    """See `calls.days`."""

    dependencies = [("calls", "0006_no_closings")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
