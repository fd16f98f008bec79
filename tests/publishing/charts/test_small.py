"""The small drawings of a scorecard: signs and runs of dots. Told apart by shape and words; and quick."""

from __future__ import annotations

import time
from typing import get_args
from xml.etree import ElementTree

import pytest

from goldenthread.publishing.charts.dots import draw_dots
from goldenthread.publishing.charts.editions import draw
from goldenthread.publishing.charts.icons import assurance_icon, variation_icon
from goldenthread.publishing.charts.palette import COMMON, CONCERN, IMPROVEMENT, NEUTRAL, OURS
from goldenthread.publishing.charts.units import COUNT, DAYS, PERCENT, POUNDS, Unit, rate
from goldenthread.publishing.charts.values import (
    ASSURANCE_WORDS,
    VARIATION_WORDS,
    Assurance,
    DotRow,
    Point,
    Variation,
)
from tests.publishing.charts.reading import NS
from tests.publishing.charts.samples import dots, month, named, whole_run

ICONS = {
    **{f"variation {kind}": (variation_icon(kind), VARIATION_WORDS[kind]) for kind in get_args(Variation)},
    **{f"assurance {kind}": (assurance_icon(kind), ASSURANCE_WORDS[kind]) for kind in get_args(Assurance)},
}


@pytest.mark.parametrize(("svg", "words"), ICONS.values(), ids=ICONS.keys())
def test_every_sign_is_named_and_carries_no_style(svg: str, words: str) -> None:
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img"
    assert root.get("aria-label") == root.findtext(f"{NS}title") == words
    assert "style" not in svg


def test_no_two_signs_have_the_same_shape_or_the_same_words() -> None:
    def shapes(svg: str) -> str:
        root = ElementTree.fromstring(svg)
        kept = [
            sorted((name, value) for name, value in node.attrib.items() if name not in ("fill", "stroke"))
            for node in root
            if node.tag != f"{NS}title"
        ]
        return repr(kept)

    assert len({shapes(svg) for svg, _ in ICONS.values()}) == len(ICONS) == 12
    assert len({words for _, words in ICONS.values()}) == 12


def test_a_sign_beside_its_words_is_silent() -> None:
    svg = variation_icon("concern_low", beside_words=True)
    assert 'aria-hidden="true"' in svg
    assert "aria-label" not in svg


def test_a_run_of_dots_says_its_latest_value_and_draws_every_figure() -> None:
    row = dots(24)
    root = ElementTree.fromstring(draw_dots(row))
    said = root.get("aria-label") or ""
    assert said.startswith("Conferences in time. 22 figures, April 2023 to March 2025.")
    assert "Latest: March 2025: 8" in said
    drawn = "".join(node.get("d", "") for node in root.iter(f"{NS}path") if node.get("stroke-linecap"))
    marked = [node for node in root.iter(f"{NS}path") if node.get("transform")]
    assert drawn.count("M") + len(marked) == 22


def test_few_dots_are_not_joined_and_say_that_they_cannot_be_judged() -> None:
    points = tuple(Point(month(n), named(month(n)), n % 3) for n in range(5))
    svg = draw_dots(DotRow("Few", points, centre=1, lower=0, upper=3))
    assert "Too few points to judge." in svg
    assert "L" not in "".join(node.get("d", "") for node in ElementTree.fromstring(svg).iter(f"{NS}path"))


def test_a_run_without_any_figure_says_so() -> None:
    assert "There are no figures." in draw_dots(DotRow("None", (Point(month(0), "April", None),)))


def luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", [COMMON, IMPROVEMENT, CONCERN, NEUTRAL, OURS])
def test_marks_stand_out_on_white_and_on_black_and_carry_white_arrows(colour: str) -> None:
    light = luminance(colour)
    assert 1.05 / (light + 0.05) >= 4.5
    assert (light + 0.05) / 0.05 >= 3


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        (COUNT, 1204, "1,204"),
        (COUNT, 2.5, "3"),
        (COUNT, -2.5, "−3"),
        (COUNT, -0.2, "0"),
        (PERCENT, 87.45, "87%"),
        (rate(), 52.25, "52.3"),
        (POUNDS, 12500, "£12,500"),
        (POUNDS, -300, "−£300"),
        (DAYS, 12, "12 days"),
    ],
)
def test_values_are_said_as_people_write_them(unit: Unit, value: float, said: str) -> None:
    assert unit.said(value) == said


@pytest.mark.parametrize(
    ("unit", "value", "step", "said"),
    [
        (POUNDS, 0, 500_000, "£0"),
        (POUNDS, 1_500_000, 500_000, "£1.5m"),
        (POUNDS, 250_000, 50_000, "£250k"),
        (POUNDS, 250, 50, "£250"),
        (PERCENT, 2.5, 2.5, "2.5%"),
        (DAYS, 10, 5, "10"),
        (COUNT, -20, 10, "−20"),
    ],
)
def test_ticks_are_as_exact_as_they_need_to_be(unit: Unit, value: float, step: float, said: str) -> None:
    assert unit.on_axis(value, step) == said


def fastest(work: object, times: int = 5) -> float:
    """Processor seconds, the best of a few runs: what the code costs, whatever else the machine is doing."""
    found = []
    for _ in range(times):
        begun = time.thread_time()
        work()  # type: ignore[operator]
        found.append(time.thread_time() - begun)
    return min(found)


def test_sixty_rows_of_a_scorecard_take_under_thirty_milliseconds() -> None:
    rows = [dots(36) for _ in range(60)]
    assert fastest(lambda: [(draw_dots(row), variation_icon("concern_high")) for row in rows]) < 0.030


def test_a_big_chart_takes_under_five_milliseconds() -> None:
    chart = whole_run()
    assert fastest(lambda: draw(chart, "k")) < 0.005
