"""A small document as a value: what every edition (PDF, Word, HTML) is made from, so that all three say the same.

Text is literal: no markup of any kind is read in it. A line feed in a text is a line break.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal
from xml.etree import ElementTree

from goldenthread.publishing.wording import day, printable


@dataclass(frozen=True, slots=True)
class Words:
    """A run of literal text; `strong` is set in bold because it matters, not for looks."""

    text: str
    strong: bool = False


Text = str | tuple[Words, ...]
Align = Literal["left", "right"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a section's own flow, `level` 2 to 4."""

    text: str
    level: int = 3


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Text, ...]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is a weight relative to the other columns; `heads_row` marks the cells that name their row."""

    title: str
    width: float = 1.0
    align: Align = "left"
    heads_row: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A data table. Every row has one text per column. `empty` is the sentence for a table without rows."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Text, ...], ...]
    empty: str = "There is nothing to show."

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError(f"The table '{self.caption}' has no columns.")
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"A row of '{self.caption}' has {len(row)} cells; it has {len(self.columns)} columns.")


@dataclass(frozen=True, slots=True)
class Facts:
    """A summary list: what it is, and what it says."""

    pairs: tuple[tuple[str, Text], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture (PNG, JPEG or SVG bytes). `alternative` says in words what it shows and may not be blank."""

    image: bytes
    alternative: str
    caption: str = ""

    def __post_init__(self) -> None:
        if not printable(self.alternative).strip():
            raise ValueError("A figure needs a text alternative: say in words what it shows.")

    @property
    def kind(self) -> Literal["png", "jpg", "svg"]:
        """By content, because names lie. Raises ValueError for anything else."""
        if self.image.startswith(b"\x89PNG\r\n\x1a\n"):
            return "png"
        if self.image.startswith(b"\xff\xd8\xff"):
            return "jpg"
        if b"<svg" in self.image[:1000]:
            return "svg"
        raise ValueError("A figure must be a PNG, JPEG or SVG picture.")


#: What a drawing may be made of. Nothing that runs, refers to anything outside, or carries a style.
_SHAPES = frozenset(("svg", "title", "desc", "g", "path", "line", "rect", "circle", "text", "tspan"))
_REFUSED = re.compile(r"(?:^|\})(on.*|style|href|src)$", re.IGNORECASE)
_SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart: an SVG of shapes and words, what it shows in words, and the table of every figure in it.

    The title stands above and the table below, in every edition. `narrow` is the same chart drawn for a phone, which
    only HTML has use for. Raises ValueError for a drawing without description, or made of more than shapes and words.
    """

    title: str
    svg: str
    description: str
    table: Table
    narrow: str = ""

    def __post_init__(self) -> None:
        if not printable(self.description).strip():
            raise ValueError("A chart needs a description: say in words what it shows.")
        for svg in filter(None, (self.svg, self.narrow)):
            _refuse_more_than_shapes(svg)

    @property
    def figure(self) -> Figure:
        return Figure(self.svg.encode("utf-8"), self.description, self.title)


def _refuse_more_than_shapes(svg: str) -> None:
    if "<!" in svg or "<?" in svg:
        raise ValueError("A chart's drawing holds declarations; it may only hold shapes and words.")
    try:
        nodes = list(ElementTree.fromstring(svg).iter())  # noqa: S314 - no declarations, so nothing to expand
    except ElementTree.ParseError as problem:
        raise ValueError(f"A chart's drawing cannot be read: {problem}.") from problem
    for node in nodes:
        names = (node.tag.removeprefix(_SVG), *node.attrib)
        if names[0] not in _SHAPES or any(_REFUSED.search(name) for name in names[1:]):
            raise ValueError(f"A chart's drawing holds <{names[0]}>; it may only hold shapes and words.")


@dataclass(frozen=True, slots=True)
class Note:
    """Something set apart that a reader must not miss."""

    text: Text
    title: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A paper to be merged in: its bytes, their media type (without parameters) and the title readers know it by."""

    paper: bytes
    media_type: str
    title: str
    label: str = ""

    @property
    def name(self) -> str:
        return f"{self.label}: {self.title}" if self.label else self.title


Block = Paragraph | Heading | Bullets | Table | Facts | Figure | Drawing | Note | Attached


@dataclass(frozen=True, slots=True)
class Section:
    """One headed part. `number` is shown before the title; `level` 1 to 3; `new_page` starts it on a fresh page."""

    title: str
    blocks: tuple[Block, ...] = ()
    level: int = 1
    number: str = ""
    new_page: bool = False

    @property
    def heading(self) -> str:
        return f"{self.number}. {self.title}" if self.number else self.title


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `marking` heads every page; `cover` gives a title page, otherwise a title block; `short` sets
    the headings of a PDF as small as those of parts of parts, where all is to stand on one page.
    """

    title: str
    sections: tuple[Section, ...]
    subtitle: str = ""
    organisation: str = ""
    language: str = "en-GB"
    marking: str = ""
    issued_on: date | None = None
    edition: str = ""
    facts: Facts = Facts(())
    cover: bool = True
    contents: bool = True
    short: bool = False

    def __post_init__(self) -> None:
        if not printable(self.title).strip():
            raise ValueError("A document needs a title that can be read.")


NO_SECTION_TEXT = "There is nothing to report under this heading."


def blocks_of(section: Section) -> tuple[Block, ...]:
    """The section's blocks; one without any says so, so that nobody wonders whether something was lost."""
    return section.blocks or (Paragraph(NO_SECTION_TEXT),)


def front(document: Document) -> Facts:
    """The facts under the title: the document's own, then when it was issued and which edition it is."""
    pairs = list(document.facts.pairs)
    if document.issued_on:
        pairs.append(("Issued", day(document.issued_on)))
    if document.edition:
        pairs.append(("Edition", document.edition))
    return Facts(tuple(pairs))


def runs(text: Text) -> tuple[Words, ...]:
    return (Words(text),) if isinstance(text, str) else text


def plain(text: Text) -> str:
    return "".join(words.text for words in runs(text))


def attached(document: Document) -> Iterator[Attached]:
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Attached):
                yield block


def with_text(text: Text, change: Callable[[str], str]) -> Text:
    """The same text with `change` applied to each run."""
    if isinstance(text, str):
        return change(text)
    return tuple(replace(words, text=change(words.text)) for words in text)
