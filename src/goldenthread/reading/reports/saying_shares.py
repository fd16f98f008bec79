"""Sentences that print a part as a percentage of a whole: "Of the 433 invited, 210 (48.5%) attended"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

from goldenthread.kernel.arithmetic.claims import Claim, MoreThan, Share
from goldenthread.kernel.arithmetic.figures import HUNDRED, Figure
from goldenthread.kernel.arithmetic.findings import Confidence
from goldenthread.reading.reports.mentions import Said
from goldenthread.reading.reports.phrases import (
    DOWN_WORDS,
    PHRASAL,
    SOME,
    UP_WORDS,
    gap,
    narrow,
    numbers_in,
    starts_with,
    token,
    way_of,
)

_OR = (
    r"(?:,? ?(?:or|i\.e\.|that is|which is|equating to|equivalent to|equal to|representing|namely|about"
    r"|around|just|=) ?)*"
)
_OPEN = r" ?[(\[,–-]? ?"
_OF = r" ?(?:out of|of|from|/) ?"
_KIND = r"(?:(?!and |or |with |in )[a-z'&-]+ ){0,5}?"  # "of our total expenditure of £245,516"
_BOTH = re.compile(rf"{token('cm', 'part')}(?: [\w'&/-]+){{0,4}}?{_OF}{SOME}{token('cm', 'whole')}")
_BOTH_THEN = re.compile(rf"^(?P<noun>(?: [\w'&/-]+){{0,9}}?){_OPEN}{_OR}{token('p', 'percent')}")
_PERCENT_FIRST = re.compile(
    rf"{token('p', 'percent')}{narrow(70)}[(\[] ?(?:n ?= ?|that is |i\.e\. |or )?{token('cm', 'part')}"
    rf"(?: [\w'&/-]+){{0,3}}?{_OF}{SOME}{token('cm', 'whole')}"
)
_PERCENT_THEN_OF = re.compile(
    rf"{token('p', 'percent')} ?[(\[] ?(?:n ?= ?)?{token('cm', 'part')}(?: [\w'-]+){{0,2}}[)\]]"
    rf" of {SOME}{token('cm', 'whole')}"
)
_PERCENT_OF = re.compile(
    rf"{token('p', 'percent')} of {SOME}{token('cm', 'whole')}{narrow(60)}[(\[] ?(?:n ?= ?|that is"
    rf" )?{token('cm', 'part')} ?[)\]]"
)
_MAKES = re.compile(
    rf"{token('cm', 'part')}{narrow(80)}(?:represent\w*|equat\w+ to|equivalent to|account\w* for"
    rf"|amount\w* to|making up|made up"
    rf"|,? or|which is|this is) {SOME}{token('p', 'percent')} of {SOME}{_KIND}{token('cm', 'whole')}"
)
_BRACKETED = re.compile(
    rf"{token('cm', 'part')}(?P<noun>(?: [\w'&/,-]+){{0,8}}?) ?[(\[]"
    rf" ?{_OR}{token('p', 'percent')}(?P<tail>[^()\[\]]*)[)\]]"
)
_PERCENT_PART = re.compile(rf"{token('p', 'percent')} ?[(\[] ?(?:n ?= ?)?{token('cm', 'part')} ?[)\]]")
_COMMA = re.compile(
    rf"{token('cm', 'part')}{gap(60)}[,–-] (?:or |about |around |some )?{token('p', 'percent')} of"
    rf" {SOME}{_KIND}{token('cm', 'whole')}"
)
_TAIL_WHOLE = re.compile(rf"^{narrow(20)}(?:out )?of {SOME}{token('cm', 'whole')}")
_OF_ALL = re.compile(r"^ ?of (?:the |all |our )?(?:total|whole|overall|all|entire|county's|population)")
_OF_WHOLE = re.compile(rf"(?:^|[,;:–-] |\b(?:and|but|that|in|while|with) )(?:out )?of {SOME}{token('cm', 'whole')}")
_OF_WHICH = re.compile(
    rf"{token('cm', 'whole')}(?! of (?:these|those|them)\b){narrow(120)}(?:\bof (?:which|whom|these|those"
    rf"|them)\b|\bincluding\b|\bwith\b|:)"
)
_MOVED = re.compile(rf"\b(?:{UP_WORDS}|{DOWN_WORDS})(?: (?:by|of))? $")
_OUT_OF = re.compile(
    rf"{token('cm', 'part')}(?: [\w'&/-]+){{0,3}}? (?:out of (?:the |a total of |all |a possible )?|of"
    rf" (?:the|all|a total of|a possible)"
    rf" (?:total |possible )?){token('cm', 'whole')}"
)
_N_OF_M = re.compile(rf"{token('cm', 'part')} (?:out )?of {token('cm', 'whole')}")
_OF_THESE = re.compile(
    rf"^(?:[^{{}}]{{0,12}} )?{token('c', 'part')}(?: [\w'-]+){{0,2}} of (?:these|those|them)\b"
    rf"(?:(?: [\w'-]+){{0,8}} ?\( ?{token('p', 'percent')} ?\))?"
)
_THEY = re.compile(
    rf"^(?:they|these|this|that|which|together they) (?:make up|makes up|made up|represents?|represented|accounts? for"
    rf"|accounted for|equates? to|is|are|was|were) {SOME}{token('p', 'percent')} of {SOME}{_KIND}{token('c', 'whole')}"
)
_RATE_OF = re.compile(
    rf"^{narrow(20)}{token('c', 'part')}{narrow(60)}(?:,|\bgiving|\bmaking|,? which is) an? (?:[a-z-]+"
    rf" ){{1,2}}rate of {SOME}{token('p', 'percent')}"
)
_OF_TOTAL = re.compile(
    rf"{token('c', 'part')}{narrow(80)}[,(] ?(?:or |about )?{token('p', 'percent')} of (?:the|all|this"
    rf"|these|those|that)"
    r" ?(?:total|number|children|cases|referrals|people|group|cohort)?\b(?! \{)"
)
_CLOSE = 12  # per cent: a share as near as this of the only whole there is was meant of it


def shares(said: Said, before: Sequence[Said]) -> Iterator[Claim]:
    """Claims of part, whole and percentage in one sentence; ``before``: the sentences before it in the paragraph."""
    done: set[int] = set()
    wholes: list[Figure] = []
    for claim, number in _explicit(said):
        done.add(number)
        wholes += claim.wholes
        yield claim
    yield from _same_whole(said, wholes, done)
    yield from _bracketed(said, before, done)
    for found in chain(_OUT_OF.finditer(said.normal), _N_OF_M.finditer(said.normal)):
        part, whole = said.figure(found["part"]), said.figure(found["whole"])
        if part.unit is whole.unit and not way_of(said.normal[max(0, found.start() - 20) : found.start()]):
            yield MoreThan(part, whole)
    yield from _of_these(said, before)
    yield from _made_up(said, before) if before else ()


def _made_up(said: Said, before: Sequence[Said]) -> Iterator[Claim]:
    """ "There are 38,950 children. They make up 19.5% of our 199,700 residents."; "a conversion rate of 24%"."""
    they = _THEY.match(said.normal)
    if they and len(before[-1].counts) == 1:
        part, whole = before[-1].figure(before[-1].counts[0]), said.figure(they["whole"])
        if whole.value > part.value:
            yield Share(part, said.figure(they["percent"]), (whole,), Confidence.LIKELY)
    for found in _RATE_OF.finditer(said.normal):
        part = said.figure(found["part"])
        wholes = [f for one in (before[-1], said) for f in _greater(one, one.counts, part) if f is not part]
        if wholes:
            yield Share(part, said.figure(found["percent"]), _unique(wholes), Confidence.LIKELY)


def _of_these(said: Said, before: Sequence[Said]) -> Iterator[Claim]:
    """ "118 of these children were in care, 27.4% of the total": the whole is in the sentence before."""
    found = _OF_THESE.match(said.normal)
    if not found or not before or not before[-1].counts:
        return
    part = said.figure(found["part"])
    wholes = [before[-1].figure(number) for number in before[-1].counts]
    yield MoreThan(part, max(wholes, key=lambda figure: figure.value))
    told = _OF_TOTAL.match(said.normal)
    percent = told["percent"] if told else found["percent"]
    greater = _unique([whole for whole in reversed(wholes) if whole.value >= part.value])
    if percent and greater:
        yield Share(part, said.figure(percent), greater, Confidence.LIKELY)


def _same_whole(said: Said, wholes: list[Figure], done: set[int]) -> Iterator[Claim]:
    """ "95% (592 of 623) were seen and 88% (548) ...": the second of 623 too, if that nearly fits."""
    for found in _PERCENT_PART.finditer(said.normal):
        part, percent = said.figure(found["part"]), said.figure(found["percent"])
        if len(wholes) != 1 or int(found["percent"]) in done or wholes[0].value < part.value:
            continue
        if abs(HUNDRED * part.value / wholes[0].value - percent.value) <= 10:
            yield Share(part, percent, (wholes[0],), Confidence.LIKELY)


def _explicit(said: Said) -> Iterator[tuple[Share, int]]:
    """Both figures and the percentage stand together, in whatever order."""
    for part, percent, whole in chain(_after_whole(said), _together(said), _part_of_whole(said)):
        made = _share(said, part, percent, whole)
        if made:
            yield made, int(percent)


def _after_whole(said: Said) -> Iterator[tuple[str, str, str]]:
    """ "Of the 1,200, 75% (900)"."""
    for whole in _OF_WHOLE.finditer(said.normal):
        for found in _PERCENT_PART.finditer(said.normal, whole.end()):
            yield found["part"], found["percent"], whole["whole"]


def _together(said: Said) -> Iterator[tuple[str, str, str]]:
    for pattern in (_PERCENT_FIRST, _PERCENT_THEN_OF, _PERCENT_OF, _MAKES, _COMMA):
        for found in pattern.finditer(said.normal):
            yield found["part"], found["percent"], found["whole"]


def _part_of_whole(said: Said) -> Iterator[tuple[str, str, str]]:
    """ "210 of the 433 (48.5%)"; not a change from one to the other."""
    for both in _BOTH.finditer(said.normal):
        then = _BOTH_THEN.match(said.normal[both.end() :])
        if then and not way_of(then["noun"]) and not _MOVED.search(PHRASAL.sub(" ", said.normal[: both.start()])):
            yield both["part"], then["percent"], both["whole"]


def _share(said: Said, part: str, percent: str, whole: str) -> Share | None:
    figures = said.figure(part), said.figure(percent), said.figure(whole)
    if figures[1].signed or figures[0].unit is not figures[2].unit or figures[0].value > figures[2].value:
        return None
    return Share(figures[0], figures[1], (figures[2],))


def _bracketed(said: Said, before: Sequence[Said], done: set[int]) -> Iterator[Claim]:
    """ "210 (48.5%)": the whole stands earlier in the sentence, in the brackets, or in the sentence before."""
    for found in _BRACKETED.finditer(said.normal):
        percent = said.figure(found["percent"])
        if int(found["percent"]) in done or percent.signed or way_of(found["tail"]) or _is_change(said, found):
            continue
        part = said.figure(found["part"])
        inside = _TAIL_WHOLE.match(found["tail"])
        if inside:
            yield Share(part, percent, (said.figure(inside["whole"]),))
            continue
        yield from _with_whole_before(said, before, found, part, percent)


def _is_change(said: Said, found: re.Match[str]) -> bool:
    """ "an increase of 132 (11%)" and "up 132 (11%)" are changes."""
    lead = said.normal[max(0, found.start() - 45) : found.start()]
    return bool(re.search(r"\b(?:by|up|down|of)\b[^{}]{0,12}$", lead) and way_of(lead)) or way_of(found["noun"]) != 0


def _with_whole_before(
    said: Said, before: Sequence[Said], found: re.Match[str], part: Figure, percent: Figure
) -> Iterator[Claim]:
    lead = said.normal[: found.start()]
    named = [*_OF_WHICH.finditer(lead), *_OF_WHOLE.finditer(lead)]
    others = _greater(said, numbers_in(lead, "c") + numbers_in(lead, "m"), part)
    earlier = [f for one in before[-3:] for f in _greater(one, one.counts + one.lettered("m"), part)]
    if named:
        whole = said.figure(max(named, key=lambda match: match.start("whole"))["whole"])
        if whole.unit is part.unit and whole.value < part.value and starts_with(said, r"(?:out )?of"):
            yield MoreThan(part, whole)
            return
        if whole.unit is part.unit and whole.value >= part.value:
            yield Share(part, percent, _unique([whole, *others, *earlier]))
            return
    if starts_with(said, r"(?:and )?(?:of|out of|among) (?:these|those|them|this|which|whom)") and before:
        last = _greater(before[-1], before[-1].counts, part)
        if last:
            confidence = Confidence.SURE if len(last) == 1 else Confidence.LIKELY
            yield Share(part, percent, _unique([*reversed(last), *others, *earlier]), confidence)
            return
    yield from _unnamed(said, before, found, (part, percent), (others, earlier))


def _unnamed(
    said: Said,
    before: Sequence[Said],
    found: re.Match[str],
    share: tuple[Figure, Figure],
    wholes: tuple[list[Figure], list[Figure]],
) -> Iterator[Claim]:
    """No whole is named: that of the same things, of the shares before, or the only one there is, was meant."""
    (part, percent), (others, earlier) = share, wholes
    named_alike = _alike(before, found, part)
    if named_alike is not None:
        yield Share(part, percent, _unique([named_alike, *others, *earlier]), Confidence.LIKELY)
        return
    running = _running(before)
    if running is not None and running.unit is part.unit and running.value >= part.value:
        yield Share(part, percent, _unique([running, *others, *earlier]), Confidence.LIKELY)
        return
    if len(others) == 1 and abs(HUNDRED * part.value / others[0].value - percent.value) <= _CLOSE:
        yield Share(part, percent, _unique([*others, *earlier]), Confidence.LIKELY)
        return
    yield from _nearly(part, percent, _unique([*others, *earlier]), bool(_OF_ALL.match(found["tail"])))


def _alike(before: Sequence[Said], found: re.Match[str], part: Figure) -> Figure | None:
    """The only earlier count of the same things: "We heard from 540 young people. ... 297 young people (55%) ..."."""
    noun = re.match(r" [a-z]+(?: [a-z]+)?", found["noun"])
    if noun is None:
        return None
    like = re.compile(rf"\{{c(\d+)\}}{re.escape(noun.group())}\b")
    wholes = [one.figure(m.group(1)) for one in before[-4:] for m in like.finditer(one.normal)]
    return wholes[0] if len(wholes) == 1 and wholes[0].value > part.value else None


def _running(before: Sequence[Said]) -> Figure | None:
    """The whole that the sentences before take their shares of: "388 of 412 (94%). In suitable homes: 367 (89%)."."""
    for said in reversed(before[-3:]):
        found = [claim for claim, _ in _explicit(said)]
        if found:
            return found[-1].wholes[0]
        if not _BRACKETED.search(said.normal):
            return None
    return None


def _greater(said: Said, numbers: Sequence[int], part: Figure) -> list[Figure]:
    figures = [said.figure(number) for number in numbers]
    return [figure for figure in figures if figure.unit is part.unit and figure.value >= part.value > 0]


def _unique(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    return tuple({figure.value: figure for figure in figures}.values())


def _nearly(part: Figure, percent: Figure, wholes: tuple[Figure, ...], of_all: bool) -> Iterator[Claim]:
    """No whole is named: one that nearly fits was meant, if the words say "of the total"."""
    near = [w for w in wholes if abs(HUNDRED * part.value / w.value - percent.value) <= percent.value / 20]
    if not near or any(True for w in wholes if not list(Share(part, percent, (w,)).check(""))):
        return
    if of_all:
        yield Share(part, percent, tuple(near), Confidence.LIKELY)
    elif len(wholes) == 1:
        yield Share(part, percent, tuple(near), Confidence.NOTE)
