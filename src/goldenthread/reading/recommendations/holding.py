"""Who takes a recommendation up: the groups of the document, by what their own parts say, and the priorities."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from goldenthread.reading.blocks import Block, Paragraph, Table

from .lists import is_heading, place_in_words
from .model import Holder, ReadPriority, ReadRecommendation
from .nearness import Weights, words_of

_GROUP = re.compile(
    r"^(?:\d+(?:\.\d+)*\.?\s+)?(?P<name>(?:the\s+)?[A-Z][\w&,'’()/ -]{2,90}?"
    r"(?:Sub-?\s?[Gg]roup|Group|Panel|Committee|Executive|Forum|Network))s?(?:\s*\([^)]{1,40}\))?\s*:?$"
)
#: How much of a recommendation's meaning one passage of a group must say before the group is named as taking it up.
TAKES_UP = 0.6
#: The same for a priority, whose words are fewer.
SERVES = 0.45
#: A title said whole is near enough; half of it is not.
TITLE_COUNTS = 0.6
_FEWEST_WORDS = 3
#: Words that begin a heading about groups in general, or an agency that is called a group.
_NO_NAME = re.compile(
    r"^(?:the\s+)?(?:purpose|role|membership|aims?|here|sub|task|clinical commissioning|this|each)\b", re.I
)
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|will|continues?|met|meets?|reports?)\b")


@dataclass(frozen=True)
class Part:
    """What a document says under one group's name: (passage, its place)."""

    group: str
    passages: tuple[tuple[str, str], ...]


def parts_of(blocks: Sequence[Block]) -> list[Part]:
    """The parts of a document that are headed by a group's name, each to the next such heading."""
    found: dict[str, list[tuple[str, str]]] = {}
    now: list[tuple[str, str]] | None = None
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows if now is not None else ():
                now.append((" ".join(row.texts), place_in_words(row.where)))  # type: ignore[union-attr]  # not None here
            continue
        named = _group_named(block) if is_heading(block) else ""
        if named:
            now = found.setdefault(named, [])
        elif isinstance(block, Paragraph) and now is not None:
            if _leaves(block):
                now = None
            else:
                now.append((block.text, place_in_words(block.where)))
    return [Part(group, tuple(passages)) for group, passages in found.items()]


def _group_named(block: Block) -> str:
    """The group that a heading names, "" where it names none."""
    text = block.text.strip() if isinstance(block, Paragraph) else ""
    found = _GROUP.match(text)
    if not found or _NO_NAME.match(text) or _VERB.search(text):
        return ""
    return " ".join(found["name"].split())


def with_holders(
    rows: Sequence[ReadRecommendation], parts: Sequence[Part], priorities: Sequence[ReadPriority], weights: Weights
) -> list[ReadRecommendation]:
    """Each recommendation with the groups that take it up in their own words, and the priority it is nearest to.

    Where the list itself stands within a group's part, that is no taking up.
    """
    own = {place for row in rows for place in (row.where, *row.also)}
    said = [
        (part.group, [(words_of(text), text, where) for text, where in part.passages if where not in own])
        for part in parts
    ]
    found = []
    for row in rows:
        asked = words_of(row.text)
        holders = [_holder(group, passages, asked, weights) for group, passages in said]
        best = max(((_serves(one, asked, weights), one.number) for one in priorities), default=(0.0, ""))
        found.append(
            row.with_(
                holders=tuple(sorted((one for one in holders if one), key=lambda one: -one.sure)),
                priority=best[1] if best[0] >= SERVES else "",
            )
        )
    return found


def _holder(
    group: str, passages: Sequence[tuple[frozenset[str], str, str]], asked: frozenset[str], weights: Weights
) -> Holder | None:
    """The passage of a group that says most of what is asked for, if it says enough."""
    if len(asked) < _FEWEST_WORDS:
        return None
    near, text, where = max(
        ((weights.near(asked, words), text, where) for words, text, where in passages), default=(0.0, "", "")
    )
    return Holder(group, where, " ".join(text.split())[:300], near) if near >= TAKES_UP else None


def _serves(priority: ReadPriority, asked: frozenset[str], weights: Weights) -> float:
    """How near they are: all the title's words said in the recommendation, or most of it said in the outcome."""
    title, whole = words_of(priority.title), words_of(f"{priority.title} {priority.outcome}")
    return max(weights.near(title, asked) * TITLE_COUNTS, weights.near(asked, whole))


def _leaves(block: Paragraph) -> bool:
    """A heading of the highest ranks leaves the part of a group."""
    return 0 < block.level <= 2
