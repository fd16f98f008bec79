"""A sealed register of 5,000 cases: how long it takes to bring in, and its pages with decryption.

GOLDENTHREAD_BENCH_CASES=20000 makes it larger; GOLDENTHREAD_BENCH_DATA names a folder that keeps the filled database for
the next time (the coming in is then not measured again).
"""

from __future__ import annotations

import os
import tempfile
import time
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from bench.pages import settle

CASES = int(os.environ.get("GOLDENTHREAD_BENCH_CASES", "5000"))
SLUG, KIND = "p1", "private-fostering"
LIMIT = 60.0  # seconds in which 5,000 rows are in
HEADINGS = ("Child ID", "Name", "DOB", "NHS number", "Gender", "Born in", "Source of referral", "Date notified",
            "Start date", "Carer", "Decision date", "Date closed", "Visit 1", "Visit 2", "Visit 3")  # fmt: skip


def main() -> None:
    kept = os.environ.get("GOLDENTHREAD_BENCH_DATA")
    if kept:
        _in_folder(kept)
        return
    with tempfile.TemporaryDirectory(prefix="goldenthread-bench-") as folder:
        _in_folder(folder)


def _in_folder(folder: str) -> None:
    settle(folder)
    from goldenthread.config.services import database_running, set_up_django

    with database_running():
        set_up_django("owner")
        from django.core.management import call_command
        from django.db import connection

        from goldenthread.config.key_ring import ensure_ring

        call_command("createcachetable", verbosity=0)
        call_command("migrate", verbosity=0)
        list(ensure_ring())
        user = _keeper()
        _bring_in(user)
        _measure(user)
        connection.close()


def _keeper() -> Any:
    """One partnership with one council, and a person who works on its cases, manages them and keeps the register."""
    from allauth.mfa.models import Authenticator

    from goldenthread.core.casework.models import Keeper, Register
    from goldenthread.core.tenancy.actor import Actor, acting_as
    from goldenthread.core.tenancy.models import Agency, Partnership, Person, Place, Seat, User

    if there := User.objects.filter(email="keeper@bench.example").first():
        return there
    since = date(2015, 1, 1)
    with acting_as(Actor(user=None)):
        board = Partnership.objects.create(name="Partnership 1", slug=SLUG, short_name="P1", demonstration=True)
        council = Agency.objects.create(name="A council", short_name="C", kind="council")
        Place.unguarded.create(partnership=board, agency=council)
        user = User.objects.create_user("keeper@bench.example", name="Keeper")
        person = Person.unguarded.create(partnership=board, user=user, name=user.name, agency=council)
        for role in ("social_worker", "team_manager"):
            Seat.unguarded.create(user=user, person=person, partnership=board, agency=council, role=role, since=since)
        register = Register.unguarded.create(partnership=board, kind=KIND)
        Keeper.unguarded.create(
            register=register, partnership=board, person=person, why="The bench", since=since, added_by="The bench"
        )
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


def tracker(cases: int) -> bytes:
    """An invented register in Excel: two in three ended, the rest visited and some of them late."""
    from openpyxl import Workbook

    from goldenthread.kernel.now import today

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Cases")
    sheet.append(HEADINGS)
    day = today()
    for n in range(cases):
        told = day - timedelta(days=n % 1500 + 1)
        over = told + timedelta(days=120) if n % 3 and n % 1500 > 150 else None
        visits = [told + timedelta(days=days) for days in (5 + n % 7, 45, 88)]
        sheet.append([
            f"C-{n}", f"Invented Child {n}", told - timedelta(days=3000 + n % 2500), f"9{n:09}", "FM"[n % 2],
            ("UK", "Europe", "Asia")[n % 3], ("School", "Carer", "Parent")[n % 3], told, told, f"Invented Carer {n}",
            told + timedelta(days=20) if n % 1500 > 30 else None, over, *(v if v < day else None for v in visits),
        ])  # fmt: skip
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _bring_in(user: Any) -> None:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from goldenthread.core.casework.models import Record
    from goldenthread.core.tenancy.actor import acting_as
    from goldenthread.core.tenancy.models import Agency, Partnership
    from goldenthread.core.tenancy.seats import actor_for
    from goldenthread.processes.registers.register_import.taking import checked, receive_register, take_register_in
    from goldenthread.reading.trackers.opening import open_tracker

    if Record.unguarded.exists():
        return
    data = tracker(CASES)
    board, council = Partnership.objects.get(), Agency.objects.get(kind="council")
    with connection.cursor() as cursor:
        cursor.execute("set role goldenthread_app")
    with acting_as(actor_for(user)), transaction.atomic():
        began = time.perf_counter()
        book = open_tracker(data)
        opened = time.perf_counter()
        one = receive_register(
            partnership=board, process=KIND, lead_agency=council, name="register.xlsx", data=data, book=book
        ).register_import
        looked = time.perf_counter()
        found = checked(one, book)
        ready = time.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            take_register_in(one, book, seen=found.seen, without_refused=True)
            statements = len(asked)
        done = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("reset role")
    print(
        f"{found.counts['taken']} of {CASES} rows: file opened {opened - began:.1f} s, guessed {looked - opened:.1f} s, "
        f"every row looked at {ready - looked:.1f} s, taken in {done - ready:.1f} s in {statements} statements; "
        f"all in {done - began:.1f} s"
    )
    if CASES <= 5000 and done - began > LIMIT:
        raise SystemExit(f"that is more than {LIMIT:.0f} s")


def _measure(user: Any) -> None:
    from django.conf import settings
    from django.test import Client

    from bench.timing import HEAD, row, timed
    from goldenthread.processes.registers.private_fostering.models import Arrangement

    settings.ALLOWED_HOSTS = ["*"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    case = Arrangement.unguarded.filter(state="suitable").order_by("pk")[CASES // 10]
    there = f"/{SLUG}/work/{KIND}/"
    client.post(f"{there}{case.pk}/read/", {"purpose": "case"})
    print(HEAD)
    for label, url in (
        ("worklist", f"/{SLUG}/"),
        ("tracker", there),
        ("tracker: page 20", f"{there}?page=20"),
        ("tracker: filtered and sorted", f"{there}?state=suitable&sort=-notified_on"),
        ("case, read", f"{there}{case.pk}/"),
        ("assessment, read", f"{there}{case.pk}/assessment/"),
        ("year", f"/{SLUG}/private-fostering/year/"),
    ):
        print(row(label, "keeper", *timed(lambda url=url: client.get(url).status_code)), flush=True)
