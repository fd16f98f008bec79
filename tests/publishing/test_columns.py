"""How a table shares the page: no column is too narrow for its words while the page has room."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from goldenthread.publishing.columns import LINE_LETTERS, WIDE_LETTERS, columns_for, lines_needed
from goldenthread.publishing.documents import Column, Table

WORD = st.text("abcdefghij ", max_size=40)
TABLES = st.integers(1, 9).flatmap(
    lambda width: st.builds(
        lambda heads, rows: Table(
            "t", tuple(Column(head or "x", 1 + len(head)) for head in heads), tuple(map(tuple, rows))
        ),
        st.lists(WORD, min_size=width, max_size=width),
        st.lists(st.lists(WORD, min_size=width, max_size=width), max_size=5),
    )
)


@given(TABLES)
def test_columns_never_take_more_than_the_page_and_every_common_word_fits(table: Table) -> None:
    room = columns_for(table)
    line = WIDE_LETTERS if room.wide else LINE_LETTERS
    assert len(room.letters) == len(table.columns)
    assert sum(room.letters) <= line
    needed = [max([*map(len, column.title.split()), 1]) for column in table.columns]
    if sum(min(word, 17) + 3 for word in needed) <= line and not table.rows:
        assert all(letters >= min(word, 17) for letters, word in zip(room.letters, needed, strict=True))


def test_long_columns_get_the_room_that_short_ones_do_not_need() -> None:
    table = Table("t", (Column("Ref"), Column("What"), Column("Age")), (("A-1", "word " * 40, "9"),))
    short, long, number = columns_for(table).letters
    assert long > 4 * max(short, number)
    assert not columns_for(table).wide


def test_the_tallest_cell_of_a_row_is_counted_in_lines() -> None:
    assert lines_needed(("one", "x" * 25, "a\nb\nc\nd"), (10, 10, 10)) == 4
