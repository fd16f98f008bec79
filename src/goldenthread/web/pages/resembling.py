"""What came in and looks like something earlier: side by side, and whether it asks for the same again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.tenancy.roles import OVERSIGHT
from goldenthread.core.thread.models import Recommendation, Resemblance
from goldenthread.core.thread.resembling import decide, undecided
from goldenthread.core.thread.threads import strands
from goldenthread.web.components import count
from goldenthread.web.forms import RadioSelect

from .asking_again import Earlier, shown
from .board import at_board, needs
from .forms import act
from .recommendations import crumbs_above, url_of

#: As many recommendations that came in as one page puts before a person.
AT_ONCE = 20
LATER = ""
ANSWERS = (*Resemblance.Decision.choices, (LATER, "I will say later"))


@dataclass(frozen=True)
class Beside:
    """One earlier recommendation beside one that came in, and the field that asks about the two."""

    earlier: Earlier
    field: forms.BoundField


@dataclass(frozen=True)
class CameIn:
    """One recommendation that came in, and the earlier ones that it may ask again for."""

    row: Recommendation
    href: str
    beside: list[Beside]


@at_board
def like_earlier_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    needs(OVERSIGHT, board, "say that a recommendation was made before")
    rows = undecided(board)
    asked = _of_few(rows)
    fields = {
        f"say_{one.pk}": forms.ChoiceField(
            label=f"Does {one.recommendation.reference} ask again for what {one.earlier.reference} asked for?",
            choices=ANSWERS, required=False, widget=RadioSelect(choices=ANSWERS),
        )
        for one in asked
    }  # fmt: skip
    form = type("LikeEarlierForm", (forms.Form,), fields)(request.POST or None)
    here = reverse("like_earlier", args=[board.slug])
    context = {
        "title": "Have we asked for this before?",
        "came_in": _side_by_side(board, asked, form),
        "more": len({one.recommendation.pk for one in rows}) - len({one.recommendation.pk for one in asked}),
        "crumbs": crumbs_above(board),
        "cancel_url": reverse("recommendations", args=[board.slug]),
    }
    if not asked:
        return render(request, "web/pages/like_earlier.html", context)

    def verb(values: dict[str, str]) -> int:
        said = {int(name.removeprefix("say_")): word for name, word in values.items() if word}
        return decide(board, said)

    def done(number: int) -> str:
        messages.success(request, f"{count(number, 'likeness', 'likenesses')} decided.")
        return here

    return act(request, form, verb, done, "web/pages/like_earlier.html", context)


def _of_few(rows: Iterable[Resemblance]) -> list[Resemblance]:
    """Those of the first recommendations that came in, whole."""
    found: list[Resemblance] = []
    for place, (_, some) in enumerate(groupby(rows, key=lambda one: one.recommendation.pk)):
        if place < AT_ONCE:
            found += some
    return found


def _side_by_side(board: Partnership, asked: list[Resemblance], form: forms.Form) -> list[CameIn]:
    """A few queries, however many there are."""
    earlier = list({one.earlier.pk: one.earlier for one in asked}.values())
    wholes = {row.pk: whole for row, whole in zip(earlier, strands(earlier), strict=True)}
    found = []
    for _, some in groupby(asked, key=lambda one: one.recommendation.pk):
        pairs = list(some)
        row = pairs[0].recommendation
        beside = [Beside(shown(board, wholes[one.earlier.pk]), form[f"say_{one.pk}"]) for one in pairs]
        found.append(CameIn(row, url_of(board, row), beside))
    return found
