"""Sealed cases in bulk, by COPY as the owner: each case with a key of its own, each of its thirty forms sealed with it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

FORMS = 30
FOSTERING, DEATHS = "private-fostering", "child-death"
#: Number of the partnership: a full one, and one with a tenth of its cases, to compare what each page asks.
FULL, SMALL = 1, 2
SINCE = date(2015, 1, 1)
WORDS = "Seen at home with the carer; what was agreed last time is done, and what is left was written down. " * 3
REPORTS = ("gp", "education", "police", "social_care")
Row = tuple[Any, ...]

#: Every tenth case is open with a clock that runs, half of them late; five steps were taken in each.
STATEMENTS = (
    """insert into casework_clockrun (record_id, partnership_id, clock, part, label, basis, direction, timed, started, due)
       select id, partnership_id, case kind when 'child-death' then 'CDR-P1' else 'PF-3' end, '',
              case kind when 'child-death' then 'Review by the panel' else 'First visit' end, 'As the law says', 'within', false,
              opened_on, current_date + (case when id % 20 = 0 then -1 else 1 end) * (1 + (id / 20) % 90)::int
         from casework_record where id % 10 = 0""",
    """insert into casework_event (record_id, name, label, by, at, before, after, note)
       select id, 'open', 'Opened', 'Somebody', opened_on + n, '', 'notified', '' from casework_record, generate_series(1, 5) n""",
)


def fill(cases: int) -> None:
    """A full partnership of so many cases of each kind, and a small one of a tenth. Needs the ring."""
    from django.db import connection

    from bench import filling
    from goldenthread.core.tenancy.models import Partnership

    if Partnership.objects.exists():
        return
    began = time.perf_counter()
    with connection.cursor() as cursor:
        filling.run(cursor, (), ())  # what Django writes where nothing is said becomes the columns' default
        _tables_off(cursor, "disable")
        _boards(cursor)
        first = 1
        for number, many in ((FULL, cases), (SMALL, cases // 10)):
            for kind, register in ((FOSTERING, number * 10 + 1), (DEATHS, number * 10 + 2)):
                _copy_cases(cursor, number, kind, register, range(first, first + many))
                first += many
        for statement in STATEMENTS:
            cursor.execute(statement)
        for table in ("tenancy_agency", "tenancy_partnership", "casework_register", "casework_record"):
            cursor.execute(f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))")
        _tables_off(cursor, "enable")
        cursor.execute("vacuum analyze")
    print(f"{first - 1:,} cases of {FORMS} forms sealed and written in {time.perf_counter() - began:.0f} s")


def _tables_off(cursor: Any, word: str) -> None:
    cursor.execute("select relname from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace")
    for (name,) in cursor.fetchall():
        cursor.execute(f'alter table "{name}" {word} trigger user')


def _boards(cursor: Any) -> None:
    cursor.execute("insert into tenancy_agency (id, name, short_name, kind) values (1, 'A council', 'C', 'council')")
    for number in (FULL, SMALL):
        cursor.execute(
            f"""insert into tenancy_partnership (id, name, slug, short_name, era, demonstration)
                values ({number}, 'Partnership {number}', 'p{number}', 'P{number}', 'LSCP_2023', true)"""
        )
        cursor.execute(f"insert into tenancy_place (partnership_id, agency_id) values ({number}, 1)")
        for at, kind in ((1, FOSTERING), (2, DEATHS)):
            cursor.execute(
                f"insert into casework_register (id, partnership_id, kind) values ({number * 10 + at}, {number}, '{kind}')"
            )


def _copy_cases(cursor: Any, number: int, kind: str, register: int, keys: range) -> None:
    """The records, their typed rows and their forms: what is sealed is sealed once, with the case's own key."""
    from goldenthread.core.sealing.envelope import new_seal, open_seal
    from goldenthread.core.sealing.keyring import the_ring
    from goldenthread.kernel.now import today

    ring, opened, records, typed = the_ring(), today(), [], []
    forms: list[Row] = []
    make, further = (_arrangement, _visits) if kind == FOSTERING else (_death, _reports)
    for n in keys:
        reference = f"{kind[:2].upper()}-{n}"
        seal = new_seal(f"{number} {reference}", ring)
        key = open_seal(seal, f"{number} {reference}", ring)
        day = opened - timedelta(days=n % 1500 + 1)
        records.append((n, kind, number, 1, "named", reference, "", day, None, 1, register, seal))
        typed.append(make(n, day, key))
        forms.extend(further(n, day, key))
    copied = ("id", "kind", "partnership_id", "lead_agency_id", "audience", "reference", "title", "opened_on",
              "closed_on", "version", "register_id", "seal")  # fmt: skip
    _copy(cursor, "casework_record", copied, records)
    if kind == FOSTERING:
        _copy(cursor, "private_fostering_arrangement", ARRANGEMENT, typed)
        _copy(cursor, "private_fostering_visit", VISIT, forms)
    else:
        _copy(cursor, "child_deaths_childdeath", DEATH, typed)
        _copy(cursor, "child_deaths_report", REPORT, forms)


def _copy(cursor: Any, table: str, columns: tuple[str, ...], rows: Iterable[Row]) -> None:
    with cursor.copy(f"copy {table} ({', '.join(columns)}) from stdin") as out:
        for row in rows:
            out.write_row(row)


ARRANGEMENT = ("record_ptr_id", "state", "child_ref", "child_name", "born_on", "carer_name", "reason", "household", "sex",
               "notified_by", "notified_on", "began_on", "decided_on", "lives_there", "ended_on", "ended_because")  # fmt: skip


def _arrangement(n: int, day: date, key: Any) -> Row:
    at = "private_fostering_arrangement."
    over = n % 10 != 0
    return (
        n, "ended" if over else "suitable", key.close(f"C-{n}", at + "child_ref"), key.close(f"Child {n}", at + "child_name"),
        key.close((day - timedelta(days=3000 + n % 2500)).isoformat(), at + "born_on"),
        key.close(f"Carer {n}", at + "carer_name"), key.close(WORDS, at + "reason"), key.close(WORDS, at + "household"),
        ("female", "male")[n % 2], ("school", "carer", "parent")[n % 3], day, day, day + timedelta(days=20), True,
        day + timedelta(days=120) if over else None, "returned" if over else "",
    )  # fmt: skip


VISIT = ("record_id", "visited_on", "asked_by", "child_seen_alone", "saw_home", "what_was_seen")


def _visits(n: int, day: date, key: Any) -> Iterator[Row]:
    place = "private_fostering_visit.what_was_seen"
    for at in range(FORMS):
        yield n, day + timedelta(days=7 + 14 * at), "due", at % 5 > 0, True, key.close(f"{at}: {WORDS}", place)


DEATH = ("record_ptr_id", "state", "pseudonym", "notified_at", "notified_by", "child_name", "child_born", "circumstances",
         "contacts", "address", "age_band", "sex", "ethnicity", "died_on", "place_of_death", "expected", "resident")  # fmt: skip


def _death(n: int, day: date, key: Any) -> Row:
    at = "child_deaths_childdeath."
    return (
        n, "gathering", f"P{n:08}", datetime(day.year, day.month, day.day, 9, tzinfo=UTC), "hospital",
        key.close(f"Child {n}", at + "child_name"), key.close((day - timedelta(days=n % 6000 + 1)).isoformat(), at + "child_born"),
        key.close(WORDS, at + "circumstances"), key.close(WORDS, at + "contacts"), key.close(f"{n} High Street", at + "address"),
        ("0 to 27 days", "28 to 364 days", "1 to 4 years")[n % 3], ("female", "male")[n % 2], "unknown", day, "home",
        ("expected", "unexpected")[n % 2], "here",
    )  # fmt: skip


REPORT = ("record_id", "kind", "form", "agency", "asked_on", "due_on", "outcome", "returned_on", "given", "not_known", "blank",
          "words")  # fmt: skip


def _reports(n: int, day: date, key: Any) -> Iterator[Row]:
    at = "child_deaths_report."
    for k in range(FORMS):
        yield (
            n, REPORTS[k % len(REPORTS)], "B", key.close(f"Agency {k} of {n}", at + "agency"), day + timedelta(days=k),
            day + timedelta(days=k + 21), "returned", day + timedelta(days=k + 20), 30, 5, 2, key.close(f"{k}: {WORDS}", at + "words"),
        )  # fmt: skip
