"""A table written in Python comes out as the template did that it was written from, whatever is in its cells."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.template import Context, Template
from django.utils.html import escape
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.web.components import Cell, Column, Table, Tag
from goldenthread.web.plain_tables import draw_table

CELL = Template(
    '{% if cell.href %}<a class="govuk-link" href="{{ cell.href }}">{{ cell.value }}</a>'
    "{% else %}{{ cell.value }}{% endif %}"
    '{% if cell.tag %} <strong class="govuk-tag govuk-tag--{{ cell.tag.colour }}">'
    "{{ cell.tag.text }}</strong>{% endif %}"
    '{% if cell.note %}<span class="gt-note">{{ cell.note }}</span>{% endif %}'
)
TEXT = st.text(max_size=8) | st.sampled_from(['<b>"', "O'Neill & co", "</td>", "1,234"])
VALUES = TEXT | st.none() | st.integers() | TEXT.map(escape) | st.sampled_from([date(2026, 3, 1), Decimal("1234.50")])
TAGS = st.none() | st.builds(Tag, st.sampled_from(["Late", "A & B"]), st.sampled_from(["red", "grey"]))
CELLS = VALUES | st.builds(Cell, VALUES, TEXT, TAGS, TEXT)


def templated(value: Any) -> str:
    return str(CELL.render(Context({"cell": value if isinstance(value, Cell) else Cell(value)})))


@given(first=CELLS, second=CELLS)
def test_each_cell_is_written_as_a_template_writes_it(first: Any, second: Any) -> None:
    drawn = draw_table(Table("All", (Column("One"), Column("Two", numeric=True)), ((first, second),)))
    assert (
        f'<th scope="row" role="rowheader" class="govuk-table__header gt-table__first">{templated(first)}</th>' in drawn
    )
    label = '<span class="gt-table__label" aria-hidden="true">Two</span>'
    cell = f'<span class="gt-table__value">{templated(second)}</span></td></tr></tbody>'
    assert f'<td role="cell" class="govuk-table__cell govuk-table__cell--numeric">{label}{cell}' in drawn


@given(words=TEXT)
def test_no_word_of_it_becomes_markup(words: str) -> None:
    drawn, bare = (
        draw_table(
            Table(text, (Column(text), Column(text, sort_href=f"?{text}")), ((text, text),), phone="scroll"), text
        )
        for text in (words, "")
    )
    assert [drawn.count(mark) for mark in "<>"] == [bare.count(mark) for mark in "<>"]


def test_what_a_component_made_stays_as_it_is() -> None:
    made = SafeString("<svg></svg>")
    assert "<svg></svg>" in draw_table(Table("Drawn", (Column("One"),), ((Cell(made, note="n"),),)))


def test_a_wide_table_scrolls_and_a_hidden_caption_is_read_out() -> None:
    drawn = draw_table(Table("Figures", (Column("One"),), (("1",),), True, "scroll"), "every")
    assert drawn.startswith('<div class="gt-scroll" role="region" tabindex="0" aria-label="Figures">')
    assert drawn.endswith("</table>\n</div>")
    assert 'role="table" id="every">' in drawn
    assert "govuk-visually-hidden" in drawn


def test_a_nought_among_many_is_written_and_marked_so_that_a_phone_may_leave_it_out() -> None:
    drawn = draw_table(Table("All", (Column("One"), Column("Two")), (("a", Cell(0, quiet=True)), ("b", Cell(3)))))
    assert '<span class="gt-table__value"><span class="gt-quiet">0</span></span>' in drawn
    assert '<span class="gt-table__value">3</span>' in drawn
