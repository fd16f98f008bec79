"""Our own vectors: patterns and intervals found by exhaustive search, and the published rounding rules."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from goldenthread.kernel.disclosure import PROFILES, Cell, Ledger, Protected, Release, Sum, Table, protect
from goldenthread.kernel.disclosure.audit import attack
from goldenthread.kernel.disclosure.primary import Need
from goldenthread.kernel.disclosure.relations import Relation, of_sum
from goldenthread.kernel.disclosure.rounding import nearest
from goldenthread.kernel.disclosure.views import View

VECTORS = Path(__file__).parent / "vectors"
CASES: list[dict[str, Any]] = json.loads((VECTORS / "sdc_safeguarding_tables.json").read_text(encoding="utf-8"))[
    "cases"
]
ROUNDING = list(csv.DictReader((VECTORS / "sdc_rounding_policies.csv").read_text(encoding="utf-8").splitlines()))
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])


def release_of(case: dict[str, Any]) -> Release:
    cells = tuple(Cell(key, count) for key, count in case["cells"].items())
    sums = tuple(Sum(e["total"], tuple(e["parts"])) for e in case["equations"])
    return Release(case["name"], (Table(case["name"], cells, sums),))


def attacked(case: dict[str, Any], withheld: set[str], at_least: int) -> dict[str, list[float | None]]:
    """What the attacker makes of a pattern, when withheld counts are known to be at least so much."""
    bounds = {k: (at_least, None) if k in withheld else (n, n) for k, n in case["cells"].items()}
    lines: tuple[Relation, ...] = tuple(of_sum(s) for s in release_of(case).all_sums)
    found = attack(View(case["cells"], bounds, lines), [Need(key) for key in withheld])
    assert all(finding.exact for finding in found.values())
    return {key: [finding.low, finding.high] for key, finding in found.items()}


@each_case
def test_small_counts_alone_can_be_had_just_as_the_vectors_say(case: dict[str, Any]) -> None:
    primary = set(case["primary"])
    assert attacked(case, primary, 0) == case["attack_primary_only"]
    assert attacked(case, primary, 1) == case["attack_primary_only_knowing_suppressed_are_positive"]


@each_case
def test_the_pattern_is_the_best_there_is(case: dict[str, Any]) -> None:
    result = protect(release_of(case), Ledger(), PROFILES["local"])
    assert isinstance(result, Protected)
    assert result.evidence.primary == set(case["primary"])
    assert set(result.evidence.added) in [set(best) for best in case["optimal_secondary_sets"]]
    assert len(result.evidence.added) == case["n_secondary"]


@each_case
def test_the_intervals_left_are_those_of_the_vectors(case: dict[str, Any]) -> None:
    withheld = {*case["primary"], *case["optimal_secondary_sets"][0]}
    assert attacked(case, withheld, 0) == case["attack_after_nonneg"]
    assert attacked(case, withheld, 1) == case["attack_after_positive"]
    result = protect(release_of(case), Ledger(), PROFILES["local"])
    assert isinstance(result, Protected)
    left = {key: [finding.low, finding.high] for key, finding in result.evidence.findings.items()}
    assert left == {key: case["attack_after_positive"][key] for key in case["primary"]}


@pytest.mark.parametrize("row", ROUNDING, ids=lambda row: f"a count of {row['count']}")
def test_each_publisher_shows_a_count_by_its_own_rule(row: dict[str, str]) -> None:
    count = int(row["count"])
    shown = {
        "dfe_cin_local_authority": PROFILES["dfe"].shown(count),
        "dfe_region_england_nearest10_half_up": PROFILES["dfe"].shown(count, "england"),
        "nhs_hes_subnational": PROFILES["nhs"].shown(count),
        "opensafely_ehrql": PROFILES["opensafely"].shown(count),
        "ofqual": PROFILES["ofqual"].shown(count),
        "suggested_platform_default_c_1to5_round5": PROFILES["local_rounded"].shown(count),
    }
    assert shown == {rule: row[rule] for rule in shown}


def test_halves_go_up_where_python_would_send_them_to_even() -> None:
    wrong = [r for r in ROUNDING if str(nearest(int(r["count"]), 10)) != r["WRONG_python_round_half_even_nearest10"]]
    assert [row["count"] for row in wrong] == ["5", "25", "45", "105", "125"]
    assert all(int(row["count"]) % 10 == 5 for row in wrong)
