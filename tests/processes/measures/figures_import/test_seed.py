"""A board's real report as input, where it is present beside the checkout: counts of each family of its figures."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from goldenthread.analytics.models import Measure, Observation
from goldenthread.processes.measures.figures_import.accepting import accept_as_read
from goldenthread.processes.measures.figures_import.taking import receive_figures
from goldenthread.reading.figures.reader import read_figures
from tests.world import World

SEEDS = sorted((Path(__file__).parents[5] / "shared" / "seeds").glob("000_*.txt"))
#: How often each family's words stand in the table or sentence that a figure came from, at least.
FAMILIES = {
    "safeguarding figures": 24,
    "Board Membership and Attendance": 14,
    "contributions": 24,
    "Overview of Multi-Agency Training Events": 16,
    "District Overview": 38,
    "Agency Attendance": 45,
    "E-Learning": 20,
}
SAID = ("1997", "656", "737", "1341", "1209", "90", "71", "91", "2362", "6081", "3008", "433", "210")


@pytest.mark.parametrize("path", SEEDS, ids=lambda path: path.stem[:3])
def test_every_family_of_figures_is_written_down_with_its_days_and_none_twice(world: World, path: Path) -> None:
    data = path.read_bytes()
    with world.acting("manager"):
        one = receive_figures(partnership=world.north, data=data, read=read_figures(data, path.name)).figures_import
        done, told = accept_as_read(one)
        rows = list(Observation.objects.select_related("definition", "subgroup"))
        for words, least in FAMILIES.items():
            assert sum(words in row.origin + row.note for row in rows) >= least, words
        values = {f"{row.value:.0f}" for row in rows if row.value is not None}
        assert set(SAID) <= values
        assert {row.source for row in rows} == {"imported"}
        assert {row.definition.kind for row in rows} >= {"stock", "flow", "ratio", "money"}
        money = [row for row in rows if row.definition.unit == "pounds" and row.subgroup_id]
        assert len(money) == 22
        part = next(row for row in rows if row.value == 5067)
        assert (part.first, part.last) == (date(2015, 5, 5), date(2016, 3, 31))
        assert len(told) < 40
        before = Observation.objects.count(), Measure.objects.count()
        again = receive_figures(partnership=world.north, data=data, read=read_figures(data, path.name))
        assert (again.new, again.figures_import.pk) == (False, done.pk)
        assert (Observation.objects.count(), Measure.objects.count()) == before
