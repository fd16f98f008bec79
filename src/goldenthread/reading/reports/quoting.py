"""One figure quoted twice with two values: in a table and a sentence, or in two sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from goldenthread.kernel.arithmetic.figures import Figure, Fit, Unit
from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.kernel.arithmetic.periods import When, same_year, when
from goldenthread.kernel.arithmetic.roles import is_change
from goldenthread.kernel.arithmetic.tables import Table
from goldenthread.reading.reports.mentions import Said
from goldenthread.reading.reports.prose import Passage, place_of
from goldenthread.reading.reports.subjects import periods_of, stems, subject_of

_LEAST = 10  # smaller counts of one name are too often of different things
_NEAR_BLOCKS = 25
_FEW = 2  # words that may stand in a sentence beside the name of what is counted


@dataclass(frozen=True, slots=True)
class Quote:
    """One figure of a sentence with what names it and when."""

    figure: Figure
    subject: frozenset[str]
    periods: frozenset[When]
    where: str
    section: str
    block: int
    words: frozenset[str]
    trunks: frozenset[str]
    alone: bool  # the only count of its sentence


def check_quotes(tables: Sequence[Table], passages: Sequence[Passage]) -> Iterator[Finding]:
    """Figures that the document gives twice under one name for one period, and differently."""
    quotes = [quote for passage in passages for said in passage.sentences for quote in _quotes(passage, said)]
    rows = _named_rows(tables)
    for quote in quotes:
        yield from _against_tables(quote, [named for word in sorted(quote.words) for named in rows.get(word, ())])
    yield from _against_each_other([quote for quote in quotes if len(quote.subject) > 1])
    yield from _misprints(quotes)


@dataclass(frozen=True, slots=True)
class _NamedRow:
    table: Table
    row: int
    words: frozenset[str]


def _named_rows(tables: Sequence[Table]) -> dict[str, list[_NamedRow]]:
    """The rows with telling labels, each under the longest word of its label."""
    found: dict[str, list[_NamedRow]] = {}
    for table in tables:
        for row, line in enumerate(table.rows):
            words = stems(line.label)
            if len(words) > 1:
                found.setdefault(max(words, key=lambda word: (len(word), word)), []).append(
                    _NamedRow(table, row, words)
                )
    return found


def _quotes(passage: Passage, said: Said) -> Iterator[Quote]:
    periods, words = periods_of(said), stems(said.text)
    trunks = frozenset(word[:7] for word in words)
    for number, mention in enumerate(said.mentions):
        figure = mention.figure
        if figure is None or mention.letter not in "cmp" or figure.about or figure.value < _LEAST or figure.signed:
            continue
        place, alone = place_of(passage, said), len(said.counts) == 1 and mention.letter == "c"
        yield Quote(
            figure, subject_of(said, number), periods, place, passage.section, passage.block, words, trunks, alone
        )


def _against_tables(quote: Quote, rows: Sequence[_NamedRow]) -> Iterator[Finding]:
    for named in rows:
        if not named.words <= quote.words:
            continue
        table, line = named.table, named.table.rows[named.row]
        told = [line.cells[at].figure for at in range(len(table.columns)) if not is_change(table.columns[at])]
        if any(figure is not None and _agree(figure, quote.figure) for figure in told):
            return
        found = _other(quote, table, named.row, named.words)
        if found:
            yield found
            return


def _other(quote: Quote, table: Table, row: int, named: frozenset[str]) -> Finding | None:
    """The figure of a row that a sentence should have given: of the same name and period, or a misprint of it."""
    for column, title in enumerate(table.columns):
        figure, period = table.figure(row, column), when(title)
        if figure is None or figure.unit is not quote.figure.unit or is_change(title) or period is None:
            continue
        same = any(same_year(period, other) for other in quote.periods)
        if named == quote.subject and len(quote.periods) == 1 and period in quote.periods:
            return _finding(quote, figure, table.where(row, column), Confidence.LIKELY)
        if _close(figure, quote.figure) and same and quote.alone and len(quote.words - named) <= _FEW:
            return _finding(quote, figure, table.where(row, column), Confidence.LIKELY)
        if misprint(figure, quote.figure) and (same or not quote.periods):
            sure = same and (len(_digits(figure)) > 3 or figure.unit is Unit.PERCENT)
            return _finding(quote, figure, table.where(row, column), Confidence.LIKELY if sure else Confidence.NOTE)
    return None


def _close(one: Figure, other: Figure) -> bool:
    return abs(one.value - other.value) * 10 <= max(one.value, other.value)


def _agree(one: Figure, other: Figure) -> bool:
    """Equal, or one the rounding of the other."""
    return one.fit(other.low, other.high) is not Fit.NO or other.fit(one.low, one.high) is not Fit.NO


def _against_each_other(quotes: Sequence[Quote]) -> Iterator[Finding]:
    seen: dict[tuple[frozenset[str], frozenset[When], Unit], Quote] = {}
    for quote in quotes:
        if len(quote.periods) > 1:
            continue
        first = seen.setdefault((quote.subject, quote.periods, quote.figure.unit), quote)
        if first.where == quote.where or _agree(first.figure, quote.figure):
            continue
        if _close(first.figure, quote.figure) or misprint(first.figure, quote.figure):
            plain = quote.periods and len(quote.subject) > 2
            yield _finding(quote, first.figure, first.where, Confidence.LIKELY if plain else Confidence.NOTE)


def _misprints(quotes: Sequence[Quote]) -> Iterator[Finding]:
    """Two long figures that differ by one digit, near each other, among the same words, of the same year."""
    seen: dict[str, list[Quote]] = {}
    for quote in quotes:
        digits = _digits(quote.figure)
        if len(digits) <= (2 if quote.figure.unit is Unit.PERCENT else 3):
            continue
        keys = _nearly(digits)
        found = next((other for key in keys for other in seen.get(key, ()) if _is_misprint_of(quote, other)), None)
        if found:
            plain = bool(quote.subject) and quote.subject == found.subject
            yield _finding(quote, found.figure, found.where, Confidence.LIKELY if plain else Confidence.NOTE)
        for key in keys:
            seen.setdefault(key, []).append(quote)


def _nearly(digits: str) -> list[str]:
    """Keys that two numbers share when one digit differs, or two neighbours are changed round."""
    holes = [f"{digits[:at]}*{digits[at + 1 :]}" for at in range(len(digits))]
    pairs = [f"{digits[:at]}{''.join(sorted(digits[at : at + 2]))}~{digits[at + 2 :]}" for at in range(len(digits) - 1)]
    return [*holes, *pairs]


def _is_misprint_of(quote: Quote, other: Quote) -> bool:
    if quote.where == other.where or quote.figure.unit is not other.figure.unit:
        return False
    return misprint(quote.figure, other.figure) and _alike(quote, other)


def _alike(quote: Quote, other: Quote) -> bool:
    """Of one year, among the same words; percentages, which are shorter, near each other too."""
    years = any(same_year(one, two) for one in quote.periods for two in other.periods)
    shared = len(quote.trunks & other.trunks)
    if quote.figure.unit is Unit.PERCENT:
        return years and shared > 1 and quote.block - other.block <= _NEAR_BLOCKS
    return years and shared > 2


def _digits(figure: Figure) -> str:
    return digits_of(figure.text)


@lru_cache(maxsize=16_384)
def digits_of(text: str) -> str:
    """The digits of a printed figure, one after another."""
    return "".join(filter(str.isdigit, text))


def misprint(one: Figure, other: Figure) -> bool:
    """Whether two figures of three digits or more differ by one digit, or by two neighbours changed round."""
    a, b = _digits(one), _digits(other)
    if len(a) != len(b) or len(a) < 3 or a == b or one.step != other.step:
        return False
    apart = [at for at in range(len(a)) if a[at] != b[at]]
    if len(apart) == 1:
        return True
    return len(apart) == 2 and apart[1] == apart[0] + 1 and a[apart[0]] == b[apart[1]] and a[apart[1]] == b[apart[0]]


def _finding(quote: Quote, earlier: Figure, place: str, confidence: Confidence) -> Finding:
    text = (
        f"{quote.figure.text} is printed here, and {earlier.text} for what seems to be the same in {place}. "
        "If they are the same, correct one; if not, say how they differ (date, definition)."
    )
    return Finding(quote.where, Kind.QUOTED_TWICE, quote.figure.text, earlier.text, confidence, text)
