"""Sentences that compare part of a year with a whole one, or a count on a day with a count over a span."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.kernel.arithmetic.periods import is_day, is_part_year, is_span
from goldenthread.reading.reports.mentions import Mention, Said

_COMPARING = re.compile(
    r"\b(?:compared (?:with|to)|up from|down from|(?:fall|rise|increase|decrease|reduction|drop)"
    r" (?:from|on|of|compared)"
    r"|(?:rose|fell|increased|decreased|reduced|dropped) from|fewer than|more than|against)\b"
)
_WHOLE = re.compile(
    r"\b(?:(?:in|for|during|over|of) (?:the (?:whole|full) of )?(?:(?:19|20)\d\d\s?[-/–]\s?\d\d|the"
    r" (?:previous|last|whole|full)"
    r" year)|(?:last|previous|full|whole) year(?:'s)?|year before)\b"
)
_LIKE = re.compile(
    r"same (?:period|months|quarter|point|time|nine|six|three)|equivalent|pro[- ]rata|annuali[sz]ed|like[- ]for[- ]like"
    r"|comparable (?:period|months)|corresponding|(?:first|last) \w+ months of (?:the )?(?:last|previous)"
)


def period_findings(said: Said, where: str) -> Iterator[Finding]:
    """What one sentence compares that cannot be compared."""
    text = said.text.lower()
    if not _COMPARING.search(text):
        return
    counts = [mention for mention in said.mentions if mention.letter in "cm"]
    if len(counts) < 2 or _LIKE.search(text):
        return
    if is_part_year(text) and _WHOLE.search(_without_part(text)):
        yield _finding(
            where,
            Kind.PART_YEAR,
            counts,
            "A part of a year is compared with a whole one. Compare the same months of both years, or say per month.",
        )
        return
    for one, other in pairwise(counts):
        near, far = _around(said, one, other)
        if (is_day(near) and is_span(far) and not is_day(far)) or (is_span(near) and is_day(far) and not is_day(near)):
            yield _finding(
                where,
                Kind.STOCK_FLOW,
                [one, other],
                "A count on one day is compared with a count over a span of time. Compare a day with a day, or a span "
                "with a span.",
            )


def _without_part(text: str) -> str:
    """The sentence without the words that name the part: "the first nine months of 2022/23"."""
    return re.sub(r"(?:first|last|initial) \w+ months of (?:the )?(?:\d{4}\s?[-/–]\s?\d\d|year)", "", text)


def _around(said: Said, one: Mention, other: Mention) -> tuple[str, str]:
    """The words that go with each of two figures: after it, up to the comparing words or the next figure."""
    between = said.text[one.end : other.start].lower()
    cut = _COMPARING.search(between)
    return between[: cut.start()] if cut else between, said.text[other.end :].lower()[:60]


def _finding(where: str, kind: Kind, counts: list[Mention], text: str) -> Finding:
    printed = " and ".join(mention.figure.text for mention in counts[:2] if mention.figure)
    return Finding(where, kind, printed, "", Confidence.LIKELY, text)
