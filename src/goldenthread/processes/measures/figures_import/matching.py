"""Which measure some printed words mean: by the telling words that both have, the rarer the heavier."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from goldenthread.law.measures.entry import Unit
from goldenthread.reading.reports.subjects import stems

SURE, LIKELY = 0.85, 0.6
_BY_NUMERATOR = 0.9  # what is counted says less than the title
_OTHER_SORT = 0.8  # a stock and a flow by the same words are two figures
_SHORT = {
    "cic": "children in care", "cla": "children in care", "lac": "children in care", "cp": "child protection",
    "cpp": "child protection plan", "cin": "child in need", "uasc": "unaccompanied asylum seeking children",
    "eh": "early help", "lado": "designated officer", "icpc": "initial child protection conference",
    "iro": "independent reviewing officer", "fgm": "female genital mutilation", "ola": "other councils",
    "iha": "first health assessment", "rhi": "return interview", "pf": "private fostering", "sw": "social worker",
    "nrm": "national referral mechanism", "scr": "serious case review", "mash": "front door", "s47": "section 47",
}  # fmt: skip
_SAME = (
    (r"\blooked after\b", "in care"),
    (r"\bsubsequent\b", "later"),
    (r"\breturn(?:er)? (?:home )?interviews?\b", "return interview"),
    (r"\brepeat(?: child protection)? plans?\b", "plan second later time"),
    (r"\blocal authorit(?:y|ies)\b", "councils"),
    (r"(?<=\w)-(?=\w)(?<!\bre-)", " "),
    (r"\be-learning\b|\be learning\b", "elearning"),
)


@dataclass(frozen=True)
class Candidate:
    """A measure that may be meant. `key` says which: a measure's number here, or a shipped one's code."""

    key: int | str
    title: str
    numerator: str
    unit: str
    snapshot: bool


@lru_cache(maxsize=8192)
def telling(text: str) -> frozenset[str]:
    """The telling words of a phrase, short forms written out, words that mean the same made one."""
    said = text.lower().replace("’", "'")
    for pattern, instead in _SAME:
        said = re.sub(pattern, instead, said)
    said = re.sub(r"\b[a-z]{2,4}\d{0,2}s?\b", lambda found: _SHORT.get(found.group().rstrip("s"), found.group()), said)
    return stems(said)


class Matcher:
    """Compares words with the measures that may be meant."""

    def __init__(self, candidates: Sequence[Candidate]) -> None:
        self.candidates = candidates
        counted = Counter(word for one in candidates for word in telling(one.title))
        many = max(1, len(candidates))
        self.weight = {word: math.log(1 + many / count) for word, count in counted.items()}
        self.unknown = math.log(1 + many / 10) / 2  # a place's or a service's name says little

    def best(self, words: str, unit: Unit, *, snapshot: bool, context: str = "") -> tuple[Candidate | None, float]:
        """The likeliest and how likely, from 0 to 1; nothing below `LIKELY`."""
        found, near = None, 0.0
        for one in self.candidates:
            if one.unit != unit.value:
                continue
            score = self._score(words, context, one) * (1 if one.snapshot == snapshot else _OTHER_SORT)
            if score > near:
                found, near = one, score
        return (found, near) if near >= LIKELY else (None, near)

    def _score(self, words: str, context: str, one: Candidate) -> float:
        by_title = self._alike(telling(words), telling(one.title), telling(context))
        return max(by_title, _BY_NUMERATOR * self._alike(telling(words), telling(one.numerator), telling(context)))

    def _alike(self, said: frozenset[str], title: frozenset[str], context: frozenset[str]) -> float:
        both = said & title
        if not both:
            return 0.0
        of_title = self._weigh(both | (title & context)) / self._weigh(title)
        return (of_title + self._weigh(both) / self._weigh(said)) / 2

    def _weigh(self, words: Iterable[str]) -> float:
        return sum(self.weight.get(word, self.unknown) for word in words)


def key_of(words: str, unit: str) -> str:
    """By what a mapping is remembered: the words without case and punctuation, and the unit."""
    return f"{name_key(words)[:230]}|{unit}"


def name_key(name: str) -> str:
    """A name without case, punctuation and what stands in brackets."""
    plain = re.sub(r"\([^()]*\)", " ", name.lower().replace("’", "'").replace("&", " and "))
    return " ".join(re.findall(r"[a-z0-9]+", plain.replace("'", "")))[:250]
