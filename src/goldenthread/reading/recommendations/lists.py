"""Recommendations that stand in lists: under a heading that says so, or each with its own "Recommendation 3:"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from goldenthread.reading.blocks import Block, Paragraph, Where

from .model import ReadPriority, ReadRecommendation

_MOST_HEADING = 16  # words: a longer line is a sentence
_HEADED = re.compile(
    r"\brecommendations?\b|\bpriority actions\b|\bareas? for (?:improvement|priority action)\b"
    r"|\bwhat needs to improve\b|\bwe recommend\b",
    re.I,
)
#: A heading that speaks of recommendations without listing any.
_NOT_A_LIST = re.compile(r"\b(?:progress|response|update|status|summary of the key findings)\b", re.I)
_OWN = re.compile(r"^(?:recommendation|rec\.?)\s*(?P<number>\d{1,3}[a-z]?)\s*[:.)\-–—]?\s*(?P<text>.*)$", re.I | re.S)
_NUMBERED = re.compile(
    r"^(?P<number>(?:R|REC)?\s?\d{1,3}(?:\.\d{1,2})*[a-z]?|\(?[a-z]{1}\)|[ivx]{1,5}\))\s*[.):–—-]?\s+(?P<text>\S.*)$",
    re.I | re.S,
)
_DASHED = re.compile(r"^\s*[-•–*▪●]\s+(?P<text>\S.*)$", re.S)
_PRIORITIES = re.compile(r"\bpriorit(?:y|ies)\b", re.I)
_PRIORITY = re.compile(
    r"^(?:priority\s*)?(?P<number>\d{1,2})\s*[.):–—-]\s*(?P<title>\S.*)$|^priority\s*(?P<n>\d{1,2})\s*$", re.I
)
_FEWEST = 2  # a list of priorities has two at least


def is_heading(block: Block) -> bool:
    """A short line that heads what follows: by its style, or by how it is written."""
    if not isinstance(block, Paragraph) or block.bullet:
        return False
    text = block.text.strip()
    if not text or len(text.split()) > _MOST_HEADING or "\n" in text:
        return False
    return bool(block.level or block.strong) or not text.endswith((".", ";", ","))


class _Walk:
    """Where a reading of the paragraphs stands: below which heading, in a list or not, waiting for the words of one
    that was only numbered.
    """

    def __init__(self) -> None:
        self.under = ""
        self.listing = self.begun = False
        self.waiting: tuple[str, Where] | None = None

    def read(self, block: Paragraph) -> ReadRecommendation | None:
        text = block.text.strip()
        own = _OWN.match(text)
        if own and (own["text"] or is_heading(block)):
            return self._own(own["number"], own["text"].strip(), block)
        if self.waiting:
            (number, where), self.waiting = self.waiting, None
            return _made(number, text, self.under, where)
        item = _item(block) if self.listing else None
        if item:
            self.begun = True
            return _made(*item, self.under, block.where)
        if _heads(block):
            self.under, self.listing, self.begun = text.rstrip(":"), not _NOT_A_LIST.search(text), False
        elif self.begun or is_heading(block):
            self.listing = False
        return None

    def _own(self, number: str, text: str, block: Paragraph) -> ReadRecommendation | None:
        """One that says itself what it is; where only its number stands there, its words follow."""
        self.under, self.waiting = self.under or "Recommendations", None
        if text:
            return _made(number, text, self.under, block.where)
        self.waiting = (number, block.where)
        return None


def listed(blocks: Sequence[Block]) -> Iterator[ReadRecommendation]:
    """Every recommendation of a list, in order. An item is a bullet, a numbered line, or one with its own name."""
    walk = _Walk()
    for block in blocks:
        if not isinstance(block, Paragraph):
            walk.listing, walk.waiting = False, None
        elif found := walk.read(block):
            yield found


def priorities_in(blocks: Sequence[Block]) -> tuple[ReadPriority, ...]:
    """The priorities of a plan: numbered titles below a heading that says so, each with the text beneath it."""
    best: list[ReadPriority] = []
    for place, block in enumerate(blocks):
        if is_heading(block) and isinstance(block, Paragraph) and _PRIORITIES.search(block.text):
            found = _priorities_below(blocks[place + 1 :])
            best = max(best, found, key=len)
    return tuple(best) if len(best) >= _FEWEST else ()


def _priorities_below(blocks: Sequence[Block]) -> list[ReadPriority]:
    found: list[ReadPriority] = []
    for block in blocks:
        if not isinstance(block, Paragraph):
            break
        title = _PRIORITY.match(f"{block.marker} {block.text}".strip())
        expected = str(len(found) + 1)
        if title and (title["number"] or title["n"]) == expected and len(block.text.split()) <= _MOST_HEADING:
            found.append(ReadPriority(expected, (title["title"] or "").strip(), "", place_in_words(block.where)))
        elif found and not found[-1].outcome and not is_heading(block):
            last = found.pop()
            found.append(ReadPriority(last.number, last.title or block.text.strip(), block.text.strip(), last.where))
        elif not found or is_heading(block):
            break
    return found


def place_in_words(where: Where) -> str:
    """`page 3, line 40`, or the line alone where there are no pages."""
    return f"page {where.page}, line {where.line}" if where.page else f"line {where.line}"


def _heads(block: Paragraph) -> bool:
    text = block.text.strip()
    introduces = text.endswith(":") and len(text.split()) <= 2 * _MOST_HEADING
    return (is_heading(block) or introduces) and bool(_HEADED.search(text))


def _item(block: Paragraph) -> tuple[str, str] | None:
    """The number ("" where there is none) and the words of an item of a list."""
    text = f"{block.marker} {block.text}".strip() if block.marker else block.text.strip()
    if numbered := _NUMBERED.match(text):
        return numbered["number"].strip("(). "), numbered["text"]
    if dashed := _DASHED.match(text):
        return "", dashed["text"]
    return ("", text) if block.bullet else None


def _made(number: str, text: str, under: str, where: Where) -> ReadRecommendation:
    return ReadRecommendation(number.strip(), " ".join(text.split()), under, place_in_words(where))
