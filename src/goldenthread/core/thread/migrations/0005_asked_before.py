import django.db.models.deletion
from django.db import migrations, models

#: Kept by the database itself, and known to no model: nobody reads it but `core.thread.similar`. It is added to every
#: row that is there already.
WORDS = """alter table thread_recommendation add column search_words tsvector
             generated always as (to_tsvector('english', text)) stored"""


class Migration(migrations.Migration):

    dependencies = [
        ('thread', '0004_impact_and_plans'),
    ]

    operations = [
        # trusted since PostgreSQL 13: the owner of the database may, and needs no superuser
        migrations.RunSQL('create extension if not exists pg_trgm', migrations.RunSQL.noop),
        migrations.RunSQL(WORDS, 'alter table thread_recommendation drop column search_words'),
        migrations.CreateModel(
            name='Repeats',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said_on', models.DateField(verbose_name='said on')),
                ('by', models.CharField(blank=True, max_length=200, verbose_name='said by')),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='repeats', to='thread.recommendation')),
                ('earlier', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='repeated_by', to='thread.recommendation')),
                ('finding', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='thread.finding')),
            ],
            options={
                'ordering': ['pk'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.AddConstraint(
            model_name='repeats',
            constraint=models.UniqueConstraint(fields=('recommendation', 'earlier'), name='repeats_once'),
        ),
        migrations.AddConstraint(
            model_name='repeats',
            constraint=models.CheckConstraint(condition=models.Q(('recommendation', models.F('earlier')), _negated=True), name='repeats_another'),
        ),
    ]
