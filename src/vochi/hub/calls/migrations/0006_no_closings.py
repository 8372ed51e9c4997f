"""Closings have been words of promises since promises.0002, which copied them."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("calls", "0005_marks"), ("promises", "0002_closings")]

    operations = [migrations.DeleteModel(name="Closing")]
