"""Called back is what promises say: all facts are made anew by the worker."""

from typing import Any

from django.db import migrations


def anew(apps: Any, schema_editor: Any) -> None:
    """No company's facts are whole."""
    apps.get_model("reports", "Standing")._base_manager.all().delete()


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0001_initial'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='fact',
            name='fact_client',
        ),
        migrations.RunPython(anew, migrations.RunPython.noop, elidable=True),
    ]
