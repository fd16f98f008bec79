from django.db import migrations

#: The database keeps the words of an item beside its text, for web.search; no model knows the column. A migration that
#: changes the type of `title` or `text` drops it first.
WORDS = """alter table meetings_agendaitem add column search_words tsvector
             generated always as (to_tsvector('english', title || ' ' || text)) stored"""


class Migration(migrations.Migration):

    dependencies = [('meetings', '0006_pack_as_known_on')]

    operations = [migrations.RunSQL(WORDS, 'alter table meetings_agendaitem drop column search_words')]
