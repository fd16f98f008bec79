"""A document (bytes) into its recommendations: what is asked for, who is printed beside it, and who holds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from goldenthread.reading.blocks import Block, Paragraph

from .holding import parts_of, with_holders
from .lists import is_heading, listed, priorities_in
from .model import ReadRecommendation, RecommendationsRead
from .nearness import Weights, alike, words_of
from .opening import blocks_of_file
from .tables import tabled

_TOP = 12  # blocks: what a document is called stands near its top
#: So much of their words shared, two recommendations are one, printed twice.
SAME = 0.8


def read_recommendations(data: bytes, name: str) -> RecommendationsRead:
    """Every recommendation of a report (.txt, .html, .docx, .pdf with text) or a table (.csv, .tsv, .xlsx).

    Printed twice, it is read once, with both places. Raises UnreadableDocument with a code and a plain message for what
    cannot be read.
    """
    blocks = blocks_of_file(data, name)
    found = _once([*tabled(blocks), *listed(blocks)])
    parts, priorities = parts_of(blocks), priorities_in(blocks)
    weights = Weights.over(_passages(blocks))
    rows = with_holders(found, parts, priorities, weights)
    return RecommendationsRead(
        name, _title(blocks, name), tuple(_numbered(rows)), priorities, tuple(part.group for part in parts)
    )


def _once(rows: Sequence[ReadRecommendation]) -> list[ReadRecommendation]:
    """Those that say the same are one, with every place; what a table prints beside one of them is kept."""
    kept: list[tuple[frozenset[str], ReadRecommendation]] = []
    for row in rows:
        words = words_of(row.text)
        place = next(
            (n for n, (known, one) in enumerate(kept) if alike(words, known) >= SAME and _may_be(one, row)), None
        )
        if place is None:
            kept.append((words, row))
            continue
        first = kept[place][1]
        if first.where != row.where:
            first = replace(
                first, also=(*first.also, row.where), owner=first.owner or row.owner, group=first.group or row.group,
                due_text=first.due_text or row.due_text, due=first.due or row.due, number=first.number or row.number,
            )  # fmt: skip
        kept[place] = (kept[place][0], first)
    return [row for _, row in kept]


def _may_be(one: ReadRecommendation, other: ReadRecommendation) -> bool:
    """Two of one list with numbers of their own are two, however alike."""
    return one.under != other.under or one.number == other.number or not (one.number and other.number)


def _numbered(rows: Sequence[ReadRecommendation]) -> list[ReadRecommendation]:
    """Those printed without a number are counted in their order, under each heading."""
    counted: dict[str, int] = {}
    found = []
    for row in rows:
        counted[row.under] = counted.get(row.under, 0) + 1
        found.append(row if row.number else row.with_(number=str(counted[row.under])))
    return found


def _passages(blocks: Sequence[Block]) -> list[str]:
    found = []
    for block in blocks:
        found += [block.text] if isinstance(block, Paragraph) else [" ".join(row.texts) for row in block.rows]
    return found


def _title(blocks: Sequence[Block], name: str) -> str:
    """The first heading, else the file's name without its ending."""
    top = (b.text.strip() for b in blocks[:_TOP] if isinstance(b, Paragraph) and is_heading(b))
    titled = next(top, "")
    return " ".join((titled or name.rpartition(".")[0] or name).replace("_", " ").split())[:250]
