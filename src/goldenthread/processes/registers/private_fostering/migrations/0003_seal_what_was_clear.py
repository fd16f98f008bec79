"""Arrangements written down before they were sealed: each gets its register and its key, and what stood in the clear
is sealed, in its history too. References stay. Whoever managed the work or took notices in keeps the register; whoever
worked on a case is let in to it by name; agencies that were let in as a whole are not any more.

Run as the owner, with the key ring at hand. Nothing is asked of an installation without arrangements.
"""

from django.db import migrations
from django.utils import timezone

from goldenthread.core.sealing.envelope import new_seal, open_seal
from goldenthread.core.sealing.keyring import KeyRing, ring_file, the_ring, write_ring

KIND = "private-fostering"
TABLES = ("casework_record", "casework_event", "private_fostering_arrangement", "private_fostering_visit")
KEEP = ("team_manager", "duty_worker")


def seal_all(apps, schema_editor):
    with schema_editor.connection.cursor() as cursor:
        cursor.execute("select exists (select 1 from private_fostering_arrangement)")
        if not cursor.fetchone()[0]:
            return
        cursor.execute("select exists (select 1 from casework_record where seal is not null)")
        if not cursor.fetchone()[0] and not ring_file().exists():
            write_ring(KeyRing.new(), ring_file())  # nothing was ever sealed here: this is the first
        _triggers(cursor, "disable")
        registers = _registers(cursor)
        for case in _rows(cursor, """select r.id, r.partnership_id, r.reference, a.child_ref_clear from casework_record r
                                       join private_fostering_arrangement a on a.record_ptr_id = r.id order by r.id"""):
            _seal(cursor, registers, *case)
        _people(cursor)
        _history(cursor)
        cursor.execute("set constraints all immediate")
        _triggers(cursor, "enable")


def _seal(cursor, registers, pk, partnership, reference, child_ref):
    bound = f"{partnership} {reference}"
    seal = new_seal(bound, the_ring())
    key = open_seal(seal, bound, the_ring())
    cursor.execute("update casework_record set register_id = %s, seal = %s, audience = 'named', title = '' where id = %s",
                   [registers[partnership], seal, pk])
    print_of = the_ring().fingerprint(
        partnership, "private_fostering_arrangement.ref_index", "".join(c for c in child_ref.casefold() if c.isalnum())
    )
    cursor.execute("update private_fostering_arrangement set child_ref = %s, ref_index = %s where record_ptr_id = %s",
                   [key.close(child_ref, "private_fostering_arrangement.child_ref"), print_of, pk])
    visits = "select id, what_was_seen_clear from private_fostering_visit where record_id = %s"
    for visit, words in _rows(cursor, f"{visits} and what_was_seen_clear <> ''", [pk]):
        cursor.execute("update private_fostering_visit set what_was_seen = %s where id = %s",
                       [key.close(words, "private_fostering_visit.what_was_seen"), visit])
    for event, note in _rows(cursor, "select id, note from casework_event where record_id = %s and note <> ''", [pk]):
        cursor.execute("update casework_event set sealed_note = %s, note = '' where id = %s",
                       [key.close(note, "casework_event.sealed_note"), event])


def _registers(cursor):
    cursor.execute("""insert into casework_register (partnership_id, kind)
                      select distinct partnership_id, %s from casework_record where kind = %s
                      on conflict do nothing""", [KIND, KIND])
    return dict(_rows(cursor, "select partnership_id, id from casework_register where kind = %s", [KIND]))


def _people(cursor):
    day, moment = timezone.localdate(), timezone.now()
    seated = "s.since <= %(day)s and (s.until is null or s.until >= %(day)s) and p.left_on is null"
    values = {"day": day, "now": moment, "kind": KIND, "keep": list(KEEP)}
    cursor.execute(f"""
        insert into casework_keeper (register_id, partnership_id, person_id, capacity, why, since, added_by)
        select distinct g.id, g.partnership_id, p.id, 'keeper', 'Kept the register before it was sealed', %(day)s::date,
               'Golden Thread'
          from casework_register g
          join tenancy_seat s on s.partnership_id = g.partnership_id and s.role = any (%(keep)s)
          join tenancy_person p on p.id = s.person_id
         where g.kind = %(kind)s and {seated}
           and s.agency_id in (select lead_agency_id from casework_record r where r.register_id = g.id)
        on conflict do nothing""", values)
    cursor.execute("""delete from casework_participant t using casework_record r
                       where r.id = t.record_id and r.kind = %(kind)s and t.agency_id is not null""", values)
    cursor.execute(f"""
        insert into casework_participant (record_id, partnership_id, register_id, person_id, why, added_at)
        select distinct r.id, r.partnership_id, r.register_id, p.id, 'Worked on it before it was sealed', %(now)s
          from casework_record r
          join casework_event e on e.record_id = r.id
          join tenancy_person p on p.user_id = e.user_id and p.partnership_id = r.partnership_id
          join tenancy_seat s on s.person_id = p.id and s.agency_id = r.lead_agency_id
         where r.kind = %(kind)s and {seated}
        on conflict do nothing""", values)


def _history(cursor):
    """What it said stays out of its history; that it was written and changed, when and by whom, stays in."""
    of_a_case = "select record_ptr_id from private_fostering_arrangement"
    cursor.execute(f"""update tenancy_history set changes = changes - 'title'
                        where "table" = 'casework_record' and changes ? 'title' and row_id in ({of_a_case})""")
    for table, column in (("arrangement", "child_ref"), ("visit", "what_was_seen")):
        cursor.execute(f"""
            update tenancy_history
               set changes = (changes - '{column}_clear') || jsonb_build_object('{column}', jsonb_build_array(
                     case when coalesce(changes -> '{column}' ->> 0, '') = '' then null else 'sealed' end, 'sealed'))
             where "table" = 'private_fostering_{table}' and (changes ? '{column}' or changes ? '{column}_clear')""")


def _triggers(cursor, what):
    for table in TABLES:
        cursor.execute(f'alter table "{table}" {what} trigger user')


def _rows(cursor, sql, params=()):
    cursor.execute(sql, params or None)
    return cursor.fetchall()


class Migration(migrations.Migration):

    dependencies = [('casework', '0004_let_in_to_sealed'), ('private_fostering', '0002_in_full')]

    operations = [migrations.RunPython(seal_all, migrations.RunPython.noop)]
