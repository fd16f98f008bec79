"""One measure: its question, how it is counted, its chart with every figure beside it, and what was asked of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import DateField, Q, Value
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.http.response import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from goldenthread.analytics.chance import brief_chance, chance_words
from goldenthread.analytics.drawing import gap_chart, icons, run_chart
from goldenthread.analytics.judging import Judgement, judged
from goldenthread.analytics.known import Known
from goldenthread.analytics.models import Definition, Measure, Observation, Rebase, Remark, Standard
from goldenthread.analytics.reliability import figure_words
from goldenthread.analytics.saying import changes, standard_words, value_words
from goldenthread.analytics.series import Series, series_of
from goldenthread.core.casework.models import Event
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.periods import Every
from goldenthread.law.measures.entry import Better, Kind, Unit
from goldenthread.processes.measures.questions.models import Answer, Decision, Question
from goldenthread.processes.measures.returns.feeding import feeds, with_feeds
from goldenthread.publishing.charts.editions import on_page
from goldenthread.publishing.charts.values import RunChart
from goldenthread.web.as_known import known_form
from goldenthread.web.components import Cell, Column, Link, Moment, SummaryRow, Table, Tag
from goldenthread.web.pages.board import at_board, record_address

from .catalogue import DIRECTIONS
from .shared import crumbs, downloads, file_of, keeps, measure_at, standing_tag
from .so_what import so_whats

EARLIER = "Under an earlier definition"
_NO_DAY = Value(None, output_field=DateField())
CAREFUL = {Kind.STOCK: "Counted on a day", Kind.FLOW: "Counted over a span", Kind.RATIO: "A share or a rate"}


@at_board
def measure_page(request: HttpRequest, board: Partnership, code: str) -> HttpResponse:
    form, as_known = known_form(request)
    measure = measure_at(board, code, with_feeds(Measure.objects.all(), on := as_known and as_known.date()))
    beside = _Beside(measure)
    found, chart = _judged(measure, as_known, beside)
    context: dict[str, Any] = {
        "measure": measure,
        "crumbs": crumbs(board),
        "form_known": form,
        "as_known": as_known,
        "keeps": keeps(board),
        "facts": _facts(measure, found),
        "found": found,
        "links": _links(board, measure),
        "feeds": feeds([measure], on),
    }
    if found and chart:
        variation, assurance = icons(found)
        context |= {
            "value": value_words(found),
            "standing": standing_tag(found),
            "standard": standard_words(found),
            "chance": chance_words(found.latest, found.series.definition),
            "changes": changes(found),
            "drawn": _drawn(chart, f"m{measure.pk}"),
            "files": downloads(request, "measure_chart", board.slug, measure.code),
            "icon_variation": mark_safe(variation),  # noqa: S308 - our own drawing
            "icon_assurance": mark_safe(assurance),  # noqa: S308 - our own drawing
            "figures": _figures(board, found),
        }
    if found and (gaps := gap_chart(found, remarks=beside.remarks)):
        context["gaps"] = _drawn(gaps, f"m{measure.pk}g")
        context["gap_files"] = downloads(request, "measure_gaps", board.slug, measure.code)
    still = [question for question in beside.questions if question.closed_on is None]
    said = so_whats(still) if still else {}
    context |= {
        "time_line": _time_line(board, beside),
        "open_questions": [(one, record_address(board, "questions", one.pk), said[one.pk]) for one in still],
    }
    return render(request, "scorecards/measure.html", context)


@at_board
def chart_file(request: HttpRequest, board: Partnership, code: str, kind: str) -> HttpResponseBase:
    """The chart as SVG, PNG or CSV to take away."""
    measure = measure_at(board, code)
    _, as_known = known_form(request)
    found, chart = _judged(measure, as_known, _Beside(measure))
    if not found or not chart or not found.series.figures:
        raise Http404("There is no chart of this measure yet.")
    return file_of(request, chart, kind)


@at_board
def gaps_file(request: HttpRequest, board: Partnership, code: str, kind: str) -> HttpResponseBase:
    """The chart of the gaps between rare events, to take away."""
    measure = measure_at(board, code)
    beside = _Beside(measure)
    found, _ = _judged(measure, known_form(request)[1], beside)
    chart = gap_chart(found, remarks=beside.remarks) if found else None
    if chart is None:
        raise Http404("There is no chart of gaps of this measure.")
    return file_of(request, chart, kind)


def _drawn(chart: RunChart, key: str) -> SafeString:
    return mark_safe(on_page(chart, key))  # noqa: S308 - drawn by us; every word is escaped there


class _Beside:
    """What stands beside a measure's figures, each read once and only when it is wanted."""

    def __init__(self, measure: Measure) -> None:
        self.measure = measure

    @cached_property
    def rebases(self) -> list[Rebase]:
        return list(Rebase.objects.filter(measure=self.measure))

    @cached_property
    def remarks(self) -> list[Remark]:
        ours = Q(measure=self.measure) | Q(measure__isnull=True)
        return list(Remark.objects.filter(ours, partnership=self.measure.partnership_id, withdrawn=False))

    @cached_property
    def events(self) -> list[Event]:
        """Every step of every question about it, in order, each with its question: one query for both."""
        rows = Event.objects.filter(record__question__measure=self.measure)
        return list(rows.select_related("record__question", "record__lead_agency").order_by("at", "pk"))

    @cached_property
    def questions(self) -> list[Question]:
        """The newest first."""
        found = {event.record_id: event.record.question for event in self.events}
        return list(reversed(found.values()))

    @cached_property
    def texts(self) -> dict[tuple[int, str], Iterator[str]]:
        """(question, step) -> the words of its answers or decisions in order; one query for both."""
        answers = Answer.objects.filter(record__measure=self.measure).order_by()
        decisions = Decision.objects.filter(record__measure=self.measure).order_by()
        rows = answers.values_list("record_id", Value("answer"), "pk", "means", "doing", _NO_DAY).union(
            decisions.values_list("record_id", Value("decide"), "pk", "decided", Value(""), "look_again_on")
        )
        found: dict[tuple[int, str], list[str]] = {}
        for question, step, _, said, doing, again in sorted(rows, key=lambda row: row[2]):
            text = f"{said}\n\nWhat is being done: {doing}" if doing else said
            text += f"\n\nLook again on {again:%-d %B %Y}." if again else ""
            found.setdefault((question, step), []).append(text)
        return {key: iter(said) for key, said in found.items()}


def _judged(measure: Measure, as_known: datetime | None, beside: _Beside) -> tuple[Judgement | None, RunChart | None]:
    """The measure's judgement and its chart; nothing for one that is not defined."""
    series = series_of([measure], as_known=as_known).get(measure.pk)
    if series is None:
        return None, None
    rebases = [r for r in beside.rebases if not r.withdrawn and (not as_known or r.at <= as_known)]
    as_at = as_known.date() if as_known else None
    found = judged(series, list(Standard.objects.filter(measure=measure)), rebases, as_at=as_at)
    return found, run_chart(found, remarks=beside.remarks)


def _facts(measure: Measure, found: Judgement | None) -> list[SummaryRow]:
    rows = [
        SummaryRow("Answers for it", measure.owner_agency or "Nobody yet"),
        SummaryRow("Owned by", measure.group or "No group yet"),
    ]
    if found:
        rows += _counted(found.series.definition)
        rows.append(SummaryRow("Standard", standard_words(found)))
    if measure.audience != Measure.Audience.PARTNERSHIP:
        rows.append(SummaryRow("Who may see it", measure.get_audience_display()))
    if measure.retired_on:
        rows.append(SummaryRow("No longer measured from", measure.retired_on))
    return rows


def _counted(counted: Definition) -> list[SummaryRow]:
    every = Every(counted.every).words
    season = "; rises and falls with the time of year" if counted.seasonal else ""
    how = f"{CAREFUL.get(Kind(counted.kind), Kind(counted.kind).value.capitalize())}, each {every}{season}"
    rows = [SummaryRow("What is counted", counted.numerator)]
    if counted.denominator:
        rows.append(SummaryRow("Out of", counted.denominator))
    rows += [
        SummaryRow("Given in", Unit(counted.unit).words),
        SummaryRow("How", how),
        SummaryRow("Which way is good", DIRECTIONS[Better(counted.better)]),
    ]
    since = f", from {counted.since:%-d %B %Y}" if counted.since else ""
    rows.append(SummaryRow("Definition", f"Version {counted.number}{since}"))
    if counted.source:
        rows.append(SummaryRow("Source", counted.source))
    if counted.note:
        rows.append(SummaryRow("Note", counted.note))
    return rows


def _figures(board: Partnership, found: Judgement) -> Table:
    """Every figure, newest first, with who gave it; parts of periods and earlier definitions say so."""
    judged_on = {point.on: point for point in found.chart.points} if found.chart else {}
    series = found.series
    rows = [(one, "") for one in series.figures]
    whole = series.every.months
    rows += [
        (one, "A longer span" if one.stretch.days > 31 * max(1, whole) else "Part of a period") for one in series.parts
    ]
    rows += [(one, EARLIER) for one in series.earlier]
    columns = tuple(Column(text, text == "Figure") for text in ("Period", "Figure", "Judged", "From", "Known since"))
    body = tuple(
        _figure(board, series, one, judged_on.get(one.stretch.first), kind)
        for one, kind in sorted(rows, key=lambda row: row[0].stretch, reverse=True)
    )
    return Table("Every figure", columns, body, True)


def _figure(board: Partnership, series: Series, one: Known, point: Any, kind: str) -> tuple[Cell, ...]:
    history = reverse("figure_history", args=[board.slug, series.measure.code, one.pk])
    counted = f"{one.numerator:f} of {one.denominator:f}" if one.numerator is not None and one.denominator else ""
    chance = "" if kind == EARLIER else brief_chance(one, series.definition)
    parts = "; ".join(words for words in (counted.replace(".000", ""), chance) if words)
    tag = Tag("Provisional", "yellow") if one.provisional else Tag(kind, "grey") if kind else None
    special = point is not None and point.special and not kind
    return (
        Cell(one.label, history, tag=tag, note=one.note),
        Cell(figure_words(one, series.definition.unit), note=parts),
        Cell(point.words if special else ""),
        Cell(Observation.Source(one.source).label, note=one.by),
        Cell(f"{one.recorded_at:%-d %b %Y}"),
    )


def _time_line(board: Partnership, beside: _Beside) -> list[Moment]:
    """Answers, decisions, remarks and rebases on one time line, newest first."""
    moments = [_said(board, event, beside.texts) for event in beside.events]
    for remark in beside.remarks:
        moments.append(Moment(remark.on, remark.text, remark.by, tag=Tag(remark.get_kind_display(), "blue")))
    for rebase in beside.rebases:
        words = "Limits set anew" if not rebase.withdrawn else "Limits were set anew, and that was taken back"
        moments.append(Moment(rebase.at, f"{words} from {rebase.on:%-d %B %Y}", rebase.by, rebase.reason))
    return sorted(moments, key=lambda one: _day(one.when), reverse=True)


def _said(board: Partnership, event: Event, texts: dict[tuple[int, str], Iterator[str]]) -> Moment:
    """One step of a question, with the words of the answer or the decision that it brought."""
    question = event.record.question
    link = Link(question.reference, record_address(board, "questions", question.pk))
    opened = question.signal if event.name == "open" else event.note
    text = next(texts.get((question.pk, event.name), iter(())), opened)
    return Moment(event.at, event.label, event.by, text, links=(link,))


def _day(when: Any) -> Any:
    return when.date() if isinstance(when, datetime) else when


def _links(board: Partnership, measure: Measure) -> list[Link]:
    """What a keeper may do here, by address."""
    if not keeps(board):
        return []
    names = (
        ("Change what surrounds it", "change_measure"),
        ("Count it otherwise from a day", "redefine_measure"),
        ("Set a standard", "set_standard"),
        ("Write on its time line", "add_remark"),
        ("Set limits anew", "rebase_measure"),
        ("Name it as the test of a recommendation", "gauge_measure"),
        ("No longer measure it", "retire_measure"),
    )
    return [Link(text, reverse(name, args=[board.slug, measure.code])) for text, name in names]
