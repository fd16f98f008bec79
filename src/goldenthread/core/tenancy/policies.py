"""The same rules as PostgreSQL row security, with what foreign keys and updates need beside it.

Applied after every migrate, so that the policies in force are always those the code compiles to (`live_policies` is
compared in tests
and by `goldenthread doctor`).
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.apps import apps
from django.db import connection as default_connection
from django.db import models, transaction

from .access import Governed, governed_models, hangs_from
from .held import Compiling, compiling
from .holding import become_function
from .sight import once_planned
from .words import keeps_words, words_functions

APP_ROLE = "goldenthread_app"

#: `search_words` are made by the database from the row's own text, so that they are no change of their own. A case's
#: `seal` is its key: history that kept it could be opened after the case was destroyed.
HISTORY_FUNCTION = """
create or replace function goldenthread_history() returns trigger language plpgsql
security definer set search_path = public, pg_temp as $$
declare
  was jsonb := case when tg_op = 'INSERT' then '{}'::jsonb else to_jsonb(old) - '{search_words,seal}'::text[] end;
  is_now jsonb := case when tg_op = 'DELETE' then '{}'::jsonb else to_jsonb(new) - '{search_words,seal}'::text[] end;
  changed jsonb;
  id bigint;
begin
  select coalesce(jsonb_object_agg(k, jsonb_build_array(was -> k, is_now -> k)), '{}'::jsonb) into changed
    from jsonb_object_keys(was || is_now) as k where (was -> k) is distinct from (is_now -> k);
  if changed = '{}'::jsonb then return null; end if;
  id := (coalesce(is_now -> tg_argv[0], was -> tg_argv[0]))::bigint;
  insert into tenancy_history ("table", row_id, operation, changes, user_id, at, transaction)
    values (tg_table_name, id, lower(tg_op), changed,
            nullif(split_part(current_setting('app.users', true), ',', 1), '')::bigint,
            clock_timestamp(), txid_current());
  return null;
end $$
"""


def policy(model: type[Governed], connection: Any) -> str:
    """The USING clause of the model's policy, compiled from the same Q as its manager's filter."""
    if model.policy_sql:
        return model.policy_sql
    with compiling(Compiling.POLICY):
        if not model.governed_by:
            return _compiled(model, model.rule(), connection)
        sees, narrower = _sees(model, *hangs_from(model)), model.narrower()
        return f"{sees} and ({_compiled(model, narrower, connection)})" if narrower else sees


def _compiled(model: type[Governed], rule: models.Q, connection: Any) -> str:
    query = models.sql.Query(model)
    sql, params = query.get_compiler(connection=connection).compile(query.build_where(rule))
    return once_planned(connection.ops.compose_sql(sql, params))


def sees_row_function() -> str:
    """`goldenthread_sees(table, id)`: is that row in sight? Runs as whoever asks, so that row security answers.

    A branch for each table, so that one line of history costs one look by primary key. As one policy of many EXISTS the
    planner reads whole tables into hashes first: 1,500 ms against 5 for a page of history (docs/performance.md).
    """
    branches = "".join(
        f"""when '{m._meta.db_table}' then
            return exists (select 1 from "{m._meta.db_table}" where "{m._meta.pk.column}" = wanted_id);\n"""
        for m in governed_models()
        if m.tracked
    )
    return f"""create or replace function goldenthread_sees(wanted_table text, wanted_id bigint) returns boolean
        language plpgsql stable set search_path = public, pg_temp as $$
        begin case wanted_table {branches} else return false; end case; end $$"""


def governed_links(model: type[Governed]) -> list[Any]:
    """The foreign keys of this table that point at governed rows."""
    return [
        f
        for f in model._meta.local_fields
        if f.is_relation and f.related_model and issubclass(f.related_model, Governed)
    ]


def statements(model: type[Governed], connection: Any) -> list[str]:
    """The SQL that puts one model under its policy. Run as the owner; safe to run again."""
    table = model._meta.db_table
    using = policy(model, connection)
    return [
        f'alter table "{table}" enable row level security',
        f'drop policy if exists visible on "{table}"',
        f'create policy visible on "{table}" using ({using}) with check ({using})',
        *_sight(model),
        *keeps_words(model),
        *_tracking(model),
        f'revoke all on "{table}" from {APP_ROLE}',
        f'grant {_privileges(model)} on "{table}" to {APP_ROLE}',
    ]


def apply_policies(connection: Any = default_connection) -> None:
    """Put every governed table under its policy and give the app's role what it needs and no more.

    Until every governed table is there (a migration of one app alone) nothing is granted: a new table without its
    policy is one that the app's role cannot read at all.
    """
    tables = set(connection.introspection.table_names())
    if any(model._meta.db_table not in tables for model in governed_models()):
        return
    every = _every_statement(tables, connection)
    # in one go: what is granted to all tables first, and taken back table by table, nobody sees in between
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for sql in every:
            cursor.execute(sql)
        cursor.execute(f"comment on function goldenthread_history() is '{_fingerprint(every)}'")


def _every_statement(tables: set[str], connection: Any) -> list[str]:
    return [
        *_privileges_of_all(),
        *_read_only(tables),
        HISTORY_FUNCTION,
        # it writes history as the owner: whoever may hang it from a table of their own could write what never was
        f"revoke all on function goldenthread_history() from public, {APP_ROLE}",
        sees_row_function(),
        become_function(),
        *words_functions(),
        *(sql for model in governed_models() for sql in statements(model, connection)),
    ]


def _fingerprint(every: list[str]) -> str:
    return "rules " + sha256(";\n".join(every).encode()).hexdigest()


def rules_are_current(connection: Any = default_connection) -> bool:
    """Are the rules in force those that the code compiles to now? A rule may change where no table does.

    False too where a governed table is missing, or nothing was ever applied.
    """
    tables = set(connection.introspection.table_names())
    if any(model._meta.db_table not in tables for model in governed_models()):
        return False
    with connection.cursor() as cursor:
        cursor.execute("select obj_description(to_regprocedure('goldenthread_history()'), 'pg_proc')")
        (said,) = cursor.fetchone()
    return bool(said == _fingerprint(_every_statement(tables, connection)))


def apply_after_migrate(sender: Any, using: str, **kwargs: Any) -> None:
    if using == default_connection.alias:
        apply_policies(default_connection)


def _privileges_of_all() -> list[str]:
    return [
        f"grant usage on schema public to {APP_ROLE}",
        f"grant select, insert, update, delete on all tables in schema public to {APP_ROLE}",
        f"grant usage, select on all sequences in schema public to {APP_ROLE}",
        f"grant execute on all functions in schema public to {APP_ROLE}",
        f'revoke insert, update, delete on "django_migrations" from {APP_ROLE}',
    ]


def _read_only(tables: set[str]) -> list[str]:
    """Shared tables that only a command of the owner's writes (`owner_writes`): the app's role may read them."""
    shared = sorted(m._meta.db_table for m in apps.get_models() if getattr(m, "owner_writes", False))
    return [f'revoke insert, update, delete on "{table}" from {APP_ROLE}' for table in shared if table in tables]


def live_policies(connection: Any = default_connection) -> dict[str, tuple[str, ...]]:
    """Table -> the names of the policies in force on it, for tables with row security switched on."""
    with connection.cursor() as cursor:
        cursor.execute("""select c.relname, coalesce(array_agg(p.polname::text order by p.polname)
                            filter (where p.polname is not null), '{}')
                            from pg_class c left join pg_policy p on p.polrelid = c.oid
                           where c.relrowsecurity and c.relnamespace = 'public'::regnamespace group by 1""")
        return {name: tuple(policies) for name, policies in cursor.fetchall()}


def ungoverned_tables(connection: Any = default_connection) -> list[str]:
    """Governed models whose table has no policy in force: row security is not protecting them."""
    live = live_policies(connection)
    return [m._meta.db_table for m in governed_models() if live.get(m._meta.db_table) != ("visible",)]


def _privileges(model: type[Governed]) -> str:
    if model._meta.label == "tenancy.History":
        return "select"  # written by the trigger function, which runs as the owner
    rights = ["select", "insert"]
    if not model.append_only:
        rights.append("update")
    if model.deletable:
        rights.append("delete")
    return ", ".join(rights)


def _sees(model: type[Governed], link: Any, parent: type[Governed]) -> str:
    """PostgreSQL applies the parent's own policy inside the sub-query."""
    target = parent._meta
    return (
        f'exists (select 1 from "{target.db_table}" '
        f'where "{target.db_table}"."{target.pk.column}" = "{model._meta.db_table}"."{link.column}" offset 0)'
    )


def _sight(model: type[Governed]) -> list[str]:
    """Foreign-key checks ignore row security: who sets a link must see its target. Some columns never change."""
    table, columns = model._meta.db_table, {f.column for f in model._meta.local_fields}
    set_once = {*model.immutable, f"{model.partnership_of}_id"}
    checks = [_never_changes(table, column) for column in sorted(set_once & columns)]
    checks += [_must_be_seen(table, link) for link in governed_links(model)]
    checks += [_belongs(model)] if model.partnership_of else []
    if not checks:
        return []
    body = "\n".join(checks)
    return [
        f'create or replace function "sight_{table}"() returns trigger language plpgsql as '
        f"$$ begin {body} return new; end $$",
        f'drop trigger if exists sight on "{table}"',
        f'create trigger sight before insert or update on "{table}" for each row execute function "sight_{table}"()',
    ]


def _belongs(model: type[Governed]) -> str:
    """Asked after sight of the row it hangs from, which alone could make this nothing."""
    link: Any = model._meta.get_field(model.partnership_of)
    target = link.related_model._meta
    return f"""if tg_op = 'INSERT' then select partnership_id into new.partnership_id from "{target.db_table}"
        where "{target.pk.column}" = new."{link.column}"; end if;"""


def _never_changes(table: str, column: str) -> str:
    return f"""if tg_op = 'UPDATE' and new."{column}" is distinct from old."{column}" then
        raise exception '{table}.{column} never changes' using errcode = 'insufficient_privilege'; end if;"""


def _must_be_seen(table: str, link: Any) -> str:
    target = link.related_model._meta
    row = f"""select 1 from "{target.db_table}" where "{target.pk.column}" = new."{link.column}\""""
    return f"""if new."{link.column}" is not null
        and (tg_op = 'INSERT' or new."{link.column}" is distinct from old."{link.column}")
        and not exists ({row}) then
        raise exception '{table}.{link.column} points at a row out of sight' using errcode = 'insufficient_privilege';
        end if;"""


def _tracking(model: type[Governed]) -> list[str]:
    table = model._meta.db_table
    drop = f'drop trigger if exists history on "{table}"'
    if not model.tracked:
        return [drop]
    key = model._meta.pk.column
    return [
        drop,
        f'create trigger history after insert or update or delete on "{table}" '
        f"for each row execute function goldenthread_history('{key}')",
    ]


def expected_policies() -> dict[str, tuple[str, ...]]:
    return {model._meta.db_table: ("visible",) for model in apps.get_models() if issubclass(model, Governed)}
