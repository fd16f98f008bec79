"""Made-up published statistics, marked as made up: a country, its region, twelve authorities and ten neighbours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from goldenthread.analytics.loading import write_published
from goldenthread.analytics.loading_values import AreaRow, FigureRow, NeighbourRow, ReadFile
from goldenthread.analytics.models import PublishedSet
from goldenthread.kernel.periods import Every, Stretch, day, period

COUNTRY, REGION, OTHER_REGION, OURS = "X92000001", "X12000001", "X12000002", "X10000001"
NAMES = (
    "Wealdshire", "Medbourne", "Harrowdale", "Fenmarsh", "Coldbrook", "Ashenford", "Stonecombe", "Larkhaven",
    "Thornwick", "Merrowby", "Oakhampstead", "Silverlea",
)  # fmt: skip
YEARS = 6
REFERRED = "c1_children_in_need_referrals_and_rereferrals"
PLANS = "d5_cpps_at31march_by_duration"
POPULATION = "ons_mid-year_population_estimates:population_estimate"
SERIES = (f"{REFERRED}:referral_count", f"{REFERRED}:rereferral_count", f"{PLANS}:CPP_At31")


def publish_comparators(today: date) -> None:
    """Write them once for an installation: every demonstration partnership compares with the same."""
    if PublishedSet.objects.filter(sha256="made-up-statistics").exists():
        return
    luck = Random("comparators")  # noqa: S311 - a demonstration repeats itself, that is the point
    areas = {row.code: row for row in _areas()}
    figures = [row for back in range(YEARS, 0, -1) for row in _year(luck, today.year - back)]
    neighbours = [
        NeighbourRow(_number(0), _number(other), rank, "Close" if rank < 6 else "Somewhat close")
        for rank, other in enumerate(range(1, 11), 1)
    ]
    title = "Made-up statistics of children's social care"
    write_published(
        ReadFile(
            "made_up.csv", "made_up", title, "Nobody: made up for the demonstration", "made-up-statistics",
            len(figures), areas, figures,
        ),
        made_up=True,
    )  # fmt: skip
    write_published(
        ReadFile(
            "made_up_neighbours.csv", "made_up_neighbours", "Made-up statistical neighbours",
            "Nobody: made up for the demonstration", "made-up-neighbours", len(neighbours), neighbours=neighbours,
        ),
        made_up=True,
    )  # fmt: skip


def code(place: int) -> str:
    return f"X100{place + 1:05d}"


def _number(place: int) -> str:
    return f"X{place + 1:02d}"


def _areas() -> Iterator[AreaRow]:
    yield AreaRow(COUNTRY, "The whole country (made up)", "country")
    yield AreaRow(REGION, "The Weald (made up)", "region", COUNTRY)
    yield AreaRow(OTHER_REGION, "The North (made up)", "region", COUNTRY)
    for place, name in enumerate(NAMES):
        yield AreaRow(code(place), name, "authority", REGION if place < 6 else OTHER_REGION, _number(place))


def _year(luck: Random, begins: int) -> Iterator[FigureRow]:
    """Each authority's figures, and the sums that are printed for its region and the country."""
    year = period(Every.FINANCIAL_YEAR, date(begins - 1, 4, 1))
    when = {SERIES[0]: year, SERIES[1]: year, SERIES[2]: day(year.last), POPULATION: day(date(begins - 1, 6, 30))}
    totals: dict[tuple[str, str], int] = {}
    for place in range(len(NAMES)):
        children = 98_000 if place == 0 else 30_000 + 7_500 * place
        referrals = round(children * luck.uniform(0.048, 0.058))
        again = round(referrals * luck.uniform(0.18, 0.28))
        values = (referrals, again, round(children * luck.uniform(0.0035, 0.0055)), children)
        for series, value in zip((*SERIES, POPULATION), values, strict=True):
            yield _row(series, code(place), when[series], str(value))
            for wide in (REGION if place < 6 else OTHER_REGION, COUNTRY):
                totals[series, wide] = totals.get((series, wide), 0) + value
        yield _row(f"{REFERRED}:rereferral_percent", code(place), year, f"{100 * again / referrals:.1f}")
    for (series, wide), value in totals.items():
        yield _row(series, wide, when[series], str(value))
    for wide in (REGION, OTHER_REGION, COUNTRY):
        share = 100 * totals[SERIES[1], wide] / totals[SERIES[0], wide]
        yield _row(f"{REFERRED}:rereferral_percent", wide, year, f"{share:.1f}")


def _row(series: str, area: str, stretch: Stretch, value: str) -> FigureRow:
    return FigureRow(series, area, stretch.first, stretch.last, value, "")
