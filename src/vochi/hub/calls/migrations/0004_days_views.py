"""Lengths of calls as columns, days as sets of bits, saved views of the log."""

import json
from typing import Any

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models

_EVERY = 2000


def _lengths(apps: Any, schema_editor: Any) -> None:
    """What the rows of the log say already, as columns."""
    rows = apps.get_model("calls", "Call")._base_manager
    last = 0
    while True:
        page = list(rows.filter(pk__gt=last).order_by("pk").only("id", "row")[:_EVERY])
        if not page:
            return
        for one in page:
            said = json.loads(one.row)
            one.waited, one.talked = said.get("waited", 0), said.get("talked", 0)
        rows.bulk_update(page, ["waited", "talked"], batch_size=200)
        last = page[-1].pk


class Migration(migrations.Migration):

    dependencies = [
        ("calls", "0003_closings"),
        ("companies", "0002_facts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("call", "waited", models.FloatField(default=0)),
        migrations.AddField("call", "talked", models.FloatField(default=0)),
        migrations.RunPython(_lengths, migrations.RunPython.noop),
        migrations.CreateModel(
            name="DaySet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField()),
                ("kind", models.CharField(max_length=1)),
                ("value", models.CharField(max_length=40)),
                ("bits", models.BinaryField()),
                ("company", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="companies.company")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("company", "kind", "value", "day"), name="call_day_set_once")],
                "indexes": [models.Index(fields=["company", "day"], name="call_day_sets")],
            },
            managers=[("everything", django.db.models.manager.Manager())],
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80)),
                ("is_shared", models.BooleanField(default=False)),
                ("filters", models.TextField(default="{}")),
                ("made_at", models.DateTimeField()),
                ("account", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("company", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="companies.company")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("company", "account", "name"), name="view_once")],
            },
            managers=[("everything", django.db.models.manager.Manager())],
        ),
        migrations.CreateModel(
            name="FirstView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("account", models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("view", models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="+", to="calls.savedview")),
                ("company", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="companies.company")),
            ],
            managers=[("everything", django.db.models.manager.Manager())],
        ),
    ]
