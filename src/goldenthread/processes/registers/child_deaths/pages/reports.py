"""What agencies told of a death in one view, whichever way it came; and the hand-over to another area as Word."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from goldenthread.core.files.contents import MEDIA_TYPES
from goldenthread.core.files.downloads import HEADERS
from goldenthread.core.files.marking import marked_copy
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today
from goldenthread.web.components import Cell, Column, Link, SummaryRow, Table, Tag
from goldenthread.web.pages.board import at_board, home_crumb, needs, record_address
from goldenthread.web.pages.unsealing import as_read, ask_why, is_shut, sealed_context
from goldenthread.web.signin.stepping_up import ask_before_export

from ..comparing import Differs, differing
from ..handing_over import handed_over, in_numbers
from ..models import ChildDeath
from ..papers import KIND
from ..process import child_deaths
from ..told import Told, told_of_case

HEADS = (
    Column("Agency"), Column("Form"), Column("How it came"), Column("Asked"), Column("How it stands"),
    Column("Answered", numeric=True), Column("Not known", numeric=True), Column("Blank", numeric=True),
)  # fmt: skip
DIFFERS = tuple(Column(words) for words in ("Agency", "What", "The agency says", "The case says", "To know"))


@at_board
def reports_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponseBase:
    """Every report on the case, and what each says."""
    case = _case(board, pk)
    if is_shut(request, case):
        return ask_why(board, case, request.path)
    with as_read(request, case, what="What agencies told"):
        found = told_of_case(case)
        waiting = sum(one.waits for one in found)
        otherwise = tuple(_differs(board, case, one) for one in differing(case, found))
        context = {
            **sealed_context(request, board, case),
            "record": case,
            "table": Table("Reports", HEADS, tuple(_line(board, case, one) for one in found), True) if found else None,
            "waiting": waiting,
            "otherwise": Table("Who the child is", DIFFERS, otherwise, True) if otherwise else None,
            "came": sum(one.came_on is not None for one in found),
            "said": [(f"{one.agency}. {one.form}", in_numbers(one), _rows(one)) for one in found if one.parts],
            "ask_url": reverse("asked_of_agencies", args=[board.slug, KIND, case.pk]),
            "crumbs": [home_crumb(board), Link(case.reference, record_address(board, KIND, case.pk))],
        }
        return render(request, "child_deaths/reports.html", context)


@require_safe
@at_board
def handover_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponseBase:
    """All that was gathered of a death that another area reviews, with whose copy it is on each page."""
    needs(child_deaths.may_amend, board, "hand a case over")
    case = _case(board, pk)
    if case.handed_on is None:
        raise PermissionDenied("This case is not handed over: record first which area takes it.")
    if is_shut(request, case):
        return ask_why(board, case, record_address(board, KIND, case.pk))
    if asked := ask_before_export(request):
        return asked
    with as_read(request, case, what="The hand-over as Word"):
        content, extension = marked_copy(handed_over(case, today()), "docx", record=case)
    response = HttpResponse(content, content_type=MEDIA_TYPES[extension], headers=HEADERS)
    response["Content-Disposition"] = f'attachment; filename="Hand-over {case.reference}.{extension}"'
    return response


def _case(board: Partnership, pk: int) -> ChildDeath:
    found: ChildDeath = get_object_or_404(
        ChildDeath.objects.select_related("register", "partnership"), pk=pk, partnership=board
    )
    return found


def _line(board: Partnership, case: ChildDeath, one: Told) -> tuple[Cell, ...]:
    href = reverse("asked_answer", args=[board.slug, KIND, case.pk, one.asked_key]) if one.asked_key else ""
    late = one.waits and one.due is not None and one.due < today()
    came = f"on {one.came_on:%-d %B %Y}" if one.came_on else f"due {one.due:%-d %B %Y}" if one.due else ""
    colour = "red" if late else "green" if one.came_on else "grey" if not one.waits else "blue"
    numbers = ("" if number is None else number for number in (one.given, one.not_known, one.blank))
    return (
        Cell(one.agency, href), Cell(one.form), Cell(one.way), Cell(one.asked_on),
        Cell("", tag=Tag("Late" if late else one.stands, colour), note=came), *(Cell(number) for number in numbers),
    )  # fmt: skip


def _differs(board: Partnership, case: ChildDeath, one: Differs) -> tuple[Cell, ...]:
    href = reverse("asked_answer", args=[board.slug, KIND, case.pk, one.asked_key]) if one.asked_key else ""
    return Cell(one.agency, href), *map(Cell, (one.what, one.says, one.case_says, one.why))


def _rows(one: Told) -> list[tuple[str, list[SummaryRow]]]:
    return [(title, [SummaryRow(label, words) for label, words in said]) for title, said in one.parts]
