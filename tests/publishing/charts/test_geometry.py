"""Rules of the drawing that hold for any figures: scales cover, order is kept, words keep apart, nothing is lost."""

from __future__ import annotations

import math
from itertools import pairwise

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from goldenthread.publishing.charts.editions import draw
from goldenthread.publishing.charts.lettering import spread, width, wrapped
from goldenthread.publishing.charts.scales import Scale, axis_for, within_edges
from goldenthread.publishing.charts.sheet import PHONE, WIDE
from goldenthread.publishing.charts.tables import data_table
from goldenthread.publishing.charts.units import COUNT, PERCENT, POUNDS, Unit, rate
from goldenthread.publishing.charts.values import Annotation, Area, Bar, BarChart, Comparator, FunnelChart, Limits
from tests.publishing.charts.reading import read
from tests.publishing.charts.samples import month, plain_run

SLOW = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
figures = st.floats(0, 1_000_000, allow_nan=False).map(lambda value: round(value, 2))
percentages = st.integers(0, 1000).map(lambda value: value / 10)
frames = st.sampled_from((WIDE, PHONE))
units = st.sampled_from((COUNT, POUNDS, rate(), Unit("Days", after=" days", decimals=1)))


@given(st.lists(st.floats(-1e9, 1e9, allow_nan=False), min_size=1), st.integers(2, 8), st.floats(0, 1), units)
def test_ticks_are_even_and_cover_every_figure(values: list[float], about: int, zero: float, unit: Unit) -> None:
    axis = axis_for(values, (), unit, about=about, zero=zero)
    slack = (axis.high - axis.low) * 1e-6
    assert axis.low - slack <= min(values)
    assert max(values) <= axis.high + slack
    assert 2 <= len(axis.ticks) <= about + 3
    assert all(math.isclose(after - before, axis.step, rel_tol=1e-6) for before, after in pairwise(axis.ticks))


@example([0.1], [])
@given(st.lists(percentages, min_size=1), st.lists(st.floats(-50, 200, allow_nan=False)))
def test_a_scale_of_percentages_never_leaves_what_can_be(values: list[float], limits: list[float]) -> None:
    axis = axis_for(values, limits, PERCENT, about=5)
    assert axis.low >= 0
    assert axis.high <= 100


@given(st.lists(st.integers(0, 40), min_size=1), st.integers(2, 6))
def test_ticks_of_counts_are_whole(values: list[int], about: int) -> None:
    assert all(tick == int(tick) for tick in axis_for([float(value) for value in values], (), COUNT, about=about).ticks)


@SLOW
@given(st.lists(st.none() | figures, min_size=1, max_size=60), frames, units)
def test_points_keep_their_order_and_stay_within_the_plot(values: list[float | None], frame, unit: Unit) -> None:
    made = read(draw(plain_run(values, unit), "k", frame=frame))
    given_values = [value for value in values if value is not None]
    assert len(made.points) == len(given_values)
    plot = made.plot
    assert all(plot.left <= x <= plot.right and plot.top <= y <= plot.bottom for x, y in made.points)
    assert all(before[0] < after[0] for before, after in pairwise(made.points))
    for (one, (_, high)), (other, (_, low)) in pairwise(zip(given_values, made.points, strict=True)):
        assert (one - other) * (low - high) >= -1e-6  # greater figures are never lower on the sheet


@SLOW
@given(
    st.lists(st.none() | percentages, min_size=1, max_size=60),
    st.tuples(percentages, percentages, percentages),
    st.lists(st.tuples(st.integers(0, 59), st.text("abcdefgh MW", min_size=1, max_size=40)), max_size=7),
    frames,
)
def test_no_words_touch_whatever_the_figures_and_happenings(values, levels, happened, frame) -> None:
    last = month(len(values) - 1)
    chart = plain_run(
        values,
        PERCENT,
        target=levels[0],
        minimum=levels[1],
        limits=(Limits(month(0), last, levels[2], levels[2] - 5, levels[2] + 5),),
        comparators=(Comparator("England", tuple((month(n), levels[0]) for n in range(len(values)))),),
        annotations=tuple(Annotation(month(place), text) for place, text in happened if text.strip()),
    )
    made = read(draw(chart, "k", frame=frame))
    letters = {chr(65 + place) for place in range(7)}
    # Letters on days next to one another may come close where no two rows can part them; words never do.
    assert [pair for pair in made.collisions() if not set(pair) <= letters] == []
    assert made.outside() == []


@SLOW
@given(
    st.lists(st.tuples(st.text("abcde fg", min_size=1, max_size=50), st.none() | figures), min_size=1, max_size=20),
    frames,
    st.none() | figures,
)
def test_bars_and_their_words_keep_apart(rows, frame, target) -> None:
    bars = tuple(Bar(label, value, value and value * 0.8, value and value * 1.3) for label, value in rows)
    chart = BarChart("Any", bars, POUNDS, target=target)
    made = read(draw(chart, "k", frame=frame))
    assert made.collisions() == []
    assert made.outside() == []
    assert len(data_table(chart).rows) == len(rows) + (target is not None)


@SLOW
@given(st.lists(st.tuples(st.integers(1, 500_000), figures, st.booleans()), min_size=1, max_size=150), frames)
def test_every_area_of_a_funnel_is_drawn_within_the_plot(areas, frame) -> None:
    made_of = tuple(
        Area(f"Area {place}", size, value, mark="above" if marked else "")
        for place, (size, value, marked) in enumerate(areas)
    )
    made = read(draw(FunnelChart("Any", made_of, rate(), benchmark=52.0), "k", frame=frame))
    plot = made.plot
    assert len(made.points) == len(areas)
    assert all(plot.left <= x <= plot.right and plot.top <= y <= plot.bottom for x, y in made.points)
    assert made.collisions() == []
    assert made.outside() == []


@given(
    st.lists(st.tuples(st.floats(0, 300), st.sampled_from((18.0, 36.0))), min_size=1, max_size=8), st.floats(300, 400)
)
def test_labels_keep_apart_in_the_order_of_their_lines(labels, high: float) -> None:
    wanted, heights = [each for each, _ in labels], [height for _, height in labels]
    middles = spread(wanted, heights, 0, high)
    placed = sorted(zip(middles, heights, wanted, strict=True))
    for (one, first, _), (other, second, _) in pairwise(placed):
        assert one + first / 2 <= other - second / 2 + 1e-6
    assert all(before[2] <= after[2] for before, after in pairwise(placed))
    assert placed[0][0] - placed[0][1] / 2 >= -1e-6


@given(st.lists(st.integers(0, 20), min_size=1, max_size=8, unique=True))
def test_labels_with_room_about_them_stand_where_their_lines_are(places: list[int]) -> None:
    wanted = [float(place * 10) for place in places]
    assert spread(wanted, [10.0] * len(wanted), -50, 250) == wanted


@given(st.text("abc defg", max_size=80), st.floats(30, 300))
def test_wrapping_loses_no_word_and_keeps_to_its_room(words: str, room: float) -> None:
    lines = wrapped(words, room, 16)
    assert " ".join(lines).split() == words.split()
    assert all(width(line, 16) <= room or " " not in line for line in lines)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(-100, 200)), min_size=2, max_size=40))
def test_a_line_is_cut_at_the_edges_and_no_piece_leaves_them(points) -> None:
    scale = Scale(0, 100, 300, 0)
    ordered = sorted(points)
    pieces = within_edges(ordered, scale)
    assert all(scale.holds(value) for piece in pieces for _, value in piece)
    kept = {point for piece in pieces for point in piece}
    neighbours = {a for a, b in pairwise(ordered) if scale.holds(a[1]) and scale.holds(b[1])}
    assert neighbours <= kept
