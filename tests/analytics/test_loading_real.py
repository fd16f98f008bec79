"""The published files themselves, where they are present beside the repository."""

from __future__ import annotations

import csv
import time
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from goldenthread.analytics.comparing import compare_published
from goldenthread.analytics.loading import Outcome, load_published, read_published
from goldenthread.analytics.loading_values import FigureRow
from goldenthread.analytics.models import Area, Measure, Neighbour, PublishedFigure, PublishedSet
from goldenthread.kernel.statistics import compare, funnels
from goldenthread.law.measures import published as series

FOLDER = Path(__file__).parents[3] / "shared" / "data"
FILES = sorted(FOLDER.glob("*.csv")) if FOLDER.is_dir() else []
KENT, ENGLAND = "E10000016", "E92000001"


def figures(stem: str) -> dict[tuple[str, str, int], FigureRow]:
    """(series, area, year of the last day) -> figure, of the one file."""
    file = next(file for file in FILES if file.name.startswith(stem))
    return {(one.series, one.area, one.last.year): one for one in read_published(file.name, file.read_bytes()).figures}


if FILES:  # collected only where the files are

    @pytest.mark.parametrize(
        ("key", "year", "printed"),
        [
            (series.REFERRALS, 2025, "24035"),
            (series.REREFERRAL_PERCENT, 2025, "21.6"),
            (series.REFERRALS, 2017, "15805"),
            (series.CPP_COUNT, 2025, "1150"),
            (f"{series.LENGTHS}:2_years_or_more", 2025, "31"),
            (series.CLA_COUNT, 2025, "1896"),
            (series.CLA_RATE, 2025, "53"),
            (series.CLA_STARTED, 2025, "3226"),
            (series.MID_YEAR, 2024, "355390"),
            (series.VACANCY_RATE, 2025, "14.4"),
            (series.CASELOAD, 2024, "15.8"),
            (f"{series.CIN}:At31_episodes", 2025, "11247"),
        ],
    )
    def test_one_countys_figures_are_read_as_printed(key: str, year: int, printed: str) -> None:
        assert figures(key.partition(":")[0])[key, KENT, year].value == printed

    #: Columns that say what a row is of; every other cell is a figure.
    OF_THE_ROW = (
        "time_period", "time_identifier", "geographic_level", "country_code", "country_name", "region_code",
        "region_name", "old_la_code", "new_la_code", "la_name", "category", "population_type", "cla_group",
        "placement_stability", "age_group",
    )  # fmt: skip
    BESIDE = ("LTLA-UTLA", "sn_model", "lait_data")
    STATISTICS = [file for file in FILES if not file.name.startswith(BESIDE)]

    @pytest.mark.parametrize("file", STATISTICS, ids=lambda file: file.name)
    def test_every_cell_of_every_file_is_read_as_it_stands_there(file: Path) -> None:
        """Counted a second way, that knows nothing of how the file is read: no row lost, no symbol become a nought."""
        with file.open(encoding="utf-8-sig", newline="") as opened:
            rows = list(csv.DictReader(opened))
        cells = Counter(text.strip() for row in rows for name, text in row.items() if name.strip() not in OF_THE_ROW)
        found = read_published(file.name, file.read_bytes())
        assert found.rows == len(rows)
        assert Counter(one.value or one.symbol for one in found.figures) == cells
        assert sum(cells.values()) == len(found.figures)

    def test_both_the_population_and_the_rate_of_children_looked_after_are_there() -> None:
        found = figures("cla_number")
        key = f"{series.CLA}:{series.CLA_NOW}:population_estimate"
        assert found[key, KENT, 2024].value.isdigit()
        people, children = (float(found[k, KENT, y].value) for k, y in ((key, 2024), (series.CLA_COUNT, 2025)))
        assert round(children / people * 10_000) == int(found[series.CLA_RATE, KENT, 2025].value)

    def test_the_regions_add_up_to_england_as_near_as_rounding_allows() -> None:
        for key in (series.REFERRALS, series.CLA_COUNT, series.CPP_COUNT, f"{series.CIN}:At31_episodes"):
            found = figures(key.partition(":")[0])
            for year in range(2021, 2026):
                regions = [f"E1200000{n}" for n in range(1, 10)]
                total = sum(int(found[key, region, year].value) for region in regions)
                assert abs(total - int(found[key, ENGLAND, year].value)) <= 10 * len(regions), (key, year)

    def test_every_symbol_in_the_files_is_kept() -> None:
        counted: dict[str, int] = defaultdict(int)
        for file in FILES:
            for one in read_published(file.name, file.read_bytes()).figures:
                assert bool(one.value) != bool(one.symbol)
                counted[one.symbol] += bool(one.symbol)
        assert {symbol for symbol, count in counted.items() if count} == {"c", "z", "x", "u", "low"}
        assert counted["c"] > 3000

    def test_the_whole_folder_is_loaded_and_again_changes_nothing(db: None) -> None:
        started = time.perf_counter()
        first = load_published(FOLDER)
        print(f"loaded in {time.perf_counter() - started:.1f} s")
        assert {one.outcome for one in first} == {Outcome.LOADED}
        counts = (PublishedFigure.objects.count(), PublishedSet.objects.count(), Area.objects.count())
        assert counts[0] == sum(one.figures for one in first) > 170_000
        assert {one.outcome for one in load_published(FOLDER)} == {Outcome.UNCHANGED}
        assert (PublishedFigure.objects.count(), PublishedSet.objects.count(), Area.objects.count()) == counts
        kent = Area.objects.get(code=KENT)
        assert (kent.old_code, str(kent.parent), str(kent.parent and kent.parent.parent)) == (
            "886", "South East", "England",
        )  # fmt: skip
        assert Area.objects.filter(parent=kent, level="district").count() == 12
        assert Neighbour.objects.filter(model="2025").count() == 1530
        compared_with_the_real_ones(kent)

    def compared_with_the_real_ones(kent: Area) -> None:
        found = compare_published(Measure(published=series.CPP_RATE), kent)
        assert not isinstance(found, compare.Refused)
        assert found.latest.value == pytest.approx(1150 / 355390 * 10_000)
        assert [one.name for one in found.beside] == [
            "England without Kent", "South East without Kent", "Statistical neighbours together",
        ]  # fmt: skip
        assert [one.standing for one in found.beside] == ["lower", "lower", "similar"]
        assert isinstance(found.summary, compare.NeighbourSummary)
        assert len(found.summary.used) == 10
        assert isinstance(found.funnel, funnels.Funnel)
        assert found.funnel.overdispersion is not None
        assert len(found.funnel.points) + found.withheld == 153
        north_yorkshire = Area.objects.get(code="E06000065")
        years = compare_published(Measure(published=series.CPP_RATE), north_yorkshire)
        assert not isinstance(years, compare.Refused)
        assert len(years.table.of(north_yorkshire)) == 13  # under the code that it had before, too
