from django.db import migrations

#: Table -> the text that is searched. Each table keeps its words beside its text, made by the database, for rows that
#: are there already too; no model knows the column, and web.search.registry alone reads it.
SEARCHED = {
    'thread_action': 'text',
    'thread_actionupdate': 'text',
    'thread_evidence': 'summary',
    'thread_finding': 'text',
    'thread_impact': "measure || ' ' || found",
}


def keep(table, text):
    return migrations.RunSQL(
        f"alter table {table} add column search_words tsvector generated always as (to_tsvector('english', {text})) stored",
        f'alter table {table} drop column search_words',
    )


class Migration(migrations.Migration):

    dependencies = [('thread', '0005_asked_before')]

    operations = [keep(table, text) for table, text in SEARCHED.items()]
