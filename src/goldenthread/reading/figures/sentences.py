"""Sentences as rows of figures: what is counted, when, and the earlier figure it is set against."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from goldenthread.kernel.arithmetic.figures import Unit
from goldenthread.kernel.periods import Every, a_year_before
from goldenthread.reading.figures.kinds import Sort, sort_of, speaks_of_figures
from goldenthread.reading.figures.model import FigureRow, LeftOut, ReadFigure, Span
from goldenthread.reading.figures.spans import every_of, spans_in
from goldenthread.reading.figures.wording import (
    before_words,
    begins_from,
    goes_on,
    is_change,
    is_earlier,
    is_target,
    lacks_subject,
    shared_with,
    title_words,
)
from goldenthread.reading.reports.mentions import LONGEST, Mention, Said
from goldenthread.reading.reports.prose import Passage
from goldenthread.reading.reports.subjects import stems

SECTION = "Sentences"
IN_PASSING = "It is said in passing: nothing here says what is measured."
A_CHANGE = "It is a change between two figures, which is computed and not kept."
A_TARGET = "It is what is aimed at, and no figure of what was done."
_OF_QUANTITY = "cpmr"
_LAST_YEAR = re.compile(
    r"\b(?:previous|last|prior|preceding) (?:financial )?(?:year|period)(?:['’]s)?\b|\byear (?:before|earlier"
    r"|previously)\b",
    re.I,
)
_CLAUSE = 60
_SMALL = 10
_LONGEST = 150
_FEW = 1  # word: a share of something is said in more
_GENERIC = frozenset(
    {
        "children",
        "people",
        "young people",
        "children and young people",
        "families",
        "staff",
        "members",
        "cases",
        "professionals",
    }
)
_BEFORE = 24  # letters: room for "the year ending" before a date


@dataclass(frozen=True, slots=True)
class _Offer:
    """One mention that is offered, with its words."""

    said: Said
    mention: Mention
    words: str
    earlier: bool


def read_passages(passages: list[Passage], report: Span | None) -> tuple[list[FigureRow], list[LeftOut]]:
    """The figures of some sentences, and those that are left out with the reason."""
    rows: list[FigureRow] = []
    left: list[LeftOut] = []
    for passage in passages:
        offers: list[_Offer] = []
        for said in passage.sentences:
            for at, mention in enumerate(said.mentions):
                if mention.figure is None or mention.letter not in _OF_QUANTITY or _numbers_a_list(said):
                    continue
                offered, why = _offer(said, at, offers)
                if offered:
                    offers.append(offered)
                else:
                    left.append(LeftOut(_quoted(said, mention), passage.where, why))
        rows += list(_rows(passage, offers, report))
    return rows, left


def _numbers_a_list(said: Said) -> bool:
    return bool(re.fullmatch(r"\W*\d{1,3}\W*", said.text))


def _offer(said: Said, at: int, before: list[_Offer]) -> tuple[_Offer | None, str]:
    """What one mention is taken to be, given those before it in the passage; or why it is left out."""
    mention = said.mentions[at]
    aside = A_CHANGE if is_change(said, at) else A_TARGET if is_target(said, at) else ""
    if aside:
        return None, aside
    like = next((one for one in reversed(before) if one.mention.letter == mention.letter and not one.earlier), None)
    if shared_with(said, at) and before and before[-1].mention == said.mentions[at - 1]:
        return _Offer(said, mention, before[-1].words, before[-1].earlier), ""
    if goes_on(said, at) and before and before[-1].said is said:
        return _Offer(said, mention, before[-1].words, False), ""
    if is_earlier(said, at) and like:
        return _Offer(said, mention, like.words, True), ""
    words = _named(title_words(said, at), before, like if _LAST_YEAR.search(said.text) else None)
    if not words or not _worth(said, at, words):
        return None, IN_PASSING
    return _Offer(said, mention, words, begins_from(said, at)), ""


def _named(words: str, before: list[_Offer], like: _Offer | None) -> str:
    """A title that stands by itself: with what it is a part of, or the fuller words used just before."""
    if like and words and stems(words) < stems(like.words):
        return like.words
    if words and lacks_subject(words):
        return f"{before[-1].words}: {words}"[:_LONGEST] if before else ""
    return words


def _worth(said: Said, at: int, words: str) -> bool:
    """Whether a figure is of something that is measured: in figures, of people, money or of what happens."""
    figure = said.mentions[at].figure
    written = figure is not None and any(c.isdigit() for c in figure.text)
    small = figure is not None and figure.unit is Unit.COUNT and figure.value < _SMALL
    generic = words.lower() in _GENERIC
    unit = figure.unit if figure is not None else Unit.COUNT
    told = speaks_of_figures(words) or unit is Unit.MONEY or (unit is Unit.PERCENT and len(words.split()) > _FEW)
    return written and told and not generic and not (small and not before_words(said, at))


def _rows(passage: Passage, offers: list[_Offer], report: Span | None) -> Iterator[FigureRow]:
    """Offers of the same words are one row with several figures."""
    by_words: dict[tuple[str, Unit], list[_Offer]] = {}
    for offer in offers:
        figure = offer.mention.figure
        if figure is not None:
            by_words.setdefault((offer.words, figure.unit), []).append(offer)
    for (words, unit), same in by_words.items():
        first = same[0]
        sort = sort_of(words, unit, heading=passage.section, by_day=_on_a_day(first))
        figures = tuple(_figure(passage, offer, sort, report) for offer in same)
        spans = [span for offer in same if (span := _span(passage, offer, report)[0])]
        yield FigureRow(
            section=SECTION,
            label=words,
            words=words,
            kind=sort.kind,
            unit=sort.unit,
            snapshot=sort.snapshot,
            every=_every(spans),
            figures=figures,
            where=passage.where,
            source=" ".join(dict.fromkeys(offer.said.text for offer in same)),
            context=passage.section,
        )


def _every(spans: list[Span]) -> Every:
    return max((every_of(span) for span in spans), key=lambda every: every.months, default=Every.FINANCIAL_YEAR)


def _on_a_day(offer: _Offer) -> bool:
    near = offer.said.text[max(0, offer.mention.start - _CLAUSE) : offer.mention.end + _CLAUSE].lower()
    return bool(
        re.search(
            r"\b(?:at|by) (?:the )?(?:year[- ])?end\b|\bas (?:at|of)\b|\bon (?:31|30)|\bby \w+ (?:19|20)\d\d", near
        )
    )


def _figure(passage: Passage, offer: _Offer, sort: Sort, report: Span | None) -> ReadFigure:
    span, doubt = _span(passage, offer, report)
    figure = offer.mention.figure
    over = span.stretch if span and (span.precision != "day") else None
    problem = "" if span else "No period is named. Say which."
    if span and over is None and not sort.snapshot:
        problem = "It is counted over time, and only a day is named. Say from which day to which."
    return ReadFigure(
        text=figure.text if figure else "",
        value=figure.value if figure else None,
        symbol="",
        period=span.words if span else "",
        span=over,
        on=span.stretch.last if span else None,
        where=f"{passage.where}: “{_short(offer.said.text)}”",
        note="About: the report does not give it exactly." if figure and figure.about else "",
        doubt=doubt,
        problem=problem,
    )


def _span(passage: Passage, offer: _Offer, report: Span | None) -> tuple[Span | None, str]:
    """The period nearest to a figure in its sentence, or in those before it; else the report's, with a doubt."""
    named = _nearest(offer.said, offer.mention, offer.earlier)
    if named:
        return named, ""
    after = offer.said.text[offer.mention.end : offer.mention.end + _CLAUSE]
    before = offer.said.text[max(0, offer.mention.start - _CLAUSE) : offer.mention.start]
    if _LAST_YEAR.search(after) or (_LAST_YEAR.search(before) and (offer.earlier or "when" in before.split())):
        if report is None or report.stretch.days < 360:
            return None, ""
        whole = a_year_before(report.stretch)
        words = f"{whole.first.year}-{whole.last:%y}"
        return Span(whole, "year", words), f"The year before was taken to be {words}."
    if offer.earlier:
        return None, ""
    at = passage.sentences.index(offer.said)
    for earlier in reversed(passage.sentences[:at]):
        spans = [span for span in spans_in(earlier.text) if span.sure]
        if len(spans) == 1:
            return spans[0], f"The sentence before names {spans[0].words}."
    if report is None:
        return None, ""
    return report, f"No period is named here: taken to be the report's, {report.words}."


def _nearest(said: Said, mention: Mention, earlier: bool) -> Span | None:
    """The named period that stands closest; for a figure set against another, the one named after it."""
    if earlier:
        spans = [span for span in spans_in(said.text[mention.end : mention.end + _CLAUSE]) if span.sure]
        return spans[0] if spans else None
    found: list[tuple[int, Span]] = []
    for other in said.mentions:
        if other.letter == "x":
            spans = spans_in(said.text[max(0, other.start - _BEFORE) : other.end])
            found += [(_far(said, mention, other), span) for span in spans[-1:] if span.sure]
    return min(found, key=lambda one: one[0])[1] if found else None


def _far(said: Said, mention: Mention, other: Mention) -> int:
    """How far a period stands from a figure: one before it is farther, one behind another figure farther still."""
    after = other.start > mention.start
    one, two = (mention, other) if after else (other, mention)
    between = sum(one.end <= third.start < two.start for third in said.mentions if third.letter in _OF_QUANTITY)
    return (two.start - one.end) * (1 if after else 2) + (not after) + between * LONGEST


def _quoted(said: Said, mention: Mention) -> str:
    start, end = max(0, mention.start - 70), min(len(said.text), mention.end + 70)
    return f"{'…' if start else ''}{said.text[start:end].strip()}{'…' if end < len(said.text) else ''}"


def _short(text: str) -> str:
    return text if len(text) <= 160 else text[:157].rsplit(" ", 1)[0] + "…"
