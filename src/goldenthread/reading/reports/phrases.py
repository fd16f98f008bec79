"""Pieces of patterns over the normal text of a sentence (``mentions``), and the words for going up and down."""

from __future__ import annotations

import re

from goldenthread.reading.reports.mentions import Said

UP_WORDS = (
    r"increas(?:e|es|ed|ing)|ris(?:e|es|en|ing)|rose|gr(?:ew|ow|own|owth|owing)|up|higher|more|climb(?:ed|ing)?"
    r"|gain(?:ed)?|upturn|uplift|jump(?:ed)?"
)
DOWN_WORDS = (
    r"decreas(?:e|es|ed|ing)|fall(?:s|en|ing)?|fell|reduc(?:e|es|ed|ing|tion)|down|lower|fewer|less|drop(?:s|ped|ping)?"
    r"|declin(?:e|es|ed|ing)|downturn|cut"
)
_WAY = re.compile(rf"\b(?:(?P<up>{UP_WORDS})|(?P<down>{DOWN_WORDS}))\b")
# "taken up" and "broken down" go nowhere
PHRASAL = re.compile(
    r"\b(?:t(?:ake[ns]?|aking|ook)|pick(?:ed)?|sign(?:ed)?|follow(?:ed)?|sets?|m(?:ade|akes?|aking)|dr(?:awn|ew)|caught"
    r"|turn(?:ed)?|brought|broken|split|laid|shut|closed|settled|written|tied|held|add(?:s|ed)?|summed"
    r"|stepp?(?:ed|ing)?) (?:up|down)\b"
)
# words that may stand before a figure without changing what it is
SOME = (
    r"(?:(?:the|a|an|its|our|only|just|about|around|approximately|over|nearly|almost|some|total|all"
    r"|all of|these|those|of"
    r"|figure|previous|low|high|last year's|baseline"
    r"|reported|recorded|overall|average|rate|score|peak|possible) )*"
)


def token(letters: str, name: str) -> str:
    """A figure of one of ``letters``, its number caught as ``name``, its letter as ``name`` + "_"."""
    return rf"\{{(?P<{name}_>[{letters}])(?P<{name}>\d+)\}}"


def gap(most: int) -> str:
    """Up to ``most`` letters without another quantity; dates and lengths of time may stand there."""
    return rf"(?:[^{{}}.;:()]|\{{[xd]\d+\}}){{0,{most}}}?"


def narrow(most: int) -> str:
    """Up to ``most`` letters without any figure or bracket."""
    return rf"[^{{}}.;:()]{{0,{most}}}?"


def way_of(text: str) -> int:
    """Up (1) or down (-1) by the last such word in ``text``; 0 where there is none."""
    found = list(_WAY.finditer(PHRASAL.sub(" ", text)))
    return 0 if not found else 1 if found[-1]["up"] else -1


def first_way(text: str) -> int:
    """Up (1) or down (-1) by the first such word in ``text``."""
    found = _WAY.search(text)
    return 0 if found is None else 1 if found["up"] else -1


def numbers_in(text: str, letter: str) -> list[int]:
    """The numbers of the figures of one letter in a stretch of normal text."""
    return [int(number) for number in re.findall(rf"\{{{letter}(\d+)\}}", text)]


def starts_with(said: Said, words: str) -> bool:
    """Whether the sentence begins with one of ``words`` (a pattern)."""
    return bool(re.match(rf"[\W_]*(?:{words})\b", said.normal))
