"""Sentences that print a change: "rose from 34% to 86%", "a decrease of 81 from the 737", "25% higher than the 71"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from goldenthread.kernel.arithmetic.claims import Changed, Claim, PartOfBase
from goldenthread.kernel.arithmetic.figures import Figure, Unit
from goldenthread.kernel.arithmetic.findings import Confidence
from goldenthread.reading.reports.mentions import Said
from goldenthread.reading.reports.phrases import (
    DOWN_WORDS,
    SOME,
    UP_WORDS,
    first_way,
    gap,
    narrow,
    starts_with,
    token,
    way_of,
)

_ANY = "cmpdr"
_WORDS = rf"(?:{UP_WORDS}|{DOWN_WORDS})"
_LAST = (
    r"(?:(?:the|a|an|its|our|only|just|same|period|last|previous|prior|year|year's|years|quarter"
    r"|total|figure|figures|of|in"
    r"|number|when|there|were|was|which|at|for|recorded|reported|received|comparable|rate|level"
    r"|position|financial|month"
    r"|compared|with|to|we|had|it|stood|that|average) |\{x\d+\} ?,? ?)*"
)
_FROM_TO = re.compile(
    rf"\bfrom {SOME}{token(_ANY, 'base')}(?: ?\({narrow(12)}\{{[pc]\d+\}}\))?{gap(60)} to {SOME}{token(_ANY, 'new')}"
)
_TO_FROM = re.compile(rf"\bto {SOME}{token(_ANY, 'new')}{gap(60)}[,(]? ?from {SOME}{token(_ANY, 'base')}")
_UP_FROM = re.compile(
    rf"{token(_ANY, 'new')}(?P<mid>{gap(90)})[,(–-]? ?"
    rf"(?:(?:is|was|which is|this is|and|has) )?(?:up|down|rising|falling|increased"
    rf"|decreased|reduced|risen|fallen|an? (?:\w+ )?(?:increase|rise|decrease|fall|drop|reduction)) "
    rf"(?:from|on|compared (?:with|to)|against) {_LAST}{token(_ANY, 'base')}"
)
_AGAINST = re.compile(rf"{token(_ANY, 'new')}{gap(90)}[,(]? ?compared (?:with|to) {_LAST}{token(_ANY, 'base')}")
_AMOUNT = re.compile(
    rf"\b(?P<word>{_WORDS})\b(?P<mid>{narrow(30)})(?: by| of|:)? {SOME}{token('cmpqd', 'amount')}"
    rf"(?: ?[(,] ?(?:or |an? \w+ of )?{token('pqcm', 'second')}(?P<tail>[^()]{{0,25}})[)]?)?"
)
_AMOUNT_FIRST = re.compile(
    rf"{token('cmpqd', 'amount')}(?: ?[(] ?{token('pqcm', 'second')} ?[)])? (?:(?!or\b)\w+ )?(?P<word>{_WORDS})\b"
)
_SIGNED = re.compile(r"[(\[] ?\{(?P<amount_>[pqcm])(?P<amount>\d+)\} ?[)\]]")
_BASE_AFTER = re.compile(
    rf"^(?P<mid>{gap(50)})\b(?:from|than|on|over|compared (?:with|to)|against)"
    rf" (?P<lead>{_LAST}{gap(60)}[(:]? ?){token(_ANY, 'base')}"
)
_THIS = r"this|that|it|these|which|the (?:team|rate|number|figure|total|service)|there (?:was|were|has)|an? |overall"


@dataclass(frozen=True, slots=True)
class Ends:
    """The two figures of a change and the stretch of the sentence they stand in."""

    base: Figure
    new: Figure
    letter: str
    way: int
    start: int
    end: int
    firm: bool = True


@dataclass(frozen=True, slots=True)
class Amount:
    """A printed change, perhaps given twice (as a number and as a percentage)."""

    figures: tuple[Figure, ...]
    letters: str
    way: int
    start: int
    end: int


def changes(said: Said, before: Sequence[Said]) -> Iterator[Claim]:
    """Claims of change in one sentence; the new figure may stand in the sentence before."""
    if not way_of(said.normal) and "from" not in said.normal and "compared" not in said.normal:
        return
    pairs, amounts = _ends(said), _amounts(said)
    for pair in pairs:
        own = [a for a in amounts if _belongs(a, pair, pairs) and not _is_end(a, pair)]
        way = pair.way or next((amount.way for amount in own if amount.way), 0)
        figures = tuple(figure for amount in own for figure in _fitting(amount, pair.letter))
        if way or figures:
            yield Changed(pair.base, pair.new, way, figures, Confidence.SURE if pair.firm else Confidence.LIKELY)
    if not pairs:
        for amount in amounts:
            yield from _with_base(said, before, amount)


def _ends(said: Said) -> list[Ends]:
    found: list[Ends] = []
    for pattern, firm in ((_FROM_TO, True), (_TO_FROM, True), (_UP_FROM, True), (_AGAINST, False)):
        for match in pattern.finditer(said.normal):
            if match["base_"] != match["new_"] or any(match.start() < e.end and e.start < match.end() for e in found):
                continue
            found.append(_end(said, match, pattern, firm))
    return found


def _end(said: Said, match: re.Match[str], pattern: re.Pattern[str], firm: bool) -> Ends:
    if pattern in (_FROM_TO, _TO_FROM):
        lead = re.split(
            r"[;:]|, (?:and|but|while|with|although)\b", said.normal[max(0, match.start() - 90) : match.start()]
        )
        way = way_of(lead[-1])
    elif pattern is _UP_FROM:
        way = way_of(match.group())
    else:
        way = 0
    base, new = said.figure(match["base"]), said.figure(match["new"])
    return Ends(base, new, match["base_"], way, match.start(), match.end(), firm)


def _amounts(said: Said) -> list[Amount]:
    found: list[Amount] = []
    for pattern in (_AMOUNT, _AMOUNT_FIRST, _SIGNED):
        for match in pattern.finditer(said.normal):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            made = _amount(said, match)
            if made:
                found.append(made)
    return found


def _amount(said: Said, match: re.Match[str]) -> Amount | None:
    groups = match.groupdict()
    figures, letters = [said.figure(match["amount"])], groups["amount_"]
    if groups.get("second"):
        figures.append(said.figure(groups["second"]))
        letters += groups["second_"]
    word = groups.get("word")
    if word is None and not figures[0].signed:
        return None
    if word in {"up", "down", "more", "less", "cut"} and re.search(r"\bto\b|\bthan\b", groups.get("mid") or ""):
        return None
    if re.search(r"\b(?:to|from|in|than|for|at|per|with|was|were|and)\b", groups.get("mid") or ""):
        return None
    return Amount(tuple(figures), letters, first_way(word) if word else 0, match.start(), match.end())


def _fitting(amount: Amount, letter: str) -> list[Figure]:
    """The figures of an amount that a change between two figures of one letter may be printed in."""
    fitting = {letter, "p"} | ({"q"} if letter == "p" else set())
    return [figure for figure, own in zip(amount.figures, amount.letters, strict=True) if own in fitting]


def _is_end(amount: Amount, pair: Ends) -> bool:
    return any(figure is pair.base or figure is pair.new for figure in amount.figures)


def _belongs(amount: Amount, pair: Ends, pairs: Sequence[Ends]) -> bool:
    """The amount stands in the pair's stretch or near it, and no other pair is nearer."""

    def away(other: Ends) -> int:
        return max(0, other.start - amount.end, amount.start - other.end)

    return away(pair) <= 60 and all(away(pair) <= away(other) for other in pairs)


def _with_base(said: Said, before: Sequence[Said], amount: Amount) -> Iterator[Claim]:
    """ "a decrease of 81 from the 737 recorded last year": the new figure is the one spoken of just before."""
    after = _BASE_AFTER.match(said.normal[amount.end :])
    if not after or re.search(r"\b(?:to|by)\b", after["lead"]):
        return
    base = said.figure(after["base"])
    if any(figure is base for figure in amount.figures):
        return
    counts = [f for f in amount.figures if f.unit in {Unit.COUNT, Unit.MONEY}]
    percents = [f for f in amount.figures if f.unit is Unit.PERCENT]
    if counts and percents and counts[0].unit is base.unit:
        yield PartOfBase(base, counts[0], percents[0])
    new = _spoken_of(said, before, amount, after["base_"])
    if new is not None and new[0] is not base:
        yield Changed(base, new[0], amount.way, tuple(_fitting(amount, after["base_"])), new[1])


def _spoken_of(said: Said, before: Sequence[Said], amount: Amount, letter: str) -> tuple[Figure, Confidence] | None:
    """The last figure of one letter before the amount; else the only one of the sentence before."""
    here = [int(n) for n in re.findall(rf"\{{{letter}(\d+)\}}", said.normal[: amount.start])]
    if len(here) == 1:
        return said.figure(here[0]), Confidence.LIKELY
    if here or not before or not starts_with(said, _THIS):
        return None
    last = before[-1].lettered(letter)
    return (before[-1].figure(last[0]), Confidence.LIKELY) if len(last) == 1 else None
