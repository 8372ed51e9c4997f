from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("offices", "0003_equipmentkey")]

    operations = [
        migrations.AddField(
            "promptfile", "source", models.CharField(blank=True, default="", max_length=64)
        ),
        migrations.AddField("promptfile", "kept", models.BooleanField(default=True)),
        migrations.AddField("promptfile", "loudness", models.FloatField(blank=True, null=True)),
        migrations.AddField("promptfile", "peak", models.FloatField(blank=True, null=True)),
    ]
