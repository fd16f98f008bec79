"""A year of private fostering from the register: a board's printed figures, measures, a year counted again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import count, cycle
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse
from openpyxl import load_workbook

from goldenthread.analytics.defining import take_from_catalogue
from goldenthread.analytics.models import Measure, Observation
from goldenthread.core.casework.models import Counter
from goldenthread.core.casework.services import amend_record, open_record, take_step
from goldenthread.core.notices.worklist import worklist
from goldenthread.kernel.now import LONDON, today
from goldenthread.kernel.periods import Every, period
from goldenthread.law.measures.catalogue import CATALOGUE
from goldenthread.processes.registers.private_fostering.models import Arrangement
from goldenthread.processes.registers.private_fostering.process import private_fostering
from goldenthread.processes.registers.private_fostering.yearly import against_the_first, count_year
from goldenthread.processes.registers.register_import.taking import take_register_in
from goldenthread.reading.trackers.opening import open_tracker
from tests.processes.registers.register_import.trackers import received, saved, workbook
from tests.web.test_access import client_for
from tests.world import World, owner

YEAR = period(Every.FINANCIAL_YEAR, date(2017, 6, 1))
HEADINGS = ("Child ID", "Name", "DOB", "NHS number", "Gender", "Born in", "Source of referral", "Date notified",
            "Start date", "Carer", "Date closed", "Visit 1", "Visit 2")  # fmt: skip
#: The 91 that began: 40 of the United Kingdom, 37 of Europe, 14 of elsewhere or not known.
BORN_IN = (*["UK"] * 40, *["Europe"] * 37, *["Asia"] * 8, *["Africa"] * 4, *["Not known"] * 2)


def days(number: int) -> timedelta:
    return timedelta(days=number)


def as_printed() -> Iterator[tuple[Any, ...]]:
    """An invented register in which a year is as a board once printed it: 71 notified the year before and 90 in it; 91
    begun, 83 of them of children of 11 and over; 32 in force before and 27 at the end; 83.9% of 93 visits in time.
    """
    number, sources = count(1), cycle(("School", "School", "Carer", "School", "Parent", "GP"))

    def row(told: date, ended: date | None, *visits: date, age: int = 13, born_in: str = "", began: date | None = None):  # type: ignore[no-untyped-def]
        n, first = next(number), began or told
        born = date(first.year - age - (first.month < 9), 9, 1)
        return (f"C-{n}", f"Invented Child {n}", born, f"9{n:09}", "Female" if n % 2 else "Male", born_in,
                next(sources), told, first, f"Invented Carer {n}", ended, *visits)  # fmt: skip

    for n in range(38):  # over before the year
        told = date(2016, 4, 11) + days(7 * n)
        yield row(told, told + days(30), told + days(5))
    for n in range(32):  # in force when it begins
        told = date(2017, 3, 1) + days(n % 20)
        yield row(told, date(2017, 4, 3) + days(n % 5), told + days(5))
    born_in = iter(BORN_IN)
    # told before the year and begun in it; its visits were in time
    yield row(date(2017, 3, 27), date(2017, 4, 28), date(2017, 4, 4), began=date(2017, 4, 3), born_in=next(born_in))
    for n in range(90):
        told = date(2017, 4, 24) + days(3 * n) if n < 63 else date(2018, 2, 20) + days(n - 63)
        first = told + days(20 if n < 15 else 5)
        age = 8 if n < 8 else 16 if n < 13 else 12 + n % 3
        if n in (20, 21):  # one visit more, in time
            yield row(told, told + days(60), first, first + days(40), age=age, born_in=next(born_in))
        else:
            yield row(told, told + days(30) if n < 63 else None, first, age=age, born_in=next(born_in))


@pytest.fixture(autouse=True)
def in_may() -> Any:
    with time_machine.travel("2018-05-14 10:00", tick=False):
        yield


def test_a_register_with_the_facts_of_a_printed_year_says_what_was_printed(world: World) -> None:
    data = saved(workbook([HEADINGS, *as_printed()]))
    one = received(world, data)
    with world.acting("worker"):
        take_register_in(one, open_tracker(data))
        assert Arrangement.objects.count() == 161
        assert not Arrangement.objects.filter(child_index=None).exists()
    client = client_for(world, "worker")
    url = reverse("private_fostering_year", args=["north"])
    book = load_workbook(BytesIO(client.get(url, {"year": "2017", "format": "xlsx"}).content))
    said = {row[1].value: row[2].value for row in book.active.iter_rows(min_row=2)}
    before = load_workbook(BytesIO(client.get(url, {"year": "2016", "format": "xlsx"}).content))
    earlier = {row[1].value: row[2].value for row in before.active.iter_rows(min_row=2)}
    assert (said["Notifications received in the year"], earlier["Notifications received in the year"]) == (90, 71)
    assert said["New arrangements that began in the year"] == 91
    assert (said["In force on 31 March before, as known then"], said["Arrangements in force on 31 March"]) == (32, 27)
    assert said["Born in United Kingdom, began in the year"] == 40
    assert said["Born in Europe, began in the year"] == 37
    ages = [said[f"Age {band}, began in the year"] for band in ("10 to 15", "16 and over")]
    assert (sum(ages), ages[1]) == (83, 5)
    page = client.get(url, {"year": "2017"}).content.decode()
    assert "83.9% of the visits that were due were made in time." in page
    assert "It adds up" in page
    assert "90 notifications were received, 71 the year before." in page


def told(world: World, on: date, *visits: int, **more: Any) -> Arrangement:
    values = {"child_ref": "C-1", "notified_by": "school", "notified_on": on, "began_on": on} | more
    with world.acting("worker"):
        pf = open_record(private_fostering, partnership=world.north, lead_agency=world.council, **values)
        for number in visits:
            pf = take_step(pf, "visit", visited_on=on + days(number))
        return pf


def test_a_year_counted_by_a_keeper_tells_the_measures_what_everyone_may_see(world: World) -> None:
    with world.acting("manager"):
        take_from_catalogue(world.north, [entry for entry in CATALOGUE if entry.code.startswith("pf_")])
    with owner():
        Measure.unguarded.exclude(code="pf_7wd").update(owner_agency=world.council)
    for n in range(8):
        told(world, date(2017, 6, 5) + days(n), 4, origin="uk")
    with world.acting("nurse"), pytest.raises(PermissionDenied):
        count_year(world.north, YEAR)
    with world.acting("worker"):
        with pytest.raises(ValidationError, match="not over"):
            count_year(world.north, period(Every.FINANCIAL_YEAR, today()))
        first = count_year(world.north, YEAR)
        assert count_year(world.north, YEAR).pk == first.pk, "the same again is not kept twice"
    with world.acting("manager"):
        rows = Observation.objects.select_related("measure")
        seen = {row.measure.code: (row.first, row.value, row.symbol) for row in rows}
    assert seen["pf_notif"] == (date(2017, 4, 1), 8, "")
    assert seen["pf_new"] == (date(2017, 4, 1), 8, "")
    assert seen["pf_open"] == (date(2018, 3, 31), 8, "")
    assert "pf_7wd" not in seen, "another agency answers for that one"


def test_small_numbers_reach_no_measure(world: World) -> None:
    with world.acting("manager"):
        take_from_catalogue(world.north, [entry for entry in CATALOGUE if entry.code.startswith("pf_")])
    with owner():
        Measure.unguarded.update(owner_agency=world.council)
    for n in range(3):
        told(world, date(2017, 6, 5) + days(n), 4)
    with world.acting("worker"):
        count_year(world.north, YEAR)
    with world.acting("manager"):
        assert {(row.value, row.symbol) for row in Observation.objects.all()} == {(None, "c")}


def test_a_year_counted_again_says_which_figures_moved_and_because_of_which_cases(world: World) -> None:
    early = told(world, date(2017, 6, 5), 4)
    url = reverse("private_fostering_again", args=["north", 2017])
    keeper = client_for(world, "worker")
    assert "has not been counted from the register yet" in keeper.get(url).content.decode()
    with world.acting("worker"):
        count_year(world.north, YEAR)
    with time_machine.travel("2018-06-20 10:00", tick=False):
        late = told(world, date(2018, 3, 1), 3, origin="asia")
        told(world, date(2018, 4, 20))  # of the year after
        with world.acting("worker"):
            amend_record(early, origin="uk")
            found = against_the_first(world.north, YEAR)
        assert found is not None
        changed = {one.words: (one.was, one.is_now) for one in found.changed}
        assert changed["Notifications received in the year"] == (1, 2)
        assert changed["Born in United Kingdom, began in the year"] == (0, 1)
        assert changed["Born in Not known, began in the year"] == (1, 0)
        assert [one.reference for one in found.entered] == [late.reference]
        assert [(one.reference, one.what) for one in found.corrected] == [(early.reference, "Changed")]
        keeper = client_for(world, "worker")
        page = keeper.get(url).content.decode()
        assert late.reference in page
        book = load_workbook(BytesIO(keeper.get(url, {"format": "xlsx"}).content))
        assert [name.partition(" ")[2] for name in book.sheetnames] == ["Figures", "Entered since", "Changed since"]
        for name, status in (("nurse", 403), ("clerk", 403), ("south_manager", 404)):
            assert client_for(world, name).get(url).status_code == status
            assert client_for(world, name).get(reverse("count_private_fostering", args=["north"])).status_code == status
        assert keeper.get(reverse("private_fostering_again", args=["north", 99999])).status_code == 404


def test_who_is_soon_too_old_and_what_is_to_be_met_come_up_for_the_worker_and_the_manager(world: World) -> None:
    with owner():
        world.seat("other_worker", world.council, world.north, "social_worker")
    soon = told(world, date(2018, 5, 1), born_on=date(2002, 6, 20))
    told(world, date(2018, 5, 1), born_on=date(2002, 6, 20), disabled=True)
    told(world, date(2018, 5, 1), born_on=date(2004, 6, 20))
    with world.acting("team_manager"):
        take_step(soon, "allocate", allocated_to=world.person("other_worker"))
        take_step(soon, "require", of="home", imposed_on=date(2018, 5, 2), due_on=date(2018, 5, 20), words="A bed")

    def titles(name: str) -> list[str]:
        actor = world.actor(name)
        with world.acting(name):
            items = worklist(actor, world.north, today())
        return [item.title for item in items if "turns" in item.title or "Requirement" in item.title]

    both = ["Requirement to be met: the home and its equipment", "The child turns 16 in June 2018: decide what follows"]
    assert sorted(titles("other_worker")) == sorted(titles("team_manager")) == both
    assert titles("worker") == [], "it is another's case"
    assert titles("nurse") == []
    with world.acting("worker"):
        months = Arrangement.objects.order_by("pk").values_list("too_old_in", flat=True)
        assert list(months) == [date(2018, 6, 1), date(2020, 6, 1), date(2020, 6, 1)]


def test_how_many_cases_a_register_has_is_read_by_its_keepers_alone_and_references_are_still_given(
    world: World,
) -> None:
    def seen(name: str) -> tuple[set[str], set[str]]:
        with world.acting(name):
            managers = set(Counter.objects.values_list("prefix", flat=True))
            with connection.cursor() as cursor:
                cursor.execute("select prefix from casework_counter")
                return managers, {prefix for (prefix,) in cursor.fetchall()}

    references = [told(world, date(2018, 5, 1)).reference for _ in range(2)]
    assert references == ["PF-2018-0001", "PF-2018-0002"]
    for name in ("worker", "team_manager"):
        assert seen(name) == ({"PF"}, {"PF"})
    for name in ("nurse", "clerk", "officer", "lay", "south_manager"):
        assert seen(name) == (set(), set()), name
    with owner():
        assert Counter.unguarded.get(prefix="PF").last == 2
    with owner():
        world.seat("stranger", world.council, world.north, "social_worker")
    with world.acting("stranger"), pytest.raises(PermissionDenied, match="opened by those who keep it"):
        open_record(private_fostering, partnership=world.north, lead_agency=world.council, child_ref="C",
                    notified_by="school", notified_on=date(2018, 5, 1), began_on=date(2018, 5, 1))  # fmt: skip
    assert datetime.now(LONDON).date() == date(2018, 5, 14)
