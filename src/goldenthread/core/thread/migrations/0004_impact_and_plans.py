

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('casework', '0002_initial'),
        ('groups', '0003_versions'),
        ('tenancy', '0002_versions'),
        ('thread', '0003_lists_of_actions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Priority',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('title', models.CharField(max_length=250, verbose_name='priority')),
                ('outcome', models.TextField(verbose_name='what should be different for children')),
                ('since', models.DateField(verbose_name='from')),
                ('until', models.DateField(blank=True, null=True, verbose_name='until')),
                ('ended_why', models.CharField(blank=True, editable=False, max_length=300, verbose_name='why it ended')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                'verbose_name_plural': 'priorities',
                'ordering': ['plan', 'number'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='RecommendationTheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='RecordTheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Serves',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Theme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='theme')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what belongs to it')),
                ('retired_on', models.DateField(blank=True, editable=False, null=True, verbose_name='not used from')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
            ],
            options={
                'ordering': ['name'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.AddField(
            model_name='evidence',
            name='grade',
            field=models.CharField(blank=True, choices=[('said', 'Said: someone reports that it was done'), ('documented', 'Documented: a policy, minutes, a record of training'), ('observed', 'Observed in practice: files, visits, supervision'), ('outcomes', 'Seen in outcomes for children')], max_length=10, verbose_name='how strong it is'),
        ),
        migrations.AddField(
            model_name='impact',
            name='asks',
            field=models.CharField(choices=[('changed', 'Has it changed anything?'), ('sustained', 'Is it still so, a year on?')], default='changed', max_length=10, verbose_name='what is asked'),
        ),
        migrations.AddField(
            model_name='impact',
            name='sample',
            field=models.CharField(blank=True, max_length=200, verbose_name='whom or what was looked at'),
        ),
        migrations.AddField(
            model_name='recommendation',
            name='origin_number',
            field=models.CharField(blank=True, max_length=20, verbose_name='its number there'),
        ),
        migrations.CreateModel(
            name='AuditQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('text', models.CharField(max_length=300, verbose_name='what is asked of each case')),
                ('recommendation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='thread.recommendation')),
            ],
            options={
                'ordering': ['number'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='AuditReading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cases', models.PositiveIntegerField(verbose_name='cases looked at')),
                ('met', models.PositiveIntegerField(verbose_name='of which met it')),
                ('impact', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='thread.impact')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='thread.auditquestion')),
            ],
            options={
                'ordering': ['question__number'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='FindingTheme',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('finding', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themed', to='thread.finding')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.CreateModel(
            name='Origin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('inspection', 'Inspection'), ('review', 'Case review'), ('child_deaths', 'Child death panel'), ('audit', 'Audit'), ('challenge', 'Challenge'), ('voice', 'What children and families said'), ('meeting', 'Meeting'), ('national', 'National report'), ('other', 'Something else')], max_length=12, verbose_name='what it is')),
                ('title', models.CharField(max_length=250, verbose_name='what it is called')),
                ('made_by', models.CharField(blank=True, max_length=200, verbose_name='who made it')),
                ('made_on', models.DateField(blank=True, null=True, verbose_name='date')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.partnership')),
                ('record', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='origins', to='casework.record')),
            ],
            options={
                'ordering': ['-made_on', '-pk'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.AddField(
            model_name='recommendation',
            name='origin',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='recommendations', to='thread.origin', verbose_name='where it comes from'),
        ),
        migrations.AddIndex(
            model_name='recommendation',
            index=models.Index(fields=['partnership', 'origin'], name='recommendation_by_origin'),
        ),
        migrations.AddField(
            model_name='priority',
            name='owner_group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='priorities', to='groups.group', verbose_name='group that owns it'),
        ),
        migrations.AddField(
            model_name='priority',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='priorities', to='tenancy.partnership'),
        ),
        migrations.AddField(
            model_name='priority',
            name='plan',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='priorities', to='casework.record'),
        ),
        migrations.AddField(
            model_name='action',
            name='priority',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='thread.priority', verbose_name='priority of the business plan'),
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(fields=['priority', 'status'], name='action_by_priority'),
        ),
        migrations.AddField(
            model_name='recommendationtheme',
            name='recommendation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themed', to='thread.recommendation'),
        ),
        migrations.AddField(
            model_name='recordtheme',
            name='record',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themed', to='casework.record'),
        ),
        migrations.AddField(
            model_name='serves',
            name='priority',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='served_by', to='thread.priority'),
        ),
        migrations.AddField(
            model_name='serves',
            name='recommendation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='serves', to='thread.recommendation'),
        ),
        migrations.AddField(
            model_name='theme',
            name='merged_into',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='thread.theme'),
        ),
        migrations.AddField(
            model_name='theme',
            name='partnership',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='themes', to='tenancy.partnership'),
        ),
        migrations.AddField(
            model_name='recordtheme',
            name='theme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='thread.theme'),
        ),
        migrations.AddField(
            model_name='recommendationtheme',
            name='theme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='thread.theme'),
        ),
        migrations.AddField(
            model_name='findingtheme',
            name='theme',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='thread.theme'),
        ),
        migrations.AddConstraint(
            model_name='auditquestion',
            constraint=models.UniqueConstraint(fields=('recommendation', 'number'), name='audit_question_number_once'),
        ),
        migrations.AddConstraint(
            model_name='auditreading',
            constraint=models.UniqueConstraint(fields=('impact', 'question'), name='audit_reading_once'),
        ),
        migrations.AddConstraint(
            model_name='auditreading',
            constraint=models.CheckConstraint(condition=models.Q(('met__lte', models.F('cases'))), name='audit_reading_no_more_than_cases', violation_error_message='No more can meet it than were looked at.'),
        ),
        migrations.AddConstraint(
            model_name='origin',
            constraint=models.UniqueConstraint(fields=('partnership', 'kind', 'title'), name='origin_once'),
        ),
        migrations.AddConstraint(
            model_name='priority',
            constraint=models.UniqueConstraint(fields=('plan', 'number'), name='priority_number_once'),
        ),
        migrations.AddConstraint(
            model_name='priority',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='priority_ends_after_it_began'),
        ),
        migrations.AddConstraint(
            model_name='serves',
            constraint=models.UniqueConstraint(fields=('recommendation', 'priority'), name='serves_once'),
        ),
        migrations.AddConstraint(
            model_name='theme',
            constraint=models.UniqueConstraint(fields=('partnership', 'name'), name='theme_once'),
        ),
        migrations.AddConstraint(
            model_name='theme',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into__isnull', True), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='theme_not_merged_into_itself'),
        ),
        migrations.AddConstraint(
            model_name='recordtheme',
            constraint=models.UniqueConstraint(fields=('record', 'theme'), name='record_theme_once'),
        ),
        migrations.AddConstraint(
            model_name='recommendationtheme',
            constraint=models.UniqueConstraint(fields=('recommendation', 'theme'), name='recommendation_theme_once'),
        ),
        migrations.AddConstraint(
            model_name='findingtheme',
            constraint=models.UniqueConstraint(fields=('finding', 'theme'), name='finding_theme_once'),
        ),
    ]
