from django.db import migrations

#: `AgendaItem.words_of`: found by an index of the partnership and the words, and known to the partnership's vocabulary.
INDEX = """create index item_words on meetings_agendaitem using gin (partnership_id, search_words)
             with (fastupdate = off)"""
KNOWN = """insert into tenancy_vocabulary (partnership_id, word)
             select distinct x.partnership_id, said.lexeme
               from meetings_agendaitem x, unnest(to_tsvector('simple', title || ' ' || text)) said
              where length(said.lexeme) between 3 and 40
             except select partnership_id, word from tenancy_vocabulary"""


class Migration(migrations.Migration):

    dependencies = [('meetings', '0008_gate_and_decisions'), ('tenancy', '0004_vocabulary')]

    operations = [
        migrations.RunSQL(INDEX, 'drop index item_words'),
        migrations.RunSQL(KNOWN, migrations.RunSQL.noop),
    ]
