"""Sentences that print an average or a rate: "120 sessions over 10 months, an average of 12 a month"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from goldenthread.kernel.arithmetic.claims import Claim, Share
from goldenthread.kernel.arithmetic.figures import Figure
from goldenthread.kernel.arithmetic.findings import Confidence
from goldenthread.reading.reports.mentions import Said
from goldenthread.reading.reports.phrases import SOME, gap, narrow, token
from goldenthread.reading.reports.subjects import stem

_AVERAGE = re.compile(
    rf"{token('c', 'part')}{narrow(60)}\b(?:over|across|in|at|for|between|among|by|from|held by)"
    rf" {SOME}{token('cd', 'whole')}"
    rf"{narrow(60)}\b(?:an average|averaging|average|mean) (?:of |was |is )*{token('c', 'average')}"
)
_RATE = re.compile(
    rf"{token('c', 'part')}{narrow(60)}(?:a rate of|rate of|equivalent to|equating to|[(]) ?{token('r', 'rate')}"
    rf"{gap(60)}population (?:of|is|was) {SOME}{token('c', 'whole')}"
)
_PER = re.compile(
    rf"\b(?:average|mean|averaging)(?: of| was| is|:)? {SOME}{token('cm', 'average')}(?: [a-z'-]+){{0,2}}?"
    r" (?:per|a|an|each|every|for each|for every|in each) (?P<noun>[a-z]{3,})"
    rf"|{token('cm', 'first')} on average (?:per|for each|for every|in each) (?P<each>[a-z]{{3,}})"
    rf"|{token('cm', 'last')} per (?P<one>[a-z]{{3,}}) on average"
)
_COUNTED = re.compile(r"\{[cm](\d+)\}(?: ([a-z'-]+))?(?: ([a-z'-]+))?")
_YEAR = re.compile(r"\b(?:in|during|over|for|across) the (?:whole |full )?year\b|\b(?:in|during|over) \{x\d+\}")
_IN_A_YEAR = {"month": 12, "quarter": 4, "week": 52}


def averages(said: Said, before: Sequence[Said]) -> Iterator[Claim]:
    """Claims of an average or a rate, of how many, over how many."""
    yield from _rates(said)
    for found in _AVERAGE.finditer(said.normal):
        part, whole = said.figure(found["part"]), said.figure(found["whole"])
        average = said.figure(found["average"])
        if part.value < whole.value and average.value > 1:  # "64 courses for 1,344 people, on average 21"
            part, whole = whole, part
        if whole.value > 1:
            yield Share(part, average, (whole,), Confidence.LIKELY, scale=1)
    for found in _PER.finditer(said.normal):
        lead = list(_COUNTED.finditer(said.normal[: found.start()]))
        noun = found["noun"] or found["each"] or found["one"]
        over = [m for m in lead if stem(noun) in {stem(word) for word in m.groups()[1:] if word}]
        parts = [said.figure(m.group(1)) for m in lead if m not in over]
        among = _over(said, noun, [said.figure(m.group(1)) for m in over])
        if len(parts) == 1 and among is not None and parts[0].value > among.value:
            average = said.figure(found["average"] or found["first"] or found["last"])
            yield Share(parts[0], average, (among,), Confidence.LIKELY, scale=1)


def _over(said: Said, noun: str, counted: Sequence[Figure]) -> Figure | None:
    """How many there are of what the average is taken over; months in a year where the sentence speaks of one."""
    if len(counted) == 1:
        return counted[0] if counted[0].value > 1 else None
    many = _IN_A_YEAR.get(stem(noun))
    if counted or many is None or not _YEAR.search(said.normal):
        return None
    return Figure(Decimal(many), f"{many} {noun}s")


def _rates(said: Said) -> Iterator[Claim]:
    for found in _RATE.finditer(said.normal):
        rate = said.figure(found["rate"])
        scale = re.search(r"per\s+(1,?000|10,?000|100,?000|10k|1k|100k)", rate.text.lower())
        if scale:
            per = int(scale.group(1).replace(",", "").replace("k", "000"))
            yield Share(said.figure(found["part"]), rate, (said.figure(found["whole"]),), scale=per)
