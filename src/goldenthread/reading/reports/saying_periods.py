"""Sentences that compare part of a year with a whole one, or a count on a day with a count over a span."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.kernel.arithmetic.periods import is_day, is_part_year, is_span
from goldenthread.reading.reports.mentions import Mention, Said

_COMPARING = re.compile(
    r"\b(?:compare[sd] (?:with|to)|up from|down from|(?:fall|rise|increase|decrease|reduction|drop)"
    r" (?:from|on|of|compared)"
    r"|(?:rose|fell|increased|decreased|reduced|dropped) from|fewer than|more than|against"
    r"|ha(?:s|ve) (?:fallen|risen|dropped|increased|decreased|reduced|grown))\b"
)
_WHOLE = re.compile(
    r"\b(?:(?:in|for|during|over|of) (?:the (?:whole|full) of )?(?:(?:19|20)\d\d\s?[-/–]\s?\d\d|the"
    r" (?:previous|last|whole|full)"
    r" year)|(?:last|previous|full|whole) year(?:'s)?|year before"
    r"|(?:in|for|during|over) the year (?:19|20)\d\d\s?[-/–]\s?\d\d)\b"
)
_PARTLY = "A part of a year is compared with a whole one. Compare the same months of both years, or say per month."
_LIKE = re.compile(
    r"same (?:period|months|quarter|point|time|nine|six|three)|equivalent|pro[- ]rata|annuali[sz]ed|like[- ]for[- ]like"
    r"|comparable (?:period|months)|corresponding|(?:first|last) \w+ months of (?:the )?(?:last|previous)"
)


def period_findings(said: Said, where: str, before: Sequence[Said] = ()) -> Iterator[Finding]:
    """What one sentence compares that cannot be compared; "This compares with ..." goes with the one before."""
    text = said.text.lower()
    if not _COMPARING.search(text):
        return
    counts = [mention for mention in said.mentions if mention.letter in "cm"]
    if _LIKE.search(text):
        return
    if len(counts) == 1 and before and re.match(r"(?:this|that|it) (?:compare[sd]|is|was)\b", text):
        yield from _with_the_one_before(said, before[-1], counts, where)
    if len(counts) < 2:
        return
    if is_part_year(text) and _WHOLE.search(_without_part(text)):
        yield _finding(where, Kind.PART_YEAR, counts, _PARTLY)
        return
    for one, other in pairwise(counts):
        near, far = _around(said, one, other)
        if _COMPARING.search(text[: other.start]) and (
            (is_day(near) and is_span(far) and not (is_span(near) or is_day(far)))
            or (is_span(near) and is_day(far) and not (is_day(near) or is_span(far)))
        ):
            yield _finding(
                where,
                Kind.STOCK_FLOW,
                [one, other],
                "A count on one day is compared with a count over a span of time. Compare a day with a day, or a span "
                "with a span.",
            )


def _with_the_one_before(said: Said, last: Said, counts: list[Mention], where: str) -> Iterator[Finding]:
    text, earlier = said.text.lower(), last.text.lower()
    figures = [mention for mention in last.mentions if mention.letter in "cm"]
    if len(figures) != 1 or is_part_year(text) == is_part_year(earlier):
        return
    if _WHOLE.search(_without_part(earlier if is_part_year(text) else text)):
        yield _finding(where, Kind.PART_YEAR, [*figures, *counts], _PARTLY)


def _without_part(text: str) -> str:
    """The sentence without the words that name the part: "the first nine months of 2022/23"."""
    return re.sub(r"(?:first|last|initial) \w+ months of (?:the )?(?:\d{4}\s?[-/–]\s?\d\d|year)", "", text)


def _around(said: Said, one: Mention, other: Mention) -> tuple[str, str]:
    """The words that go with each of two figures: after it, up to the comparing words or the next figure."""
    between = said.text[one.end : other.start].lower()
    cut = _COMPARING.search(between)
    lead = said.text[: one.start].lower()[-60:] if all(m.start >= one.start for m in said.mentions if m.figure) else ""
    after = next((m.start for m in said.mentions if m.figure and m.start > other.start), other.end + 60)
    return lead + (between[: cut.start()] if cut else between), said.text[
        other.end : min(after, other.end + 60)
    ].lower()


def _finding(where: str, kind: Kind, counts: list[Mention], text: str) -> Finding:
    printed = " and ".join(mention.figure.text for mention in counts[:2] if mention.figure)
    return Finding(where, kind, printed, "", Confidence.LIKELY, text)
