import django.db.models.deletion
from django.db import migrations, models

#: What ties a recommendation to something carries the recommendation's partnership from now on.
TIES = ('serves', 'recommendationtheme')


def column(**values):
    return models.ForeignKey(
        blank=True, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+',
        to='tenancy.partnership', **values
    )


def fill(name):
    """Without triggers: that a column was added is no change that somebody made."""
    return migrations.RunSQL(
        [
            'set constraints all immediate',  # no table is altered that has rows still to be checked
            f'alter table thread_{name} disable trigger user',
            f"""update thread_{name} x set partnership_id = r.partnership_id
                  from thread_recommendation r where r.id = x.recommendation_id""",
            f'alter table thread_{name} enable trigger user',
        ],
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):

    dependencies = [('thread', '0008_resemblance')]

    operations = [
        *(migrations.AddField(name, 'partnership', column(null=True)) for name in TIES),
        *(fill(name) for name in TIES),
        *(migrations.AlterField(name, 'partnership', column()) for name in TIES),
    ]
