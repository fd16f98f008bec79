from __future__ import annotations

from django.db import migrations

#: A record may go while its history says that it was brought in, and nothing else (core.casework.bringing_in).
GUARD = """
create or replace function goldenthread_only_brought_in() returns trigger language plpgsql
set search_path = public, pg_temp as $$
begin
  if not exists (select 1 from casework_event where record_id = old.id and name = 'bring_in')
     or exists (select 1 from casework_event where record_id = old.id and name <> 'bring_in') then
    raise exception 'this record was not brought in, or was worked on since' using errcode = 'foreign_key_violation';
  end if;
  return old;
end $$;
drop trigger if exists only_brought_in on casework_record;
create trigger only_brought_in before delete on casework_record
  for each row execute function goldenthread_only_brought_in();
"""
UNGUARD = """
drop trigger if exists only_brought_in on casework_record;
drop function if exists goldenthread_only_brought_in();
"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_let_in_to_sealed")]
    operations = [migrations.RunSQL(GUARD, UNGUARD)]
