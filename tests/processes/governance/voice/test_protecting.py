"""No table of a survey lets a small number be worked out: held by an attack of our own, not by the engine's."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from goldenthread.kernel.disclosure.tables import TOTAL
from goldenthread.processes.governance.voice.protecting import (
    ANSWERED,
    ASKED,
    SILENT,
    TOGETHER,
    Asked,
    Counted,
    NothingShown,
    Shown,
    cell_key,
    shown_of,
)

GROUPS = ("North", "South", "East", "West")
ANSWERS = ("Yes", "No", "Don't know")


def counted(*tables: dict[tuple[str, str], int], asked: int = 500, groups: tuple[str, ...] = GROUPS) -> Counted:
    questions = tuple(Asked(number, ANSWERS, table) for number, table in enumerate(tables, 1))
    return Counted(groups, dict.fromkeys(groups, asked), questions)


def even(people: int, groups: tuple[str, ...] = GROUPS) -> dict[tuple[str, str], int]:
    return dict.fromkeys(product(ANSWERS, groups), people)


class Reader:
    """Someone who knows the sums of the tables and every number that is shown, and wants those that are not."""

    def __init__(self, shown: Shown, questions: int) -> None:
        numbers, lines, groups = range(1, questions + 1), (*ANSWERS, ANSWERED, SILENT, ASKED), (*shown.groups, TOTAL)
        self.keys = list(dict.fromkeys(cell_key(n, line, g) for n in numbers for line in lines for g in groups))
        self.place = {key: place for place, key in enumerate(self.keys)}
        self.rows: list[np.ndarray] = []
        for number in numbers:
            for group in groups:
                self._add(cell_key(number, ANSWERED, group), [cell_key(number, line, group) for line in ANSWERS])
                parts = [cell_key(number, line, group) for line in (ANSWERED, SILENT)]
                self._add(cell_key(number, ASKED, group), parts)
            for line in lines:
                self._add(cell_key(number, line, TOTAL), [cell_key(number, line, group) for group in shown.groups])
        self.bounds = [(n, n) if (n := shown.cells.get(key)) is not None else (0, None) for key in self.keys]

    def _add(self, total: str, parts: list[str]) -> None:
        row = np.zeros(len(self.keys))
        row[self.place[total]] = 1
        for part in parts:
            row[self.place[part]] -= 1
        self.rows.append(row)

    def range_of(self, key: str) -> tuple[float, float]:
        """The least and the most that a number can be, for all that the reader knows."""
        aim = np.zeros(len(self.keys))
        aim[self.place[key]] = 1
        ends = []
        for sign in (1, -1):
            found = linprog(sign * aim, A_eq=np.array(self.rows), b_eq=np.zeros(len(self.rows)), bounds=self.bounds)
            ends.append(sign * found.fun if found.status == 0 else sign * -np.inf)
        return ends[0], ends[1]


TABLES = st.lists(
    st.fixed_dictionaries(
        {at: st.one_of(st.integers(0, 7), st.integers(0, 60)) for at in product(ANSWERS, GROUPS[:3])}
    ),
    min_size=1,
    max_size=2,
)


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(tables=TABLES, threshold=st.sampled_from((5, 10)))
def test_nobody_works_out_a_small_number_or_is_shown_a_small_group(
    tables: list[dict[tuple[str, str], int]], threshold: int
) -> None:
    wave = counted(*tables, groups=GROUPS[:3])
    try:
        shown = shown_of(wave, threshold)
    except NothingShown:
        return
    reader = Reader(shown, len(tables))
    for key in reader.keys:
        number = shown.cells.get(key)
        if number is None:
            low, high = reader.range_of(key)
            assert high - low > 0.5, f"{key} is {low:g}"
        else:
            assert number == 0 or number >= threshold, key
    for group in shown.groups:
        assert (shown.cells[cell_key(1, ANSWERED, group)] or threshold) >= threshold


def test_a_group_of_too_few_is_put_together_with_another_and_named() -> None:
    table = even(20) | {(answer, "North"): 1 for answer in ANSWERS}
    shown = shown_of(counted(table), 5)
    assert "North" not in shown.groups
    assert shown.groups[-1] == TOGETHER
    assert "North" in shown.together
    assert len(shown.together) == 2


def test_nothing_is_withheld_or_put_together_where_all_is_large() -> None:
    shown = shown_of(counted(even(20)), 5)
    assert shown.groups == GROUPS
    assert None not in shown.cells.values()
    assert shown.cells[cell_key(1, "Yes", TOTAL)] == 80
    assert shown.cells[cell_key(1, SILENT, "North")] == 440


def test_where_all_groups_are_small_everyone_is_one_group() -> None:
    shown = shown_of(counted(even(1)), 5)
    assert shown.groups == ("Everyone",)
    assert shown.together == GROUPS


def test_of_fewer_than_the_threshold_nothing_is_shown() -> None:
    with pytest.raises(NothingShown, match="Fewer than 5"):
        shown_of(counted({("Yes", "North"): 4}), 5)
