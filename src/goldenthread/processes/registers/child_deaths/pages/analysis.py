"""Form C of one case: its domains, what they came to, and whether it is complete. Open until the panel agreed it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.law.deaths.analysis import Domain, Version
from goldenthread.law.forms import Choice
from goldenthread.web.components import Cell, Column, Link, Table
from goldenthread.web.forms import CheckboxSelectMultiple
from goldenthread.web.pages.board import at_board, home_crumb, needs, record_address
from goldenthread.web.pages.forms import act, form_class, initial_from, version_of
from goldenthread.web.pages.unsealing import as_read, ask_why, is_shut, sealed_context

from ..analysing import CONCLUSIONS, Scored, conclude, domain_of, score_domain, template_for, version_for
from ..models import Analysis, ChildDeath
from ..models.choices import CATEGORIES, REPRESENTED, TICKED
from ..process import OPEN, child_deaths
from ..stepping import missing_in

SEVERAL = {"represented": REPRESENTED, "categories": CATEGORIES, "ticked": TICKED}
HINTS = {"categories": "Tick all that apply. The uppermost is the one that is counted."}
WORDS = ("cause", "summary", "documents", "issues", "learning", "recommendations", "follow_up")


@at_board
def analysis_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """The whole form: each domain with its factors, the conclusions, what is missing."""
    case = _case(board, pk)
    with as_read(request, case, what="The analysis"):
        row = Analysis.objects.filter(record=case.pk).first()
        form = version_for(case, row)
        scores = {(one.domain, one.factor): one for one in case.scores.all()}
        editable = case.state in OPEN and bool(child_deaths.may_amend & current_actor().roles(board.pk))
        context = {
            **sealed_context(request, board, case),
            "record": case,
            "form": form,
            "row": row,
            "editable": editable,
            "domains": [_domain(board, case, form, one, scores) for one in form.domains],
            "scale": [(one.code, one.words) for one in form.scores],
            "conclusions": _conclusions(row),
            "conclude_url": reverse("conclude_death", args=[board.slug, case.pk]),
            "missing": missing_in(row, bool(scores)) if case.state in OPEN else [],
            "crumbs": _crumbs(board, case),
        }
        return render(request, "child_deaths/analysis.html", context)


@at_board
def domain_page(request: HttpRequest, board: Partnership, pk: int, key: str) -> HttpResponseBase:
    """Score the factors of one domain."""
    needs(child_deaths.may_amend, board, "write the analysis")
    case = _case(board, pk)
    version = template_for(case)
    if key not in {one.key for one in version.domains}:
        raise Http404("This version of the form has no such domain.")
    domain = domain_of(version, key)
    now = {one.factor: one for one in case.scores.filter(domain=key)}
    form = _domain_form(version, domain, now)(request.POST or None)
    there = reverse("death_analysis", args=[board.slug, case.pk])

    def verb(said: dict[str, Any]) -> Analysis:
        found = {
            factor.code: Scored(said[factor.code], factor.code in said["modifiable"])
            for factor in domain.factors
            if said[factor.code]
        }
        unscored = [one.label for one in domain.factors if one.code in said["modifiable"] and one.code not in found]
        if unscored:
            raise forms.ValidationError({"modifiable": f"Say first how these influenced it: {', '.join(unscored)}."})
        return score_domain(case, key, found)

    context = {
        "title": f"Domain {key}: {domain.title}",
        "caption": f"{case.reference}, {version.title}",
        "crumbs": [*_crumbs(board, case), Link("Analysis", there)],
        "cancel_url": there,
        "button": "Save",
    }
    return act(request, form, verb, lambda _: there, "web/pages/form.html", context)


@at_board
def conclude_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponseBase:
    """What the whole comes to: cause, category, modifiable factors, learning, recommendations."""
    needs(child_deaths.may_amend, board, "write the analysis")
    case = _case(board, pk)
    if is_shut(request, case):
        return ask_why(board, case, request.path)
    with as_read(request, case, what="The conclusions of the analysis"):
        row = Analysis.objects.filter(record=case.pk).first()
        several = {name: _boxes(name) for name in SEVERAL}
        made = form_class(Analysis, [n for n in CONCLUSIONS if n not in SEVERAL], board, several)
        made.base_fields = {name: made.base_fields[name] for name in CONCLUSIONS}  # type: ignore[attr-defined]  # a form's class has them
        form = made(request.POST or None, initial=initial_from(row, CONCLUSIONS) if row else None)
        there = reverse("death_analysis", args=[board.slug, case.pk])
        context = {
            "title": "Conclusions of the analysis",
            "caption": case.reference,
            "crumbs": [*_crumbs(board, case), Link("Analysis", there)],
            "cancel_url": there,
            "button": "Save",
            "version": row.version if row else None,
        }

        def verb(said: dict[str, Any]) -> Analysis:
            return conclude(case, expected_version=version_of(request) if row else None, **said)

        return act(request, form, verb, lambda _: there, "web/pages/form.html", context)


def _case(board: Partnership, pk: int) -> ChildDeath:
    found: ChildDeath = get_object_or_404(ChildDeath.objects.select_related("partnership"), pk=pk, partnership=board)
    return found


def _boxes(name: str) -> forms.Field:
    column = Analysis._meta.get_field(name)
    label = str(column.verbose_name)  # type: ignore[union-attr]  # a column, not a relation
    return forms.MultipleChoiceField(
        label=label[:1].upper() + label[1:], choices=SEVERAL[name], required=False, widget=CheckboxSelectMultiple,
        help_text=HINTS.get(name, ""),
    )  # fmt: skip


def _domain_form(version: Version, domain: Domain, now: dict[str, Any]) -> type[forms.Form]:
    offered = [("", "Not scored"), *((one.code, f"{one.code}: {one.words}") for one in version.scores)]
    fields: dict[str, forms.Field] = {
        one.code: forms.ChoiceField(
            label=_named(one), choices=offered, required=False, initial=now[one.code].score if one.code in now else "",
        )
        for one in domain.factors
    }  # fmt: skip
    fields["modifiable"] = forms.MultipleChoiceField(
        label="Which of them could be changed for other children?",
        help_text="By something that can be done nationally or locally. Only those that may have contributed.",
        choices=[(one.code, _named(one)) for one in domain.factors],
        required=False,
        widget=CheckboxSelectMultiple,
        initial=[one.factor for one in now.values() if one.modifiable],
    )
    return type("DomainForm", (forms.Form,), fields)


def _named(factor: Choice) -> str:
    return f"{factor.under}: {factor.label.lower()}" if factor.under else factor.label


def _domain(
    board: Partnership, case: ChildDeath, form: Version, domain: Domain, scores: dict[tuple[str, str], Any]
) -> tuple[str, Table | None, str]:
    """Its title, the factors that were scored, and where they are scored."""
    rows = []
    for factor in domain.factors:
        one = scores.get((domain.key, factor.code))
        if one is not None:
            told = form.score(one.score).words
            rows.append((Cell(_named(factor)), Cell(one.score, note=told), "Yes" if one.modifiable else ""))
    columns = (Column("Factor"), Column("Influence"), Column("Could be changed"))
    there = reverse("score_death", args=[board.slug, case.pk, domain.key])
    return f"{domain.key}. {domain.title}", Table(domain.title, columns, tuple(rows), True) if rows else None, there


def _conclusions(row: Analysis | None) -> list[tuple[str, list[str]]]:
    """Label and what is said, where something is."""
    if row is None:
        return []
    found = [
        ("Category of death", [row.get_category_display()] if row.category else []),
        ("Also applies", [words for code, words in CATEGORIES if code in row.categories and code != row.category]),
        ("Modifiable factors", [row.get_modifiability_display()] if row.modifiability else []),
        ("Agencies that were represented", [words for code, words in REPRESENTED if code in row.represented]),
        *((_label(name), [str(getattr(row, name))] if getattr(row, name) else []) for name in WORDS),
        ("What follows at once", [words for code, words in TICKED if code in row.ticked]),
    ]
    return [(label, said) for label, said in found if said]


def _label(name: str) -> str:
    words = str(Analysis._meta.get_field(name).verbose_name)  # type: ignore[union-attr]  # a column, not a relation
    return words[:1].upper() + words[1:]


def _crumbs(board: Partnership, case: ChildDeath) -> list[Link]:
    return [
        home_crumb(board),
        Link("Child deaths", reverse("records", args=[board.slug, "child-death"])),
        Link(case.reference, record_address(board, "child-death", case.pk)),
    ]
