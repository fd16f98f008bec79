"""The marks of a page put in order: ruled tables become rows of cells, the rest lines of text with columns kept
apart."""

from __future__ import annotations

from dataclasses import dataclass, field

from goldenthread.reading.pdf_marks import Marks, Rule, Stretch

_NEAR = 3.0
_UNIT = 3.6  # points for one column of a text line: narrower than any letter on average, so columns never run together


@dataclass(slots=True)
class PdfRow:
    """One row of a ruled table: for each cell its lines; ``edges`` are the table's upright rules."""

    cells: list[list[str]]
    edges: tuple[float, ...]


@dataclass(slots=True)
class _Table:
    left: float
    right: float
    rows: list[float]  # level rules from the top down
    edges: list[float]
    texts: list[Stretch] = field(default_factory=list)


def _merged(values: list[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return found


def _tables(marks: Marks) -> list[_Table]:
    """Tables are stretches of level rules held together by the upright rules between them."""
    tables: list[_Table] = []
    upright = sorted(marks.upright, key=lambda rule: -rule.last)
    groups: list[tuple[float, float, list[Rule]]] = []
    for rule in upright:
        for index, (low, high, rules) in enumerate(groups):
            if rule.last >= low - _NEAR and rule.first <= high + _NEAR:
                groups[index] = (min(low, rule.first), max(high, rule.last), [*rules, rule])
                break
        else:
            groups.append((rule.first, rule.last, [rule]))
    for low, high, rules in groups:
        edges = _merged([rule.at for rule in rules])
        if len(edges) < 3:
            continue  # two upright rules are a box, not a table
        inside = [
            r for r in marks.level if low - _NEAR <= r.at <= high + _NEAR and r.first < edges[-1] and r.last > edges[0]
        ]
        rows = _merged([rule.at for rule in inside])
        if len(rows) > 1:
            tables.append(_Table(edges[0], edges[-1], rows[::-1], edges))
    return tables


def _lines(texts: list[Stretch]) -> list[list[Stretch]]:
    """Stretches on one base line, from the top down."""
    lines: list[list[Stretch]] = []
    for text in sorted(texts, key=lambda t: (-t.y, t.left)):
        if lines and abs(lines[-1][0].y - text.y) < min(text.height, lines[-1][0].height) * 0.5:
            lines[-1].append(text)
        else:
            lines.append([text])
    return [sorted(line, key=lambda t: t.left) for line in lines]


def _joined(line: list[Stretch]) -> str:
    said, end = "", None
    for text in line:
        gap = text.left - end if end is not None else 0.0
        said += (" " if said and gap > text.height * 0.12 else "") + text.text
        end = text.right
    return " ".join(said.split())


def _cell(texts: list[Stretch]) -> list[str]:
    """The lines of a cell; a wider gap between lines starts a new paragraph, kept as an empty line."""
    found: list[str] = []
    last: Stretch | None = None
    for line in _lines(texts):
        if last is not None and last.y - line[0].y > line[0].height * 1.75:
            found.append("")
        found.append(_joined(line))
        last = line[0]
    return found


def _rows(table: _Table) -> list[PdfRow]:
    rows: list[PdfRow] = []
    for top, bottom in zip(table.rows, table.rows[1:], strict=False):
        cells = []
        for left, right in zip(table.edges, table.edges[1:], strict=False):
            inside = [
                t for t in table.texts if bottom <= t.y + t.height * 0.3 <= top and left - _NEAR <= t.left < right - 1
            ]
            cells.append(_cell(inside))
        if any(cells):
            rows.append(PdfRow(cells, tuple(table.edges)))
    return rows


def _padded(line: list[Stretch], margin: float) -> str:
    """A line of text whose columns stand where they stand on the page."""
    said = ""
    end: float | None = None
    for text in line:
        column = max(0, round((text.left - margin) / _UNIT))
        if end is not None and text.left - end < text.height * 0.9:
            said += (" " if text.left - end > text.height * 0.12 else "") + text.text
        else:
            said = said.rstrip()
            said = said.ljust(max(column, len(said) + 3 if said else 0)) + text.text.lstrip()
        end = text.right
    return said


def entries_of(marks: Marks) -> list[str | PdfRow]:
    """The page from the top down: lines of text ("" where there is a gap) and rows of ruled tables."""
    tables = _tables(marks)
    free: list[Stretch] = []
    for text in marks.texts:
        middle = text.y + text.height * 0.3
        home = next(
            (t for t in tables if t.rows[-1] <= middle <= t.rows[0] and t.left - _NEAR <= text.left < t.right), None
        )
        (home.texts if home else free).append(text)
    margin = min((t.left for t in free), default=0.0)
    placed: list[tuple[float, list[str | PdfRow]]] = [(t.rows[0], list(_rows(t))) for t in tables]
    last: Stretch | None = None
    for line in _lines(free):
        gap = last is not None and last.y - line[0].y > max(line[0].height, last.height) * 1.55
        placed.append((line[0].y + line[0].height, [*([""] if gap else []), _padded(line, margin)]))
        last = line[0]
    return [entry for _, entries in sorted(placed, key=lambda item: -item[0]) for entry in entries]
