"""A function that says which keys have a live row, whoever asks: row security must not make a sealed file an orphan."""

from django.db import migrations

CREATE = """
create or replace function files_known(asked uuid[]) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
as $$ select key from files_storedfile where key = any(asked) and shredded_at is null $$
"""


class Migration(migrations.Migration):
    dependencies = [("files", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, "drop function if exists files_known(uuid[])")]
