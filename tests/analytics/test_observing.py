"""Figures are written down whole, checked, and never over an earlier one; what was known on a day can be asked."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal as D
from itertools import pairwise

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.utils import ProgrammingError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.analytics.defining import redefine
from goldenthread.analytics.models import Observation
from goldenthread.analytics.observing import Figure, FiguresRefused, observe, withdraw
from goldenthread.analytics.series import Part, by_agency, revisions, series_of
from goldenthread.kernel.now import LONDON
from goldenthread.kernel.periods import Stretch
from tests.analytics.figures import measure, month, on, write
from tests.world import World


def values(one: object, **how: object) -> list[object]:
    return [known.value for known in series_of([one], **how)[one.pk].figures]  # type: ignore[attr-defined,arg-type,list-item]


def test_a_revision_stands_beside_what_was_known_before(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        write(one, month(2026, 3), 41)
        with time_machine.travel(datetime(2026, 6, 1, 9, tzinfo=LONDON), tick=False):
            write(one, month(2026, 3), 44, note="Two episodes were found late")
            assert values(one) == [D(44)]
            assert values(one, as_known=datetime(2026, 5, 31, tzinfo=LONDON)) == [D(41)]
            told = revisions(one, month(2026, 3))
    assert [(known.value, known.by) for known in told] == [(D(44), "Manager Person"), (D(41), "Manager Person")]


def test_the_same_figure_twice_is_written_once(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        assert len(write(one, month(2026, 3), 41)) == 1
        assert write(one, month(2026, 3), "41.0") == []
        assert Observation.objects.count() == 1


def test_nothing_changes_or_deletes_a_figure(world: World) -> None:
    with world.acting("manager"):
        write(measure(world), month(2026, 3), 41)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Observation.objects.update(value=1)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            Observation.objects.all().delete()


def test_a_withdrawn_figure_is_gone_from_the_series_and_kept_in_the_history(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        (row,) = write(one, month(2026, 3), 410)
        withdraw(row, reason="It was typed with a nought too many")
        assert values(one) == []
        assert [known.symbol for known in revisions(one, month(2026, 3))] == ["withdrawn", ""]
        write(one, month(2026, 3), 41)
        assert values(one) == [D(41)]


def test_a_share_is_computed_from_its_parts(world: World) -> None:
    with world.acting("manager"):
        one = measure(world, "visits_in_time", "ratio")
        (row,) = write(one, month(2026, 3), numerator=D(46), denominator=D(48))
    assert row.value == D("95.833333")


REFUSED = [
    ("flow", on(2026, 3, 31), {"value": D(4)}, "counted over a span"),
    ("stock", month(2026, 3), {"value": D(4)}, "counted on a day"),
    ("flow", month(2026, 3), {}, "no number"),
    ("flow", month(2026, 3), {"value": D(-1)}, "below nought"),
    ("flow", month(2026, 3), {"value": D("nan")}, "not a number"),
    ("flow", month(2026, 3), {"value": D(3), "symbol": "x"}, "both a number and a reason"),
    ("flow", month(2026, 5), {"value": D(3)}, "is not over"),
    ("ratio", month(2026, 3), {"numerator": D(3), "denominator": D(0)}, "nought"),
    ("ratio", month(2026, 3), {"numerator": D(5), "denominator": D(4)}, "more than the whole"),
    ("ratio", month(2026, 3), {"numerator": D(5)}, "give both numbers"),
    ("ratio", month(2026, 3), {"value": D(104)}, "more than the whole"),
    ("ratio", month(2026, 3), {"value": D("97.2"), "numerator": D(46), "denominator": D(48)}, "is 95.83, not 97.2"),
]


@pytest.mark.parametrize(("kind", "stretch", "given_", "words"), REFUSED)
def test_what_does_not_hold_is_refused_in_words_and_nothing_is_written(
    world: World, kind: str, stretch: Stretch, given_: dict[str, D], words: str
) -> None:
    with world.acting("manager"):
        one = measure(world, kind=kind)
        good = on(2026, 2, 28) if kind == "stock" else month(2026, 2)
        parts = {"numerator": D(1), "denominator": D(2)} if kind == "ratio" else {"value": D(1)}
        figures = [Figure(one, good, **parts), Figure(one, stretch, where="row 7", **given_)]  # type: ignore[arg-type]
        with pytest.raises(FiguresRefused, match=words) as refused:
            observe(figures, source="typed")
        assert refused.value.problems[0][0] == "row 7"
        assert Observation.objects.count() == 0


def test_a_gap_says_why_it_is_one(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        write(one, month(2026, 2), 5)
        write(one, month(2026, 3), symbol="not_sent")
        (_, gap) = series_of([one])[one.pk].figures
    assert gap.value is None
    assert gap.reason == "No data: not sent"


def test_part_of_a_year_stands_beside_the_whole_ones_and_is_never_among_them(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        write(one, month(2026, 3), 41)
        write(one, Stretch(date(2026, 4, 1), date(2026, 5, 10)), 60)
        found = series_of([one])[one.pk]
    assert [known.label for known in found.figures] == ["March 2026"]
    assert [known.label for known in found.parts] == ["1 April 2026 to 10 May 2026"]


def test_figures_under_an_earlier_definition_are_another_series(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        write(one, month(2026, 3), 41)
        redefine(one, since=date(2026, 4, 1), numerator="children with an episode")
        write(one, month(2026, 4), 30)
        found = series_of([one])[one.pk]
        assert [known.label for known in found.figures] == ["April 2026"]
        assert [known.label for known in found.earlier] == ["March 2026"]
        with pytest.raises(ValidationError, match="Nothing differs"):
            redefine(one, since=date(2026, 5, 1))
        with pytest.raises(ValidationError, match="later day"):
            redefine(one, since=date(2026, 4, 1), unit="days")


WRITERS = {
    "manager": True,
    "clerk": True,
    "team_manager": True,
    "worker": True,
    "nurse": False,
    "chair": False,
    "lay": False,
}


@pytest.mark.parametrize(("name", "may"), WRITERS.items())
def test_who_may_write_a_figure_of_the_councils(world: World, name: str, may: bool) -> None:
    with world.acting("manager"):
        one = measure(world)
    with world.acting(name):
        if may:
            assert len(write(one, month(2026, 3), 41)) == 1
        else:
            with pytest.raises(PermissionDenied):
                write(one, month(2026, 3), 41)


def test_each_agencys_figure_is_its_own_and_a_missing_one_is_not_there(world: World) -> None:
    with world.acting("manager"):
        one = measure(world)
        write(one, month(2026, 3), 12, agency=world.police)
        write(one, month(2026, 3), 7, agency=world.health)
        write(one, month(2026, 3), 19)
        assert {agency: known.value for agency, known in by_agency(one, month(2026, 3)).items()} == {
            world.police.pk: D(12),
            world.health.pk: D(7),
        }
        assert values(one) == [D(19)]
        assert values(one, part=Part(agency=world.police)) == [D(12)]
    with world.acting("officer"):
        assert len(write(one, month(2026, 2), 9, agency=world.police)) == 1
        with pytest.raises(PermissionDenied):
            write(one, month(2026, 2), 9, agency=world.health)


def test_reading_many_measures_costs_two_queries(world: World, django_assert_num_queries: object) -> None:
    with world.acting("manager"):
        many = [measure(world, f"m{n}") for n in range(12)]
        for one in many:
            write(one, month(2026, 3), 41)
        with django_assert_num_queries(2):  # type: ignore[operator]
            assert len(series_of(many)) == 12


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(told=st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_whatever_is_written_the_last_word_stands_and_every_word_is_kept(world: World, told: list[int]) -> None:
    with world.acting("manager"), transaction.atomic():
        one = measure(world)
        kept = [row for value in told for row in write(one, month(2026, 3), value)]
        assert values(one) == [D(told[-1])]
        said = [known.value for known in reversed(revisions(one, month(2026, 3)))]
        assert said == [row.value for row in kept]
        assert all(a != b for a, b in pairwise(said))
        transaction.set_rollback(True)
