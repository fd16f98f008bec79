import django.db.models.deletion
from django.db import migrations, models

#: Table -> (what it hangs from, by which column): whose partnership it carries from now on.
HANGING = {
    'actionupdate': ('thread_action', 'action_id'),
    'evidence': ('thread_action', 'action_id'),
    'impact': ('thread_recommendation', 'recommendation_id'),
}
#: Table -> the text whose words search finds by an index (`Governed.words_of`).
SEARCHED = {
    'recommendation': 'text',
    'action': 'text',
    'actionupdate': 'text',
    'evidence': 'summary',
    'impact': "measure || ' ' || found",
}


def column(**values):
    return models.ForeignKey(
        blank=True, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+',
        to='tenancy.partnership', **values
    )


def fill(name):
    """Without triggers: that a column was added is no change that somebody made."""
    parent, link = HANGING[name]
    return migrations.RunSQL(
        [
            'set constraints all immediate',  # no table is altered that has rows still to be checked
            f'alter table thread_{name} disable trigger user',
            f'update thread_{name} x set partnership_id = p.partnership_id from {parent} p where p.id = x.{link}',
            f'alter table thread_{name} enable trigger user',
        ],
        migrations.RunSQL.noop,
    )


def index(name):
    """Kept in order as rows are written: what waits in a list would be read from end to end by the next search."""
    return migrations.RunSQL(
        f'create index {name}_words on thread_{name} using gin (partnership_id, search_words) with (fastupdate = off)',
        f'drop index {name}_words',
    )


def known(name):
    """The words that are there already."""
    return migrations.RunSQL(
        f"""insert into tenancy_vocabulary (partnership_id, word)
            select distinct x.partnership_id, said.lexeme
              from thread_{name} x, unnest(to_tsvector('simple', {SEARCHED[name]})) said
             where length(said.lexeme) between 3 and 40
            except select partnership_id, word from tenancy_vocabulary""",
        migrations.RunSQL.noop,
    )


class Migration(migrations.Migration):
    dependencies = [
        ('thread', '0006_search_words'),
        ('tenancy', '0004_vocabulary'),
    ]

    operations = [
        *(migrations.AddField(name, 'partnership', column(null=True)) for name in HANGING),
        *(fill(name) for name in HANGING),
        *(migrations.AlterField(name, 'partnership', column()) for name in HANGING),
        *(index(name) for name in SEARCHED),
        *(known(name) for name in SEARCHED),
    ]
