"""Sentences that print parts of a whole: "16 notifications, resulting in 2 reviews, 5 ...", "the remaining 79"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from goldenthread.kernel.arithmetic.claims import Claim, Together
from goldenthread.kernel.arithmetic.figures import HUNDRED, Figure, Unit, total_of
from goldenthread.kernel.arithmetic.findings import Confidence
from goldenthread.reading.reports.exhausting import composition, exhausted, left_over
from goldenthread.reading.reports.mentions import Said
from goldenthread.reading.reports.phrases import SOME, gap, token, way_of

_MADE_OF = re.compile(
    rf"{token('cm', 'total')}{gap(130)}"
    r"(?:made up of|compris(?:ing|ed of|ed|es)|consist(?:s|ed|ing) of"
    r"|resulting in|which resulted in|resulted in|broken down (?:into|as follows|as|by \w+|:)|split"
    r" (?:between|into|as)|divided (?:into|between)|composed of"
    rf"|namely|as follows)\b:?(?P<list>.*)$"
)
_TOTALLING = re.compile(
    rf"(?:total(?:l?ing|led|s)?(?: of)?|altogether|in total|in all|making|together|giving)["
    rf" ,:]*{SOME}{token('cm', 'total')}"
    rf"|{token('cm', 'late')}(?: [\w'-]+){{0,4}} (?:in total|altogether|in all|overall|combined)\b"
)
_BRACKETS = re.compile(rf"{token('cm', 'total')}(?P<noun>(?: [\w'&/,-]+){{0,7}}) ?\((?P<list>[^()]*)\)")
_COLON = re.compile(rf"{token('cm', 'total')}(?P<noun>(?: [\w'&/-]+){{0,9}}) ?[:–] (?P<list>[^:]*)$")
_REMAINING = re.compile(
    rf"\b(?:remaining|rest|remainder|other|balance|final)\b(?: [\w'-]+){{0,2}} ?[(,]? ?{token('cmp', 'rest')}"
    rf"|{token('cmp', 'rest2')}(?: (?!and )[\w'-]+){{0,2}} (?:remaining|remainder|others?)\b"
)
_INCLUDED = re.compile(r"\binclud(?:ing|e|es|ed)\b|\bat least\b")
_WITHIN = re.compile(rf"\bof (?:which|whom|these|those)\b|{_INCLUDED.pattern}")
_PAIRS = (
    (r"\b(?:boys?|males?|men)\b", r"\b(?:girls?|females?|women)\b"),
    (r"\b(?:in|on|within) (?:time|timescales?)\b", r"\b(?:late|out(?:side)? (?:of )?timescales?)\b"),
    (r"\b(?:agreed|accepted|met|upheld|passed)\b", r"\b(?:disagreed|rejected|not met|not upheld|failed)\b"),
    (r"\burban\b", r"\brural\b"),
    (r"\bsubstantiated\b", r"\bunsubstantiated\b"),
)
_OF_WHOLE = re.compile(rf"(?:out )?of {SOME}{token('cm', 'total')}")
_OVERLAPPING = re.compile(r"\b(?:also|both|at least|more than one|some of|may|including|each)\b")
_GRADES = re.compile(
    r"\b(?:outstanding|good|neither agreed|funded|inadequate|requir\w+ improvement|upheld|substantiated|unsubstantiated"
    r"|strongly|boys|girls)\b"
)
_COMPARING = re.compile(
    r"\b(?:compared|than|against|target|average|whereas|while|from|also|both)\b"
    r"|\bof (?:boys|girls|males|females|men|women)\b"
)
_NEGATED = re.compile(
    r"\{p\d+\}[^{}]*[;,][^{}]*\{p\d+\}(?: of [a-z ]+)? (?:had|did|were|was|have|has|do|could|would) not\b"
)
_OTHERS = re.compile(r"\b(?:others?|the rest|elsewhere)\b[^{}]{0,20}\{p\d+\}[^{}]*$")
_CHOICE = re.compile(r"\b(?:chose|preferred|prefer|voted|main|primary|first choice|either|rather than|single)\b")
_ABUSE = ("neglect", "emotional", "physical", "sexual")  # the four categories of a plan: one of them for each child
_CATEGORIES = re.compile(
    r"\b(?:categor(?:y|ies)|breakdown|split|made up|compris\w+|respectively|main|primary|strongly (?:dis)?agreed?"
    r"|inadequate|requir\w+ improvement|the rest|rated|graded|judged|excellent|satisfactory|poor|funded|funding"
    r"|always|never|sometimes|don't know|not sure|not at all|strongly)\b"
)
_ITEM = r"\{(?P<l>[cm])(?P<n>\d+)\}"


def sums(said: Said, before: Sequence[Said]) -> Iterator[Claim]:
    """Claims of parts and whole in one sentence; the whole may stand in a sentence before."""
    made = next(_made_of(said), None)
    if made:
        yield made
    else:
        yield from _totalling(said)
        yield from _in_brackets(said)
        yield from _listed(said, before)
    yield from _remaining(said, before)
    yield from exhausted(said, before)
    yield from left_over(said, before)
    yield from _exclusive(said)
    yield from _percentages(said)


def _parts(said: Said, text: str, unit: Unit, inside: re.Pattern[str] = _WITHIN) -> list[Figure]:
    """The counts of a list: those in brackets, and those that are part of another ("including 3"), left out."""
    plain = re.sub(r"\([^()]*\)", " ", text)
    found: list[Figure] = []
    for match in re.finditer(_ITEM, plain):
        lead = plain[: match.start()]
        last = re.split(r"[,;]| and ", lead)[-1]
        figure = said.figure(match["n"])
        if figure.unit is unit and not inside.search(last) and not way_of(last):
            found.append(figure)
    return found


def _made_of(said: Said) -> Iterator[Together]:
    for match in _MADE_OF.finditer(said.normal):
        total = said.figure(match["total"])
        parts = _parts(said, match["list"], total.unit)
        if len(parts) > 1 and all(part.value <= total.value for part in parts):
            yield Together(total, tuple(parts), Confidence.SURE, Decimal("0.5"))


def _totalling(said: Said) -> Iterator[Claim]:
    for match in _TOTALLING.finditer(said.normal):
        total = said.figure(match["total"] or match["late"])
        lead = re.split(r"[;:]", said.normal[: match.start()])[-1]
        parts = _parts(said, lead, total.unit)
        if len(parts) < 2:  # a list kept apart by semicolons
            lead = re.split(r":", said.normal[: match.start()])[-1]
            parts = _parts(said, lead, total.unit)
        listed = _nearest(parts, total) if match["late"] else parts
        if len(listed) > 1 and all(part.value <= total.value for part in listed) and not way_of(lead):
            plain = len(listed) > 2 and said.normal[: match.start()].count(";") >= len(listed) - 1
            yield Together(total, tuple(listed), Confidence.LIKELY, Decimal("0.6" if plain else "0.15"))


def _nearest(parts: list[Figure], total: Figure) -> list[Figure]:
    """The last few of ``parts`` that come nearest to the total: other figures may stand before the list."""
    ends = [parts[at:] for at in range(len(parts) - 1)]
    return min(ends, key=lambda some: abs(total_of(some) - total.value), default=[])


def _in_brackets(said: Said) -> Iterator[Claim]:
    for pattern in (_BRACKETS, _COLON):
        for match in pattern.finditer(said.normal):
            total = said.figure(match["total"])
            parts = _parts(said, match["list"], total.unit)
            if len(parts) > 1 and not way_of(match["list"]) and not said.lettered("p"):
                within = Decimal("0.25") if len(parts) > 2 else Decimal("0.10")
                yield Together(total, tuple(parts), Confidence.LIKELY, within)


def _listed(said: Said, before: Sequence[Said]) -> Iterator[Claim]:
    """ "Of the 30 audits, 12 were good ...", with the whole here or as the only count before."""
    found = _OF_WHOLE.match(said.normal)
    if found:
        total, rest = said.figure(found["total"]), said.normal[found.end() :]
    elif before and len(before[-1].counts) == 1 and re.match(r"(?:of (?:these|them|those),? )?\{c\d+\}", said.normal):
        total, rest = before[-1].figure(before[-1].counts[0]), said.normal
    else:
        return
    parts = _parts(said, re.sub(r"\{p\d+\}", "", rest), total.unit)
    if len(parts) < 3 or any(part.value > total.value for part in parts) or _OVERLAPPING.search(said.normal):
        return
    # the first of them may be a group of its own: "61 were refugees, 245 were girls and 457 were boys"
    if any(total_of(parts[at:]) == total.value for at in range(1, len(parts) - 1)):
        return
    percents = sum((said.figure(number).value for number in said.lettered("p")), Decimal(0))
    whole = abs(percents - HUNDRED) <= 2 and len(said.lettered("p")) == len(parts)
    if whole or _GRADES.search(said.normal):
        yield Together(total, tuple(parts), Confidence.LIKELY, Decimal("0.25"))
    else:
        yield Together(total, tuple(parts), Confidence.LIKELY, Decimal("0.01"))


def _remaining(said: Said, before: Sequence[Said]) -> Iterator[Claim]:
    for match in _REMAINING.finditer(said.normal):
        number = match["rest"] or match["rest2"]
        rest = said.figure(number)
        lead = said.normal[: match.start()]
        if rest.unit is Unit.PERCENT:
            parts = [said.figure(n) for n in re.findall(r"\{p(\d+)\}", lead)]
            if parts:
                whole = rest.like(HUNDRED)
                yield Together(whole, (*parts, rest), Confidence.SURE, Decimal("0.25"))
            continue
        yield from _remaining_count(said, before, lead, rest)


def _remaining_count(said: Said, before: Sequence[Said], lead: str, rest: Figure) -> Iterator[Claim]:
    """Whole, then parts, then the rest: a whole is any earlier figure that those after it and the rest make up."""
    figures = [f for one in before[-4:] for f in _parts(one, one.normal, rest.unit, _INCLUDED)]
    figures += _parts(said, lead, rest.unit, _INCLUDED)
    best: Together | None = None
    own = total_of([*_parts(said, lead, rest.unit, _INCLUDED), rest])
    if any(figure.value == own for figure in figures):
        return
    for start in range(len(figures) - 1):
        whole, parts = figures[start], (*figures[start + 1 :], rest)
        gap_ = abs(sum((p.value for p in parts), Decimal(0)) - whole.value)
        if gap_ == 0:
            return
        near = gap_ <= max(whole.value / 10, Decimal(2))
        if near and whole.value > max(p.value for p in parts) and (best is None or whole.value > best.total.value):
            best = Together(whole, parts, Confidence.SURE if len(parts) > 2 else Confidence.LIKELY)
    if best:
        yield best


def _exclusive(said: Said) -> Iterator[Claim]:
    """Two shares that cannot overlap ("60% chose A and 55% chose B") need no more than the whole."""
    percents = said.lettered("p")
    if len(percents) < 2 or way_of(said.normal):
        return
    figures = [said.figure(number) for number in percents]
    total = sum((f.value for f in figures), Decimal(0))
    if _NEGATED.search(said.normal) and len(figures) == 2 and abs(total - HUNDRED) > 1 and not _compares(said):
        yield Together(figures[0].like(HUNDRED), tuple(figures), Confidence.LIKELY, Decimal("0.3"))
        return
    opposed = any(re.search(a, said.normal) and re.search(b, said.normal) for a, b in _PAIRS)
    chosen = _CHOICE.search(said.normal)
    if total > HUNDRED + len(figures) and ((opposed and len(figures) == 2) or chosen) and not _compares(said):
        yield Together(figures[0].like(HUNDRED), tuple(figures), Confidence.LIKELY)


def _compares(said: Said) -> bool:
    return bool(_COMPARING.search(said.normal))


def _percentages(said: Said) -> Iterator[Claim]:
    """A list of three or more shares that comes near to 100 was meant to make it."""
    percents = said.lettered("p")
    if len(percents) < 3 or way_of(said.normal) or _compares(said) or len(said.counts) >= len(percents):
        return
    figures = [said.figure(number) for number in percents]
    total = sum((f.value for f in figures), Decimal(0))
    if _OTHERS.search(said.normal) and 90 <= total <= 120 and abs(total - HUNDRED) > len(figures):
        yield Together(figures[0].like(HUNDRED), tuple(figures), Confidence.LIKELY)
        return
    if composition(said) and abs(total - HUNDRED) > len(figures):
        yield Together(figures[0].like(HUNDRED), tuple(figures), Confidence.LIKELY, Decimal("0.4"))
        return
    abuse = all(word in said.normal for word in _ABUSE) and len(figures) == len(_ABUSE)
    if (90 <= total <= 115 and all(f.value < 90 for f in figures)) or (abuse and 60 <= total <= 150):
        sure = abuse or (total > HUNDRED and _CATEGORIES.search(said.normal))
        yield Together(figures[0].like(HUNDRED), tuple(figures), Confidence.LIKELY if sure else Confidence.NOTE)
