"""Why a number was put on a list."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("clients", "0006_note_of_import")]

    operations = [
        migrations.AddField(
            "listing", "reason", models.CharField(max_length=200, blank=True, default="")
        ),
    ]
