"""The table component, written in Python: as a template, the cells of a scorecard took a quarter of the whole page."""

from __future__ import annotations

from typing import Any

from django.template.base import render_value_in_context
from django.template.context import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from goldenthread.web.components import Cell, Column, Table, Tag

_PLAIN = Context()  # how the site writes numbers and dates; nothing else of it is asked


def draw_table(table: Table, id: str = "") -> SafeString:
    """A table as HTML, every value of it escaped as a template would (what is marked safe stays as it is).

    Explicit roles: on a phone the rows are drawn as blocks, and some browsers then forget that it is a table.
    """
    caption, named = _words(table.caption), f' id="{_words(id)}"' if id else ""
    hidden = " govuk-visually-hidden" if table.caption_hidden else ""
    drawn = (
        f'<table class="govuk-table gt-table gt-table--{table.phone}" role="table"{named}>\n'
        f'<caption class="govuk-table__caption govuk-table__caption--m{hidden}">{caption}</caption>\n'
        '<thead class="govuk-table__head" role="rowgroup"><tr class="govuk-table__row" role="row">'
        f"{''.join(map(_heading, table.columns))}</tr></thead>\n"
        f'<tbody class="govuk-table__body" role="rowgroup">{_body(table)}</tbody>\n</table>'
    )
    if table.phone == "scroll":
        drawn = f'<div class="gt-scroll" role="region" tabindex="0" aria-label="{caption}">\n{drawn}\n</div>'
    return SafeString(drawn)


def draw_tag(tag: Tag) -> str:
    """A state in words on its colour."""
    return f'<strong class="govuk-tag govuk-tag--{tag.colour}">{_words(tag.text)}</strong>'


def _heading(column: Column) -> str:
    numeric = " govuk-table__header--numeric" if column.numeric else ""
    words, sorts = _words(column.label), ""
    if column.sort_href:
        sorts = f' aria-sort="{column.sort}"'
        words = (
            f'<a class="govuk-link gt-sort gt-sort--{column.sort}" href="{_words(column.sort_href)}">{words}'
            '<span class="gt-sort__mark" aria-hidden="true"></span></a>'
        )
    return f'<th scope="col" role="columnheader" class="govuk-table__header{numeric}"{sorts}>{words}</th>'


def _body(table: Table) -> str:
    """Every row: its first cell is its heading, each other begins with what its column is called (for a phone)."""
    first = ('<th scope="row" role="rowheader" class="govuk-table__header gt-table__first">', "</th>")
    around = [first, *(_around(column) for column in table.columns[1:])]
    return "".join(
        '<tr class="govuk-table__row" role="row">'
        + "".join(f"{before}{_cell(cell)}{after}" for (before, after), cell in zip(around, row, strict=True))
        + "</tr>"
        for row in table.rows
    )


def _around(column: Column) -> tuple[str, str]:
    numeric = " govuk-table__cell--numeric" if column.numeric else ""
    before = (
        f'<td role="cell" class="govuk-table__cell{numeric}">'
        f'<span class="gt-table__label" aria-hidden="true">{_words(column.label)}</span><span class="gt-table__value">'
    )
    return before, "</span></td>"


def _cell(cell: Any) -> str:
    if not isinstance(cell, Cell):
        return _words(cell)
    drawn = f'<span class="gt-quiet">{_words(cell.value)}</span>' if cell.quiet else _words(cell.value)
    if cell.href:
        drawn = f'<a class="govuk-link" href="{_words(cell.href)}">{drawn}</a>'
    if cell.tag:
        drawn += f" {draw_tag(cell.tag)}"
    return f'{drawn}<span class="gt-note">{_words(cell.note)}</span>' if cell.note else drawn


def _words(value: Any) -> str:
    if isinstance(value, str):
        return conditional_escape(value)
    return str(render_value_in_context(value, _PLAIN))
