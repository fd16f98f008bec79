"""Whatever stands in a sheet stands in a row, in the list of what a person should look at, or in a heading."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.kernel.chronology.merging import merge
from goldenthread.kernel.chronology.model import Place
from goldenthread.reading.chronology.grids import Grid, letters
from goldenthread.reading.chronology.reader import _Reader

HEADS = ("Date", "Time", "Agency", "Who was seen", "Child seen", "Event", "Action", "Comment", "Mood", "")
CELL = st.sampled_from(
    ["", "", "4/3/16", "March 2016", "31/2/16", "10:30", "alpha", "y", "Yes, asleep", "perhaps", "Police", "2016"]
)
LINES = st.lists(st.lists(CELL, min_size=len(HEADS), max_size=len(HEADS)), max_size=8)
ABOVE = st.lists(st.sampled_from(["", "Chronology of child A", "Agency: Health"]), max_size=3)


def read(above: list[str], lines: list[list[str]], given_agency: str) -> _Reader:
    blank = [""] * (len(HEADS) - 1)
    marked = [
        [f"{text}~{r}.{c}" if text == "alpha" else text for c, text in enumerate(row)] for r, row in enumerate(lines)
    ]
    rows = [*([text, *blank] for text in above), list(HEADS), *marked]

    def cell(row: int, column: int) -> Place:
        return Place("a.xlsx", "s", row + 1, f"{letters(column)}{row + 1}" if column >= 0 else "")

    reader = _Reader("a.xlsx", given_agency)
    reader.grid(Grid("s", rows, cell))
    return reader


@settings(max_examples=60, deadline=None)
@given(ABOVE, LINES, st.sampled_from(["", "Housing"]))
def test_every_word_of_a_sheet_is_kept_and_every_row_with_something_told_is_a_row(above, lines, given_agency) -> None:
    reader = read(above, lines, given_agency)
    kept = [text for row in reader.rows for text in (
        row.when.text, row.agency, row.who, row.event, row.action, row.comment, str(row.seen),
        *(text for _, text in row.other),
    )]  # fmt: skip
    kept += [one.text for one in reader.unread]
    whole = " | ".join(kept)
    for r, row in enumerate(lines):
        for c, text in enumerate(row):
            said = f"{text}~{r}.{c}" if text == "alpha" else text
            # A plain "y" is kept as its meaning.
            assert said in whole or (HEADS[c], said) == ("Child seen", "y"), (said, HEADS[c])
    told = [row for row in lines if any(row[HEADS.index(name)] for name in ("Event", "Action", "Comment"))]
    assert len(reader.rows) == len(told)
    assert sorted(map(repr, merge(reader.rows).rows)) == sorted(map(repr, reader.rows))


@given(LINES)
def test_every_place_names_the_cell_in_which_it_stands(lines) -> None:
    reader = read([], lines, "")
    for row in reader.rows:
        number = int(row.place.cell[1:])
        assert row.place.cell[0] == "F"
        assert lines[number - 2][5] in ("", row.event.split("~")[0])


def test_columns_are_named_as_a_spreadsheet_names_them() -> None:
    assert [letters(n) for n in (0, 25, 26, 51, 52, 701, 702)] == ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]
