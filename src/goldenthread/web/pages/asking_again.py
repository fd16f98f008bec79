"""Have we asked for this before? Earlier recommendations beside a draft, with what became of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Case, Value, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from goldenthread.core.casework.models import Record
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.models import Recommendation, Repeats
from goldenthread.core.thread.repeats import say_repeats, unsay_repeats
from goldenthread.core.thread.similar import VERY_CLOSE, similar_to
from goldenthread.core.thread.threads import Strand, strands
from goldenthread.web.components import Link, SummaryRow, Tag

from .board import at_board, needs
from .forms import act
from .recommendation_parts import actions_in_words, standing_tag
from .recommendations import crumbs_above, get_recommendation, url_of

FORM = "web/pages/form.html"
EARLIER = "web/pages/_earlier.html"
#: As many records as a form offers for a finding to be raised in: the newest.
OFFERED = 25
#: As many recommendations as a form offers besides the close ones.
LISTED = 200
NOTICED = "Write it down as a finding in"
NOTICED_HINT = "That something is asked for again is itself something learned. Leave empty to say only that it is so."


@dataclass(frozen=True)
class Earlier:
    """An earlier recommendation as it is shown beside a draft: where it is, how it stands, what became of it."""

    row: Recommendation
    href: str
    standing: Tag
    facts: list[SummaryRow]
    very_close: bool
    ticked: bool = False


def earlier_ones(board: Partnership, text: str, *, ticked: Iterable[int] = ()) -> list[Earlier]:
    """The earlier recommendations close to a text, with what became of each; seven queries."""
    close = similar_to(board, text)
    wholes = strands([one.recommendation for one in close])
    chosen = set(ticked)
    return [
        shown(board, whole, one.closeness >= VERY_CLOSE, one.recommendation.pk in chosen)
        for one, whole in zip(close, wholes, strict=True)
    ]


def shown(board: Partnership, whole: Strand, very_close: bool = False, ticked: bool = False) -> Earlier:
    """One earlier recommendation as it stands beside another."""
    row = whole.recommendation
    made = f"{row.made_on:%-d %B %Y}" + (f", from {row.origin}" if row.origin else "")
    latest = next(iter(whole.looks), None)
    changed = f"{latest.get_result_display()}: {latest.found}" if latest else "Nobody has looked"
    facts = [
        SummaryRow("Made on", made),
        SummaryRow("Actions", actions_in_words([promise.action for promise in whole.promises])),
        SummaryRow("What changed", changed[:300]),
        SummaryRow("Said when it was closed", row.closing[:300]),
    ]
    told = [fact for fact in facts if fact.value]
    return Earlier(row, url_of(board, row), standing_tag(row, whole.looks), told, very_close, ticked)


def numbers_sent(request: HttpRequest, name: str) -> list[int]:
    """The whole numbers sent under a name; what is none is left out."""
    sent = request.POST.getlist(name)
    return [int(one) for one in sent if one.isascii() and one.isdecimal() and len(one) <= 10]


def chosen_ones(board: Partnership, request: HttpRequest) -> list[Recommendation]:
    """The earlier ones that were ticked, of those that the actor sees here."""
    rows = Recommendation.objects.filter(partnership=board, pk__in=numbers_sent(request, "repeats"))
    return list(rows.order_by("pk"))


def records_to_note_it_in(board: Partnership) -> forms.ModelChoiceField:
    """Where it may be written down that something is asked for again: the newest records in sight."""
    newest = Record.objects.filter(partnership=board).order_by("-opened_on", "-pk").values("pk")[:OFFERED]
    rows = Record.objects.filter(pk__in=newest).order_by("-opened_on", "-pk")
    return forms.ModelChoiceField(rows, label=NOTICED, help_text=NOTICED_HINT, required=False)


@at_board
def asked_before_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """A page to ask on, before anything is drafted; and what a draft shows beside itself while it is typed."""
    text = request.GET.get("text", "")
    beside = request.headers.get("HX-Request") == "true"
    context = {
        "title": "Have we asked for this before?",
        "text": text,
        "earlier": earlier_ones(board, text),
        "asked": bool(text.strip()),
        "ticking": beside,
        "crumbs": crumbs_above(board),
    }
    return render(request, EARLIER if beside else "web/pages/asked_before.html", context)


@at_board
def repeats_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Say that it asks again for an earlier one, and write that down as a finding where it was noticed."""
    needs(OVERSIGHT, board, "say that a recommendation was made before")
    row = get_recommendation(board, pk)
    known = [pk, *row.repeats.values_list("earlier_id", flat=True)]
    near = [one.recommendation for one in similar_to(board, row.text, leaving_out=known)]
    close = [one.pk for one in near if one.made_on <= row.made_on]
    fields = {
        "earlier": _EarlierField(
            _before(board, row, known, close), label="Which one does it repeat?", help_text=CLOSEST
        ),
        "source": records_to_note_it_in(board),
    }
    form = type("RepeatsForm", (forms.Form,), fields)(
        request.POST or None, initial={"earlier": next(iter(close), None)}
    )
    context = {
        "title": "Asked for before",
        "caption": f"{row.reference}: {row.text[:120]}",
        "crumbs": [*crumbs_above(board), Link(row.reference, url_of(board, row))],
        "cancel_url": url_of(board, row),
        "button": "Say that it was asked for before",
    }

    def say(values: dict[str, Any]) -> Repeats:
        return say_repeats(row, values["earlier"], source=values["source"])

    return act(request, form, say, lambda _: url_of(board, row), FORM, context)


WHICH = "Which one does it repeat?"
CLOSEST = "The closest in meaning come first, then the newest that were made before it."


def _before(board: Partnership, row: Recommendation, known: list[int], close: list[int]) -> Any:
    rows = Recommendation.objects.filter(partnership=board, made_on__lte=row.made_on).exclude(pk__in=known)
    newest = list(rows.order_by("-made_on", "-pk").values_list("pk", flat=True)[:LISTED])
    rows = rows.filter(pk__in=[*close, *newest])
    return rows.order_by(*_first(close), "-made_on", "-pk")


def _first(close: list[int]) -> list[Any]:
    """The close ones in their order; nothing to order by where none is (a bare number is a column to PostgreSQL)."""
    from_first = [When(pk=pk, then=Value(number)) for number, pk in enumerate(close)]
    return [Case(*from_first, default=Value(len(close)))] if close else []


@at_board
def unsay_page(request: HttpRequest, board: Partnership, pk: int, earlier: int) -> HttpResponse:
    """It does not ask for the same after all."""
    needs(OVERSIGHT, board, "say that a recommendation was made before")
    row = get_recommendation(board, pk)
    link = get_object_or_404(Repeats.objects.select_related("earlier"), recommendation=row, earlier=earlier)
    form = forms.Form(request.POST if request.method == "POST" else None)
    context = {
        "title": "It was not asked for before",
        "caption": f"{row.reference}: {row.text[:120]}",
        "warning": f"It will no longer be said to repeat {link.earlier.reference}. A finding that was raised stays.",
        "crumbs": [*crumbs_above(board), Link(row.reference, url_of(board, row))],
        "cancel_url": url_of(board, row),
        "button": "Take it back",
    }
    return act(request, form, lambda _: unsay_repeats(row, link.earlier), lambda _: url_of(board, row), FORM, context)


class _EarlierField(forms.ModelChoiceField):
    """An earlier recommendation by its reference, day and words."""

    def label_from_instance(self, row: Any) -> str:
        return f"{row.reference}, {row.made_on:%-d %B %Y}: {row.text[:140]}"
