"""A figure beside England, the region and neighbours: ours taken out, chance allowed for, refused where it must be."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.analytics.comparing import Compared, compare_published, covered_areas
from goldenthread.analytics.comparing_among import interval_of
from goldenthread.analytics.comparing_drawing import bars, funnel, years
from goldenthread.analytics.comparing_reading import Printed
from goldenthread.analytics.loading import load_published, read_published, write_published
from goldenthread.analytics.models import Area, Coverage, Measure
from goldenthread.kernel.statistics.compare import NeighbourSummary
from goldenthread.kernel.statistics.funnels import Funnel
from goldenthread.kernel.statistics.overdispersion import Tally
from goldenthread.kernel.statistics.values import Refused
from goldenthread.law.measures import published as series
from goldenthread.law.measures.published import When
from goldenthread.law.measures.series import SERIES
from goldenthread.publishing.charts.editions import draw
from goldenthread.publishing.charts.tables import data_table
from goldenthread.publishing.charts.values import FunnelChart
from tests.analytics.published import AUTHORITIES, OURS, POPULATION, neighbours, people, plans, starts, write
from tests.world import World, owner

REPEATS = Measure(published=series.CPP_REPEAT_PERCENT)
OTHERS = AUTHORITIES[1:]
TEN = [one[0] for one in OTHERS[:10]]


def load(
    folder: Path,
    years_: range = range(2021, 2026),
    ours: tuple[int, int] | str = (100, 40),
    more: dict[object, tuple[int, int] | str] | None = None,
) -> Area:
    """Northshire at 40%, all others at 20%, for five years, with its ten neighbours; returns Northshire."""
    shares = {
        "country": (10_000, 2_000),
        "region": (1_300, 260),
        OURS: ours,
        **dict.fromkeys(OTHERS, (100, 20)),
        **(more or {}),
    }
    lines = [line for year in years_ for line in plans(year, shares)]
    load_published(write(folder, starts=starts(lines), neighbours=neighbours({"901": TEN})))
    return Area.objects.select_related("parent__parent").get(code=OURS[1])


def compared(area: Area, better: str = "low", measure: Measure = REPEATS) -> Compared:
    found = compare_published(measure, area, better)
    assert isinstance(found, Compared), found
    return found


def test_our_own_area_is_taken_out_of_what_it_is_compared_with(db: None, tmp_path: Path) -> None:
    found = compared(load(tmp_path))
    england, region, together = found.beside
    assert (england.name, england.value) == ("England without Northshire", pytest.approx(100 * 1960 / 9900))
    assert (region.name, region.value) == ("Far North without Northshire", pytest.approx(100 * 220 / 1200))
    assert together.value == pytest.approx(20)


def test_a_far_larger_comparator_is_taken_as_fixed_and_a_smaller_one_is_a_second_sample(
    db: None, tmp_path: Path
) -> None:
    england, region, together = compared(load(tmp_path)).beside
    assert "taken as fixed" in england.method
    assert region.method == together.method == "two samples, Newcombe"


@pytest.mark.parametrize(
    ("ours", "better", "standing"),
    [
        ((100, 40), "low", "worse"),
        ((100, 40), "high", "better"),
        ((100, 40), "context", "higher"),
        ((100, 5), "low", "better"),
        ((100, 5), "context", "lower"),
        ((100, 21), "low", "similar"),
        ((10, 4), "low", "similar"),  # 40 % again, of ten: chance could give it
    ],
)
def test_better_and_worse_are_said_only_beyond_chance_and_by_polarity(
    db: None, tmp_path: Path, ours: tuple[int, int], better: str, standing: str
) -> None:
    assert [one.standing for one in compared(load(tmp_path, ours=ours), better).beside] == [standing] * 3


def test_fewer_than_six_neighbours_with_a_figure_are_refused_a_mean(db: None, tmp_path: Path) -> None:
    found = compared(load(tmp_path, more=dict.fromkeys(OTHERS[:5], "c")))
    assert isinstance(found.summary, Refused)
    assert "Only 5 of 10" in found.summary.words
    assert found.beside[-1].value is None
    assert found.withheld == 5


def test_the_neighbours_are_named_with_mean_median_closeness_and_model(db: None, tmp_path: Path) -> None:
    found = compared(load(tmp_path, more={OTHERS[0]: (100, 60)}))
    assert isinstance(found.summary, NeighbourSummary)
    assert (found.summary.mean, found.summary.median) == (24, 20)
    assert found.summary.pooled == pytest.approx(24)
    assert "2025 model" in found.summary.words
    assert "10 close" in found.summary.words
    assert [one.rank for one in found.neighbours] == list(range(1, 11))


def test_a_quarter_is_never_said_without_what_it_does_not_know(db: None, tmp_path: Path) -> None:
    area = load(tmp_path)
    assert compared(area).quarter.startswith("Quarter D of A (best) to D among 12 authorities. A quarter knows nothing")
    assert compared(area, "context").quarter == "Neither high nor low is good here, so there is no best quarter."


def test_five_years_have_a_trend_and_fewer_have_none(db: None, tmp_path: Path) -> None:
    assert "No significant change" in compared(load(tmp_path)).trend.words
    (tmp_path / "more").mkdir()
    four = [line for year in range(2022, 2026) for line in plans(year, {"country": (10_000, 2_000), OURS: (100, 40)})]
    write_published(read_published("d3_cpps_subsequent_plan_2022_to_2025.csv", starts(four)))
    assert "No significant change" in compared(Area.objects.get(code=OURS[1])).trend.words


def test_a_year_without_a_number_leaves_no_trend_and_the_latest_number_stands(db: None, tmp_path: Path) -> None:
    area = load(tmp_path, range(2022, 2026))
    found = compared(area)
    assert found.latest.year == 2025
    assert "4 of 5" in found.trend.words


def test_a_number_is_not_compared_but_its_rate_is(db: None, tmp_path: Path) -> None:
    area = load(tmp_path)
    found = compared(area, "low", Measure(published=series.CPP_REPEATS))
    assert found.series.key == series.CPP_REPEAT_PERCENT
    assert "numbers are not compared" in found.instead


def test_a_rate_is_computed_from_the_count_and_the_mid_year_estimate_before(db: None, tmp_path: Path) -> None:
    area = load(tmp_path)
    everyone = {"country": 900_000, "region": 100_000, OURS: 5_000, **dict.fromkeys(OTHERS, 6_000)}
    write_published(read_published(POPULATION, people(2024, everyone)))
    found = compared(area, "low", Measure(published=series.CPP_START_RATE))
    assert found.latest.value == pytest.approx(200)
    assert found.latest.stretch == When.FINANCIAL_YEAR.stretch(2025)
    assert found.beside[0].value == pytest.approx(10_000 * 9_900 / 895_000)
    assert found.licence.endswith("Source: Department for Education / Office for National Statistics.")


def test_the_later_edition_prevails_where_it_prints_a_figure_anew(db: None, tmp_path: Path) -> None:
    area = load(tmp_path)
    again = starts(plans(2025, {OURS: (100, 30)}))
    write_published(read_published("d3_cpps_subsequent_plan_2025_to_2026.csv", again))
    found = compared(area)
    assert found.latest.value == 30
    assert found.table.of(area)[2024].value == 40
    assert len(found.published_as) == 2


@pytest.mark.parametrize(
    ("measure", "words"),
    [
        (Measure(published=""), "No published series"),
        (Measure(published="nobodys:count"), "No published series"),
        (Measure(published=series.CLA_RATE), "Nothing is published of Northshire"),
    ],
)
def test_where_there_is_nothing_to_compare_it_says_so(db: None, tmp_path: Path, measure: Measure, words: str) -> None:
    found = compare_published(measure, load(tmp_path))
    assert isinstance(found, Refused)
    assert words in found.words


def test_an_area_that_is_made_up_never_stands_beside_a_real_one(db: None, tmp_path: Path) -> None:
    area = load(tmp_path)
    lines = plans(2025, {("", "X10000001", "Wealdshire"): (50, 10), ("", "X10000002", "Fenland"): (60, 12)})
    text = starts(lines).replace(b"E92000001", b"X92000001").replace(b"E12000099", b"X12000001")
    write_published(read_published("d3_cpps_subsequent_plan.csv", text), made_up=True)
    assert len(compared(area).table.authorities) == 12
    invented = compared(Area.objects.get(code="X10000001"))
    assert invented.made_up
    assert [invented.table.areas[key].name for key in invented.table.authorities] == ["Fenland", "Wealdshire"]


def test_each_chart_holds_ours_the_others_and_where_the_figures_come_from(db: None, tmp_path: Path) -> None:
    found = compared(load(tmp_path))
    plot = funnel(found)
    assert isinstance(plot, FunnelChart)
    assert isinstance(found.funnel, Funnel)
    assert [one.label for one in plot.areas if one.ours] == ["Northshire"]
    assert found.funnel.overdispersion is not None
    assert found.funnel.overdispersion.words in plot.source
    assert len(bars(found).bars) == 14
    assert [line.label for line in years(found).comparators] == ["England", "Far North", "Median of the neighbours"]
    for chart in (bars(found), plot, years(found)):
        assert "Open Government Licence" in chart.source
        assert "Northshire" in draw(chart, "x")
        assert len(data_table(chart).rows) >= 5


def test_a_comparison_asks_the_same_few_questions_however_many_areas_there_are(db: None, tmp_path: Path) -> None:
    area = load(tmp_path)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        compared(area)
    assert len(asked) <= 5


def test_a_partnership_sees_the_areas_that_it_covers(world: World, tmp_path: Path) -> None:
    with owner():
        area = load(tmp_path)
        Coverage.unguarded.create(partnership=world.north, area=area)
    with world.acting("nurse"):
        assert covered_areas(world.north) == [area]
        assert covered_areas(world.south) == []
    with world.acting("outsider"):
        assert covered_areas(world.north) == []


@given(st.integers(0, 500), st.integers(1, 500), st.sampled_from([series.CPP_REPEAT_PERCENT, series.CPP_START_RATE]))
def test_an_interval_holds_its_own_figure(over: int, under: int, key: str) -> None:
    wanted = SERIES[key]
    tally = Tally(min(over, under), under)
    value = wanted.per * tally.numerator / tally.denominator
    found = interval_of(Printed(2025, When.MARCH.stretch(2025), value, "", tally), wanted)
    assert found is not None
    assert (found.lower or 0) - 1e-9 <= value <= found.upper + 1e-9
