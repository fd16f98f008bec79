"""How near one passage's words are to another's: words that are rare in the document weigh most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import log

_WORD = re.compile(r"[a-z][a-z'’-]+")
#: Words that every such document says in every paragraph.
_COMMON = frozenset(
    """
    a about across after all also an and any are as at be been being both but by can do each ensure
    ensuring for from further had has have having how if in including into is it its local made make may
    more must need needs new no not of on one or other our out over own place put so such system systems
    that the their them there these they this those to up was were what when where which who will with
    within work working would board boards partnership partner partners agency agencies safeguarding
    safeguard children child young people group groups recommendation recommendations effectiveness
    effective
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
_ENDINGS = ("ations", "ation", "ingly", "ments", "ment", "ings", "ing", "ies", "ied", "edly", "ed", "es", "ly", "s")


def words_of(text: str) -> frozenset[str]:
    """The words that carry meaning, each cut to its beginning: `audits`, `audited` and `auditing` are one."""
    found = _WORD.findall(text.lower().replace("’", "'"))
    return frozenset(_cut(word) for word in found if word not in _COMMON and len(word) > 2)


def _cut(word: str) -> str:
    word = word.removesuffix("'s")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


@dataclass(frozen=True)
class Weights:
    """Of how many passages a word is in, so that what every passage says weighs little."""

    passages: int
    seen: Counter[str]

    @classmethod
    def over(cls, passages: Iterable[str]) -> Weights:
        """Weights of the words of a document's passages."""
        seen: Counter[str] = Counter()
        number = 0
        for text in passages:
            seen.update(words_of(text))
            number += 1
        return cls(number, seen)

    def of(self, word: str) -> float:
        return log(1 + self.passages / (1 + self.seen[word]))

    def near(self, asked: frozenset[str], said: frozenset[str]) -> float:
        """How much of what is asked for is said, from 0 to 1."""
        whole = sum(self.of(word) for word in asked)
        return sum(self.of(word) for word in asked & said) / whole if whole else 0.0


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """How far two passages share their words, from 0 to 1 (Jaccard)."""
    return len(one & other) / len(one | other) if one | other else 0.0
