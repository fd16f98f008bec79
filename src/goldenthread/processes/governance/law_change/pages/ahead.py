"""What a move changes, before it happens: of a move that is written down, or of a day that one thinks about."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.core.tenancy.models import Move, Partnership
from goldenthread.core.tenancy.roles import Role
from goldenthread.kernel.now import today
from goldenthread.law.changing import Change, change_to
from goldenthread.law.courses import Course, course_of_moves
from goldenthread.law.eras import CDR_2018, era
from goldenthread.web.components import Cell, Column, Link, Table, Tag, count
from goldenthread.web.dates import DateField
from goldenthread.web.pages.board import at_board, home_crumb, is_unit, needs, record_address
from goldenthread.web.pages.forms import put_errors
from goldenthread.web.signin.stepping_up import ask_before_export
from goldenthread.web.vocabulary import course_for

from ..ahead import Ahead, look_ahead
from ..checking import check_planned, framework, late
from ..exporting import CAUTION, FORMATS, title_of
from ..moving import planned
from ..tables import BEGINS, FALLS, HEADINGS, Part, Row, parts_of

TAGS = {FALLS: "grey", BEGINS: "green"}


@require_safe
@at_board
def move_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """What a move that is written down changes, or changed."""
    moves = list(Move.objects.filter(partnership=board))
    move = next((one for one in moves if one.pk == pk), None)
    if move is None:
        raise Http404("There is no such move here.")
    course = course_of_moves(board.era, {one.era: one.on for one in moves if one.withdrawn_on is None})
    change = change_to(course, era(move.era), move.on)
    context = {"move": move, "planned": planned(move), "unit": is_unit(board)}
    return _show(request, board, change, context)


@require_safe
@at_board
def ahead_page(request: HttpRequest, board: Partnership) -> HttpResponse:
    """What a move would change on a day that one thinks about. Nothing is written."""
    needs_seat(board)
    course = course_for(request, board)
    form = when_form(course)(request.GET or None, initial={"on": today()})
    change = None
    if form.is_bound and form.is_valid():
        to, on = framework(form.cleaned_data["era"]), form.cleaned_data["on"]
        try:
            check_planned(_without(course, to.key), to, on)
            change = change_to(course, to, on)
        except ValidationError as wrong:
            put_errors(form, wrong)
    if change is not None and not form.errors:
        return _show(request, board, change, {"form": form, "unit": is_unit(board)})
    context = {"form": form, "crumbs": crumbs(board), "board": board}
    return render(request, "law_change/when.html", context, status=422 if form.errors else 200)


def when_form(course: Course) -> type[forms.Form]:
    """Which framework, from which day: those that the partnership has not moved to."""
    fields = {
        "era": forms.ChoiceField(label="Framework", choices=to_come(course)),
        "on": DateField(label="From which day"),
    }
    return type("WhenForm", (forms.Form,), fields)


def to_come(course: Course) -> list[tuple[str, str]]:
    """The frameworks that one can still move to: planned ones too, and the next after them."""
    found = [one for since, one in course.stages[1:] if since > today()]
    following = course.next_body()
    found += [following] if following else []
    found += [CDR_2018] if course.child_deaths is None or course.child_deaths > today() else []
    return [(one.key, one.title) for one in found]


def crumbs(board: Partnership) -> list[Link]:
    return [home_crumb(board), Link("Change of law", reverse("law_change", args=[board.slug]))]


def _without(course: Course, key: str) -> Course:
    stages = tuple((since, one) for since, one in course.stages if one.key != key)
    return Course(stages, None if key == CDR_2018.key else course.child_deaths)


def _show(request: HttpRequest, board: Partnership, change: Change, more: dict[str, Any]) -> HttpResponse:
    needs_seat(board)
    ahead = look_ahead(board, change)
    parts = parts_of(ahead)
    wanted = request.GET.get("format", "")
    if wanted in FORMATS:
        return ask_before_export(request) or _file(board, change, parts, wanted)
    context = {
        "board": board,
        "title": title_of(change),
        "change": change,
        "late": late(change.before, change.on),
        "holes": ahead.holes,
        "summary": _summary(ahead),
        "parts": [(part, _table(board, part)) for part in parts],
        "links": [Link(part.title, f"#{part.key}") for part in parts],
        "files": [(kind, _with_format(request, kind)) for kind in FORMATS],
        "caution": CAUTION,
        "crumbs": crumbs(board),
        **more,
    }
    return render(request, "law_change/ahead.html", context)


def needs_seat(board: Partnership) -> None:
    """Someone who is only known here, from next door, reads the words of its law but not what it touches."""
    needs(frozenset(Role.values), board, "read what a change of law touches here")


def _file(board: Partnership, change: Change, parts: list[Part], wanted: str) -> HttpResponse:
    write, media_type = FORMATS[wanted]
    response = HttpResponse(write(change, parts, board.name), content_type=media_type)
    name = f"{title_of(change).replace(':', '')} {change.on.isoformat()}.{wanted}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _with_format(request: HttpRequest, kind: str) -> str:
    query = request.GET.copy()
    query["format"] = kind
    return f"?{query.urlencode()}"


def _summary(ahead: Ahead) -> str:
    change = ahead.change
    falls = len(change.ending) + len(change.ending_clocks)
    begins = len(change.beginning) + len(change.beginning_clocks)
    words = count(len(change.renamed), "word")
    return f"Of duties, roles, clocks and forms {falls} fall away and {begins} begin. {words} changed."


def _table(board: Partnership, part: Part) -> Table | None:
    if not part.rows:
        return None
    law = any(row.law for row in part.rows)
    labels = HEADINGS if law else (HEADINGS[1], HEADINGS[3])
    rows = tuple(_line(board, row, law=law) for row in part.rows)
    return Table(part.title, tuple(map(Column, _order(labels) if law else labels)), rows, True)


def _order(labels: tuple[str, ...]) -> tuple[str, ...]:
    """What it is heads the row."""
    return labels[1], labels[0], *labels[2:]


def _line(board: Partnership, row: Row, *, law: bool) -> tuple[Any, ...]:
    what = Cell(row.what, href=_address(board, row))
    if not law:
        return what, row.becomes
    return what, Cell("", tag=Tag(row.change, TAGS.get(row.change, "blue"))), row.law, row.becomes


def _address(board: Partnership, row: Row) -> str:
    if row.where is None:
        return ""
    kind, key = row.where
    if kind == "group":
        return reverse("group", args=[board.slug, key])
    return record_address(board, kind, int(key))
