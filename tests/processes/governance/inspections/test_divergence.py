"""How far raters are apart: the rule, whatever they said."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from goldenthread.processes.governance.inspections.benchmarking.divergence import Said, Spread, spread, widest_first

KINDS = ("chair", "unit", "member", "lay")
ratings = st.lists(
    st.builds(Said, st.text(min_size=1, max_size=4), st.sampled_from(KINDS), st.sampled_from([None, 0, 1, 2, 3, 4])),
    max_size=12,
)


def judged(said: list[Said]) -> list[int]:
    return [one.grade for one in said if one.grade]


@given(ratings)
def test_the_width_is_from_the_best_to_the_worst_and_who_cannot_say_counts_as_neither(said: list[Said]) -> None:
    found, ranks = spread(said), judged(said)
    assert found.width == (max(ranks) - min(ranks) if ranks else 0)
    assert found.cannot_say == sum(one.grade == 0 for one in said)
    assert spread([*said, Said("who", "lay", 0)]).width == found.width


@given(ratings)
def test_the_order_in_which_raters_are_read_changes_nothing(said: list[Said]) -> None:
    one, other = spread(said), spread(said[::-1])
    assert (one.width, one.by_kind, one.between_kinds, set(one.furthest)) == (
        other.width, other.by_kind, other.between_kinds, set(other.furthest),
    )  # fmt: skip


@given(ratings, st.sampled_from([1, 2, 3, 4]))
def test_another_rating_never_brings_raters_together(said: list[Said], grade: int) -> None:
    assert spread([*said, Said("one more", "lay", grade)]).width >= spread(said).width


@given(ratings)
def test_those_furthest_off_are_named_exactly_where_raters_differ(said: list[Said]) -> None:
    found = spread(said)
    assert bool(found.furthest) is (found.width > 0)
    assert 0 <= found.between_kinds <= found.width
    assert len({abs(by) for _, by in found.furthest}) <= 1


@given(st.lists(ratings, max_size=8))
def test_the_widest_comes_first_and_no_statement_is_lost(many: list[list[Said]]) -> None:
    spreads: list[tuple[int, Spread]] = [(key, spread(said)) for key, said in enumerate(many)]
    order = widest_first(spreads)
    widths = [dict(spreads)[key].width for key in order]
    assert sorted(order) == list(range(len(many)))
    assert widths == sorted(widths, reverse=True)


def test_the_chair_two_grades_above_the_members_is_named() -> None:
    found = spread([Said("Chair", "chair", 1), Said("Police", "member", 3), Said("Health", "member", 3)])
    assert (found.width, found.by_kind, found.furthest) == (2, {"chair": 1.0, "member": 3.0}, (("Chair", -2),))
