"""20,000 sealed cases of each of two kinds, thirty sealed forms each: 1,200,000 forms, and their pages with decryption.

Measured as one who keeps both registers, as the business manager (who keeps none) and as a member. The pages are asked
for in a full partnership and in one with a tenth of the cases: what they ask of the database must be the same.
GOLDENTHREAD_BENCH_DATA_CASES names a folder that keeps the filled database; GOLDENTHREAD_BENCH_CASES makes it smaller;
GOLDENTHREAD_BENCH_PAGES=tracker,case measures only what has one of these words in its name.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from typing import Any

from bench.cases_filling import DEATHS, FOSTERING, FULL, SINCE, SMALL, fill
from bench.pages import settle

CASES = int(os.environ.get("GOLDENTHREAD_BENCH_CASES", "20000"))
LIMIT_MS = 150
#: Whoever is measured: by which roles, and whether they keep the registers.
PEOPLE = {
    "keeper": (("social_worker", "team_manager", "designated_doctor"), True),
    "manager": (("business_manager",), False),
    "member": (("member",), False),
}


def main() -> None:
    kept = os.environ.get("GOLDENTHREAD_BENCH_DATA_CASES")
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
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        from goldenthread.config.key_ring import ensure_ring

        call_command("createcachetable", verbosity=0)
        call_command("migrate", verbosity=0)
        list(ensure_ring())
        settings.ALLOWED_HOSTS = ["*"]
        settings.STORAGES = settings.STORAGES | {
            "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        }
        fill(CASES)
        over = _measure()
        over += _constant()
        connection.close()
    print("\nOver the aims: " + ("; ".join(over) if over else "none"))


def _user(name: str) -> Any:
    """One of PEOPLE, seated at both tables; made on the first call."""
    from allauth.mfa.models import Authenticator

    from goldenthread.core.casework.models import Keeper, Register
    from goldenthread.core.tenancy.actor import Actor, acting_as
    from goldenthread.core.tenancy.models import Partnership, Person, Seat, User

    if there := User.objects.filter(email=f"{name}@bench.example").first():
        return there
    roles, keeps = PEOPLE[name]
    with acting_as(Actor(user=None)):
        user = User.objects.create_user(f"{name}@bench.example", name=name.title())
        for board in Partnership.objects.all():
            person = Person.unguarded.create(partnership=board, user=user, name=user.name, agency_id=1)
            held = {"user": user, "person": person, "partnership": board, "agency_id": 1, "since": SINCE}
            for role in roles:
                Seat.unguarded.create(**held, role=role)
            for register in Register.unguarded.filter(partnership=board) if keeps else ():
                Keeper.unguarded.create(
                    register=register, partnership=board, person=person, why="Bench", since=SINCE, added_by="Bench"
                )
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


def _client(name: str) -> Any:
    """Signed in, and with the purpose said for which cases are read, where the person keeps them."""
    from django.test import Client

    client = Client(SERVER_NAME="localhost")
    client.force_login(_user(name))
    if PEOPLE[name][1]:
        for number in (FULL, SMALL):
            for kind in (FOSTERING, DEATHS):
                client.post(f"/p{number}/work/{kind}/{_case(number, kind)}/read/", {"purpose": "case"})
    return client


def _case(number: int, kind: str) -> int:
    from goldenthread.core.casework.models import Record

    there = Record.unguarded.filter(partnership_id=number, kind=kind, clock_runs__isnull=False).order_by("pk")
    return int(there[there.count() // 3].pk)


def _visits(number: int, name: str) -> list[tuple[str, str]]:
    """What the person opens at one table: (what it is called, address)."""
    at = f"/p{number}"
    fostering, death = f"{at}/work/{FOSTERING}/", f"{at}/work/{DEATHS}/"
    asked = [
        ("front page", f"{at}/"),
        ("clocks", f"{at}/clocks/"),
        ("fostering: tracker", fostering),
        ("deaths: tracker", death),
        ("fostering: year", f"{at}/private-fostering/year/"),
        ("deaths: year", f"{at}/child-death/year/"),
    ]
    if not PEOPLE[name][1]:
        return asked
    one, other = _case(number, FOSTERING), _case(number, DEATHS)
    return [
        *asked,
        ("fostering: tracker, page 20", f"{fostering}?page=20"),
        ("fostering: tracker, filtered and sorted", f"{fostering}?state=suitable&sort=-notified_on"),
        ("fostering: case, read", f"{fostering}{one}/"),
        ("fostering: assessment, read", f"{fostering}{one}/assessment/"),
        ("deaths: tracker, page 20", f"{death}?page=20"),
        ("deaths: tracker, filtered and sorted", f"{death}?expected=unexpected&sort=-opened_on"),
        ("deaths: case, read", f"{death}{other}/"),
        ("deaths: analysis, read", f"{at}/child-death/{other}/analysis/"),
        ("deaths: reports, read", f"{at}/child-death/{other}/reports/"),
        ("deaths: guard", f"{at}/child-death/check/"),
    ]


def _wanted(label: str) -> bool:
    words = [word for word in os.environ.get("GOLDENTHREAD_BENCH_PAGES", "").split(",") if word]
    return not words or any(word in label for word in words)


def _measure() -> list[str]:
    from django.db import connection

    from bench.timing import HEAD, row, timed

    slow = []
    print(HEAD)
    for name in PEOPLE:
        client = _client(name)
        for label, url in _visits(FULL, name):
            if not _wanted(label):
                continue
            taken = timed(_opened(client, url))
            print(row(label, name, *taken), flush=True)
            if taken[0].p95 > LIMIT_MS:
                slow.append(f"{label}, {name}: {taken[0].p95:.0f} ms")
    with connection.cursor() as cursor:
        cursor.execute("reset role")
    return slow


def _opened(client: Any, url: str) -> Callable[[], int]:
    return lambda: int(client.get(url).status_code)


def _constant() -> list[str]:
    """What each page asks of the database among all cases and among a tenth: it must be the same."""
    differ = []
    for name in PEOPLE:
        client = _client(name)
        for (label, small_url), (_, full_url) in zip(_visits(SMALL, name), _visits(FULL, name), strict=True):
            if not _wanted(label):
                continue
            small, full = _asks(client, small_url), _asks(client, full_url)
            if small != full:
                differ.append(f"{label}, {name}: {small} questions among a tenth, {full} among all")
    return differ


def _asks(client: Any, url: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bench.timing import CONTROL

    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        client.get(url)
        asked = [one["sql"] for one in seen.captured_queries]
    return sum(not CONTROL.match(sql) for sql in asked)
