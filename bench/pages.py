"""Pages under load of rows: server time and statements, for one who sees all and one who sees an agency's, with and
without row security.

GOLDENTHREAD_BENCH_DATA names a folder that keeps the filled database for the next time; without it all is made anew.
GOLDENTHREAD_BENCH_PAGES=history,record measures only the pages with one of these words in their name.
"""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import Any


def main() -> None:
    kept = os.environ.get("GOLDENTHREAD_BENCH_DATA")
    if kept:
        _in_folder(kept)
        return
    with tempfile.TemporaryDirectory(prefix="goldenthread-bench-") as folder:
        _in_folder(folder)


def settle(folder: str) -> None:
    """Make a folder our installation, acting as the owner."""
    Path(folder).mkdir(exist_ok=True)
    Path(folder).chmod(0o711)
    os.environ |= {
        "GOLDENTHREAD_DATA": folder,
        "GOLDENTHREAD_DB_ROLE": "owner",
        "GOLDENTHREAD_INSECURE_HTTP": "1",
        "GOLDENTHREAD_LOG_LEVEL": "CRITICAL",
    }
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldenthread.config.settings")


def _in_folder(folder: str) -> None:
    settle(folder)
    _run()


def _run() -> None:
    from goldenthread.config.services import database_running, set_up_django

    with database_running():
        set_up_django("owner")
        from django.db import connection

        _make()
        _measure()
        connection.close()


def _make() -> None:
    from django.core.management import call_command
    from django.db import connection

    from bench.filling import fill
    from goldenthread.core.tenancy.models import Partnership

    began = time.perf_counter()
    call_command("createcachetable", verbosity=0)
    call_command("migrate", verbosity=0)
    print(f"database migrated in {time.perf_counter() - began:.1f} s")
    if Partnership.objects.exists():
        return
    began = time.perf_counter()
    with connection.cursor() as cursor:
        fill(cursor)
    print(f"filled in {time.perf_counter() - began:.0f} s")


def _measure() -> None:
    from django.conf import settings
    from django.db import connection
    from django.test import Client

    from bench.timing import HEAD, row, timed
    from bench.visits import visitors, visits

    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    clients = {}
    for name, user in visitors().items():
        clients[name] = Client(SERVER_NAME="localhost")
        clients[name].force_login(user)
    wanted = [word for word in os.environ.get("GOLDENTHREAD_BENCH_PAGES", "").split(",") if word]
    print(HEAD)
    for visit in visits():
        if wanted and not any(word in visit.label for word in wanted):
            continue
        for who in visit.who:
            print(row(visit.label, who, *timed(_once(clients[who], visit))), flush=True)
    with connection.cursor() as cursor:
        cursor.execute("reset role")


def _once(client: Any, visit: Any) -> Any:
    def once() -> int:
        response = client.post(visit.url, visit.data) if visit.data else client.get(visit.url)
        return int(response.status_code)

    return once
