"""Recommendations that stand in a table, with the group, the owner and the day beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from goldenthread.reading.blocks import Block, Paragraph, Table
from goldenthread.reading.minutes.dates import first_date

from .lists import is_heading, place_in_words
from .model import ReadRecommendation

#: Column -> how its heading reads. The first that fits is taken; "what" must be there.
_COLUMNS = {
    "what": re.compile(r"\brecommendation|\barea for improvement|\bwhat needs to improve|\bfinding and rec", re.I),
    "number": re.compile(r"^\s*(?:no\.?|number|ref(?:erence)?\.?|#|rec(?:ommendation)?\.? (?:no|number)\.?)\s*$", re.I),
    "group": re.compile(r"\b(?:sub-?\s?)?group\b|\bcommittee\b|\bgovernance\b", re.I),
    "owner": re.compile(r"\bowner|\blead\b|\bresponsib|\bagency\b|\bagencies\b|\bby whom\b|\bwho\b", re.I),
    "due": re.compile(r"\bdue\b|\bby when\b|\bwhen\b|\btime\s?-?scale|\bdeadline|\btarget date|\bdate\b", re.I),
}
_SHORT_NUMBER = re.compile(r"^(?:R|REC)?\s?\d{1,3}(?:\.\d{1,2})*[a-z]?[.):]?$", re.I)
_LEADING = re.compile(r"^(?P<number>(?:R|REC)?\s?\d{1,3}(?:\.\d{1,2})*[a-z]?)[.):]\s+(?P<text>\S.*)$", re.I | re.S)
_FEWEST_LETTERS = 12  # fewer are a mark or a number, and no recommendation


def tabled(blocks: Sequence[Block]) -> Iterator[ReadRecommendation]:
    """Every recommendation of a table whose heading names one column as theirs."""
    under = "Recommendations"
    for block in blocks:
        if isinstance(block, Paragraph):
            under = block.text.strip().rstrip(":") if is_heading(block) else under
        elif isinstance(block, Table):
            yield from _of_table(block, under)


def _of_table(table: Table, under: str) -> Iterator[ReadRecommendation]:
    for place, row in enumerate(table.rows[:3]):  # a title may stand above the headings
        columns = _columns(row.texts)
        if "what" in columns:
            for line in table.rows[place + 1 :]:
                made = _of_row(line.texts, columns, under, place_in_words(line.where))
                if made:
                    yield made
            return


def _columns(texts: Sequence[str]) -> dict[str, int]:
    """Which column holds what. A long text heads no column."""
    found: dict[str, int] = {}
    for name, pattern in _COLUMNS.items():
        for place, text in enumerate(texts):
            if place not in found.values() and len(text.split()) <= 6 and pattern.search(text):
                found[name] = place
                break
    if "number" in found and found["number"] == found.get("what"):
        del found["number"]
    return found


def _of_row(texts: Sequence[str], columns: dict[str, int], under: str, where: str) -> ReadRecommendation | None:
    def at(name: str) -> str:
        return " ".join(texts[columns[name]].split()) if name in columns else ""

    text, number = at("what"), at("number").rstrip(".):")
    if sum(letter.isalpha() for letter in text) < _FEWEST_LETTERS:
        return None
    if not number and (leading := _LEADING.match(text)):
        number, text = leading["number"], leading["text"]
    elif not number and columns["what"] and _SHORT_NUMBER.match(texts[columns["what"] - 1].strip()):
        number = texts[columns["what"] - 1].strip().rstrip(".):")
    due = at("due")
    return ReadRecommendation(
        number, text, under, where, owner=at("owner"), group=at("group"), due_text=due, due=first_date(due)
    )
