"""The word beside a table of ours: does it add up?"""

from __future__ import annotations

from django.template import Context, Template
from django.utils.safestring import mark_safe

from goldenthread.web.adding_up import adds_up
from goldenthread.web.components import Cell, Column, Table


def table(rows: list[tuple[object, ...]], *heads: str) -> Table:
    return Table("Places", tuple(Column(head) for head in heads), tuple(rows))


LINES: list[tuple[object, ...]] = [("Council", 40), ("Police", 25), ("Health", 30)]


def drawn(*tables: Table | None) -> str:
    made = Template("{% load components %}{% adds_up one two %}")
    one, two = [*tables, None, None][:2]
    return made.render(Context({"one": one, "two": two}))


def test_a_sound_table_gets_one_quiet_line() -> None:
    said = drawn(table([*LINES, ("Total", 95)], "Agency", "Places"))
    assert "4 figures were checked, and nothing was found" in said
    assert "<details" not in said


def test_a_total_that_is_not_the_sum_is_named_with_what_it_computes_to() -> None:
    (one,) = adds_up(table([*LINES, ("Total", 105)], "Agency", "Places")).findings
    assert (one.kind, one.printed, one.computed, one.confidence) == ("total", "105", "95", "sure")
    said = drawn(table([*LINES, ("Total", 105)], "Agency", "Places"))
    assert "1 thing to look at" in said
    assert "Wrong" in said
    assert "add up to 95" in said


def test_a_percentage_is_held_to_the_line_under_it() -> None:
    sound = table([("April", Cell("48.5%", note="210 of 433"))], "Month", "Seen alone")
    assert adds_up(sound).findings == ()
    wrong = table([("April", Cell("58.5%", note="210 of 433"))], "Month", "Seen alone")
    (one,) = adds_up(wrong).findings
    assert (one.printed, one.computed) == ("58.5%", "48.5%")
    assert "April" in one.where
    more = table([("April", Cell("48.5%", note="210 of 433; 95% interval 43.8% to 53.2% of 433"))], "Month", "Seen")
    assert adds_up(more).findings == ()


def test_drawings_and_blank_cells_are_no_figures() -> None:
    drawing = mark_safe("<svg>12 34</svg>")
    found = adds_up(table([("Police", drawing, None, "")], "Agency", "Trend", "Latest", ""))
    assert (found.figures, found.findings) == (0, ())


def test_a_table_without_figures_or_no_table_says_nothing() -> None:
    assert drawn(table([], "Agency", "Places")) == ""
    assert drawn(table([("Police", "Nothing asked")], "Agency", "So what?")) == ""
    assert drawn(None) == ""


def test_two_tables_are_held_beside_each_other() -> None:
    agencies = ["Council", "Police", "Health", "Probation", "Schools", "Housing", "Fire service"]
    first = table([(name, 3 + n) for n, name in enumerate(agencies)], "Agency", "2024")
    second = table([(name, 5 + n) for n, name in enumerate(agencies[:-1])], "Agency", "2024")
    assert [str(one.kind) for one in adds_up(first, second).findings] == ["fewer_agencies"]


def test_what_a_reader_wrote_is_never_markup() -> None:
    said = drawn(table([*LINES, ("<b>Total</b>", 105), ("Total", 105)], "<i>Agency</i>", "<u>Places</u>"))
    assert "<b>" not in said
    assert "<u>" not in said
