"""A year of private fostering in numbers: the return, what everyone may see of it, its files, who opens which page."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any, NamedTuple

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from goldenthread.core.casework.counting import counting
from goldenthread.core.casework.sealed import reading
from goldenthread.core.casework.services import open_record, take_step
from goldenthread.kernel.periods import Every, period
from goldenthread.law.deaths.values import years_old
from goldenthread.law.private_fostering.visits import visits_due
from goldenthread.processes.registers.private_fostering.campaigns import tell_people
from goldenthread.processes.registers.private_fostering.counts import LONGEST, Made, _of_concern, year_of
from goldenthread.processes.registers.private_fostering.models import Arrangement, QualityCheck
from goldenthread.processes.registers.private_fostering.models.ages import as_if_born
from goldenthread.processes.registers.private_fostering.process import private_fostering
from goldenthread.processes.registers.private_fostering.protecting import everyones
from goldenthread.processes.registers.private_fostering.quality import draw_sample, grade, results
from tests.web.test_access import client_for
from tests.world import World

YEAR = period(Every.FINANCIAL_YEAR, date(2025, 6, 1))
ON = date(2026, 5, 18)


@pytest.fixture(autouse=True)
def in_may() -> Any:
    with time_machine.travel("2026-05-18 10:00", tick=False):
        yield


class Told(NamedTuple):
    """What a year asks of an arrangement, to see which visits it is about."""

    notified_on: date
    began_on: date | None


@given(
    notified=st.dates(date(2023, 1, 1), YEAR.last), waited=st.integers(0, 60) | st.none(),
    visits=st.lists(st.dates(date(2023, 1, 1), YEAR.last), unique=True, max_size=25),
)  # fmt: skip
def test_visits_that_a_year_leaves_out_change_nothing_of_it(
    notified: date, waited: int | None, visits: list[date]
) -> None:
    row = Told(notified, None if waited is None else notified + timedelta(days=waited))
    made = [Made(day, alone=True, reported=True) for day in sorted(visits)]
    kept = _of_concern(made, row, YEAR)

    def of_the_year(found: list[Made]) -> list[Any]:
        due = visits_due(notified, [one.on for one in found], on=YEAR.last)
        late = [one for one in due if one.due_on >= YEAR.first]
        return [late, [one for one in due if one.clock == "PF-4" and (one.made_on or YEAR.last) >= YEAR.first]]

    assert of_the_year(kept) == of_the_year(made)
    assert [one for one in kept if one.on >= YEAR.first] == [one for one in made if one.on >= YEAR.first]
    if min(notified, row.began_on or notified) < YEAR.first - timedelta(days=400):
        assert len([one for one in kept if one.on < YEAR.first - LONGEST]) <= 1, "and most are left out"


def told(world: World, on: date, *visits: int, began: date | None = None, **more: Any) -> Arrangement:
    values = {"child_ref": "C-1", "notified_by": "school", "notified_on": on, "began_on": began or on} | more
    with world.acting("worker"):
        pf = open_record(private_fostering, partnership=world.north, lead_agency=world.council, **values)
        for days in visits:
            pf = take_step(pf, "visit", visited_on=on + timedelta(days=days))
        return pf


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    born=st.dates(date(2000, 1, 1), date(2024, 12, 31)), began=st.dates(date(2025, 1, 1), date(2026, 12, 31)),
    later=st.integers(0, 4),
)  # fmt: skip
def test_ages_for_counts_are_the_childs_on_the_day_it_began_and_each_31_march(
    born: date, began: date, later: int
) -> None:
    march = period(Every.FINANCIAL_YEAR, began).last
    alike = as_if_born(years_old(born, began), years_old(born, march), began)
    assert alike is not None
    assert years_old(alike, began) == years_old(born, began)
    then = march.replace(year=march.year + later)
    assert years_old(alike, then) == years_old(born, then)


def a_year(world: World) -> None:
    """Three told in the year, one before it and one found out late; one ended, one found to be none."""
    told(world, date(2025, 1, 6), 4)
    told(world, date(2025, 5, 12), 4, began=date(2025, 3, 1), origin="uk", born_on=date(2013, 5, 1), sex="female")
    ended = told(world, date(2025, 6, 2), 3, 60, born_on=date(2010, 6, 1), origin="europe", sex="male")
    told(world, date(2025, 7, 7), 30, origin="europe")
    none = told(world, date(2025, 9, 1))
    with world.acting("team_manager"):
        take_step(ended, "end", ended_on=date(2025, 9, 30))
        take_step(none, "not_fostering", not_because="relative", note="Aunt")


def test_the_return_counts_the_year_and_adds_up_and_names_what_is_in_each_figure(world: World) -> None:
    a_year(world)
    with world.acting("worker"):
        year = year_of(world.north, YEAR)
        refs = {row.pk: row.reference for row in Arrangement.objects.all()}
    counts = {line.key: line.count for line in (*year.cells, *year.reconciled)}
    assert (counts["notified"], counts["begun"], counts["ended"], counts["open"]) == (4, 2, 1, 3)
    assert (counts["visited"], counts["visited_7"]) == (3, 2)
    assert (counts["before"], counts["found"], counts["began"], counts["over"], counts["after"]) == (1, 1, 2, 1, 3)
    assert year.gap == 0
    assert counts["begun_age_10 to 15"] == counts["begun_age_unknown"] == 1
    assert counts["begun_born_europe"] == 2
    assert all(len(line.refs) == line.count for line in year.cells)
    assert set(next(line for line in year.cells if line.key == "notified").refs) <= set(refs.values())


def test_lateness_is_told_in_days_with_median_worst_and_share(world: World) -> None:
    told(world, date(2025, 4, 7), 3)  # in time
    told(world, date(2025, 6, 2), 20)  # due 11 June: 11 days late
    with world.acting("worker"):
        year = year_of(world.north, YEAR)
    assert (year.first.in_time, year.first.of, year.first.most, year.first.median) == (1, 2, 11, 5.5)
    assert year.late[0].days > 200  # nobody went again
    assert dict(year.every.bands)["in time"] == 1


def test_everyone_sees_no_number_from_one_to_five_nor_what_would_tell_it(world: World) -> None:
    a_year(world)
    with world.acting("worker"):
        year = year_of(world.north, YEAR)
    said = everyones(year)
    counts = {line.key: line.count for line in (*year.cells, *year.reconciled, *year.sources)}
    assert all(said[key] == "c" for key, count in counts.items() if 1 <= count <= 5)


def test_the_statistician_counts_what_nobody_there_may_read(world: World) -> None:
    pf = told(world, date(2025, 6, 2), 3, child_name="Marker")
    with world.acting("nurse"):
        assert year_of(world.north, YEAR).cells[0].count == 0
        with counting(world.north):
            assert year_of(world.north, YEAR).cells[0].count == 1
            with pytest.raises(PermissionDenied), reading(pf, purpose="case", what="A test"):
                pass
        assert not Arrangement.objects.exists()
    with world.acting("worker"), reading(pf, purpose="case", what="A test"), counting(world.north):
        assert str(Arrangement.objects.get(pk=pf.pk).child_name) == "Sealed"


def test_the_page_and_its_files_say_the_same_and_references_are_for_keepers(world: World) -> None:
    a_year(world)
    with world.acting("worker"):
        tell_people(partnership=world.north, name="Awareness week", since=date(2025, 7, 7), until=date(2025, 7, 13))
        ref = Arrangement.objects.filter(notified_on=date(2025, 7, 7)).get().reference
    url = reverse("private_fostering_year", args=["north"])
    keeper, nurse = client_for(world, "worker"), client_for(world, "nurse")
    page = keeper.get(url, {"year": "2025"}).content.decode()
    assert "It adds up" in page
    assert "Awareness week" in page
    assert ref in page
    shown = nurse.get(url, {"year": "2025"}).content.decode()
    assert "Awareness week" in shown
    assert ref not in shown
    assert "Small numbers are withheld" in shown
    book = load_workbook(BytesIO(keeper.get(url, {"year": "2025", "format": "xlsx"}).content))
    rows = {row[1].value: row for row in book.active.iter_rows() if row[1].value}
    assert rows["Notifications received in the year"][2].value == 4
    assert ref in rows["Notifications received in the year"][3].value
    text = nurse.get(url, {"year": "2025", "format": "csv"}).content.decode("utf-8-sig")
    assert "Notifications received in the year,c" in text
    assert ref not in text
    word = Document(BytesIO(keeper.get(url, {"year": "2025", "format": "docx"}).content))
    words = "\n".join(p.text for p in word.paragraphs)
    assert "4 notifications were received, 1 the year before. (Source: register of private fostering" in words


def test_of_a_year_that_runs_is_said_how_it_stands_today(world: World) -> None:
    told(world, date(2026, 4, 13), 4, origin="europe")
    told(world, date(2025, 4, 14), 4, origin="europe")
    client, url = client_for(world, "worker"), reverse("private_fostering_year", args=["north"])
    now_, over = (client.get(url, {"year": year}).content.decode() for year in (2026, 2025))
    words = ("in force today", "at the end of the year", "In force on 31 March<")
    assert [said in now_ for said in words] == [True, False, False]
    assert "2 arrangements are in force today." in now_
    assert "2026-27 so far" in now_
    assert "in force today" not in over


def test_a_sample_is_drawn_once_of_what_was_decided_and_its_results_name_nobody(world: World) -> None:
    for n in range(3):
        pf = told(world, date(2025, 6, 2 + n))
        with world.acting("team_manager"):
            take_step(pf, "find_suitable", decided_on=date(2025, 7, 1), note="Well kept")
    spell = {"since": date(2025, 6, 1), "until": date(2025, 8, 1)}
    with world.acting("worker"), pytest.raises(PermissionDenied):
        draw_sample(world.north, size=2, **spell)
    with world.acting("team_manager"):
        first = draw_sample(world.north, size=2, seed=1, **spell)
        second = draw_sample(world.north, size=5, **spell)
        assert len({row.record_id for row in (*first, *second)}) == 3
        with pytest.raises(ValidationError, match="drawn already"):
            draw_sample(world.north, size=1, **spell)
        with pytest.raises(ValidationError, match="all in all"):
            grade(first[0], grade="")
        grade(first[0], grade="good", checks=True, child=True, words="Marker")
        found = results(QualityCheck.objects.all())
    assert (found.drawn, found.graded, dict(found.by_grade)["Good"]) == (3, 1, 1)
    assert "Marker" not in repr(found)


def addresses(world: World) -> dict[str, str]:
    pf = told(world, date(2025, 6, 2))
    with world.acting("team_manager"):
        take_step(pf, "require", of="home", imposed_on=ON, due_on=ON, words="A bed")
        take_step(pf, "find_suitable", decided_on=ON, note="Well")
        (check,) = draw_sample(world.north, size=1, since=ON, until=ON)
        requirement = pf.requirements.get()
    return {
        "private_fostering_year": reverse("private_fostering_year", args=["north"]),
        "private_fostering_awareness": reverse("private_fostering_awareness", args=["north"]),
        "private_fostering_quality": reverse("private_fostering_quality", args=["north"]),
        "draw_private_fostering": reverse("draw_private_fostering", args=["north"]),
        "grade_private_fostering": reverse("grade_private_fostering", args=["north", check.pk]),
        "settle_requirement": reverse("settle_requirement", args=["north", requirement.pk]),
        "private_fostering_case": reverse("private_fostering_case", args=["north", pf.pk]),
    }


PEOPLE = ("manager", "worker", "team_manager", "nurse", "clerk", "southerner", "south_manager", "outsider")
#                              manager worker t_mgr nurse clerk southerner s_mgr outsider
TABLE = {
    "private_fostering_year":      "200   200    200   200   200   403        404   404",
    "private_fostering_awareness": "200   200    200   403   403   403        404   404",
    "private_fostering_quality":   "200   200    200   403   403   403        404   404",
    "draw_private_fostering":      "403   403    200   403   403   403        404   404",
    "grade_private_fostering":     "403   403    200   403   403   403        404   404",
    "settle_requirement":          "403   200    200   403   403   403        404   404",
    "private_fostering_case":      "200   200    200   404   404   404        404   404",
}  # fmt: skip


def test_who_may_open_which_address_in_few_queries(world: World) -> None:
    urls = addresses(world)
    for column, person in enumerate(PEOPLE):
        client = client_for(world, person)
        client.get(urls["private_fostering_year"])
        for name, row in TABLE.items():
            with CaptureQueriesContext(connection) as asked:
                status = client.get(urls[name]).status_code
            assert status == int(row.split()[column]), (person, name)
            queries = [q for q in asked if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "select set_config"))]
            assert len(queries) <= 15, (name, [q["sql"][:150] for q in queries])
