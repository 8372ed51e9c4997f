"""Facts of calls, sums of days, and what the line planner told."""


import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('companies', '0002_facts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Dirty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('stamp', models.BigIntegerField(default=0)),
                ('company', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='companies.company')),
            ],
            options={
                'verbose_name_plural': 'dirty',
                'constraints': [models.UniqueConstraint(fields=('company', 'day'), name='dirty_once')],
            },
            managers=[
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Fact',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('day', models.DateField()),
                ('hour', models.PositiveSmallIntegerField()),
                ('started_at', models.DateTimeField()),
                ('direction', models.CharField(max_length=8)),
                ('result', models.CharField(blank=True, default='', max_length=12)),
                ('client', models.CharField(blank=True, default='', max_length=80)),
                ('line', models.CharField(blank=True, default='', max_length=40)),
                ('source', models.CharField(blank=True, default='', max_length=40)),
                ('departments', models.CharField(blank=True, default='', max_length=200)),
                ('caller', models.CharField(blank=True, default='', max_length=8)),
                ('spoke', models.CharField(blank=True, default='', max_length=400)),
                ('free', models.CharField(blank=True, default='', max_length=400)),
                ('people', models.JSONField(default=dict)),
                ('legs', models.TextField(blank=True, default='')),
                ('waited', models.FloatField(default=0)),
                ('talked', models.FloatField(default=0)),
                ('back', models.CharField(blank=True, default='', max_length=1)),
                ('back_after', models.PositiveIntegerField(blank=True, null=True)),
                ('company', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='companies.company')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'day'], name='fact_day'), models.Index(fields=['company', 'client', 'started_at'], name='fact_client')],
            },
            managers=[
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='PlanRow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('office', models.PositiveIntegerField()),
                ('body', models.TextField()),
                ('company', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='companies.company')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company',), name='plan_once')],
            },
            managers=[
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Rollup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('body', models.TextField()),
                ('company', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='companies.company')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'day'), name='rollup_once')],
            },
            managers=[
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
        migrations.CreateModel(
            name='Standing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('zone', models.CharField(max_length=64)),
                ('is_whole', models.BooleanField(default=False)),
                ('company', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='companies.company')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company',), name='reports_standing_once')],
            },
            managers=[
                ('everything', django.db.models.manager.Manager()),
            ],
        ),
    ]
