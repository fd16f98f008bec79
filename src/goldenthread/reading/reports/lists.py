"""A number said before a list, against the points of the list: "There are seven districts:"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.reading.blocks import Document, Paragraph
from goldenthread.reading.reports.mentions import read_sentence, sentences_of

_ANNOUNCES = re.compile(
    r"(?:^|\b(?:has|have|had|are|were|is|was|following|these|the|into|following|by|our|its|identified"
    r"|set|agreed|with)) ?"
    r"\{c(?P<n>\d+)\}(?: [\w'&/-]+){1,8}(?: (?:are|were|is|as follows|include))?(?: \([^()]*\))?:$"
)


def list_findings(document: Document) -> Iterator[Finding]:
    """Lists whose points are not as many as the words before them say."""
    blocks = document.blocks
    for at, block in enumerate(blocks):
        if not isinstance(block, Paragraph) or not block.text.rstrip().endswith(":") or block.bullet:
            continue
        last = list(sentences_of(block.text.rstrip()))[-1]
        said = read_sentence(last)
        found = _ANNOUNCES.search(said.normal.rstrip())
        if not found or len(said.counts) != 1:
            continue
        points = _points(document, at + 1)
        told = said.figure(found["n"])
        if points > 1 and told.value < 20 and told.value != points and not told.about:
            line = f"line {block.where.line}: " if document.kind == "txt" else ""
            text = f"{told.text} are announced, and {points} are listed. Check the number and the list."
            yield Finding(f"{line}“{last}”", Kind.LIST, told.text, str(points), Confidence.LIKELY, text)


def _points(document: Document, start: int) -> int:
    """Points of the list at ``start``: those set as deeply as its first, until something else."""
    depth: int | None = None
    count = 0
    for block in document.blocks[start:]:
        if not isinstance(block, Paragraph) or not (block.bullet or block.marker):
            break
        source = document.line(block.where.line)
        own = len(source) - len(source.lstrip())
        depth = own if depth is None else depth
        if own < depth:
            break
        count += own == depth
    return count
