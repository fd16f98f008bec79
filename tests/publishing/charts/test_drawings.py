"""Every kind of chart, read back: well formed, named, safe under a strict policy, legible, and true to its figures."""

from __future__ import annotations

import re
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from goldenthread.publishing.charts.editions import draw, on_page
from goldenthread.publishing.charts.sheet import PHONE, WIDE, Frame
from goldenthread.publishing.charts.tables import data_table
from goldenthread.publishing.charts.units import COUNT, DAYS, PERCENT
from goldenthread.publishing.charts.values import (
    Annotation,
    Bar,
    BarChart,
    Chart,
    Comparator,
    FunnelChart,
    Limits,
    Point,
    RunChart,
)
from goldenthread.publishing.charts.wordings import describe
from tests.publishing.charts.reading import NS, Read, read
from tests.publishing.charts.samples import CHARTS, bars, few_run, funnel, month, named, plain_run, whole_run

KINDS = pytest.mark.parametrize("chart", CHARTS.values(), ids=CHARTS.keys())
FRAMES = pytest.mark.parametrize("frame", [WIDE, PHONE], ids=("wide", "phone"))


def drawn(chart: Chart, frame: Frame = WIDE, **other: bool) -> Read:
    return read(draw(chart, "measure-1", frame=frame, **other))


@KINDS
@FRAMES
def test_the_drawing_is_one_picture_with_a_name_and_a_description(chart: Chart, frame: Frame) -> None:
    root = drawn(chart, frame).root
    assert root.get("role") == "img"
    names = root.attrib["aria-labelledby"].split()
    found = {node.get("id"): (node.text or "") for node in root}
    assert found[names[0]] == chart.title
    assert len(found[names[1]]) > 60
    assert [node.tag for node in root][:2] == [f"{NS}title", f"{NS}desc"]


@KINDS
@FRAMES
def test_a_strict_policy_has_nothing_to_refuse(chart: Chart, frame: Frame) -> None:
    svg = draw(chart, "measure-1", frame=frame)
    for node in read(svg).root.iter():
        assert node.tag.removeprefix(NS) in {"svg", "title", "desc", "rect", "line", "path", "text", "circle"}
        assert not [name for name in node.attrib if name == "style" or name.startswith("on") or "href" in name]
    assert "url(" not in svg


@KINDS
@FRAMES
def test_no_words_touch_or_leave_the_sheet(chart: Chart, frame: Frame) -> None:
    for made in (drawn(chart, frame), drawn(chart, frame, titled=True, alone=True)):
        assert made.collisions() == []
        assert made.outside() == []


@KINDS
def test_type_on_a_phone_is_no_smaller_than_twelve_pixels(chart: Chart) -> None:
    made = drawn(chart, PHONE)
    shrunk = 300 / (made.sheet.right - made.sheet.left)  # a 320 px screen with its margins
    assert float(made.root.attrib["font-size"]) * shrunk >= 12


@KINDS
@FRAMES
def test_every_mark_stands_within_the_plot(chart: Chart, frame: Frame) -> None:
    made = drawn(chart, frame)
    plot = made.plot
    assert all(plot.left <= x <= plot.right and plot.top <= y <= plot.bottom for x, y in made.points)


@KINDS
def test_every_figure_stands_in_the_table(chart: Chart) -> None:
    table = data_table(chart)
    said = {row[:2] for row in table.as_block().rows}
    if isinstance(chart, RunChart):
        wanted = [(point.label, point.value, point.missing) for point in chart.points]
    elif isinstance(chart, BarChart):
        wanted = [(bar.label, bar.value, bar.missing) for bar in chart.bars]
    else:
        wanted = [(area.label, area.value, "") for area in chart.areas]
    assert len(table.rows) >= len(wanted)
    for label, value, missing in wanted:
        assert (label, missing if value is None else chart.unit.said(value)) in said


def test_two_charts_on_a_page_share_no_identifier() -> None:
    page = on_page(whole_run(), "a") + on_page(whole_run(), "b")
    names = re.findall(r' id="([^"]+)"', page)
    assert len(names) == len(set(names)) == 8


def test_markup_in_a_title_stays_words() -> None:
    chart = RunChart('Plans <b onload="x">&</b>', (Point(month(0), "<i>April", 3),), COUNT)
    made = drawn(chart)
    assert made.root[0].text == 'Plans <b onload="x">&</b>'
    assert not list(made.root.iter(f"{NS}b"))


def test_eleven_values_are_a_run_of_dots_and_a_sentence_that_says_so() -> None:
    limits = (Limits(month(0), month(30), 5, 1, 9),)
    eleven = drawn(plain_run([float(n % 4) for n in range(11)], COUNT, limits=limits))
    twelve = drawn(plain_run([float(n % 4) for n in range(12)], COUNT, limits=limits))
    assert "Too few points to judge: 11, where 12 are needed." in eleven.said()
    assert "Too few" not in twelve.said()
    assert "Upper limit 9" not in eleven.said()
    assert "Upper limit 9" in twelve.said()
    joined = [node for node in eleven.root.iter(f"{NS}path") if node.get("fill") == "none"]
    assert joined == []


def with_part(whole: int, **more: Any) -> RunChart:
    """So many whole months of 40 to 43, and a part of the next at 12."""
    points = tuple(Point(month(n), named(month(n)), 40.0 + n % 4) for n in range(whole))
    part = Point(month(whole), f"1 to 9 {named(month(whole))}", 12.0, part=True)
    return RunChart("Missing", (*points, part), COUNT, **more)


def test_a_part_of_a_period_counts_towards_nothing() -> None:
    chart = with_part(11)
    assert not chart.judged
    assert "Too few points to judge: 11, where 12 are needed." in describe(chart)


def test_the_latest_is_the_last_whole_period_and_the_part_is_how_far_it_is() -> None:
    limits = (Limits(month(0), month(13), 41, 33, 49),)
    chart = with_part(14, limits=limits)
    said = drawn(chart).said()
    for words in ("Latest 41", "So far 12", "Upper limit 49", "Lower limit 33"):
        assert words in said
    assert f"Latest: {named(month(13))}: 41." in describe(chart)
    assert "So far: 1 to 9" in describe(chart)


def test_no_line_falls_to_a_period_that_is_not_over() -> None:
    made = drawn(with_part(14))
    (line,) = (node for node in made.root.iter(f"{NS}path") if node.get("fill") == "none")
    assert line.attrib["d"].count("L") == 13


def test_why_there_are_no_limits_is_said_and_nothing_is_said_of_marks() -> None:
    chart = plain_run([float(n % 2) for n in range(20)], COUNT, not_judged="Events are rare: limits would mislead.")
    assert "Events are rare: limits would mislead." in drawn(chart).said()
    assert "Events are rare" in describe(chart)
    assert "common cause" not in describe(chart).lower()
    assert "Too few" not in describe(chart)


def test_events_stand_one_after_another_however_close_their_days() -> None:
    days = [date(2023, 1, 9) + timedelta(days=n) for n in (0, 90, 180, 181, 182, 183, 290, 400, 401, 402, 403, 600)]
    points = tuple(Point(day, named(day), float(n)) for n, day in enumerate(days))
    happening = Annotation(date(2023, 7, 1), "Audit", "audit")
    made = drawn(RunChart("Gaps", points, DAYS, "event", annotations=(happening,)))
    across = [x for x, _ in made.points]
    steps = [after - before for before, after in pairwise(across)]
    assert max(steps) - min(steps) < 0.3
    assert "9 Apr 2023" in made.said()
    assert made.collisions() == []
    assert "Audit" in made.said()


def test_one_day_is_one_day() -> None:
    assert (DAYS.said(1), DAYS.said(2), DAYS.said(-1), DAYS.said(0)) == ("1 day", "2 days", "−1 day", "0 days")


def test_marks_are_not_shown_where_there_are_too_few_to_judge() -> None:
    points = tuple(Point(month(n), named(month(n)), n, mark="concern_high") for n in range(8))
    chart = RunChart("Few", points)
    assert "Concern" not in draw(chart, "k")
    assert "Mark" not in [column.title for column in data_table(chart).columns]


def test_a_period_without_a_figure_is_a_band_and_breaks_the_line() -> None:
    values: list[float | None] = [5.0] * 6 + [None] * 4 + [6.0] * 10
    made = drawn(plain_run(values, COUNT))
    assert made.count("gt-gap") == 1
    assert len(made.points) == 16
    assert "no data" in made.said()
    runs = [node for node in made.root.iter(f"{NS}path") if node.get("fill") == "none"]
    assert len(runs) == 2


def test_a_narrow_gap_is_named_in_the_key_instead() -> None:
    values: list[float | None] = [5.0] * 20 + [None] + [6.0] * 20
    assert "No data" in drawn(plain_run(values, COUNT), PHONE).said()


def test_a_limit_beyond_what_can_be_is_in_the_words_and_the_table_but_not_drawn() -> None:
    values: list[float | None] = [95.0, 97.0] * 8
    made = drawn(plain_run(values, PERCENT, limits=(Limits(month(0), month(15), 96, 90, 102.5),)))
    assert "Upper limit 103%" in made.said()
    assert "A limit beyond the scale is not drawn." in made.said()
    assert "100%" in made.said()
    table = data_table(plain_run(values, PERCENT, limits=(Limits(month(0), month(15), 96, 90, 102.5),)))
    assert table.rows[0][4] == 102.5


def test_limits_that_change_at_every_point_meet_half_way_between_points() -> None:
    limits = tuple(Limits(month(n), month(n), 50, 30 + n, 70 - n) for n in range(15))
    made = drawn(plain_run([50.0] * 15, PERCENT, limits=limits))
    dashed = [node for node in made.root.iter(f"{NS}line") if node.get("stroke-dasharray") == "6 3"]
    upper = dashed[::2]
    assert len(dashed) == 30
    assert all(left.get("x2") == right.get("x1") for left, right in pairwise(upper))
    assert [row[4] for row in data_table(plain_run([50.0] * 15, PERCENT, limits=limits)).rows] == list(
        range(70, 55, -1)
    )


def test_a_scale_that_does_not_begin_at_zero_says_so() -> None:
    assert "The scale begins at 84%, not zero." in drawn(plain_run([85.0, 95.0] * 8)).said()
    assert "not zero" not in drawn(plain_run([5.0, 95.0] * 8)).said()


def test_bars_always_begin_at_zero() -> None:
    chart = BarChart("High", (Bar("A", 95.0), Bar("B", 96.0)), PERCENT)
    starts = {float(node.attrib["x"]) for node in drawn(chart).root.iter(f"{NS}rect") if node.get("class") == "gt-bar"}
    assert starts == {drawn(chart).plot.left}


def test_ours_differs_from_the_others_in_shape_and_weight_not_only_in_colour() -> None:
    fills = {
        (node.get("fill") == "none", node.get("fill-opacity"))
        for node in drawn(bars()).root.iter(f"{NS}rect")
        if node.get("class") == "gt-bar"
    }
    assert fills == {(False, None), (True, None), (False, ".28")}
    bold = [node.text for node in drawn(funnel()).root.iter(f"{NS}text") if node.get("font-weight") == "bold"]
    assert bold == ["Wealdshire"]


def test_happenings_are_named_beside_their_lines_where_there_is_room() -> None:
    chart = plain_run(
        [5.0] * 36, COUNT, annotations=(Annotation(month(4), "New team"), Annotation(month(20), "New form"))
    )
    said = drawn(chart).said()
    assert "New team" in said
    assert "4 Aug" not in said


def test_happenings_without_room_are_letters_with_a_list() -> None:
    said = drawn(CHARTS["quarters"]).said()
    assert "A" in said.split()
    assert "1 Jan 2023, audit: The first audit of case files was reported to the executive" in said


def test_a_happening_in_the_last_period_is_shown_though_its_day_comes_after_the_last_point() -> None:
    late, later = Annotation(date(2024, 3, 20), "Late"), Annotation(date(2024, 4, 20), "Later")
    said = drawn(plain_run([5.0] * 12, COUNT, annotations=(late, later))).said()
    assert "Late" in said.split()
    assert "Later" not in said.split()


def test_the_reason_for_new_limits_is_in_the_table_beside_its_period() -> None:
    rows = data_table(whole_run()).rows
    beside = next(row for row in rows if row[0] == "February 2025")
    assert "new limits: Conferences moved to one team" in str(beside[-1])
    assert [row[2] for row in rows][21:23] == [84.2, 88.9]


def test_provisional_and_part_periods_are_hollow_and_said() -> None:
    made = drawn(whole_run())
    assert made.count("gt-hollow") == 3 + 2  # three points, two entries of the key
    assert {"Provisional", "Part of a period"} <= {each.words for each in made.words}


@pytest.mark.parametrize(
    "chart",
    [
        RunChart("Nothing", ()),
        FunnelChart("Nothing", ()),
        BarChart("Nothing", ()),
        plain_run([None, None, None]),
        plain_run([0.0]),
        plain_run([0.0] * 14),
        plain_run([100.0] * 14),
        plain_run([None, 41.0]),
        BarChart("Nothing known", (Bar("A", None), Bar("B", None))),
    ],
)
@FRAMES
def test_a_chart_with_next_to_nothing_still_draws(chart: Chart, frame: Frame) -> None:
    made = drawn(chart, frame)
    assert made.collisions() == []
    assert made.outside() == []
    assert data_table(chart).as_block().caption == f"{chart.title}: the figures"


def test_a_comparator_is_drawn_beside_our_periods_alone() -> None:
    england = Comparator("England", tuple((month(n), 50.0 + n) for n in range(-12, 24)))
    made = drawn(plain_run([50.0] * 12, comparators=(england,)))
    line = next(node for node in made.root.iter(f"{NS}path") if node.get("stroke-dasharray"))
    places = [float(pair.split()[0]) for pair in line.attrib["d"].removeprefix("M").split("L")]
    assert len(places) == 12
    assert made.plot.left <= min(places) < max(places) <= made.plot.right


def test_points_out_of_order_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match="April 2023 follows May 2023"):
        RunChart("Backwards", (Point(month(1), "May 2023", 1), Point(month(0), "April 2023", 2)))


def test_limits_that_end_before_they_begin_are_refused() -> None:
    with pytest.raises(ValueError, match="before they begin"):
        Limits(date(2026, 2, 1), date(2026, 1, 1))


def test_a_year_label_is_used_as_it_is_written() -> None:
    assert {"2016-17", "2023-24"} <= {each.words for each in drawn(few_run()).words}
