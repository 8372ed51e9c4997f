"""Tags that people give to calls."""

import django.db.models.deletion
import django.db.models.manager
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("calls", "0004_days_views"),
        ("companies", "0002_facts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CallMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("call", models.BigIntegerField()),
                ("tag", models.CharField(max_length=40)),
                ("at", models.DateTimeField()),
                ("account", models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to=settings.AUTH_USER_MODEL)),
                ("company", models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="companies.company")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("company", "call", "tag"), name="call_mark_once")],
            },
            managers=[("everything", django.db.models.manager.Manager())],
        ),
    ]
