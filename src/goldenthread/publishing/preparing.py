"""What every format does first: papers are read, empty sections say so, and headings never skip a level."""

from __future__ import annotations

from dataclasses import dataclass, replace

from goldenthread.publishing.documents import (
    Attached,
    Block,
    Bullets,
    Document,
    Drawing,
    Facts,
    Figure,
    Heading,
    Note,
    Paragraph,
    Section,
    Table,
    blocks_of,
)
from goldenthread.publishing.papers import Flow, Pages, read_paper
from goldenthread.publishing.wording import printable

_DEEPEST = 4
_UNTITLED = "Untitled"


@dataclass(frozen=True, slots=True)
class Merged:
    """A paper whose pages can be shown as they are."""

    paper: Attached
    reading: Pages


Ready = Paragraph | Heading | Bullets | Table | Facts | Figure | Drawing | Note | Merged


@dataclass(frozen=True, slots=True)
class Part:
    """A section made ready: heading text, its level, and blocks without unread papers."""

    heading: str
    level: int
    new_page: bool
    blocks: tuple[Ready, ...]


def prepare(document: Document) -> tuple[Part, ...]:
    """The document's sections, ready to be set. Damaged papers become a note, never an error."""
    parts: list[Part] = []
    last = 0
    for section in document.sections:
        level = max(1, min(section.level, last + 1))
        blocks, last = _levelled(_opened(section), level)
        blocks = tuple(_named_once(block, section) for block in blocks)
        heading = section.heading if _readable(section.heading) else _UNTITLED
        parts.append(Part(heading, level, section.new_page, blocks))
    return tuple(parts)


def flowing(blocks: tuple[Ready, ...], under: int) -> tuple[Ready, ...]:
    """The same with the words of merged pages in place of the pages, for formats that cannot show a page as it is."""
    made: list[Ready] = []
    for block in blocks:
        made += _unread(block.reading.as_blocks()) if isinstance(block, Merged) else [block]
    return _levelled(made, under)[0]


def _named_once(block: Ready, section: Section) -> Ready:
    """A table called as its section is needs no second title."""
    if isinstance(block, Table) and block.caption == section.title:
        return replace(block, caption="")
    return block


def _readable(text: str) -> bool:
    return bool(printable(text).strip())


def _opened(section: Section) -> list[Ready]:
    made: list[Ready] = []
    for block in blocks_of(section):
        if not isinstance(block, Attached):
            made.append(block)
            continue
        reading = read_paper(block)
        if isinstance(reading, Pages):
            made.append(Merged(block, reading))
        else:
            made += _unread(reading.blocks) if isinstance(reading, Flow) else [reading.note(block)]
    return made


def _unread(blocks: tuple[Block, ...]) -> list[Ready]:
    """A paper's own blocks; it holds no further papers."""
    return [block for block in blocks if not isinstance(block, Attached)]


def _levelled(blocks: list[Ready], under: int) -> tuple[tuple[Ready, ...], int]:
    """Headings under a heading of level `under`, none more than one deeper than the one before; and the last level."""
    made: list[Ready] = []
    last = under
    for block in blocks:
        if isinstance(block, Heading):
            if not _readable(block.text):
                continue  # an empty heading is a stop on a reader's way that leads nowhere
            last = min(max(block.level, under + 1), last + 1, max(_DEEPEST, under + 1))
            block = replace(block, level=last)
        made.append(block)
    return tuple(made), last
