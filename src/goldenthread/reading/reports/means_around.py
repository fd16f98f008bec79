"""Averages and rates whose figures stand about them: "With 52 sessions, that is an average of 25.5 at each"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from goldenthread.kernel.arithmetic import roles
from goldenthread.kernel.arithmetic.claims import Share
from goldenthread.kernel.arithmetic.figures import Figure, Fit, Unit, percent_range, show, total_of
from goldenthread.kernel.arithmetic.findings import Confidence, Finding, Kind
from goldenthread.kernel.arithmetic.tables import Table
from goldenthread.reading.reports.around import Around
from goldenthread.reading.reports.mentions import Said
from goldenthread.reading.reports.phrases import SOME, narrow, token, way_of

_AVERAGE = re.compile(
    rf"\b(?:average|mean|averag(?:es|ed|ing))\b(?P<mid>(?:[^{{}}.;]|\{{c\d+\}}){{0,50}}?)"
    rf"(?:of|is|was|at|:|about) {SOME}{token('cmr', 'average')}"
)
_EACH = re.compile(
    rf"{token('m', 'part')}[^{{}}.;]{{0,40}}[,(–-] ?(?:or |about |an average of |which is )*{token('m', 'average')}"
    rf" (?:for each of|for every one of|per head of|each for|for each) (?:the |our )?{token('c', 'whole')}"
)
_A_YEAR = re.compile(
    rf"{token('c', 'part')}{narrow(50)}[,(–-] ?(?:or |that is |which is )*(?:about |around |an average of )?"
    rf"{token('c', 'average')}(?: on average)? (?:a|per|each|every) (?P<noun>year|month|week|quarter|day|term)\b"
)
_OF_THE = re.compile(rf"\b(?:of|for|across|over|among) (?:the|these|all|our) {token('c', 'many')}\b")
_TIMES = {"1,000": 1000, "10,000": 10_000, "100,000": 100_000}
_PER = re.compile(r"per\s+(1,?000|10,?000|100,?000|1k|10k|100k)", re.IGNORECASE)
_PEOPLE = re.compile(
    r"\bpopulation[^{}.;]{0,25}\{c(\d+)\}|\{c(\d+)\} (?:children|under|young people|people|residents|0-17)[^{}.;]{0,60}"
    r"(?:living|live|aged|resident|in the (?:area|borough|county|city|population))|\{c(\d+)\}[^{}.;]{0,20}population"
)
_LIKELY_WITHIN = 2  # times: a pair of figures further off than this was not meant


def means_around(one: Around) -> Iterator[Finding]:
    """Averages and rates against the figures of this and the last sentences, or of a table beside it."""
    for match in _EACH.finditer(one.said.normal):
        part, average, whole = (one.said.figure(match[name]) for name in ("part", "average", "whole"))
        if whole.value > 1:
            yield from Share(part, average, (whole,), Confidence.LIKELY, scale=1).check(one.where)
    for match in _AVERAGE.finditer(one.said.normal):
        average = one.said.figure(match["average"])
        if not way_of(match["mid"]) and not average.about:
            yield from _of_table(one, average) if _OF_THE.search(one.said.normal) else ()
            yield from _of_figures(one, average)
    for match in _A_YEAR.finditer(one.said.normal):
        lengths = [f for f in _quantities(one.said, "d") if match["noun"] in f.text]
        if len(lengths) == 1 and lengths[0].value > 1:
            part, average = one.said.figure(match["part"]), one.said.figure(match["average"])
            yield from Share(part, average, (lengths[0],), Confidence.LIKELY, scale=1).check(one.where)
    yield from _rates(one)


def _of_figures(one: Around, average: Figure) -> Iterator[Finding]:
    """One count over another: both here, or the first in the sentence before; quiet where any two fit."""
    if average.step >= 1 and average.value < 10:
        return  # "an average of 4": too coarse to tell
    over = [f for f in _quantities(one.said, "cd") if f is not average and f.value > 1]
    parts = [f for said in (*one.here[-2:], one.said) for f in _quantities(said, "cm") if f is not average]
    pairs = [(part, whole) for part in parts for whole in over if part is not whole and part.unit in _units(average)]
    if any(average.fit(*percent_range(part, whole, scale=Decimal(1))) is not Fit.NO for part, whole in pairs):
        return
    near = [
        (part, whole)
        for part, whole in pairs
        if average.value < part.value * _LIKELY_WITHIN / whole.value < average.value * _LIKELY_WITHIN**2
        and average.value < part.value
    ]
    if len(near) == 1:
        part, whole = near[0]
        yield from Share(part, average, (whole,), Confidence.LIKELY, scale=1).check(one.where)


def _units(average: Figure) -> set[Unit]:
    return {average.unit}


def _quantities(said: Said, letters: str) -> list[Figure]:
    return [m.figure for m in said.mentions if m.figure is not None and m.letter in letters and not m.figure.signed]


def _of_table(one: Around, average: Figure) -> Iterator[Finding]:
    """ "The mean rate of the five authorities is 51.2": of a table beside it with as many lines."""
    match = _OF_THE.search(one.said.normal)
    many = one.said.figure(match["many"]).value if match else Decimal(0)
    means: list[tuple[Decimal, Table, int]] = []
    for table in one.tables:
        for column in range(len(table.columns)):
            lines = _lines(table, column)
            if len(lines) == many and many > 2:
                means.append((total_of(lines) / len(lines), table, column))
    if not means or any(
        average.fit(mean - _slack(average), mean + _slack(average)) is not Fit.NO for mean, _, _ in means
    ):
        return
    mean, table, column = min(means, key=lambda told: abs(told[0] - average.value))
    if abs(mean - average.value) * 4 <= mean:
        computed = show(mean, average)
        text = (
            f"The average is printed as {average.text}; the plain average of “{table.columns[column]}” in {table.name} "
            f"is {computed}. Correct it, or say how it was weighted."
        )
        yield Finding(one.where, Kind.AVERAGE, average.text, computed, Confidence.LIKELY, text)


def _slack(average: Figure) -> Decimal:
    return average.step / 2


def _lines(table: Table, column: int) -> list[Figure]:
    return [
        figure
        for row, figure in table.column(column)
        if not roles.may_be_total(table.rows[row].label) and not roles.stands_apart(table.rows[row].label)
    ]


def _rates(one: Around) -> Iterator[Finding]:
    """ "With 54,600 children living here this is a rate of 44.5 per 10,000": the count is here or just before."""
    people = [f for said in (*one.earlier[-4:], one.said) for f in _people(said)]
    for number in one.said.lettered("r"):
        rate = one.said.figure(number)
        scale = _scale(rate)
        if not scale or not people:
            continue
        parts = _before(one.here[-2:], one.said)
        shares = [(part, whole) for whole in people for part in parts if part.value * 4 < whole.value and part.whole]
        if any(rate.fit(*percent_range(part, whole, scale=Decimal(scale))) is not Fit.NO for part, whole in shares):
            continue
        near = [
            (part, whole)
            for part, whole in shares
            if rate.value < part.value * scale * _LIKELY_WITHIN / whole.value < rate.value * _LIKELY_WITHIN**2
        ]
        if near and _people(one.said):
            part, whole = near[-1]
            yield from Share(part, rate, (whole,), Confidence.LIKELY, scale=scale).check(one.where)


def _before(lines: Sequence[Said], said: Said) -> list[Figure]:
    return [one.figure(n) for one in (*lines, said) for n in one.counts]


def _people(said: Said) -> list[Figure]:
    found = [next(group for group in match.groups() if group) for match in _PEOPLE.finditer(said.normal)]
    return [said.figure(number) for number in found if said.figure(number).value >= 1000]


def _scale(rate: Figure) -> int:
    found = _PER.search(rate.text)
    return int(found.group(1).replace(",", "").lower().replace("k", "000")) if found else 0
