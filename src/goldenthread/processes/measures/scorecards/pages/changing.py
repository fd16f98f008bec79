"""The forms around one measure: what surrounds it, how it is counted, its standard, its time line, asking, finding."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from goldenthread.analytics.defining import (
    COUNTED_BY,
    OF_MEASURE,
    amend_measure,
    redefine,
    retire_measure,
    set_standard,
)
from goldenthread.analytics.gauging import gauge
from goldenthread.analytics.models import Measure, Remark, Standard
from goldenthread.analytics.remarking import rebase, remark
from goldenthread.analytics.roles import KEEPERS
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.learning import raise_finding
from goldenthread.core.thread.models import Impact
from goldenthread.kernel.now import today
from goldenthread.processes.measures.questions.asking import ask
from goldenthread.processes.measures.questions.models import Question
from goldenthread.processes.measures.questions.process import questions
from goldenthread.web.dates import DateField
from goldenthread.web.forms import RadioSelect
from goldenthread.web.pages.board import at_board, needs, record_address
from goldenthread.web.pages.forms import act, form_class, initial_from, version_of

from .catalogue import definition_fields
from .shared import column_fields, crumbs, measure_at


@at_board
def change_page(request: HttpRequest, board: Partnership, code: str) -> HttpResponse:
    measure = _kept(board, code, "change a measure")
    form = form_class(Measure, OF_MEASURE, board)(request.POST or None, initial=initial_from(measure, OF_MEASURE))

    def verb(values: dict[str, Any]) -> Measure:
        return amend_measure(measure, expected_version=version_of(request), **values)

    return _ask(request, board, measure, form, verb, "Change what surrounds it", "Save", version=measure.version)


@at_board
def redefine_page(request: HttpRequest, board: Partnership, code: str) -> HttpResponse:
    measure = _kept(board, code, "redefine a measure")
    last = measure.definitions.latest("number")
    fields = {"since": DateField(label="Counted so from"), **definition_fields()}
    form = type("RedefineForm", (forms.Form,), fields)(request.POST or None, initial=initial_from(last, COUNTED_BY))
    warning = "Figures before and after are then two series: they are not joined, and limits begin anew."
    return _ask(
        request, board, measure, form, lambda v: redefine(measure, **v), "Count it otherwise from a day",
        "Count it so", warning=warning,
    )  # fmt: skip


@at_board
def standard_page(request: HttpRequest, board: Partnership, code: str) -> HttpResponse:
    measure = _kept(board, code, "set a standard")
    names = ("target", "minimum", "ceiling", "benchmark", "none_because", "agreed")
    made = {"since": DateField(label="From"), **column_fields(Standard, names)}
    form = type("StandardForm", (forms.Form,), made)(request.POST or None)
    return _ask(request, board, measure, form, lambda v: set_standard(measure, **v), "Set a standard", "Set it")


@at_board
def retire_page(request: HttpRequest, board: Partnership, code: str) -> HttpResponse:
    measure = _kept(board, code, "retire a measure")
    made = {"on": DateField(label="No longer measured from")}
    form = type("RetireForm", (forms.Form,), made)(request.POST or None, initial={"on": today()})

    def verb(values: dict[str, Any]) -> Measure:
        return retire_measure(measure, expected_version=version_of(request), **values)

    warning = "Its figures stay, and it no longer asks. Questions that are open stay open."
    return _ask(
        request, board, measure, form, verb, "No longer measure it", "Stop measuring it",
        version=measure.version, warning=warning,
    )  # fmt: skip


@at_board
def remark_page(request: HttpRequest, board: Partnership, code: str) -> HttpResponse:
    measure = _kept(board, code, "write on the time line")
    made = {
        "on": DateField(label="When did it happen?"),
        "kind": forms.ChoiceField(label="What was it?", choices=Remark.Kind.choices, widget=RadioSelect),
        "text": forms.CharField(label="What happened?", max_length=200),
        "every": forms.BooleanField(label="It bears on every measure here", required=False),
    }
    form = type("RemarkForm", (forms.Form,), made)(request.POST or None)

    def verb(values: dict[str, Any]) -> Remark:
        on_all = values.pop("every")
        return remark(partnership=board, measure=None if on_all else measure, **values)

    return _ask(request, board, measure, form, verb, "Write on its time line", "Write it")


@at_board
def rebase_page(request: HttpRequest, board: Partnership, code: str) -> HttpResponse:
    measure = _kept(board, code, "set limits anew")
    made = {
        "on": DateField(label="From which day?"),
        "reason": forms.CharField(label="What changed, and how is that known?", max_length=300),
    }
    form = type("RebaseForm", (forms.Form,), made)(request.POST or None)
    warning = "Do this only where the figures moved and stayed there, and where you know which change moved them."
    return _ask(
        request, board, measure, form, lambda v: rebase(measure, **v), "Set limits anew", "Set them anew",
        warning=warning,
    )  # fmt: skip


@at_board
def ask_page(request: HttpRequest, board: Partnership, code: str) -> HttpResponse:
    measure = measure_at(board, code)
    needs(questions.may_open, board, "ask about a measure")
    made = {"signal": _long(f"What do you ask {measure.owner_agency or 'about it'}?", 300)}
    form = type("AskForm", (forms.Form,), made)(request.POST or None)
    return _ask(
        request, board, measure, form, lambda v: ask(measure, **v)[0], "Ask about it", "Ask",
        done=lambda question: record_address(board, "questions", question.pk),
    )  # fmt: skip


@at_board
def finding_page(request: HttpRequest, board: Partnership, code: str) -> HttpResponse:
    """A finding hangs from a record: from the question that is open about the measure, or one that is put with it."""
    measure = _kept(board, code, "raise a finding")
    form = type("FindingForm", (forms.Form,), {"text": _long("What was found?", 5000)})(request.POST or None)

    def verb(values: dict[str, Any]) -> Question:
        still = Question.objects.filter(measure=measure, closed_on__isnull=True).order_by("-opened_on", "-pk").first()
        question = still or ask(measure, signal=values["text"])[0]
        raise_finding(source=question, text=values["text"])
        return question

    return _ask(
        request, board, measure, form, verb, "Raise a finding", "Raise it",
        done=lambda question: record_address(board, "questions", question.pk),
    )  # fmt: skip


@at_board
def gauge_page(request: HttpRequest, board: Partnership, code: str) -> HttpResponse:
    """Name it as the test of a recommendation: of one look that is planned or was taken."""
    measure = _kept(board, code, "name a measure as a test")
    looks = Impact.objects.filter(recommendation__partnership=board).select_related("recommendation")
    made = {"impact": ImpactChoice(looks.order_by("-pk"), label="Of which recommendation, and which look?")}
    form = type("GaugeForm", (forms.Form,), made)(request.POST or None)
    return _ask(
        request, board, measure, form, lambda v: gauge(measure, v["impact"]), "Name it as the test of a recommendation",
        "Name it", done=lambda row: reverse("recommendation", args=[board.slug, row.impact.recommendation_id]),
    )  # fmt: skip


class ImpactChoice(forms.ModelChoiceField):
    def label_from_instance(self, impact: Impact) -> str:
        advice = impact.recommendation
        return f"{advice.reference} {advice.text[:80]}: {impact.measure}"


def _kept(board: Partnership, code: str, doing: str) -> Measure:
    measure = measure_at(board, code)
    needs(KEEPERS, board, doing)
    return measure


def _ask(
    request: HttpRequest,
    board: Partnership,
    measure: Measure,
    form: forms.Form,
    verb: Callable[[dict[str, Any]], Any],
    title: str,
    button: str,
    done: Callable[[Any], str] | None = None,
    **more: Any,
) -> HttpResponse:
    """One form of one measure, back to its page when it is done."""
    address = reverse("measure", args=[board.slug, measure.code])
    context = {
        "title": title,
        "caption": measure.title,
        "crumbs": crumbs(board, measure),
        "cancel_url": address,
        "button": button,
        **more,
    }
    return act(request, form, verb, done or (lambda _: address), "web/pages/form.html", context)


def _long(label: str, most: int) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, widget=forms.Textarea)
