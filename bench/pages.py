"""Pages under load of rows: server time and queries, for one who sees all and one who sees an agency's, with and without row security."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

WARM, RUNS = 3, 40


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="goldenthread-bench-") as folder:
        Path(folder).chmod(0o711)
        os.environ |= {
            "GOLDENTHREAD_DATA": folder,
            "GOLDENTHREAD_DB_ROLE": "owner",
            "GOLDENTHREAD_INSECURE_HTTP": "1",
            "GOLDENTHREAD_LOG_LEVEL": "CRITICAL",
        }
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")
        _run()


def _run() -> None:
    from goldenthread.config.services import database_running, set_up_django

    with database_running():
        set_up_django("owner")
        from django.core.management import call_command
        from django.db import connection

        began = time.perf_counter()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        print(f"empty database migrated in {time.perf_counter() - began:.1f} s")
        began = time.perf_counter()
        with connection.cursor() as cursor:
            from bench.filling import fill

            fill(cursor)
        print(f"filled in {time.perf_counter() - began:.0f} s")
        _measure()
        connection.close()


def _measure() -> None:
    from django.conf import settings
    from django.db import connection

    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    clients = {
        name: _client(name, role, agency)
        for name, role, agency in (("administrator", "administrator", 1), ("member", "member", 7))
    }
    print("| page | who | queries | row security p50 / p95 ms | without p50 / p95 ms | ratio of p50 |")
    print("|---|---|---|---|---|---|")
    for label, url, data in _pages():
        for who, client in clients.items():
            found = {}
            for secured in (True, False):
                with connection.cursor() as cursor:
                    cursor.execute("set role goldenthread_app" if secured else "reset role")
                found[secured] = _times(client, url, data)
            (queries, p50, p95), (_, base50, base95) = found[True], found[False]
            print(
                f"| {label} | {who} | {queries} | {p50:.0f} / {p95:.0f} | {base50:.0f} / {base95:.0f} | {p50 / base50:.2f} |",
                flush=True,
            )
    with connection.cursor() as cursor:
        cursor.execute("reset role")


def _client(name: str, role: str, agency: int) -> Any:
    from allauth.mfa.models import Authenticator
    from django.test import Client

    from goldenthread.core.groups.models import Membership
    from goldenthread.core.tenancy.actor import Actor, acting_as
    from goldenthread.core.tenancy.models import Agency, Partnership, Person, Seat, User

    with acting_as(Actor(user=None)):
        user = User.objects.create_user(f"{name}@bench.example", name=name.title())
        board = Partnership.objects.get(slug="p7")
        person = Person.unguarded.create(partnership=board, user=user, name=user.name, agency_id=agency)
        Seat.unguarded.create(
            user=user,
            person=person,
            partnership=board,
            agency=Agency.objects.get(pk=agency),
            role=role,
            since="2020-01-01",
        )
        Membership.unguarded.create(
            group_id=701, partnership=board, person=person, agency_id=agency, since="2020-01-01"
        )
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def _pages() -> list[tuple[str, str, dict[str, str] | None]]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "select id from thread_action where partnership_id = 7 and owner_agency_id = 7 and status = 'open' limit 1"
        )
        row = cursor.fetchone()
        if row is None:
            cursor.execute(
                "select id from thread_action where partnership_id = 7 and audience = 'partnership' and status = 'open' limit 1"
            )
            row = cursor.fetchone()
        (action,) = row
        cursor.execute(
            "select id from casework_record where partnership_id = 7 and kind = 'meetings' and group_id = 701 limit 1"
        )
        found = cursor.fetchone()
        meeting = found[0] if found else None
    pages: list[tuple[str, str, dict[str, str] | None]] = [
        ("worklist", "/p7/", None),
        ("actions: list", "/p7/actions/", None),
        ("actions: filtered and sorted", "/p7/actions/?standing=overdue&sort=-due_on&agency=7", None),
        ("actions: search", "/p7/actions/?q=thresholds+consent", None),
        ("actions: page 20", "/p7/actions/?page=20", None),
        ("meetings: list", "/p7/work/meetings/", None),
        ("private fostering: list", "/p7/work/private-fostering/", None),
        ("one action", f"/p7/actions/{action}/", None),
        ("one action's history", f"/p7/actions/{action}/history/", None),
        ("action update (post)", f"/p7/actions/{action}/update/", {"text": "Measured."}),
    ]
    return pages + ([("one meeting", f"/p7/work/meetings/{meeting}/", None)] if meeting else [])


def _times(client: Any, url: str, data: dict[str, str] | None) -> tuple[int, float, float]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def once() -> int:
        response = client.post(url, data) if data else client.get(url)
        return int(response.status_code)

    with CaptureQueriesContext(connection) as asked:
        status = once()
    if status not in {200, 302}:
        return -status, float("nan"), float("nan")
    for _ in range(WARM):
        once()
    taken = []
    for _ in range(RUNS):
        began = time.perf_counter()
        once()
        taken.append(1000 * (time.perf_counter() - began))
    return len(asked), statistics.median(taken), statistics.quantiles(taken, n=20)[18]
