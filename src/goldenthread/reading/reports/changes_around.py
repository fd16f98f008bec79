"""Changes whose figures stand in two sentences, or with one end to be reckoned: "rose by 196 to 1,328, or 17%"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from goldenthread.kernel.arithmetic.claims import Changed, PartOfBase
from goldenthread.kernel.arithmetic.figures import Figure, Unit
from goldenthread.kernel.arithmetic.findings import Confidence, Finding
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
    if one.here:
        yield from _this_is(one, one.here[-1])


def _is_change(text: str) -> bool:
    return bool(re.search(rf"\b(?:{WORDS})\b", text))


def _this_is(one: Around, last: Said) -> Iterator[Finding]:
    """ "There were 42, compared with 38. This is an increase of four (10.5%).": the two are in the sentence before."""
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
