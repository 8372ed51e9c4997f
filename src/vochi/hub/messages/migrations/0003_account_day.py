from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('sms', '0002_templates'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='smsask',
            index=models.Index(fields=['company', 'account', 'at'], name='sms_ask_account'),
        ),
    ]
