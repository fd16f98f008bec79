"""The published cases of NHSRplotthedots 0.2.2 hold at every point, and the cautious rules differ only in caution."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from goldenthread.kernel.statistics.charts import ControlChart
from goldenthread.kernel.statistics.icons import Assurance, Variation
from goldenthread.kernel.statistics.rules import NHSR_0_2_2, Cause, RuleSet
from goldenthread.kernel.statistics.values import Better, Point, Rebase, Why
from goldenthread.kernel.statistics.xmr import chart

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "vectors/spc_xmr_own_cases.json").read_text())
WAY = {"increase": Better.HIGH, "decrease": Better.LOW, "neutral": Better.NEUTRAL}
LABELS = {
    "Above UCL": Cause.ABOVE,
    "Below LCL": Cause.BELOW,
    "7 Point Trend (Increasing)": Cause.RISING,
    "7 Point Trend (Decreasing)": Cause.FALLING,
    "2 in 3 Above CL": Cause.TWO_IN_THREE_HIGH,
    "2 in 3 Below CL": Cause.TWO_IN_THREE_LOW,
    "7 Points Above CL": Cause.SHIFT_HIGH,
    "7 Points Below CL": Cause.SHIFT_LOW,
    "Common Cause": Cause.COMMON,
}
DAY = date(2020, 1, 1)


def listed(value: Any) -> list[Any]:
    """A series of one point is written without its list."""
    return value if isinstance(value, list) else [value]


def made(case: dict[str, Any], rules: RuleSet) -> ControlChart:
    given = case["input"]
    points = [Point(DAY + timedelta(weeks=i), y) for i, y in enumerate(listed(given["y"]))]
    at = given["rebase_at_index0"]
    return chart(
        list(reversed(points)),
        better=WAY[given["improvement_direction"]],
        target=given["target"],
        rules=rules,
        rebase=[] if at is None else [Rebase(points[at].on, "a new process")],
        fix_after_n_points=given["fix_after_n_points"],
    )


def peer(case: dict[str, Any]) -> RuleSet:
    return replace(NHSR_0_2_2, screen_outliers=case["input"]["screen_outliers"])


def near(values: list[float | None]) -> list[Any]:
    return [None if value is None else pytest.approx(value, rel=1e-12, abs=1e-12) for value in values]


def name(case: dict[str, Any]) -> str:
    return str(case["name"])


@pytest.mark.parametrize("case", CASES, ids=name)
def test_every_point_is_as_the_package_has_it(case: dict[str, Any]) -> None:
    expected = {key: listed(value) for key, value in case["expected"].items()}
    points = made(case, peer(case)).points
    assert [p.segment for p in points] == expected["rebase_group"]
    assert [p.centre for p in points] == near(expected["mean"])
    assert [p.lines and p.lines.lower for p in points] == near(expected["lpl"])
    assert [p.lines and p.lines.upper for p in points] == near(expected["upl"])
    assert [p.outside for p in points] == expected["outside_limits"]
    assert [p.side for p in points] == expected["relative_to_mean"]
    assert [p.close for p in points] == expected["close_to_limits"]
    assert [p.cause for p in points] == [LABELS[label] for label in expected["special_cause_type"]]
    assert [p.special for p in points] == expected["special_cause_flag"]
    assert [p.kind for p in points] == expected["point_type"]
    assert [p.trial for p in points] == expected["short_group_warning"]


@pytest.mark.parametrize("case", CASES, ids=name)
def test_both_icons_are_as_the_package_has_them(case: dict[str, Any]) -> None:
    expected = case["expected"]
    found = made(case, peer(case))
    assert found.variation.kind == expected["variation_icon"]
    assert found.assurance.kind == (expected["assurance_icon"] or "none")


@pytest.mark.parametrize("case", CASES, ids=name)
def test_caution_changes_no_finding_but_withholds_what_cannot_be_said(case: dict[str, Any]) -> None:
    bold, cautious = made(case, peer(case)), made(case, replace(peer(case), cautious=True, trial_below=12))
    if len(bold.points) < 12:
        assert {s.reason for s in cautious.segments} == {Why.TOO_FEW_POINTS}
        assert {p.cause for p in cautious.points} == {Cause.NOT_JUDGED}
        assert cautious.variation.kind is Variation.NOT_ASSESSABLE
    elif len({p.value for p in bold.points}) == 1:
        assert cautious.segments[0].reason is Why.NO_VARIATION
        assert cautious.latest.lines is None
    else:
        assert [replace(p, trial=False) for p in cautious.points] == [replace(p, trial=False) for p in bold.points]
        assert cautious.variation.kind is bold.variation.kind
        assert cautious.assurance.kind in (bold.assurance.kind, Assurance.NOT_ASSESSABLE)
