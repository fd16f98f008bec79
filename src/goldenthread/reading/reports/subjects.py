"""What a figure is of: the few words that name it, in a form that can be compared."""

from __future__ import annotations

import re
from functools import lru_cache

from goldenthread.kernel.arithmetic.periods import When, when
from goldenthread.reading.reports.mentions import Said

_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "the a an of on in at to for and or by with from who were was are is be been had has have number total "
        "overall figure figures no count all our their its this that these those during year end rate percentage "
        "proportion per cent percent new such as it we there recorded reported known held made received seen current "
        "currently",
    )
)
_ODD = {"children": "child", "people": "person", "staff": "staff", "families": "family", "analyses": "analysis"}
_STOP = re.compile(
    r"[,.;:()“”\"–]|\{|\b(?:were|was|are|is|had|has|have|who|which|that|at|during|as|by|compared|this|last"
    r"|and|with|against|across|over|since|per|rose|fell|increased|decreased|reduced|up|down|to|from|took|attended|made|led|stood)\b"
)
_BEFORE = re.compile(
    r"\b(?:number|total|total number|count|percentage|proportion|rate) of (?P<what>[^{}.;:,()]{3,70}?)(?: \([^()]*\))?"
    r"(?: (?:in|at|on|during|by|for) \{x\d+\})? (?:was|were|is|stood at|reached|totall?ed|rose to|increased to|fell to"
    r"|decreased to|reduced to|remained at|(?:has|had) (?:risen|fallen|increased|reduced|decreased)"
    r" to) (?:just |now )*$"
)


def stem(word: str) -> str:
    """A word without its ending of number."""
    plain = word.lower().strip("'’-")
    if plain in _ODD:
        return _ODD[plain]
    plain = re.sub(r"['’]s$", "", plain)
    if plain.endswith("ies") and len(plain) > 4:
        return plain[:-3] + "y"
    return plain[:-1] if plain.endswith("s") and not plain.endswith(("ss", "us", "is")) and len(plain) > 3 else plain


@lru_cache(maxsize=8192)
def stems(text: str) -> frozenset[str]:
    """The telling words of a phrase; what stands in brackets (an abbreviation) is left out."""
    plain = re.sub(r"\([^()]*\)", " ", text.replace("’", "'"))
    found = (stem(word) for word in re.findall(r"[A-Za-z][A-Za-z'-]*", plain))
    return frozenset(word for word in found if len(word) > 1 and word not in _EMPTY)


def subject_of(said: Said, number: int) -> frozenset[str]:
    """The words that name figure ``number``: those after it ("412 children on a plan"), or before ("the number of")."""
    mark = f"{{{said.mentions[number].letter}{number}}}"
    before, _, after = said.normal.partition(mark)
    told = _BEFORE.search(before)
    if told:
        return stems(told["what"])
    end = _STOP.search(after, 1)
    return stems(after[: end.start()] if end else after[:80])


def periods_of(said: Said) -> frozenset[When]:
    """The periods that a sentence names."""
    found = (when(said.text[m.start : m.end]) for m in said.mentions if m.letter == "x")
    return frozenset(period for period in found if period is not None)
