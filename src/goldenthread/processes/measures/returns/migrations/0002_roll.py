import django.db.models.deletion
from django.db import migrations, models

STATES = [('due', 'Owed'), ('sent', 'Received'), ('queried', 'Queried'), ('not_sent', 'Will not be sent'), ('accepted', 'Accepted'), ('not_owed', 'Not owed after all')]
#: A line for each return that was opened before there was a roll.
CALL = """
insert into returns_roll (record_id, partnership_id, schedule_id, agency_id, reference, first, last, due_on, state, sent_on, reason)
select o.record_ptr_id, r.partnership_id, o.schedule_id, r.lead_agency_id, r.reference, o.first, o.last, o.due_on, o.state, o.sent_on, o.reason
  from returns_return o join casework_record r on r.id = o.record_ptr_id
"""


class Migration(migrations.Migration):

    dependencies = [
        ('returns', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Roll',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=40)),
                ('first', models.DateField()),
                ('last', models.DateField()),
                ('due_on', models.DateField()),
                ('state', models.CharField(choices=STATES, default='due', max_length=20)),
                ('sent_on', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('agency', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.agency')),
                ('partnership', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='tenancy.partnership')),
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='roll', to='returns.return')),
                ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='roll', to='returns.schedule')),
            ],
            options={
                'ordering': ['-last', 'pk'],
                'abstract': False,
                'base_manager_name': 'objects',
                'default_manager_name': 'objects',
            },
        ),
        migrations.AddConstraint(
            model_name='roll',
            constraint=models.UniqueConstraint(fields=('schedule', 'last', 'agency'), name='return_on_the_roll_once'),
        ),
        migrations.RunSQL(CALL, migrations.RunSQL.noop),
    ]
