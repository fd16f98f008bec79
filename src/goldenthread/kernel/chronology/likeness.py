"""Which rows may tell of the same event: like words. Never all pairs: rows are met through the rare words they share.

Two agencies write of one visit in their own words, so likeness is the weight of the words they share over the weight
of the shorter of the two; a word weighs the more the fewer rows have it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

from goldenthread.kernel.chronology.model import Row

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_STOP = frozenset(
    "a an and are as at be been by for from had has have he her him his i in into is it its of on or she that the "  # noqa: SIM905 - a list of words reads as words
    "their them there they this to was were which who will with would not no did do".split()
)
#: What the field writes short, and what it calls by several names: one word for each.
_SAME = {
    "hv": "healthvisitor", "sw": "socialworker", "cp": "childprotection", "gp": "doctor", "ambo": "ambulance",
    "dv": "domesticabuse", "da": "domesticabuse", "ed": "emergency", "ae": "emergency", "tel": "call", "tc": "call",
    "phone": "call", "telephone": "call", "rang": "call", "mum": "mother", "mo": "mother", "mgm": "grandmother",
    "dad": "father", "fa": "father", "baby": "child", "infant": "child", "yp": "child",
    "hosp": "hospital", "paeds": "paediatric", "onto": "on", "reports": "says", "reported": "says", "said": "says",
    "ref": "refer", "mtg": "meet", "conf": "conference", "strat": "strategy",
    "appt": "appointment",
    "dna": "attend", "officer": "police", "officers": "police",
}  # fmt: skip
_LONG = {
    "icpc": "initial child protection conference", "rcpc": "review child protection conference",
    "s47": "section enquiry", "cpp": "child protection plan",
}  # fmt: skip
_ENDINGS = ("ations", "ation", "ings", "ing", "edly", "ies", "ied", "als", "al", "ed", "es", "s", "e")
SMALL_DAY = 40  # rows of one day that are all compared with each other
NEIGHBOURS = 12  # rows met through one word, or one pair of words
FEWEST_TERMS, FEW = 3, 50
RARE = 7  # of a row's rarest words, those by which it is met on other days


@lru_cache(maxsize=16384)
def stem(word: str) -> str:
    """A word without its ending, and one of several names: "visited" and "visits" are "visit"."""
    word = _SAME.get(word, word)
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word[: -len(ending)]
    return word


def terms_of(text: str) -> frozenset[str]:
    """The words that say something, each once."""
    words = (part for word in _WORD.findall(text.lower()) for part in _LONG.get(word, word).split())
    return frozenset(stem(word) for word in words if word not in _STOP)


def _told(row: Row) -> frozenset[str]:
    """The words of what happened; of a very short entry what was done as well."""
    terms = terms_of(row.event)
    return terms if len(terms) > FEWEST_TERMS else terms_of(row.words)


@dataclass(frozen=True)
class Like:
    """Two rows, by their places in the list, and how like they are: 0 to 1."""

    one: int
    other: int
    likeness: float


class Likenesses:
    """What the rows of one chronology have in common, worked out once."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.terms = [_told(row) for row in rows]
        self.met = Counter(term for terms in self.terms for term in terms)
        count = len(rows) + FEW  # in a short chronology a word met twice is not yet common
        self.weight = {term: log(count / met) for term, met in self.met.items()}
        self.heft = [sum(self.weight[term] for term in terms) for terms in self.terms]

    def of(self, one: int, other: int) -> float:
        """Likeness of two rows: 0 where they share nothing, 1 where one's words are all in the other."""
        shared = self.terms[one] & self.terms[other]
        least = min(self.heft[one], self.heft[other])
        if not shared or least <= 0:
            return 0.0
        # A very short row is like everything that has its one word: it is held to the longer one, too.
        weight, most = sum(self.weight[term] for term in shared), max(self.heft[one], self.heft[other])
        return 0.7 * weight / least + 0.3 * weight / most

    def shared(self, one: int, other: int) -> int:
        """How many words they share."""
        return len(self.terms[one] & self.terms[other])

    def rarest(self, row: int) -> list[str]:
        """The rarest words of a row that another row has too."""
        met = self.met
        return sorted((t for t in self.terms[row] if met[t] > 1), key=lambda t: (met[t], t))[:RARE]

    def within(self, bucket: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Pairs of a bucket (a day) worth comparing: all of a small one; of a large one those that share a word."""
        if len(bucket) <= SMALL_DAY:
            yield from ((one, other) for n, one in enumerate(bucket) for other in bucket[n + 1 :])
            return
        yield from self._through({row: sorted(self.terms[row]) for row in bucket}, bucket)

    def across(self, rows: Iterable[int]) -> Iterator[tuple[int, int]]:
        """Pairs of rows, in the order given, that share two of their rarest words."""
        order = list(rows)
        keys = {}
        for row in order:
            rare = sorted(self.rarest(row))
            keys[row] = [f"{a} {b}" for n, a in enumerate(rare) for b in rare[n + 1 :]]
        yield from self._through(keys, order)

    @staticmethod
    def _through(keys: dict[int, list[str]], order: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Each row with the few before it that share a key: bounded by the rows, however many share one."""
        lately: dict[str, list[int]] = defaultdict(list)
        for row in order:
            found = dict.fromkeys(other for key in keys[row] for other in lately[key])
            yield from ((other, row) for other in found)
            for key in keys[row]:
                recent = lately[key]
                recent.append(row)
                if len(recent) > NEIGHBOURS:
                    del recent[0]
