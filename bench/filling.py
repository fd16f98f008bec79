"""A database of the size that the aim names, made by SQL as the owner: far faster than the verbs, the same rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

PARTNERSHIPS, AGENCIES, PEOPLE, GROUPS = 50, 20, 100, 12
MEETINGS, ITEMS, ACTIONS, HISTORY, FOSTERING = 5_000, 10, 200_000, 2_000_000, 5_000

#: In order; each is one statement. Ids are given by us so that later statements can refer to them by arithmetic.
STATEMENTS = (
    f"""insert into tenancy_agency (id, name, short_name, kind) select n, 'Agency ' || n, 'A' || n, 'other'
          from generate_series(1, {AGENCIES}) n""",
    f"""insert into tenancy_partnership (id, name, slug, short_name, era, demonstration)
          select n, 'Partnership ' || n, 'p' || n, 'P' || n, 'LSCP_2023', true from generate_series(1, {PARTNERSHIPS}) n""",
    """insert into tenancy_place (partnership_id, agency_id) select p.id, a.id from tenancy_partnership p, tenancy_agency a""",
    f"""insert into tenancy_person (id, partnership_id, agency_id, name, title, email)
          select p.id * 1000 + n, p.id, 1 + n % {AGENCIES}, 'Person ' || n || ' of ' || p.id, 'Officer', ''
            from tenancy_partnership p, generate_series(1, {PEOPLE}) n""",
    f"""insert into groups_group (id, partnership_id, name, slug, short_name, kind, purpose, quorum, quorum_agencies,
                                  open_to_partnership, version)
          select p.id * 100 + n, p.id, 'Group ' || n, 'g' || n, '', 'subgroup', '', 3, 2, n = 1, 1
            from tenancy_partnership p, generate_series(1, {GROUPS}) n""",
    """insert into groups_membership (group_id, partnership_id, person_id, agency_id, role, since)
          select g.id, g.partnership_id, x.id, x.agency_id, 'member', '2015-01-01'
            from groups_group g join tenancy_person x on x.partnership_id = g.partnership_id and (x.id + g.id) % 5 = 0""",
    f"""insert into casework_record (id, kind, partnership_id, lead_agency_id, group_id, audience, reference, title,
                                     opened_on, version)
          select n, 'meetings', 1 + n % {PARTNERSHIPS}, 1, (1 + n % {PARTNERSHIPS}) * 100 + 1 + n / {PARTNERSHIPS} % {GROUPS}, 'group', 'M-' || n,
                 'Group, day ' || n, date '2020-01-01' + (n % 2500), 1
            from generate_series(1, {MEETINGS}) n""",
    """insert into meetings_meeting (record_ptr_id, state, held_on, place, link, minutes, cancelled_reason)
          select id, 'held', opened_on, 'County Hall', '', '', '' from casework_record where kind = 'meetings'""",
    f"""insert into meetings_agendaitem (record_id, partnership_id, group_id, restricted, open_to_members, version, number,
                                         title, kind, presenter_name, text)
          select r.id, r.partnership_id, r.group_id, n = {ITEMS}, false, 1, n, 'Item ' || n, 'report', '',
                 repeat('The group heard how the audit of thresholds goes on, and asked for it again. ', 10)
            from casework_record r, generate_series(1, {ITEMS}) n where r.kind = 'meetings'""",
    """insert into meetings_attendance (record_id, partnership_id, person_id, membership_id, agency_id, status, part,
                                        deputy_name, virtual, note, version)
          select r.id, r.partnership_id, m.person_id, m.id, m.agency_id,
                 case when m.id % 5 = 0 then 'apology' else 'attended' end, 'member', '', false, '', 1
            from casework_record r join groups_membership m on m.group_id = r.group_id where r.kind = 'meetings'""",
    f"""insert into casework_register (id, partnership_id, kind) select n, n, 'private-fostering'
          from generate_series(1, {PARTNERSHIPS}) n""",
    f"""insert into casework_record (id, kind, partnership_id, lead_agency_id, audience, reference, title, opened_on, version,
                                     register_id, seal)
          select 1000000 + n, 'private-fostering', 1 + n % {PARTNERSHIPS}, 1 + n / {PARTNERSHIPS} % {AGENCIES}, 'named', 'PF-' || n,
                 '', date '2024-01-01' + (n % 900), 1, 1 + n % {PARTNERSHIPS}, decode(repeat('00', 69), 'hex')
            from generate_series(1, {FOSTERING}) n""",
    """insert into private_fostering_arrangement (record_ptr_id, state, child_ref, notified_by, notified_on, began_on)
          select id, 'notified', decode(repeat('00', 40), 'hex'), 'school', opened_on, opened_on from casework_record where kind = 'private-fostering'""",
    """insert into casework_clockrun (record_id, partnership_id, clock, part, label, basis, direction, timed, started, due)
          select id, partnership_id, 'PF-3', '', 'First visit', '7 working days', 'within', false, opened_on, opened_on + 9
            from casework_record where kind = 'private-fostering'""",
    """insert into casework_event (record_id, name, label, by, at, before, after, note)
          select r.id, 'open', 'Opened', 'Somebody', r.opened_on, '', 'notified', '' from casework_record r, generate_series(1, 3)""",
    f"""insert into thread_action (id, partnership_id, reference, text, record_id, group_id, audience, owner_agency_id, owner_id,
                                   owner_names, meeting_number, made_on, due_on, due_text, status, reason, closed_on, deferrals,
                                   version)
          select n, p, 'A-' || n, 'Bring the audit of thresholds and consent to the next meeting, number ' || n,
                 null, p * 100 + 1 + k % {GROUPS}, case k / 20 % 3 when 0 then 'partnership' when 1 then 'group' else 'agencies' end,
                 1 + k % {AGENCIES}, p * 1000 + 1 + k % {PEOPLE}, '', '', date '2020-01-01' + (n % 2300),
                 date '2020-02-01' + (n % 2700), '', case when k / 60 % 4 = 0 then 'open' else 'closed' end,
                 case when k / 60 % 4 = 0 then '' else 'done_no_evidence' end,
                 case when k / 60 % 4 = 0 then null else date '2026-10-01' end, k % 3, 1
            from (select n, 1 + n % {PARTNERSHIPS} as p, n / {PARTNERSHIPS} as k from generate_series(1, {ACTIONS}) n) x""",
    """insert into thread_actionupdate (action_id, partnership_id, text, "on", status, by, at)
          select a.id, a.partnership_id, 'It goes on as planned.', a.made_on + 30 * u, 'open', 'Somebody', a.made_on + 30 * u
            from thread_action a, generate_series(1, 2) u""",
    f"""insert into tenancy_history ("table", row_id, operation, changes, at, transaction)
          select 'thread_action', 1 + n % {ACTIONS}, 'update', '{{"text": ["before", "after"]}}', '2026-01-01', n
            from generate_series(1, {HISTORY}) n""",
)
TABLES_WITH_IDS = (
    "tenancy_agency",
    "tenancy_partnership",
    "tenancy_person",
    "groups_group",
    "casework_register",
    "casework_record",
    "thread_action",
)


def fill(cursor: Any) -> None:
    """Fill an empty, migrated database."""
    run(cursor, STATEMENTS, TABLES_WITH_IDS)


def run(cursor: Any, statements: Sequence[str], tables_with_ids: Sequence[str]) -> None:
    """Run statements with triggers off: history is written by the statements themselves."""
    cursor.execute("select relname from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace")
    tables = [name for (name,) in cursor.fetchall()]
    for table in tables:
        cursor.execute(f'alter table "{table}" disable trigger user')
    _give_defaults(cursor)
    for statement in statements:
        cursor.execute(statement)
    for table in tables_with_ids:
        cursor.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))")
    for table in tables:
        cursor.execute(f'alter table "{table}" enable trigger user')
    cursor.execute("vacuum analyze")  # as the server does by itself within minutes


def _give_defaults(cursor: Any) -> None:
    """What Django writes where nothing is said (first version, no text, not so), for columns the statements leave out."""
    cursor.execute("""select table_name, column_name, data_type from information_schema.columns
                       where table_schema = 'public' and is_nullable = 'NO' and column_default is null
                         and is_identity = 'NO'""")
    for table, column, kind in cursor.fetchall():
        value = {"boolean": "false", "character varying": "''", "text": "''", "jsonb": "'[]'"}.get(kind)
        value = "1" if column == "version" else value
        if value:
            cursor.execute(f'alter table "{table}" alter column "{column}" set default {value}')
