"""Sentences that put figures in words: "above the target of 80%", "doubled from 82 to 166", "a third (31%)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from goldenthread.kernel.arithmetic.claims import Claim, Compared, Times
from goldenthread.kernel.arithmetic.figures import HUNDRED, Figure, Unit
from goldenthread.kernel.arithmetic.findings import Confidence
from goldenthread.reading.reports.mentions import Said
from goldenthread.reading.reports.phrases import DOWN_WORDS, SOME, UP_WORDS, gap, narrow, starts_with, token

_ABOVE = r"above|higher than|greater than|exceed(?:s|ed|ing)?|in excess of"
_BELOW = r"below|lower than|less than|short of|under"
_DEFINITE = (
    r"(?:the|our|its|last|previous|that|both|a target|target|england|national|regional|statistical|county"
    r"|partnership|all)"
)
_RELATION = re.compile(
    rf"\b(?:(?P<above>{_ABOVE})|(?P<below>{_BELOW})) (?={_DEFINITE}\b){gap(70)}"
    rf"(?:of |at |was |is |[(] ?|, ?|by )?{token('pr', 'right')}"
)
_REACHED = re.compile(rf"\bfrom {SOME}\{{[pr]\d+\}}{gap(50)} to {SOME}{token('pr', 'new')}")
_FACTORS: dict[str, int | Decimal] = {
    "doubled": 2, "doubling": 2, "trebled": 3, "tripled": 3, "quadrupled": 4, "halved": Decimal("0.5"),
    "halving": Decimal("0.5"), "two-fold": 2, "twofold": 2, "three-fold": 3, "threefold": 3,
}  # fmt: skip
_LEAN = (
    r"(?:(?P<more>(?:just|slightly|a little) (?:over|more than|above))"
    r"|(?P<less>nearly|almost|(?:just|slightly|a little) (?:under|less than|below)|close to|approaching)"
    r"|(?P<beyond>more than|over|well over|in excess of)|(?P<short>less than|fewer than|under|well under)"
    r"|about|around|approximately|roughly)?"
)
_MULTIPLE = re.compile(
    rf"{_LEAN} ?\b(?P<word>{'|'.join(_FACTORS)})\b{narrow(50)}"
    rf"from {SOME}{token('cmpr', 'base')}{gap(50)}to {SOME}{token('cmpr', 'new')}"
)
_BY_A = re.compile(
    rf"\b(?:{UP_WORDS}|{DOWN_WORDS})\b{narrow(20)} by {_LEAN} ?(?P<word>a third|a quarter|a fifth|a"
    rf" tenth|half|two thirds)\b"
    rf"{narrow(40)}[,(]? ?from {SOME}{token('cmr', 'base')}{gap(50)}to {SOME}{token('cmr', 'new')}"
)
_THEN_A = re.compile(
    rf"from {SOME}{token('cmrd', 'base')}{gap(50)}to {SOME}{token('cmrd', 'new')}{gap(40)}[,(–-] ?(?:which is )?an? "
    rf"(?:{UP_WORDS}|{DOWN_WORDS}) of {_LEAN} ?(?P<word>a third|a quarter|a fifth|a tenth|a half|half|two thirds)\b"
)
_TIMES_AS = re.compile(
    rf"{token('cm', 'new')}{narrow(90)}[,(–] ?{_LEAN} ?(?P<word>twice|double|three times|four times|half) "
    rf"(?:as many as |as much as |the (?:number|figure|total) )?(?:of )?{SOME}{token('cm', 'base')}"
)
_AS: dict[str, int | Decimal] = {"twice": 2, "double": 2, "three times": 3, "four times": 4, "half": Decimal("0.5")}
_FRACTIONS = {
    "a third": "33.33", "one third": "33.33", "one-third": "33.33", "two thirds": "66.67", "two-thirds": "66.67",
    "a quarter": "25", "one quarter": "25", "one-quarter": "25", "three quarters": "75", "three-quarters": "75",
    "half": "50", "a half": "50", "a fifth": "20", "one fifth": "20", "one in five": "20", "one in four": "25",
    "one in three": "33.33",
    "one in ten": "10", "two in five": "40", "three in five": "60", "four in five": "80", "three fifths": "60",
    "two fifths": "40", "four fifths": "80", "a tenth": "10", "one in two": "50", "one in eight": "12.5",
    "one in six": "16.67", "three in ten": "30", "seven in ten": "70", "nine in ten": "90", "six in ten": "60",
    "eight in ten": "80", "four in ten": "40", "two in ten": "20", "two in three": "66.67",
    "three in four": "75",
}  # fmt: skip
_NAMES = "|".join(sorted(_FRACTIONS, key=len, reverse=True))
_BRACKET = (
    rf"[(,–-] ?(?:or )?(?:\{{c\d+\}}, ?(?:or )?)?"
    rf"(?:{token('p', 'percent')}|{token('c', 'part')} (?:out )?of {SOME}{token('c', 'whole')})"
)
_FRACTION = re.compile(rf"{_LEAN} ?(?:just )?\b(?P<word>{_NAMES})\b(?! a\b){narrow(60)} ?{_BRACKET}")
_FRACTION_OF = re.compile(
    rf"{_LEAN} ?\b(?P<word>{_NAMES})\b of {SOME}{token('c', 'whole')}{narrow(50)} ?[(,] ?{token('c', 'part')} ?[),]"
)
_FRACTION_PART = re.compile(rf"{_LEAN} ?\b(?P<word>{_NAMES})\b ?\( ?{token('c', 'part')} ?\)")
_PART_FRACTION = re.compile(
    rf"{token('c', 'part')}{narrow(60)}[,(–-] ?(?:or |which is )?{_LEAN} ?(?P<word>{_NAMES})\b"
    rf" of {SOME}{token('c', 'whole')}"
)
_N_IN_M = re.compile(
    rf"{_LEAN} ?{token('c', 'part')} (?:in|out of)(?: every)? {token('c', 'whole')} ?\( ?{token('p', 'percent')} ?\)"
)
_MOST = 20
_WORDED_WHOLES = frozenset({2, 3, 4, 5, 6, 8})  # those are fractions by name
_WORDED = {1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six", 8: "eight", 10: "ten"}


def words(said: Said, before: Sequence[Said]) -> Iterator[Claim]:
    """Claims that figures in one sentence bear out, or not, what is said of them."""
    yield from _relations(said, before)
    normal = re.sub(r"\{c(\d+)\} times\b", lambda m: _times_in_words(said, m), said.normal)
    for match in [*_MULTIPLE.finditer(said.normal), *_TIMES_AS.finditer(normal)]:
        base, new = said.figure(match["base"]), said.figure(match["new"])
        if base.value > 0 and base.unit is new.unit:
            nominal = Decimal((_FACTORS | _AS)[match["word"]])
            ratio = Figure(nominal, "", Unit.COUNT, Decimal("0.01"))
            told = f"{base.text} to {new.text}"
            yield Times(
                match["word"], nominal, new.value / base.value, _lean(match), nominal * Decimal("0.13"), told, ratio
            )
    for match in [*_BY_A.finditer(said.normal), *_THEN_A.finditer(said.normal)]:
        base, new = said.figure(match["base"]), said.figure(match["new"])
        if base.value > 0 and base.unit is new.unit:
            changed = HUNDRED * abs(new.value - base.value) / base.value
            yield _times(match, changed, f"the change from {base.text} to {new.text}", new)
    yield from _fractions(said)
    yield from _n_in_m(said)
    yield from _of_before(said, before)


def _of_before(said: Said, before: Sequence[Said]) -> Iterator[Times]:
    """ "96 children went missing. Nearly half (46) were in care.": the whole is a count of the sentence before."""
    for match in _FRACTION_PART.finditer(said.normal) if before else ():
        part = said.figure(match["part"])
        wholes = [before[-1].figure(n) for n in before[-1].counts if before[-1].figure(n).value > part.value]
        claims = [_times(match, HUNDRED * part.value / w.value, f"{part.text} of {w.text}", part) for w in wholes]
        if claims and all(list(claim.check("")) for claim in claims):
            yield claims[0]


def _lean(match: re.Match[str]) -> int:
    sides = {"beyond": 2, "more": 1, "less": -1, "short": -2}
    return next((lean for name, lean in sides.items() if match[name]), 0)


def _relations(said: Said, before: Sequence[Said]) -> Iterator[Claim]:
    left: Figure | None = None
    for match in _RELATION.finditer(said.normal):
        letter = match["right_"]
        if left is None:
            left = _subject(said, before, match.start(), letter)
        if left is None or _negated(said.normal[max(0, match.start() - 25) : match.start()]):
            return
        yield Compared(left, said.figure(match["right"]), match["above"] is not None, Confidence.LIKELY)


def _negated(lead: str) -> bool:
    return bool(re.search(r"\b(?:not|no|never|far|points?|from|by|{q\d+}|{p\d+})\b[^{}]*$|\{[pq]\d+\}\s*$", lead))


def _subject(said: Said, before: Sequence[Said], end: int, letter: str) -> Figure | None:
    """What is compared: the only figure of its kind before the words, else that of the sentence before."""
    here = re.findall(rf"\{{{letter}(\d+)\}}", said.normal[:end])
    if len(here) == 1:
        return said.figure(here[0])
    moved = _reached(said, end, letter)
    if moved is not None or here or not before or not starts_with(said, "this|that|which|both"):
        return moved
    last = before[-1].lettered(letter)
    return before[-1].figure(last[0]) if len(last) == 1 else _reached(before[-1], len(before[-1].normal), letter)


def _reached(said: Said, end: int, letter: str) -> Figure | None:
    """Where the only change before ``end`` led to: "improved from 83% to 86% and are above ..."."""
    found = list(_REACHED.finditer(said.normal[:end]))
    return said.figure(found[0]["new"]) if len(found) == 1 and found[0]["new_"] == letter else None


def _fractions(said: Said) -> Iterator[Claim]:
    normal = re.sub(r"\{c(\d+)\} in \{c(\d+)\}", lambda m: _in_words(said, m), said.normal)
    normal = re.sub(
        r"\b(two|three|four|six|seven|eight|nine) in \{c(\d+)\}", lambda m: _second_in_words(said, m), normal
    )
    for match in _FRACTION.finditer(normal):
        if match["percent"]:
            percent = said.figure(match["percent"])
            yield _times(match, percent.value, percent.text, percent)
        else:
            part, whole = said.figure(match["part"]), said.figure(match["whole"])
            if whole.value >= part.value and whole.value > 0:
                yield _times(match, HUNDRED * part.value / whole.value, f"{part.text} of {whole.text}", part)
    for match in [*_FRACTION_OF.finditer(normal), *_PART_FRACTION.finditer(normal)]:
        part, whole = said.figure(match["part"]), said.figure(match["whole"])
        if whole.value >= part.value and whole.value > 0:
            yield _times(match, HUNDRED * part.value / whole.value, f"{part.text} of {whole.text}", part)


def _n_in_m(said: Said) -> Iterator[Times]:
    """ "7 in 10 (71%)", "9 out of 10 (88%)"."""
    for match in _N_IN_M.finditer(said.normal):
        part, whole, percent = (said.figure(match[name]) for name in ("part", "whole", "percent"))
        if part.value < whole.value <= _MOST and whole.value not in _WORDED_WHOLES:
            nominal = HUNDRED * part.value / whole.value
            unit = Figure(percent.value, "", Unit.PERCENT, percent.step)
            said_as = f"{part.text} in {whole.text}"
            yield Times(said_as, nominal, percent.value, _lean(match), Decimal(5), percent.text, unit)


def _second_in_words(said: Said, match: re.Match[str]) -> str:
    other = _WORDED.get(int(said.figure(match[2]).value))
    return f"{match[1]} in {other}" if other else match.group()


def _times_in_words(said: Said, match: re.Match[str]) -> str:
    word = _WORDED.get(int(said.figure(match[1]).value))
    return f"{word} times" if word in {"three", "four"} else match.group()


def _in_words(said: Said, match: re.Match[str]) -> str:
    one, other = (_WORDED.get(int(said.figure(match[n]).value)) for n in (1, 2))
    return f"{one} in {other}" if one and other else match.group()


def _times(match: re.Match[str], actual: Decimal, told: str, like: Figure) -> Times:
    unit = Figure(actual, "", Unit.PERCENT, min(like.step, Decimal("0.1")))
    nominal = Decimal(_FRACTIONS[match["word"]])
    lead = match["beyond"] or match["more"] or match["short"] or match["less"]
    word = f"{lead} {match['word']}" if lead else match["word"]
    return Times(word, nominal, actual, _lean(match), Decimal(4), told, unit)
