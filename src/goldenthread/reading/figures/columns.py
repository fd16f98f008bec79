"""What the columns of a table are: periods, things counted, changes between two of them, what others have."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from goldenthread.kernel.arithmetic.figures import Unit
from goldenthread.kernel.arithmetic.tables import CellKind, Table
from goldenthread.kernel.periods import Every, Stretch, period
from goldenthread.reading.figures.kinds import CHANGE, OTHERS
from goldenthread.reading.figures.model import Span
from goldenthread.reading.figures.spans import earliest_named, span_of, without_spans

_PLAIN = re.compile(
    r"^(?:(?:the )?(?:number|no|total|count|value|figures?|result|outturn|actual|performance|percentage|per ?cent"
    r"|amount|score"
    r"|current|latest|n|ytd|year to date)\.?|%|#|£)?(?:\s?\(.{0,3}\))?$",
    re.IGNORECASE,
)
_MONTHS_APART = 3


@dataclass(frozen=True, slots=True)
class Head:
    """One column: the period it is headed with, what else it says, and why it is no figure of ours if it is none."""

    title: str
    span: Span | None
    words: str
    aside: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """The periods around a table: its own, if its title or the text beside it names one, and the report's."""

    own: Span | None
    report: Span | None

    @property
    def best(self) -> Span | None:
        return self.own or self.report

    @property
    def year(self) -> Stretch | None:
        """The financial year in which "Q3" or "April" alone lies."""
        span = self.best
        return None if span is None else span.stretch if span.stretch.days > 300 else period(
            Every.FINANCIAL_YEAR, span.stretch.last
        )  # fmt: skip


def when_of(table: Table, report: Span | None) -> When:
    """The table's own title before the heading it stands under, and that before the text beside it."""
    titles = [text for text in (table.title, table.corner, table.section) if text]
    near = [text for text in (table.around, *table.notes) if text]
    return When(earliest_named(iter(titles), days=True) or earliest_named(iter(near)), report)


def heads_of(table: Table, when: When) -> list[Head]:
    """Each column, in order."""
    heads = [_head(table, at, title, when) for at, title in enumerate(table.columns)]
    return heads if sum(1 for head in heads if not head.aside) else [_kept(head) for head in heads]


def _kept(head: Head) -> Head:
    """Where nothing else is there, a column headed "difference" or "target" is what the table is about."""
    return Head(head.title, head.span, head.words)


def _head(table: Table, at: int, title: str, when: When) -> Head:
    span = span_of(title, when.year)
    words = without_spans(title) if span else title
    words = "" if _PLAIN.match(words.strip()) else words.strip()
    return Head(title, span, words, _aside(table, at, title, span))


def _aside(table: Table, at: int, title: str, span: Span | None) -> str:
    """Why a column is set aside."""
    said = title.strip()
    if not any(row.cells[at].figure or row.cells[at].kind is CellKind.SYMBOL for row in table.rows):
        return "words"
    if CHANGE.search(said) or table.units[at] is Unit.POINTS:
        return "a change between two figures, which is computed and not kept"
    if not said and any(figure.signed for _, figure in table.column(at)):
        return "a change between two figures, which is computed and not kept"
    if OTHERS.search(said):
        return "a target, or a figure of others, to compare with"
    if (
        not span
        and said
        and re.fullmatch(r"\W+|rag|ref\.?|no\.?|page|id", said, re.IGNORECASE)
        and said not in {"%", "£"}
    ):
        return "no figure"
    return ""


def monthly(heads: list[Head]) -> bool:
    """Whether months head the columns one after the other, so that each is a month and not the end of a year."""
    firsts = [head.span.stretch.first for head in heads if head.span and head.span.precision == "month"]
    steps = [(b.year * 12 + b.month) - (a.year * 12 + a.month) for a, b in pairwise(firsts)]
    return any(0 < abs(step) < _MONTHS_APART for step in steps)
