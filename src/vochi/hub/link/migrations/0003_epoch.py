from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('link', '0002_messages_alarms'),
    ]

    operations = [
        migrations.AddField(
            model_name='box',
            name='epoch',
            field=models.BigIntegerField(default=0),
        ),
    ]
