"""The audit against an attacker who tries every table of whole numbers, and the ways in which it must be sound."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.kernel.disclosure.audit import Programme, Unproved, attack
from goldenthread.kernel.disclosure.presolve import tighten
from goldenthread.kernel.disclosure.primary import Need
from goldenthread.kernel.disclosure.relations import Relation
from goldenthread.kernel.disclosure.views import View
from tests.kernel.disclosure.brute import intervals

MOST = 9
small = st.integers(0, 6)


@st.composite
def views(draw: st.DrawFn) -> View:
    """Up to five open counts, and lines of any small coefficients over them and settled counts, all of them true."""
    truth = {f"n{i}": draw(small) for i in range(draw(st.integers(2, 5)))}
    keys = list(truth)
    bounds = {key: (draw(st.integers(0, n)), draw(st.integers(n, MOST))) for key, n in truth.items()}
    lines = []
    for n in range(draw(st.integers(1, 4))):
        some = draw(st.lists(st.sampled_from(keys), min_size=1, max_size=4, unique=True))
        terms = tuple((key, draw(st.sampled_from((-2, -1, 1, 1, 2, 3)))) for key in some)
        value = sum(a * truth[key] for key, a in terms)
        slack = draw(st.sampled_from((0, 0, 1, 4)))
        low, high = draw(
            st.sampled_from(((value, value), (value - slack, value + slack), (None, value), (value, None)))
        )
        lines.append(Relation(terms, low, high, f"line {n}"))
    return View(truth, bounds, tuple(lines))


@settings(max_examples=120, deadline=None)
@given(views())
def test_the_programme_finds_what_trying_every_table_finds(view: View) -> None:
    found = attack(view, [Need(key) for key in view.bounds])
    assert {key: (f.low, f.high) for key, f in found.items()} == intervals(view, most=MOST)


@settings(max_examples=120, deadline=None)
@given(views())
def test_simple_sums_never_rule_out_a_table_that_is_possible(view: View) -> None:
    tight = tighten(view.bounds, view.relations)
    for key, (low, high) in intervals(view, most=MOST).items():
        least, most = tight[key]
        assert least <= low
        assert most is None or high <= most


@settings(max_examples=60, deadline=None)
@given(views(), st.data())
def test_whatever_more_is_published_no_interval_grows(view: View, data: st.DataObject) -> None:
    before = attack(view, [Need(key) for key in view.bounds])
    key = data.draw(st.sampled_from(sorted(view.truth)))
    more = View(view.truth, {**view.bounds, key: (view.truth[key],) * 2}, view.relations)
    line = Relation(tuple((k, 1) for k in view.truth), sum(view.truth.values()), None, "more is said")
    with_line = View(view.truth, view.bounds, (*view.relations, line))
    for after in (attack(more, [Need(k) for k in more.bounds]), attack(with_line, [Need(k) for k in view.bounds])):
        for one, finding in after.items():
            assert before[one].low <= finding.low
            assert (finding.high or 0) <= (before[one].high or 0)


def test_a_count_that_nothing_bounds_has_no_upper_end() -> None:
    line = Relation((("a", 1), ("b", -1)), -1, -1, "a is one less than b")
    finding = attack(View({"a": 3, "b": 4}, {"a": (1, None), "b": (0, None)}, (line,)), [Need("a")])["a"]
    assert (finding.low, finding.high) == (1, None)


def test_supposed_counts_that_contradict_what_is_shown_prove_nothing() -> None:
    """The search hands its proofs to the audit; one that is false must not widen an interval."""
    view = View(
        {"a": 3, "b": 4}, {"a": (1, None), "b": (1, None)}, (Relation((("a", 1), ("b", 1)), 7, 7, "a + b = 7"),)
    )
    assert attack(view, [Need("a")], [{"a": 9}, {"a": 9, "b": -9}])["a"].high == 6


def test_what_is_said_must_be_true_or_nothing_is_proved() -> None:
    with pytest.raises(Unproved, match="does not add up"):
        attack(View({"a": 3}, {"a": (1, None)}, (Relation((("a", 1),), 4, 4, "a = 4"),)), [Need("a")])
    with pytest.raises(Unproved, match="'a' is 3"):
        attack(View({"a": 3}, {"a": (4, None)}, ()), [Need("a")])


def test_whole_numbers_are_found_where_the_corner_is_not_whole() -> None:
    """2a + 2b = 5c: at c = 1, a + b would be 2.5, and no count of children is that."""
    programme = Programme([{0: 2, 1: 2, 2: -5}], [0], [0], 3)
    assert programme.solve([0, 0, 1.0], [0, 0, 1], [4, 4, 3]) in [[x, 5 - x, 2] for x in range(5)]
    assert programme.solve([0, 0, 1.0], [0, 0, 1], [4, 4, 1]) is None
