"""Sentences that print a change: "rose from 34% to 86%", "a decrease of 81 from the 737", "25% higher than the 71"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from goldenthread.kernel.arithmetic.claims import Changed, Claim, PartOfBase
from goldenthread.kernel.arithmetic.figures import Figure, Unit
from goldenthread.kernel.arithmetic.findings import Confidence
from goldenthread.kernel.arithmetic.periods import when
from goldenthread.reading.reports.change_phrases import (
    AGAINST,
    AMOUNT,
    AMOUNT_FIRST,
    BARE,
    BASE_AFTER,
    EARLIER,
    FROM_TO,
    IN_BRACKETS,
    MORE_THAN,
    NO_AMOUNT,
    OWN_BASE,
    SIGNED,
    SO,
    THEN,
    THIS,
    TO_FROM,
    UP_FROM,
    VERSUS,
    YEAR_BEFORE,
)
from goldenthread.reading.reports.mentions import Said
from goldenthread.reading.reports.phrases import (
    first_way,
    starts_with,
    way_of,
)


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
    if not _speaks_of_change(said):
        return
    pairs, amounts = ends_of(said), _amounts(said)
    used: set[int] = set()
    for pair in pairs:
        own = [a for a in amounts if _belongs(a, pair, pairs) and not _is_end(a, pair) and not _has_own(said, a, pair)]
        used |= {a.start for a in own}
        way = pair.way or next((amount.way for amount in own if amount.way), 0)
        figures = tuple(figure for amount in own for figure in _fitting(amount, pair.letter))
        figures += tuple(_in_brackets(said, pair) if way and not figures else ())
        if way or figures:
            yield Changed(pair.base, pair.new, way, figures, Confidence.SURE if pair.firm else Confidence.LIKELY)
        yield from _third(said, pair)
    yield from _also_in_per_cent(said, amounts) if not pairs else ()
    for amount in amounts:
        if amount.start not in used and not any(_is_end(amount, pair) for pair in pairs):
            yield from _with_base(said, before, amount, pairs)


def _also_in_per_cent(said: Said, amounts: Sequence[Amount]) -> Iterator[Claim]:
    """ "620 fewer than in 2021/22 (12,100), a decrease of 5.1%": the second amount is the first in per cent."""
    if [amount.letters for amount in amounts] not in (["c", "p"], ["m", "p"]) or amounts[0].way * amounts[1].way < 0:
        return
    after = BASE_AFTER.match(said.normal[amounts[0].end :])
    base = said.figure(after["base"]) if after else None
    if base is not None and base.unit is amounts[0].figures[0].unit and base is not amounts[1].figures[0]:
        yield PartOfBase(base, amounts[0].figures[0], amounts[1].figures[0], Confidence.LIKELY)


def _has_own(said: Said, amount: Amount, pair: Ends) -> bool:
    """Whether an amount goes with something else: one after the pair names a figure of its own ("and 1.8% higher than
    in quarter 2 (3,144)"), or one before it stands in a clause of its own."""
    if amount.end <= pair.start and re.search("[:;]", said.normal[amount.end : pair.start]):
        return True
    lead = said.normal[amount.end :]
    after = BASE_AFTER.match(lead) if amount.start >= pair.end and OWN_BASE.match(lead) else None
    return after is not None and said.figure(after["base"]) not in (pair.base, pair.new)


def _speaks_of_change(said: Said) -> bool:
    words = ("from", "compared", "against", "improv", "worse", "deteriorat", "i.e. by")
    return bool(way_of(said.normal)) or any(word in said.normal for word in words)


def _third(said: Said, pair: Ends) -> Iterator[Claim]:
    """ "fell from 512 in March 2022 to 478 in March 2023 and 441 in March 2024": the way goes on."""
    found = THEN.match(said.normal[pair.end :])
    if found and pair.way and found["third_"] == pair.letter:
        yield Changed(pair.new, said.figure(found["third"]), pair.way)


def _in_brackets(said: Said, pair: Ends) -> Iterator[Figure]:
    """ "up from 2,870 in 2013/14 (8.2%)": the change, where neither end has a percentage of its own."""
    found = IN_BRACKETS.match(said.normal[pair.end :])
    inside = re.search(r"\{p\d+\}", said.normal[pair.start : pair.end])
    if found and pair.letter in "cm" and not inside:
        yield said.figure(found["amount"])


def ends_of(said: Said) -> list[Ends]:
    """The pairs of figures that a sentence says a change is between."""
    found: list[Ends] = []
    for pattern, firm in _PAIRS:
        for match in pattern.finditer(said.normal):
            if match["base_"] != match["new_"] or any(match.start() < e.end and e.start < match.end() for e in found):
                continue
            found.append(_end(said, match, pattern, firm))
    return found


def _end(said: Said, match: re.Match[str], pattern: re.Pattern[str], firm: bool) -> Ends:
    if pattern in (FROM_TO, TO_FROM, BARE):
        lead = re.split(
            r"[;:]|, (?:and|but|while|with|although)\b", said.normal[max(0, match.start() - 90) : match.start()]
        )
        way = way_of(lead[-1])
    elif pattern is UP_FROM:
        way = way_of(match.group())
    else:
        way = 0
    base, new = said.figure(match["base"]), said.figure(_alike(said, match, firm))
    return Ends(base, new, match["base_"], way, match.start(), match.end(), firm)


_PAIRS = (
    (FROM_TO, True),
    (TO_FROM, True),
    (BARE, True),
    (UP_FROM, True),
    (MORE_THAN, False),
    (YEAR_BEFORE, False),
    (AGAINST, False),
    (VERSUS, False),
)


def _alike(said: Said, match: re.Match[str], firm: bool) -> str:
    """The new figure: where another before it counts what the base counts ("1,116 cases involving 1,390 children,
    compared with 986 cases"), that one."""
    own = _noun(said, match["base"])
    if firm or not own or _noun(said, match["new"]) == own:
        return match["new"]
    letter, lead = match["new_"], said.normal[: match.end("new")]
    alike = [n for n in re.findall(rf"\{{{letter}(\d+)\}}", lead) if _noun(said, n) == own]
    return alike[-1] if alike else match["new"]


def _noun(said: Said, number: str) -> str:
    """The word after a figure."""
    found = re.search(rf"\{{[a-z]{number}\}} ([a-z]{{3,}})", said.normal)
    return "" if found is None else found.group(1)


def _amounts(said: Said) -> list[Amount]:
    found: list[Amount] = []
    for pattern in (AMOUNT, AMOUNT_FIRST, SO, SIGNED):
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
    name = "second" if groups.get("second") else "other"
    if groups.get(name):
        figures.append(said.figure(groups[name]))
        letters += groups[f"{name}_"]
    word = groups.get("word")
    if word is None and not figures[0].signed and match.re is not SO:
        return None
    if word in {"up", "down", "more", "less", "cut"} and re.search(r"\bto\b|\bthan\b", groups.get("mid") or ""):
        return None
    if NO_AMOUNT.search(groups.get("mid") or ""):
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


def _with_base(said: Said, before: Sequence[Said], amount: Amount, pairs: Sequence[Ends]) -> Iterator[Claim]:
    """ "a decrease of 81 from the 737 recorded last year": the new figure is the one spoken of just before."""
    after = BASE_AFTER.match(said.normal[amount.end :])
    if not after or re.search(r"\b(?:to|by)\b", after["lead"]):
        if not pairs and not after:
            yield from _between(said, before, amount)
        return
    base = said.figure(after["base"])
    if any(figure is base for figure in amount.figures) or any(base is pair.base for pair in pairs):
        return
    counts = [f for f in amount.figures if f.unit in {Unit.COUNT, Unit.MONEY}]
    percents = [f for f in amount.figures if f.unit is Unit.PERCENT]
    if counts and percents and counts[0].unit is base.unit:
        yield PartOfBase(base, counts[0], percents[0])
    ended = [pair for pair in pairs if pair.end <= amount.start and pair.letter == after["base_"]]
    new = (ended[-1].new, Confidence.LIKELY) if ended else _spoken_of(said, before, amount, after["base_"])
    if new is not None and new[0] is not base:
        yield Changed(base, new[0], amount.way, tuple(_fitting(amount, after["base_"])), new[1])


def _between(said: Said, before: Sequence[Said], amount: Amount) -> Iterator[Claim]:
    """ "In 2024/25 they completed 9,204; in 2023/24, 8,110. That is 1,094 more (13.5%).": both ends are before."""
    if not before or not (starts_with(said, THIS) or EARLIER.match(said.normal)):
        return
    last = before[-1]
    dated = [(at, when(last.text[m.start : m.end])) for at, m in enumerate(last.mentions) if m.letter == "x"]
    figures = [at for at, m in enumerate(last.mentions) if m.letter in "cmp"]
    known = [(found, at) for at, found in dated if found]
    if EARLIER.search(said.normal):
        yield from _since(said, last, amount)
    if len(figures) != 2 or len(known) != 2 or known[0][0] == known[1][0]:
        return
    ends = [(min(known, key=lambda k: abs(k[1] - at))[0], last.figure(at), last.mentions[at].letter) for at in figures]
    (first, base, letter), (second, new, other) = sorted(ends, key=lambda end: end[0])
    if first != second and letter == other:
        yield Changed(base, new, amount.way, tuple(_fitting(amount, letter)), Confidence.LIKELY)


def _since(said: Said, last: Said, amount: Amount) -> Iterator[Claim]:
    """ "Twelve months earlier there were 205, so numbers have dropped by 8%.": the new figure is in the one before."""
    here = [at for at in said.counts if all(said.figure(at) is not figure for figure in amount.figures)]
    if len(here) != 1:
        return
    base, fitting = said.figure(here[0]), tuple(_fitting(amount, "c"))
    claims = [Changed(base, last.figure(n), amount.way, fitting, Confidence.LIKELY) for n in last.counts]
    if claims and all(list(claim.check("")) for claim in claims):
        yield claims[0]


def _spoken_of(said: Said, before: Sequence[Said], amount: Amount, letter: str) -> tuple[Figure, Confidence] | None:
    """The last figure of one letter before the amount; else the only one of the sentence before."""
    here = [int(n) for n in re.findall(rf"\{{{letter}(\d+)\}}", said.normal[: amount.start])]
    if len(here) == 1:
        return said.figure(here[0]), Confidence.LIKELY
    if here or not before or not starts_with(said, THIS):
        return None
    last = before[-1].lettered(letter)
    return (before[-1].figure(last[0]), Confidence.LIKELY) if len(last) == 1 else None
