"""Changes whose figures stand in two sentences, or with one end to be reckoned: "rose by 196 to 1,328, or 17%"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain, pairwise

from goldenthread.kernel.arithmetic.claims import Changed, PartOfBase
from goldenthread.kernel.arithmetic.figures import Figure, Unit
from goldenthread.kernel.arithmetic.findings import Confidence, Finding
from goldenthread.kernel.arithmetic.periods import when
from goldenthread.kernel.arithmetic.tables import Table
from goldenthread.reading.reports.around import Around
from goldenthread.reading.reports.change_phrases import LAST, WORDS
from goldenthread.reading.reports.mentions import Said
from goldenthread.reading.reports.phrases import DOWN_WORDS, SOME, UP_WORDS, first_way, gap, narrow, token
from goldenthread.reading.reports.saying_changes import ends_of

_SO_MUCH = rf"(?:[(,–-]|\band\b|\bwhich is\b) ?(?:or |an? (?:{WORDS}) of |about |equal to |equivalent to )*"
_BY_TO = re.compile(
    rf"\b(?P<word>{UP_WORDS}|{DOWN_WORDS})\b{narrow(25)} by {SOME}{token('cm', 'amount')}{narrow(50)} to {SOME}"
    rf"{token('cm', 'new')}(?P<after>{gap(60)}{_SO_MUCH}{token('p', 'percent')})"
)
_FROM_BASE = re.compile(
    rf"{token('cm', 'amount')}(?: [a-z]+){{0,3}} (?:from|on|than|compared (?:with|to)) {LAST}{token('cm', 'base')}"
    rf"{gap(45)}\( ?(?:or )?{token('p', 'percent')} ?\)"
)
_THIS_IS = re.compile(
    rf"^(?:this|that|it|which|these)\b{narrow(30)} an? (?:\w+ )?(?P<word>{WORDS})(?: of)? {SOME}"
    rf"{token('cmpq', 'amount')}"
    rf"(?: ?[(,] ?(?:or )?{token('pq', 'percent')})?"
)
_COMPARES = re.compile(
    rf"^(?:this|that|it|which) (?:compare[sd]|is compared) (?:with|to) {LAST}{token('cm', 'base')}{gap(60)}[,(–-] ?"
    rf"(?:which is |this is )?an? (?P<word>{WORDS}) of {SOME}{token('cmp', 'amount')}"
)
_MONEY_OFF = re.compile(
    rf"{token('m', 'left')}{narrow(20)}[,(–-] ?(?:which is |this is )?{token('m', 'amount')} (?P<word>short"
    rf" of|below|under"
    rf"|above|over|more than|less than){gap(40)} {token('m', 'right')}"
)
_LEAST = 5  # smaller differences are met with everywhere
_THAT_IS = re.compile(
    rf"^(?:this|that|it|which) (?:is|was|represents|means) (?:an? )?(?:\w+ of )?{token('cpm', 'amount')}"
    rf" (?P<word>more|fewer|less|higher|lower"
    r"|up|down|increase|decrease|rise|fall)"
)
_EARLIER = re.compile(
    r"\b(?:a|the|one) year (?:earlier|before|ago)\b|\b(?:last|the previous) year\b|\btwelve months (?:earlier|before)"
)
_POINTS_OFF = re.compile(
    rf"{token('p', 'left')}{narrow(20)}[,(–-] ?(?:which is |this is )?{token('q', 'amount')} (?P<word>short"
    rf" of|below|under"
    rf"|behind|worse than|above|over|ahead of|better than|beyond){gap(40)} {token('p', 'right')}"
)
_NET = re.compile(
    rf"\bnet (?:rise|increase|gain|growth|fall|decrease|loss|reduction|change|movement) of {token('c', 'amount')}"
)
_QUICKER = re.compile(rf"{token('d', 'amount')} (?:quicker|faster|shorter|sooner|slower|longer)\b")
_BOTH_WAYS = re.compile(
    rf"\b(?P<word>{UP_WORDS}|{DOWN_WORDS}) by {SOME}{token('c', 'amount')} ?(?:\(|, or |or )(?:about"
    rf" )?{token('p', 'percent')}"
)
_THEN_IT_WAS = re.compile(
    rf"^in \{{x\d+\}},? (?:it|this|the [a-z]+) (?:was|stood at) {token('p', 'base')}{narrow(25)}"
    rf"\b(?P<word>{WORDS})(?: of| by)? {token('pq', 'amount')}"
)


def changes_around(one: Around) -> Iterator[Finding]:
    """What does not hold of changes, read with the sentence before."""
    normal = one.said.normal
    for match in _BY_TO.finditer(normal):
        amount, new, percent = (one.said.figure(match[name]) for name in ("amount", "new", "percent"))
        base = new.like(new.value - first_way(match["word"]) * amount.value)
        if base.value > 0 and amount.unit is new.unit:
            yield from PartOfBase(base, amount, percent, Confidence.LIKELY).check(one.where)
    for match in _FROM_BASE.finditer(normal):
        amount, base, percent = (one.said.figure(match[name]) for name in ("amount", "base", "percent"))
        if base.unit is amount.unit and base.value > 0 and _is_change(normal[max(0, match.start() - 45) : match.end()]):
            yield from PartOfBase(base, amount, percent, Confidence.LIKELY).check(one.where)
    yield from _short_of(one.said, one.where)
    yield from _in_days(one.said, one.where)
    yield from _of_table(one)
    if one.here:
        yield from _this_is(one, one.here[-1])
    if len(one.here) > 1:
        yield from _year_before(one, one.here[-2], one.here[-1])


def _is_change(text: str) -> bool:
    return bool(re.search(rf"\b(?:{WORDS})\b", text))


def _this_is(one: Around, last: Said) -> Iterator[Finding]:
    """ "There were 42, compared with 38. This is an increase of four (10.5%).": the two are in the sentence before."""
    compares = _COMPARES.match(one.said.normal)
    if compares and len(last.lettered(compares["base_"])) == 1:
        base, amount = one.said.figure(compares["base"]), one.said.figure(compares["amount"])
        new = last.figure(last.lettered(compares["base_"])[0])
        yield from Changed(base, new, first_way(compares["word"]), (amount,), Confidence.LIKELY).check(one.where)
    match = _THIS_IS.match(one.said.normal)
    pairs = ends_of(last) if match else []
    if match and len(pairs) == 1 and "than {" not in one.said.normal and " from {" not in one.said.normal:
        pair = pairs[0]
        amounts = tuple(one.said.figure(match[name]) for name in ("amount", "percent") if match[name])
        fitting = tuple(figure for figure in amounts if _fitting(figure, pair.new))
        yield from Changed(pair.base, pair.new, first_way(match["word"]), fitting, Confidence.LIKELY).check(one.where)
    then = _THEN_IT_WAS.match(one.said.normal)
    shares = last.lettered("p") if then else ()
    if then and len(shares) == 1:
        base, new, amount = one.said.figure(then["base"]), last.figure(shares[0]), one.said.figure(then["amount"])
        yield from Changed(base, new, first_way(then["word"]), (amount,), Confidence.LIKELY).check(one.where)


def _fitting(amount: Figure, end: Figure) -> bool:
    return amount.unit in {end.unit, Unit.PERCENT} or (amount.unit is Unit.POINTS and end.unit is Unit.PERCENT)


def _year_before(one: Around, first: Said, last: Said) -> Iterator[Finding]:
    """ "There were 15,230. A year earlier it was 14,105. That is 8% more.": one figure in each sentence."""
    match = _THAT_IS.match(one.said.normal)
    if match and _EARLIER.search(last.normal) and len(first.counts) == len(last.counts) == 1:
        base, new, amount = last.figure(last.counts[0]), first.figure(first.counts[0]), one.said.figure(match["amount"])
        yield from Changed(base, new, first_way(match["word"]), (amount,), Confidence.LIKELY).check(one.where)


def _short_of(said: Said, where: str) -> Iterator[Finding]:
    """ "at 87%, three percentage points short of the 90% target"; "in 187, out 175: a net rise of 12"."""
    for match in chain(_POINTS_OFF.finditer(said.normal), _MONEY_OFF.finditer(said.normal)):
        left, right, amount = (said.figure(match[name]) for name in ("left", "right", "amount"))
        way = -1 if re.search(r"short|below|under|behind|worse|less", match["word"]) else 1
        yield from Changed(right, left, way, (amount,), Confidence.LIKELY).check(where)
    for match in _NET.finditer(said.normal):
        others = [said.figure(n) for n in said.counts if n != int(match["amount"])]
        if len(others) == 2:
            larger, smaller = sorted(others, key=lambda figure: -figure.value)
            amount = said.figure(match["amount"])
            yield from Changed(smaller, larger, 0, (amount,), Confidence.LIKELY).check(where)


def _in_days(said: Said, where: str) -> Iterator[Finding]:
    """ "231 days, down from 262: 31 days quicker": of three lengths of time one is what lies between the others."""
    match = _QUICKER.search(said.normal)
    if match is None:
        return
    amount = said.figure(match["amount"])
    unit = amount.text.split(" ")[-1]
    lead = [said.figure(n) for n in range(int(match["amount"])) if said.mentions[n].letter in "cd"]
    tail = [
        said.figure(n) for n in range(int(match["amount"]) + 1, len(said.mentions)) if said.mentions[n].letter in "cd"
    ]
    others = [*lead, *tail]
    if len(others) == 2 and any(unit[:3] in figure.text for figure in others):
        base, new = sorted(others, key=lambda figure: figure.value)
        plain = Figure(amount.value, amount.text, base.unit, amount.step)
        yield from Changed(base, new, 0, (plain,), Confidence.LIKELY).check(where)


def _of_table(one: Around) -> Iterator[Finding]:
    """ "has come down by 10, or 3.3%": the only two figures side by side in a table near it that are 10 apart."""
    for match in _BOTH_WAYS.finditer(one.said.normal):
        amount, percent = one.said.figure(match["amount"]), one.said.figure(match["percent"])
        bases = {base.value: base for table in one.tables for base in _apart(table, amount, first_way(match["word"]))}
        said = [f for f in one.counts if f is not amount]
        if any(
            not list(PartOfBase(base, amount, percent).check("")) for base in (*bases.values(), *said) if base.value
        ):
            continue
        if len(bases) == 1 and amount.value >= _LEAST:
            yield from PartOfBase(next(iter(bases.values())), amount, percent, Confidence.LIKELY).check(one.where)


def _apart(table: Table, amount: Figure, way: int) -> Iterator[Figure]:
    """The earlier of two figures, side by side or one under the other, that lie as far apart as ``amount``."""
    for grid in (table, table.sideways):
        if any(when(title) for title in grid.columns):
            dated = sorted((found, at) for at, title in enumerate(grid.columns) if (found := when(title)))
            for (_, first), (_, second) in pairwise(dated):
                for row in grid.rows:
                    base, new = row.cells[first].figure, row.cells[second].figure
                    if base and new and base.unit is amount.unit and new.value - base.value == way * amount.value:
                        yield base
