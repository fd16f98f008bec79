"""What a wave says, as it may be shown: shares with their intervals, charts, and one wave beside another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from goldenthread.kernel.disclosure.tables import TOTAL
from goldenthread.kernel.statistics.compare import Contrast, difference
from goldenthread.kernel.statistics.intervals import Interval, wilson
from goldenthread.kernel.statistics.overdispersion import Tally
from goldenthread.publishing.charts.units import percent
from goldenthread.publishing.charts.values import Bar, BarChart

from .models import Question, Survey, Wave
from .protecting import ANSWERED, ASKED, SILENT, cell_key

WITHHELD = "c"
#: With fewer answers than this on either side, two waves are not held against each other.
FEWEST = 10


@dataclass(frozen=True)
class Share:
    """How many of a group gave an answer, of how many; none where it is withheld."""

    answer: str
    people: int | None
    of: int | None
    interval: Interval | None

    @property
    def words(self) -> str:
        """'12 (24%, 14% to 37%)', or why not."""
        if self.people is None:
            return WITHHELD
        if self.interval is None:
            return str(self.people)
        ends = f"{_percent(self.interval.lower or 0)} to {_percent(self.interval.upper)}"
        return f"{self.people} ({_percent(self.interval.value)}, {ends})"


@dataclass(frozen=True)
class Column:
    """One question's answers from one group: how many were asked, answered it, did not; none where withheld."""

    group: str
    asked: int | None
    of: int | None
    silent: int | None
    shares: tuple[Share, ...]


@dataclass(frozen=True)
class Change:
    """An answer in an earlier wave and in a later one. `words` say what chance alone could give."""

    answer: str
    before: Share
    after: Share
    words: str


def groups_of(wave: Wave) -> tuple[str, ...]:
    """The groups shown, and everyone last where there is more than one."""
    groups = tuple(wave.shown.get("groups", ()))
    return groups if len(groups) == 1 else (*groups, TOTAL)


def columns(wave: Wave, question: Question) -> list[Column]:
    """The answers by group, and of everyone."""
    return [_column(wave, question, group) for group in groups_of(wave)]


def overall(wave: Wave, question: Question) -> Column:
    return _column(wave, question, TOTAL)


def chart(survey: Survey, question: Question, waves: Sequence[Wave]) -> BarChart:
    """Every answer of everyone, a bar for each wave; the newest is marked."""
    bars = tuple(_bars(question, waves))
    return BarChart(question.text, bars, percent(), "Answer", source=f"{survey.title}, {survey.asked_of}")


def changes(question: Question, before: Wave, after: Wave) -> list[Change]:
    """Each answer of everyone, two waves side by side."""
    return [
        Change(one.answer, one, other, _change(one, other))
        for one, other in zip(overall(before, question).shares, overall(after, question).shares, strict=True)
    ]


def rows_of(survey: Survey, waves: Sequence[Wave], questions: Sequence[Question]) -> Iterator[list[Any]]:
    """For a file: one row for each wave, question, answer and group, as it may be shown and no more."""
    for wave in waves:
        for question in questions:
            days = [wave.name, wave.since, wave.until, question.text]
            for column in columns(wave, question):
                for label, number in ((ASKED, column.asked), (ANSWERED, column.of), (SILENT, column.silent)):
                    yield [*days, label, column.group, or_withheld(number), "", "", ""]
                yield from ([*days, share.answer, column.group, *_figures(share)] for share in column.shares)


HEADINGS = (
    "Wave", "First day", "Last day", "Question", "Answer", "Group", "People", "Of", "Per cent, low", "Per cent, high",
)  # fmt: skip


def _figures(share: Share) -> list[Any]:
    ends: list[Any] = (
        [round(100 * end, 1) for end in (share.interval.lower or 0, share.interval.upper)] if share.interval else []
    )
    return [or_withheld(share.people), or_withheld(share.of), *(ends or ["", ""])]


def or_withheld(number: int | None) -> Any:
    return WITHHELD if number is None else number


def _column(wave: Wave, question: Question, group: str) -> Column:
    asked, of, silent = (_cell(wave, question.number, line, group) for line in (ASKED, ANSWERED, SILENT))
    shares = tuple(_share(wave, question, answer, group, of) for answer in question.options)
    return Column(group, asked, of, silent, shares)


def _share(wave: Wave, question: Question, answer: str, group: str, of: int | None) -> Share:
    people = _cell(wave, question.number, answer, group)
    return Share(answer, people, of, wilson(people, of) if people is not None and of else None)


def _cell(wave: Wave, number: int, line: str, group: str) -> int | None:
    found = wave.shown.get("cells", {}).get(cell_key(number, line, group))
    return found if isinstance(found, int) else None


def _bars(question: Question, waves: Sequence[Wave]) -> Iterator[Bar]:
    for place, answer in enumerate(question.options):
        for wave in waves:
            share = overall(wave, question).shares[place]
            label = f"{answer}, {wave.name}" if len(waves) > 1 else answer
            found = share.interval
            if found is None:
                yield Bar(label, None, missing="No answers" if share.of == 0 else "Withheld")
            else:
                ends = (100 * (found.lower or 0), 100 * found.upper)
                yield Bar(label, 100 * found.value, *ends, ours=wave == waves[-1])


def _change(before: Share, after: Share) -> str:
    if before.people is None or after.people is None or before.of is None or after.of is None:
        return "Withheld in one of the waves"
    if min(before.of, after.of) < FEWEST:
        return f"Too few to judge: fewer than {FEWEST} answered in one of the waves"
    found: Contrast = difference(Tally(after.people, after.of), Tally(before.people, before.of))
    return found.words[:1].upper() + found.words[1:]


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%"
