"""Charts for the tests: one of every kind, of made-up figures, with everything that can stand on it."""

from __future__ import annotations

import math
from datetime import date

from goldenthread.publishing.charts.units import PERCENT, POUNDS, Unit, percent, rate
from goldenthread.publishing.charts.values import (
    Annotation,
    Area,
    Bar,
    BarChart,
    Chart,
    Comparator,
    Curve,
    DotRow,
    FunnelChart,
    Limits,
    Point,
    RunChart,
    Variation,
)

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


def month(place: int) -> date:
    """The first of the month, `place` months after April 2023."""
    months = 2023 * 12 + 3 + place
    return date(months // 12, months % 12 + 1, 1)


def named(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def wave(place: int) -> float:
    return 84 + 5 * math.sin(place * 2.3) + 2 * math.sin(place * 0.9)


def monthly(count: int = 36) -> tuple[Point, ...]:
    """`count` months of percentages with a gap, a signal each way, a part month and provisional ones."""
    marks: dict[int, Variation] = {7: "concern_low", **dict.fromkeys(range(27, 34), "improvement_high")}
    why = {7: "below the lower limit", 30: "seven points in a row above the mean"}
    made = []
    for place in range(count):
        value: float | None = wave(place) - (14 if place == 7 else 0) + (6 if place >= 27 else 0)
        made.append(
            Point(
                month(place),
                named(month(place)),
                None if place in (17, 18) else round(value or 0, 1),
                mark=marks.get(place, "common_cause"),
                why=why.get(place, ""),
                note="two agencies sent nothing" if place == 12 else "",
                provisional=place >= count - 3,
                part=place == count - 1,
            )
        )
    return tuple(made)


def whole_run(count: int = 36) -> RunChart:
    """A run chart with everything on it."""
    return RunChart(
        title="Initial child protection conferences within 15 working days",
        points=monthly(count),
        unit=percent(1),
        limits=(
            Limits(month(0), month(21), 84.2, 72.4, 96.0),
            Limits(month(22), month(count - 1), 88.9, 77.1, 100.7),
        )
        if count > 22
        else (Limits(month(0), month(count - 1), 84.2, 72.4, 96.0),),
        target=90,
        minimum=75,
        comparators=(Comparator("England", tuple((month(p), 79 + p / 20) for p in range(count))),),
        annotations=(
            Annotation(date(2023, 12, 1), "Threshold document revised", "policy change"),
            Annotation(date(2025, 2, 1), "Conferences moved to one team", "new limits"),
        ),
        better="high",
        source="Children's social care return, made-up figures",
    )


def few_run() -> RunChart:
    points = tuple(
        Point(date(2016 + place, 4, 1), f"{2016 + place}-{17 + place}", value)
        for place, value in enumerate((3, 5, 2, 4, 6, 3, 1, 4))
    )
    return RunChart("Serious incident notifications", points, step="year", target=None, better="low")


def quarters() -> RunChart:
    """Money by quarter, with many happenings close together, which take letters."""
    points = tuple(
        Point(
            date(2022 + (place + 1) // 4, (3 * place + 4 - 1) % 12 + 1, 1),
            f"Quarter {place % 4 + 1}",
            182_000 + 9_000 * wave(place),
        )
        for place in range(16)
    )
    happenings = tuple(
        Annotation(points[place].day, f"The {ordinal} audit of case files was reported to the executive", "audit")
        for place, ordinal in ((3, "first"), (4, "second"), (5, "third"), (11, "fourth"))
    )
    limits = (Limits(points[0].day, points[-1].day, 940_000, 870_000, 1_010_000),)
    return RunChart("Cost of placements", points, POUNDS, "quarter", limits, annotations=happenings)


def funnel() -> FunnelChart:
    """Sixty areas about 52 per 10,000, ours above the outer limit."""
    centre = 52.0
    areas = []
    for place in range(60):
        size = 9_000 + 3_300 * ((place * 37) % 60)
        spread = math.sqrt(centre * 10_000 / size)
        value = round(centre + 1.3 * spread * math.sin(place * 1.7) + 0.5 * spread * math.sin(place * 5.1), 1)
        areas.append(Area(f"Area {place + 1}", size, value))
    areas[20] = Area("Wealdshire", 96_000, 63.4, ours=True, mark="above the 99.8% limit")
    areas[41] = Area("Northmoor", 61_000, 41.0, mark="below the 99.8% limit")
    areas[7] = Area("Stonebridge and the Vale", 150_000, 57.9, mark="above the 95% limit")
    sizes = [5_000 * 1.08**step for step in range(1, 50)]
    curves = []
    for z, label in ((1.96, "95% limits"), (3.09, "99.8% limits")):
        for sign in (1, -1):
            points = tuple((size, centre + sign * z * math.sqrt(centre * 10_000 / size)) for size in sizes)
            curves.append(Curve(label, points))
    return FunnelChart("Children subject to a protection plan", tuple(areas), rate(), tuple(curves), centre)


def bars() -> BarChart:
    return BarChart(
        "Children in care placed more than 20 miles from home",
        (
            Bar("Wealdshire", 21.4, 17.2, 26.3, ours=True),
            Bar("Statistical neighbours (mean of 10)", 17.9, 17.1, 18.8, comparator=True),
            Bar("South East", 19.0, 18.4, 19.7, comparator=True),
            Bar("England", 16.2, 16.0, 16.4, comparator=True),
            Bar("Northmoor", 12.1, 8.9, 16.2),
            Bar("Stonebridge and the Vale", None, missing="suppressed, small number"),
        ),
        percent(1),
        target=15,
        source="Published statistics, made-up figures",
    )


def counts() -> BarChart:
    return BarChart(
        "Referrals by agency",
        tuple(
            Bar(name, value)
            for name, value in (
                ("Police", 1204),
                ("Schools", 933),
                ("Health", 671),
                ("Family and neighbours", 88),
                ("Other", 0),
            )
        ),
        category_name="Agency",
    )


def dots(count: int = 24) -> DotRow:
    points = monthly(count)
    return DotRow("Conferences in time", points, PERCENT, 84.2, 72.4, 96.0)


def plain_run(values: list[float | None], unit: Unit = PERCENT, **other: object) -> RunChart:
    points = tuple(Point(month(place), named(month(place)), value) for place, value in enumerate(values))
    return RunChart("A measure", points, unit, **other)  # type: ignore[arg-type]


CHARTS: dict[str, Chart] = {
    "run": whole_run(),
    "few": few_run(),
    "quarters": quarters(),
    "funnel": funnel(),
    "bars": bars(),
    "counts": counts(),
}
