"""Measures under load: 500 measures x 150 areas x 60 months (4.5 million observations), scorecard, measure, loading.

GOLDENTHREAD_BENCH_DATA_MEASURES names a folder that keeps the filled database for the next time. Published statistics
are loaded from ../shared/data where that is present.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Any

PARTNERSHIPS, PEOPLE = 8, 100
MEASURES, AREAS, MONTHS = 500, 150, 60
CARD = 60
PUBLISHED = Path(__file__).parents[2] / "shared" / "data"

#: Measure n is of partnership 1 + n % 8; area 0 is the whole, and has no row. Values move about a level of their own.
STATEMENTS = (
    f"""insert into analytics_area (id, code, old_code, name, level, made_up)
          select n, 'Z' || n, '', 'Area ' || n, 'authority', true from generate_series(1, {AREAS}) n""",
    f"""insert into analytics_measure (id, partnership_id, code, title, subject, question, audience, owner_agency_id,
                                       catalogue, clock, published, version)
          select n, 1 + n % {PARTNERSHIPS}, 'm' || n, 'Measure ' || n, 'Subject ' || n % 9, 'How many?', 'partnership',
                 1 + n % 20, '', '', '', 1 from generate_series(1, {MEASURES}) n""",
    """insert into analytics_definition (measure_id, number, kind, unit, better, every, snapshot, numerator, denominator,
                                         source, cuts, note)
          select id, 1, 'flow', 'count', 'low', 'month', false, 'children', '', '', '', '' from analytics_measure""",
    """insert into analytics_standard (measure_id, since, target, minimum, benchmark, none_because, agreed)
          select id, '2015-04-01', 100, 130, '', '', 'The Board' from analytics_measure""",
    f"""insert into analytics_observation (partnership_id, measure_id, definition_id, area_id, first, last, value, symbol,
                                           provisional, source, origin, note, by, recorded_at)
          select m.partnership_id, m.id, d.id, nullif(a, 0), month::date,
                 (month + interval '1 month' - interval '1 day')::date,
                 80 + (m.id * 7 + a * 13) % 40 + (hashint8(m.id * 100000 + a * 100 + k) % 15), '', false, 'return', '', '',
                 'Somebody', month + interval '2 months'
            from analytics_measure m join analytics_definition d on d.measure_id = m.id,
                 generate_series(0, {AREAS - 1}) a, generate_series(0, {MONTHS - 1}) k,
                 lateral (select timestamp '2021-10-01' + k * interval '1 month' as month) x""",
    f"""insert into analytics_scorecard (id, partnership_id, title, slug, audience, version)
          select n, n, 'Board', 'board', 'board', 1 from generate_series(1, {PARTNERSHIPS}) n""",
    f"""insert into analytics_scorecardline (scorecard_id, measure_id, heading, "order")
          select partnership_id, id, subject, rank from (select *, row_number() over (partition by partnership_id order by id)
            as rank from analytics_measure) x where rank <= {CARD}""",
)
TABLES_WITH_IDS = ("analytics_area", "analytics_measure", "analytics_scorecard")


def main() -> None:
    kept = os.environ.get("GOLDENTHREAD_BENCH_DATA_MEASURES")
    if kept:
        _in_folder(kept)
        return
    with tempfile.TemporaryDirectory(prefix="goldenthread-bench-") as folder:
        _in_folder(folder)


def _in_folder(folder: str) -> None:
    from bench.pages import settle

    settle(folder)
    from goldenthread.config.services import database_running, set_up_django

    with database_running():
        set_up_django("owner")
        from django.db import connection

        _make()
        _measure()
        _load()
        connection.close()


def _make() -> None:
    from django.core.management import call_command
    from django.db import connection

    from bench import filling
    from goldenthread.core.tenancy.models import Partnership

    call_command("createcachetable", verbosity=0)
    call_command("migrate", verbosity=0)
    if Partnership.objects.exists():
        return
    began = time.perf_counter()
    with connection.cursor() as cursor:
        filling.run(cursor, (*filling.STATEMENTS[:6], *STATEMENTS), (*filling.TABLES_WITH_IDS[:4], *TABLES_WITH_IDS))
        cursor.execute("select count(*) from analytics_observation")
        (count,) = cursor.fetchone()
    print(f"{count:,} observations filled in {time.perf_counter() - began:.0f} s")


def _measure() -> None:
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from bench.timing import HEAD, row, timed
    from bench.visits import visitors

    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    clients = {name: _client(Client, user) for name, user in visitors().items()}
    print(HEAD)
    for label, path in (
        (f"scorecard of {CARD} measures", "/p7/scorecards/board/"),
        ("the same as known a year ago", "/p7/scorecards/board/?known-day=1&known-month=11&known-year=2025"),
        ("one measure", "/p7/measures/m6/"),
        ("all measures", "/p7/measures/"),
    ):
        for who, client in clients.items():
            print(row(label, who, *timed(lambda client=client, path=path: client.get(path).status_code)), flush=True)
    with connection.cursor() as cursor:
        cursor.execute("reset role")


def _client(client: Any, user: Any) -> Any:
    made = client(SERVER_NAME="localhost")
    made.force_login(user)
    return made


def _load() -> None:
    from goldenthread.analytics.loading import load_published

    if not PUBLISHED.is_dir():
        print("No published statistics here to load.")
        return
    began, processor = time.perf_counter(), time.process_time()
    found = load_published(PUBLISHED)
    figures = sum(one.figures for one in found)
    took = time.perf_counter() - began
    print(
        f"\n{figures:,} published figures of {len(found)} files in {took:.1f} s ({time.process_time() - processor:.1f} s of our processor)"
    )
