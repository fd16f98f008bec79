"""What does not hold of an answer, in words: against its own parts, its period, the last time, and its whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from goldenthread.kernel.now import today
from goldenthread.kernel.periods import Stretch
from goldenthread.law.measures.entry import Unit

#: From here on a count is large enough for a doubling to be worth a second look.
SMALL = 10
FIGURES = ("value", "numerator", "denominator")
#: Plain numbers of which the parts make the whole; an average of days does not add up.
ADDED = frozenset({Unit.COUNT, Unit.POUNDS, Unit.FTE})
IF_RIGHT = "If that is right, say so and why."


class Answer(Protocol):
    """What is checked: a `Line`, or anything that says the same of itself."""

    @property
    def value(self) -> Decimal | None: ...
    @property
    def numerator(self) -> Decimal | None: ...
    @property
    def denominator(self) -> Decimal | None: ...
    @property
    def symbol(self) -> str: ...
    @property
    def counted_on(self) -> date | None: ...
    @property
    def sure(self) -> bool: ...
    @property
    def note(self) -> str: ...
    @property
    def part(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def snapshot(self) -> bool: ...
    @property
    def out_of(self) -> str: ...
    @property
    def before_label(self) -> str: ...
    @property
    def per(self) -> int | None: ...
    @property
    def figure(self) -> Decimal | None: ...
    @property
    def before(self) -> Decimal | None: ...
    @property
    def before_denominator(self) -> Decimal | None: ...
    @property
    def adds_up(self) -> bool: ...


@dataclass(frozen=True)
class Problem:
    """One thing that does not hold. `asks`: it may be right all the same, if whoever answers says so and why."""

    field: str
    text: str
    asks: bool = False


def problems_of(answer: Answer, period: Stretch, others: Sequence[Answer] = ()) -> list[Problem]:
    """Everything that stands against an answer to a question about a period; nothing where all is well.

    `others`: the other parts of the same measure. Only those with a figure are held against it.
    """
    given = [name for name in FIGURES if getattr(answer, name) is not None]
    if answer.symbol:
        return [Problem("symbol", "Give a figure, or say why there is none: not both.")] if given else []
    if not given:
        return [Problem("value" if not answer.per else "numerator", "Give a figure, or say why there is none.")]
    found = [*_numbers(answer, given), *_day(answer, period)]
    return found or [*_jump(answer), *_whole(answer, others)]


def _numbers(answer: Answer, given: Sequence[str]) -> list[Problem]:
    found = []
    for name in given:
        number: Decimal = getattr(answer, name)
        if not number.is_finite():
            found.append(Problem(name, "This is not a number."))
        elif number < 0 and answer.kind != "money":
            found.append(Problem(name, f"{number:f} is below nought."))
        elif answer.unit == "count" and not answer.per and number % 1:
            found.append(Problem(name, f"{number:f} is not a whole number."))
    return found or _parts(answer)


def _parts(answer: Answer) -> list[Problem]:
    over, under = answer.numerator, answer.denominator
    if not answer.per:
        return []
    if answer.value is not None and over is None and under is None:
        return []
    if over is None:
        return [Problem("numerator", "Say how many.")]
    if under is None:
        return [Problem("denominator", f"Say out of how many: {answer.out_of}.")]
    if under == 0:
        return [Problem("denominator", "Nothing can be out of nought. Say 'not applicable' instead.")]
    if answer.unit == "percent" and over > under:
        return [Problem("numerator", f"{over:f} of {under:f} is more than the whole.")]
    return []


def _day(answer: Answer, period: Stretch) -> list[Problem]:
    on = answer.counted_on
    if on is None or not answer.snapshot:
        return []
    if on > today():
        return [Problem("counted_on", f"{on:%-d %B %Y} lies ahead.")]
    if not period.first <= on <= period.last:
        return [Problem("counted_on", f"{on:%-d %B %Y} does not lie in {period}.")]
    return []


def _jump(answer: Answer) -> list[Problem]:
    """Twice as much as the last time, or half: it may be so, and then a note says why."""
    if _explained(answer):
        return []
    apart = Decimal(20) if answer.unit == "percent" else None
    pairs = (
        ("It was", "is", answer.before, answer.figure, apart),
        ("It was out of", "is out of", answer.before_denominator, answer.denominator, None),
    )
    return [
        Problem(
            "sure",
            f"{was} {_short(then)} in {answer.before_label} and {now_is} {_short(now)} now. {IF_RIGHT}",
            asks=True,
        )
        for was, now_is, then, now, limit in pairs
        if then is not None and now is not None and _far(then, now, limit)
    ]


def _far(then: Decimal, now: Decimal, limit: Decimal | None) -> bool:
    low, high = sorted((then, now))
    return high - low >= (limit or max(Decimal(SMALL), low))


def _whole(answer: Answer, others: Sequence[Answer]) -> list[Problem]:
    """No part is more than the whole; and where the parts are all of it, they add up to it."""
    if answer.unit not in ADDED and not answer.per:
        return []
    found: list[Problem] = []
    for name in ("numerator", "denominator") if answer.per else ("value",):
        mine: Decimal | None = getattr(answer, name)
        if mine is not None and not answer.part:
            found += _total(answer, name, mine, [one for one in others if one.part])
        elif mine is not None:
            whole = next((getattr(one, name) for one in others if not one.part), None)
            if whole is not None and mine > whole:
                found.append(Problem(name, f"{_short(mine)} is more than the whole of {_short(whole)}."))
    return found


def _total(answer: Answer, name: str, mine: Decimal, parts: Sequence[Answer]) -> list[Problem]:
    """The parts against the whole. What is not given, or is a cohort and no part of a division, is not missed."""
    given = [number for one in parts if (number := getattr(one, name)) is not None]
    total = sum(given, Decimal(0))
    divided = all(one.adds_up for one in parts)
    if not given or _explained(answer) or (total <= mine and (len(given) < len(parts) or not divided)):
        return []
    if total == mine or (total > mine and not divided):
        return []
    summed = "What its parts are out of adds up to" if name == "denominator" else "Its parts add up to"
    less = f"more than the whole of {_short(mine)}" if total > mine else f"and the whole is {_short(mine)}"
    return [Problem("sure", f"{summed} {_short(total)}, {less}. {IF_RIGHT}", asks=True)]


def _explained(answer: Answer) -> bool:
    return answer.sure and bool(answer.note.strip())


def _short(number: Decimal) -> str:
    return f"{number:,.1f}".removesuffix(".0")
