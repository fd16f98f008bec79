"""A case made anonymous for the panel; what the panel reads of it, on a page and as Word."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import now, today
from goldenthread.publishing.documents import Document, Facts, Paragraph, Section
from goldenthread.publishing.word import to_word
from goldenthread.web.components import Link
from goldenthread.web.pages.board import at_board, home_crumb, needs
from goldenthread.web.pages.forms import act
from goldenthread.web.pages.unsealing import as_read, ask_why, is_shut
from goldenthread.web.signin.stepping_up import ask_before_export

from ..guarding import check_text, names_of
from ..models import Analysis, ChildDeath, PanelMeeting, Paper
from ..papers import facts_of, give_paper, reading_papers
from ..process import child_deaths

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class PaperForm(forms.Form):
    """What the panel will read."""

    text = forms.CharField(
        label="Summary of the case, as the panel will read it",
        help_text="No name, place, exact date or age. What could make the child known is found and told to you.",
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=20_000,
    )


@at_board
def give_page(request: HttpRequest, board: Partnership, pk: int, case_pk: int) -> HttpResponseBase:
    """Make a case anonymous: begin with the analysis' own summary, put by the guard in coarser words."""
    needs(child_deaths.may_open, board, "give a paper to the panel")
    meeting: PanelMeeting = get_object_or_404(PanelMeeting.objects.select_related("group"), pk=pk, partnership=board)
    if meeting.register_id not in current_actor().claim("registers"):
        raise PermissionDenied("Cases are made anonymous by those who keep the register.")
    case: ChildDeath = get_object_or_404(ChildDeath, pk=case_pk, partnership=board)
    if is_shut(request, case):
        return ask_why(board, case, request.path)
    there = reverse("death_panel", args=[board.slug, meeting.pk])
    with as_read(request, case, what="Making it anonymous for the panel"):
        begun = _begun(case, meeting)
        proposed = check_text(board, begun, names_of(case)) if begun else None
        first = begun if proposed is None or proposed.passes else proposed.proposal
        form = PaperForm(request.POST or None, initial={"text": first})
        context: dict[str, Any] = {
            "title": "Make it anonymous for the panel",
            "caption": f"{case.reference} as {case.pseudonym}, {meeting}",
            "facts": facts_of(case),
            "lost": proposed.lost if proposed and not proposed.passes else (),
            "changed": bool(proposed and not proposed.passes),
            "crumbs": [home_crumb(board), Link(str(meeting), there)],
            "cancel_url": there,
            "button": "Give it to the panel",
        }
        return act(
            request, form, lambda said: give_paper(case, meeting, text=said["text"]), lambda _: there,
            "child_deaths/give.html", context,
        )  # fmt: skip


@at_board
def paper_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """One case as the panel reads it."""
    paper: Paper = get_object_or_404(_papers(), pk=pk, meeting__partnership=board)
    with reading_papers([paper], what=f"Paper of {paper.pseudonym}"):
        context = {
            "paper": paper,
            "facts": json.loads(str(paper.facts)),
            "text": str(paper.text),
            "back_url": reverse("take_back_death_paper", args=[board.slug, paper.pk]),
            "keeper": paper.register_id in current_actor().claim("registers"),
            "crumbs": [
                home_crumb(board),
                Link(str(paper.meeting), reverse("death_panel", args=[board.slug, paper.meeting_id])),
            ],
        }
        return render(request, "child_deaths/paper.html", context)


@at_board
def pack_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponseBase:
    """Every paper of a meeting as one Word file, which says whose copy it is."""
    meeting: PanelMeeting = get_object_or_404(PanelMeeting.objects.select_related("group"), pk=pk, partnership=board)
    papers = list(_papers().filter(meeting=meeting, withdrawn_on__isnull=True))
    if not papers:
        raise Http404("No case is before this meeting.")
    if asked := ask_before_export(request):
        return asked
    with reading_papers(papers, what="The panel's pack as Word"):
        sections = tuple(_section(one) for one in papers)
    document = Document(
        title=f"{meeting.group}: papers of {meeting.held_on:%-d %B %Y}",
        organisation=board.name,
        marking=f"Copy of {current_actor().name}, {now().astimezone():%-d %B %Y %H:%M}. Confidential to the panel.",
        sections=sections,
        issued_on=today(),
    )
    response = HttpResponse(to_word(document), content_type=WORD)
    response["Content-Disposition"] = f'attachment; filename="Panel {meeting.held_on:%Y-%m-%d}.docx"'
    return response


def _papers() -> Any:
    return Paper.objects.select_related("meeting__group", "meeting__partnership")


def _section(paper: Paper) -> Section:
    facts = Facts(tuple((words, said) for words, said in json.loads(str(paper.facts)).items()))
    text = (Paragraph(part) for part in str(paper.text).split("\n") if part.strip())
    return Section(paper.pseudonym, (facts, *text), new_page=True)


def _begun(case: ChildDeath, meeting: PanelMeeting) -> str:
    """The paper that the meeting has already, else the analysis' summary, else the circumstances."""
    paper = Paper.objects.filter(record=case, meeting=meeting, withdrawn_on__isnull=True).first()
    if paper is not None:
        return str(paper.text)
    row = Analysis.objects.filter(record=case.pk).first()
    said = row.summary if row and row.summary else case.circumstances
    return str(said) if said else ""
