"""The tables of a document as typed tables, with their titles, notes and places; parts torn by a note put together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from goldenthread.kernel.arithmetic.roles import is_total
from goldenthread.kernel.arithmetic.tables import Table
from goldenthread.reading.blocks import Block, Document, Paragraph
from goldenthread.reading.blocks import Table as BlockTable
from goldenthread.reading.reports.grids import Grid, header_rows, heads_anew, read_head, table_of

_CAPTION = re.compile(r"^(?:table|figure|chart|appendix|annex)\s+[\dA-Z]", re.IGNORECASE)
_NOTE = re.compile(
    r"^\s*(?:[*†‡^#¹²³]|\(?(?:note|notes|source|key|nb|n\.b\.|footnote)s?\b|\[?\d{1,2}[\].)]\s|rounded"
    r"|figures? (?:in|are|above|may)"
    r"|percentages? (?:may|are|do)|all (?:other )?figures|totals? may|this is a part|data (?:for|from|is|are|was))",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>]{1,40}>")
_ALL = re.compile(r"all [a-z]+(?: [a-z]+)?$", re.IGNORECASE)
_CONTENTS = re.compile(r"^\d{1,3}$")


@dataclass(frozen=True, slots=True)
class Found:
    """A typed table and the block it begins in."""

    table: Table
    block: int
    last: int


@dataclass(slots=True)
class _Part:
    """A table as it stands in the file, perhaps with parts after it that go on with it."""

    first: int
    last: int
    rows: list[list[str]]
    places: list[str]
    between: list[str] = field(default_factory=list)


def heading_of(paragraph: Paragraph) -> bool:
    """Whether a paragraph heads what follows: by its style, or short, without a full stop, beginning in capitals."""
    text = paragraph.text.strip()
    if paragraph.level:
        return True
    short = 2 < len(text) < 90 and not paragraph.bullet and text[:1].isupper()
    return short and text[-1] not in ".;,!?" and len(text.split()) < 14


def place_of(document: Document, line: int, page: int | None, row: int) -> str:
    """Where a row stands: the line of a text, the page of a PDF, else the row of its table."""
    if document.kind == "txt":
        return f"line {line}"
    return f"page {page}, row {row}" if page is not None else f"row {row}"


def tables_of(document: Document) -> list[Found]:
    """Every table with figures, in order, numbered from 1."""
    found: list[Found] = []
    for part in (piece for whole in _parts(document) for piece in _parted(whole)):
        made = _typed(document, part, len(found) + 1)
        if made:
            found.append(Found(made, part.first, part.last))
    return found


def _parted(part: _Part) -> Iterator[_Part]:
    """A table under whose figures new headings stand is two; headings said again (at the top of a page) go."""
    starts = [at for at in range(2, len(part.rows)) if heads_anew(part.rows, at)]
    again = {at for at in starts if part.rows[at] == part.rows[0]}
    bounds = [0, *(at for at in starts if at not in again), len(part.rows)]
    for start, end in pairwise(bounds):
        kept = [at for at in range(start, end) if at not in again]
        yield replace(part, rows=[part.rows[at] for at in kept], places=[part.places[at] for at in kept])


def _texts(block: BlockTable) -> list[list[str]]:
    return [list(row.texts) for row in block.rows]


def _parts(document: Document) -> Iterator[_Part]:
    current: _Part | None = None
    for at, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            continue
        rows = _texts(block)
        places = [place_of(document, row.where.line, row.where.page, n) for n, row in enumerate(block.rows, start=1)]
        if current and _goes_on(document.blocks, current, at, rows):
            current.between += _between(document.blocks, current.last, at)
            current.rows += _with_headings(document.blocks, current.last, at) + rows
            current.places += [""] * len(_with_headings(document.blocks, current.last, at)) + places
            current.last = at
            continue
        if current:
            yield current
        current = _Part(at, at, rows, places)
    if current:
        yield current


def _between(blocks: Sequence[Block], first: int, last: int) -> list[str]:
    return [_marked(block) for block in blocks[first + 1 : last] if isinstance(block, Paragraph)]


def _with_headings(blocks: Sequence[Block], first: int, last: int) -> list[list[str]]:
    """A short line between two parts of a table heads the rows after it."""
    between = [b for b in blocks[first + 1 : last] if isinstance(b, Paragraph)]
    return [[b.text.rstrip(":")] for b in between if heading_of(b) and not _NOTE.match(b.text)]


def _marked(paragraph: Paragraph) -> str:
    """A note with its marker: an asterisk at its start is read as a bullet elsewhere."""
    source = _TAG.sub("", paragraph.where.text).strip()
    return f"*{paragraph.text}" if source.startswith("*") and paragraph.bullet else paragraph.text


def _goes_on(blocks: Sequence[Block], part: _Part, at: int, rows: list[list[str]]) -> bool:
    """Whether the rows at ``at`` go on with the table before: no headings of their own, no wider, little between."""
    between = [b for b in blocks[part.last + 1 : at] if isinstance(b, Paragraph)]
    if between and any(is_total(cell) or _ALL.match(cell) for cell in part.rows[-1][:2]):
        return False
    if len(between) > 2 or any(b.level or _CAPTION.match(b.text) or len(b.text) > 200 for b in between):
        return False
    grid = Grid.of(rows, [""] * len(rows))
    width = max(len(row) for row in part.rows)
    if not grid.rows or grid.width > width or (not between and grid.width != width):
        return False
    return header_rows(grid) == 0 and _has_figures(grid) and _has_figures(Grid.of(part.rows, part.places))


def _has_figures(grid: Grid) -> bool:
    return any(any(c.isdigit() for c in cell) for row in grid.rows for cell in row[1:])


def _typed(document: Document, part: _Part, number: int) -> Table | None:
    grid = Grid.of(part.rows, part.places)
    if not grid.rows or grid.width < 2 or _is_contents(grid):
        return None
    section, title = _above(document.blocks, part.first)
    notes = (*(text for text in part.between if _NOTE.match(text)), *_below(document.blocks, part.last))
    head = read_head(grid, header_rows(grid))
    named = title or head.title or section
    name = f"Table {number}" + (f" (“{_short(named)}”)" if named else "")
    return table_of(
        grid,
        name=name,
        number=number,
        section=section,
        notes=notes,
        around=_around(document.blocks, part),
        title=" ".join(filter(None, (title, head.title))),
    )


def _around(blocks: Sequence[Block], part: _Part) -> str:
    """The paragraphs just before and after a table, where it is explained."""
    before: list[str] = []
    for block in reversed(blocks[max(0, part.first - 2) : part.first]):
        if not isinstance(block, Paragraph):
            break
        before.insert(0, block.text)
        if heading_of(block):
            break
    after: list[str] = []
    for block in blocks[part.last + 1 : part.last + 3]:
        if not isinstance(block, Paragraph) or heading_of(block):
            break
        after.append(block.text)
    return " ".join([*before, *after])


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 80 else plain[:77].rsplit(" ", 1)[0] + "…"


def _is_contents(grid: Grid) -> bool:
    """A table of contents: titles and rising page numbers."""
    if grid.width != 2 or len(grid.rows) < 5:
        return False
    pages = [row[1] for row in grid.rows if row[1]]
    if not all(_CONTENTS.match(page) for page in pages) or len(pages) < len(grid.rows) * 0.8:
        return False
    numbers = [int(page) for page in pages]
    return numbers == sorted(numbers)


def _above(blocks: Sequence[Block], first: int) -> tuple[str, str]:
    """The section a table stands in and its own title: the headings, captions and short lines before it."""
    section = title = ""
    for steps, block in enumerate(reversed(blocks[max(0, first - 60) : first])):
        if not isinstance(block, Paragraph):
            if steps == 0:
                continue
            if title:
                break
            continue
        text = block.text.strip()
        if (
            steps < 3
            and not title
            and (_CAPTION.match(text) or (len(text) < 160 and not block.bullet and text[-1:] not in ".;,"))
        ):
            title = text
            if not heading_of(block):
                continue
        if heading_of(block):
            section = text
            break
    return section, title


def _below(blocks: Sequence[Block], last: int) -> tuple[str, ...]:
    """Footnotes under a table: the paragraphs after it that begin as notes do."""
    notes: list[str] = []
    for block in blocks[last + 1 : last + 7]:
        if not isinstance(block, Paragraph) or block.level or not _NOTE.match(_marked(block)):
            break
        notes.append(_marked(block))
    return tuple(notes)
