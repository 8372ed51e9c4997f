"""Sums of days by sight."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('companies', '0002_facts'),
        ('reports', '0002_by_promises'),
    ]

    operations = [
        migrations.CreateModel(
            name='SightSum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sight', models.CharField(max_length=64)),
                ('day', models.DateField()),
                ('of', models.BigIntegerField()),
                ('body', models.TextField()),
                ('company', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='companies.company')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'sight', 'day'), name='sight_sum_once')],
            },
            managers=[
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
    ]
