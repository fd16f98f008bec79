"""A report from its file to figures: offered, corrected, written in one go, remembered, taken back."""

from __future__ import annotations

import hashlib
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldenthread.analytics.models import Measure, Observation
from goldenthread.analytics.series import by_agency, series_of
from goldenthread.kernel.periods import Stretch
from goldenthread.processes.measures.figures_import.accepting import accept_as_read, accept_import, undo_import
from goldenthread.processes.measures.figures_import.planning import lines_of, plan_of
from goldenthread.processes.measures.figures_import.taking import dismiss_import
from goldenthread.processes.measures.figures_import.verdicts import correct, decide, seen_of
from tests.analytics.figures import measure
from tests.processes.measures.figures_import.desk import REPORT, accept_all, brought, line
from tests.world import World

YEAR = Stretch(date(2024, 4, 1), date(2025, 3, 31))


def test_what_was_read_waits_and_no_figure_is_anywhere_yet(world: World) -> None:
    one = brought(world)
    with world.acting("manager"):
        assert one.state == "ready"
        assert {row.verdict for row in lines_of(one)} == {"undecided"}
        assert Observation.objects.count() == 0
        with pytest.raises(ValidationError, match="No line is accepted"):
            accept_import(one)


def test_everything_accepted_is_written_with_its_source_its_file_and_its_table(world: World) -> None:
    one = brought(world)
    with world.acting("manager"):
        accept_all(one)
        done = accept_import(one, seen=seen_of(one))
        rows = list(Observation.objects.all())
    assert done.state == "accepted"
    assert {row.source for row in rows} == {"imported"}
    assert all(hashlib.sha256(REPORT.encode()).hexdigest() in row.note for row in rows)
    assert all("Table" in row.note or "Sentences" in row.note for row in rows)
    assert len(rows) == len(done.written["observations"]) == 16


def test_a_stock_is_on_its_day_a_flow_over_its_year_and_a_part_year_over_its_own_days(world: World) -> None:
    one = brought(world)
    with world.acting("manager"):
        accept_all(one)
        accept_import(one)
        days = {row.stretch for row in Observation.objects.filter(measure__title__icontains="in care")}
        episodes = {row.value: row.stretch for row in Observation.objects.filter(measure__title__icontains="episodes")}
    assert days == {Stretch(date(2024, 3, 31), date(2024, 3, 31)), Stretch(date(2025, 3, 31), date(2025, 3, 31))}
    assert episodes[Decimal(412)] == Stretch(date(2023, 6, 1), date(2024, 3, 31))
    assert episodes[Decimal(530)] == YEAR


def test_a_symbol_is_kept_as_the_reason_and_never_nought(world: World) -> None:
    one = brought(world)
    with world.acting("manager"):
        accept_all(one)
        accept_import(one)
        gaps = {(row.symbol, row.value) for row in Observation.objects.exclude(symbol="")}
    assert gaps == {("c", None), ("not_sent", None)}


def test_agencies_that_are_here_are_named_and_others_are_parts_of_those_counted(world: World) -> None:
    one = brought(world)
    with world.acting("manager"):
        accept_all(one)
        accept_import(one)
        training = Measure.objects.get(title__icontains="training")
        known = by_agency(training, YEAR)
        parts = Observation.objects.filter(measure=training, subgroup__isnull=False)
        assert known[world.council.pk].value == 131
        assert known[world.police.pk].symbol == "not_sent"
        assert {row.subgroup.label for row in parts} == {"Childminders"}
        whole = Observation.objects.get(measure=training, first=YEAR.first, agency=None, subgroup=None)
        assert whole.value == 143


def test_a_measure_that_is_here_is_offered_by_its_title_and_a_shipped_one_by_its_words(world: World) -> None:
    with world.acting("manager"):
        here = measure(world, "care", "stock", title="Children in care")
    one = brought(world)
    with world.acting("manager"):
        assert (line(one, "in care").measure, line(one, "in care").match) == (here, "sure")
        assert line(one, "missing episodes").own["catalogue"] == "mis_ep"


def test_what_was_said_once_is_offered_the_next_time(world: World) -> None:
    with world.acting("manager"):
        ours = measure(world, "spending", title="What the partnership costs", unit="pounds", every="financial_year")
    one = brought(world)
    with world.acting("manager"):
        spent = next(row for row in lines_of(one) if row.read["unit"] == "pounds")
        correct(spent, measure=ours, own={})
        council = line(one, "County Council")
        assert council.agency == world.council
        accept_import(one)
    again = brought(world, REPORT.replace("212,400", "215,000"))
    with world.acting("manager"):
        offered = next(row for row in lines_of(again) if row.read["unit"] == "pounds")
        assert (offered.measure, offered.match) == (ours, "remembered")


def test_the_same_file_twice_is_the_same_import_and_changes_nothing(world: World) -> None:
    one = brought(world)
    with world.acting("manager"):
        accept_all(one)
        accept_import(one)
        before = Observation.objects.count()
    assert brought(world).pk == one.pk
    with world.acting("manager"):
        accept_import(one)
        assert Observation.objects.count() == before


def test_the_same_figures_in_another_file_add_no_second_row(world: World) -> None:
    first = brought(world)
    with world.acting("manager"):
        accept_as_read(first)
        before = Observation.objects.count()
    other = brought(world, REPORT + "\n", name="copy.txt")
    assert other.pk != first.pk
    with world.acting("manager"):
        accept_as_read(other)
        assert Observation.objects.count() == before


def test_one_figure_with_two_values_is_refused_and_both_places_are_named(world: World) -> None:
    twice = REPORT + "\nCare\n\n\tMar-25\nNumber of children in care\t656\n"
    one = brought(world, twice)
    with world.acting("manager"):
        accept_all(one)
        with pytest.raises(ValidationError, match=r"655.*656"):
            accept_import(one)
        assert Observation.objects.count() == 0
        assert not Measure.objects.exists()


def test_accepting_as_read_leaves_aside_what_cannot_be_written_and_says_so(world: World) -> None:
    one = brought(world, REPORT.replace("Part year: recording did not start until 1 June 2023.", "Part year figure."))
    with world.acting("manager"):
        done, told = accept_as_read(one)
        assert done.state == "accepted"
        assert any("episodes" in text and "from which day" in text for text in told)
        assert not Observation.objects.filter(measure__title__icontains="episodes").exists()


def test_a_verdict_after_the_check_page_was_opened_stops_the_writing(world: World) -> None:
    one = brought(world)
    with world.acting("manager"):
        accept_all(one)
        seen = seen_of(one)
        decide(line(one, "in care"), verdict="dismissed")
        with pytest.raises(ValidationError, match="Check it again"):
            accept_import(one, seen=seen)


def test_an_accepted_import_is_taken_back_and_its_figures_stay_in_the_history(world: World) -> None:
    one = brought(world)
    with world.acting("manager"):
        accept_as_read(one)
        care = Measure.objects.get(title__icontains="in care")
        assert series_of([care])[care.pk].figures
        undo_import(one)
        assert not series_of([care])[care.pk].figures
        assert Observation.objects.filter(measure=care, value__isnull=False).count() == 2
    assert brought(world).pk != one.pk


def test_a_dismissed_import_writes_nothing_and_can_come_again(world: World) -> None:
    one = brought(world)
    with world.acting("manager"):
        assert dismiss_import(one).state == "dismissed"
        with pytest.raises(ValidationError, match="nothing to accept"):
            accept_import(one)
    assert brought(world).pk != one.pk


def test_what_found_no_place_is_listed_with_the_reason(world: World) -> None:
    one = brought(world)
    assert any(row["text"] == "Change" and "computed" in row["why"] for row in one.left)


def test_a_report_without_figures_is_refused(world: World) -> None:
    with pytest.raises(ValidationError, match="No figures were found"):
        brought(world, "A letter\n\nThank you for coming.\n")


@pytest.mark.parametrize("who", ["chair", "nurse", "team_manager", "lay"])
def test_only_those_who_keep_the_figures_bring_any_in(world: World, who: str) -> None:
    with pytest.raises(PermissionDenied):
        brought(world, who=who)


def test_the_plan_asks_one_question_however_long_the_report(world: World, django_assert_max_num_queries: Any) -> None:
    one = brought(world)
    with world.acting("manager"):
        accept_all(one)
        lines = lines_of(one)
        with django_assert_max_num_queries(1):
            assert len(plan_of(lines).figures) == 16
