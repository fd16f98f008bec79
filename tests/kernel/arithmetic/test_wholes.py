"""Shares of a whole that is not printed, rows of percentages, and places given twice."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.arithmetic.checking import check_table
from goldenthread.kernel.arithmetic.figures import Figure, Unit
from goldenthread.kernel.arithmetic.findings import Kind
from goldenthread.kernel.arithmetic.tables import Cell, CellKind, Row, Table
from goldenthread.kernel.arithmetic.wholes import odd_share


def count(value: int) -> Figure:
    return Figure(Decimal(value), str(value))


def percent(value: int) -> Figure:
    return Figure(Decimal(value), f"{value}%", Unit.PERCENT)


def table(columns: tuple[str, ...], *rows: tuple[str, tuple[Figure, ...]]) -> Table:
    made = [Row(label, tuple(Cell(f.text, CellKind.FIGURE, f) for f in figures)) for label, figures in rows]
    return Table(columns, tuple(made))


def shares_of(parts: list[int]) -> list[tuple[Figure, Figure]]:
    return [(count(part), percent(round(100 * part / sum(parts)))) for part in parts]


@given(st.lists(st.integers(20, 400), min_size=4, max_size=8))
def test_counts_with_their_own_shares_are_never_odd(parts: list[int]) -> None:
    assert odd_share(shares_of(parts)) is None


@given(st.lists(st.integers(40, 400), min_size=4, max_size=6), st.integers(0, 3))
def test_only_a_count_that_was_changed_can_be_odd(parts: list[int], at: int) -> None:
    shares = shares_of(parts)
    shares[at] = count(int(shares[at][0].value) * 3), shares[at][1]
    odd = odd_share(shares)
    assert odd is None or odd.at == at  # the rounded shares may not make 100; then nothing is said


def test_a_count_that_does_not_go_with_the_shares_beside_it_is_named() -> None:
    parts = [(47, 31), (58, 38), (12, 14), (9, 6), (2, 1), (15, 10)]
    odd = odd_share([(count(part), percent(share)) for part, share in parts])
    assert odd is not None
    assert odd.at == 2
    assert 20 < odd.computed < 22


def test_a_row_of_answers_that_does_not_make_a_hundred_is_found_where_the_others_do() -> None:
    rows = {"lead": (91, 5, 4), "challenge": (68, 29, 13), "supervision": (59, 33, 8), "threshold": (77, 12, 11)}
    found = check_table(
        table(("Agree", "Disagree", "Don't know"), *((n, tuple(map(percent, v))) for n, v in rows.items()))
    )
    assert [(f.kind, f.computed) for f in found] == [(Kind.PARTS, "110%")]
    assert "challenge" in found[0].where


def test_rows_that_are_no_parts_of_a_hundred_are_left_alone() -> None:
    rows = {"lead": (91, 85, 74), "challenge": (68, 29, 13), "supervision": (59, 33, 8), "threshold": (77, 62, 61)}
    assert not check_table(table(("2022", "2023", "2024"), *((n, tuple(map(percent, v))) for n, v in rows.items())))


def ranked(*ranks: int) -> Table:
    rates = (62, 58, 51, 44, 39)
    rows = ((f"Area {n}", (count(rate), count(rank))) for n, (rate, rank) in enumerate(zip(rates, ranks, strict=True)))
    return table(("Cases", "Rank"), *rows)


def test_a_place_given_twice_where_the_one_beside_it_is_free_is_found() -> None:
    assert [(f.kind, f.printed) for f in check_table(ranked(1, 2, 4, 4, 5))] == [(Kind.RANK, "4")]
    assert not check_table(ranked(1, 2, 3, 4, 5))
