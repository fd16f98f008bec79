"""A release as it stands: what it is to hold, its audit, its frozen tables, and the files of one that is out."""

from __future__ import annotations

import io
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from goldenthread.core.casework.services import speaks_for
from goldenthread.core.files.downloads import HEADERS
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.processes.measures.releases.documents import charts_of, row_label, said
from goldenthread.processes.measures.releases.making import UNFINISHED
from goldenthread.processes.measures.releases.models import FrozenTable, Proof, Release, ReleaseFile
from goldenthread.processes.measures.releases.process import releases
from goldenthread.processes.measures.releases.versions import versions
from goldenthread.publishing.charts.editions import on_page
from goldenthread.web.components import Cell, Column, SummaryRow, Table
from goldenthread.web.pages.board import at_board
from goldenthread.web.pages.record_parts import moments, state_tag

from .putting import address, crumbs, release_at


@at_board
def release_page(request: HttpRequest, board: Partnership, pk: int) -> HttpResponse:
    """Only frozen, protected texts are shown of its figures; before an audit there are none."""
    release = release_at(board, pk)
    roles = current_actor().roles(board.pk)
    keeps = bool(releases.may_amend & roles)
    jobs = list(release.jobs.all()[:2])
    drafting = release.state == Release.State.DRAFTING
    context: dict[str, Any] = {
        "release": release,
        "state": state_tag(releases, release),
        "crumbs": crumbs(board),
        "drafting": drafting,
        "keeps": keeps,
        "tables": _drafted(board, release) if drafting else [],
        "frozen": [] if drafting else _frozen(release, keeps),
        "proof": (proof := _proof(release)),
        "refused": drafting and proof is not None and proof.outcome == Proof.Outcome.REFUSED,
        "waiting": next((job for job in jobs if job.state in UNFINISHED), None),
        "failed": jobs[0] if jobs and jobs[0].state == "failed" else None,
        "files": list(release.documents.defer("content")) if release.is_out else [],
        "steps": _steps(board, release, roles),
        "history": moments(releases, release),
        "here": address(board, release),
        "change": reverse("change_record", args=[board.slug, "releases", release.pk]),
        **_chain(board, release, keeps),
    }
    template = "releases/_progress.html" if request.headers.get("HX-Request") else "releases/release.html"
    return render(request, template, context)


@require_safe
@at_board
def release_file(request: HttpRequest, board: Partnership, pk: int, kind: str) -> FileResponse:
    """A file of a release that is out, saved and never shown by the browser. None of one that was withdrawn."""
    release = release_at(board, pk)
    if not release.is_out:
        raise PermissionDenied("Its files are no longer given out, or not yet.")
    made = get_object_or_404(ReleaseFile, record=release, format=kind)
    return FileResponse(io.BytesIO(bytes(made.content)), as_attachment=True, filename=made.name, headers=HEADERS)


def _chain(board: Partnership, release: Release, keeps: bool) -> dict[str, Any]:
    """Its facts, the versions before it, and what takes its place: out, or a draft for those who may see that."""
    chain = versions(release)
    later = release.successors.exclude(state=Release.State.ABANDONED).order_by("pk").first()
    return {
        "facts": _facts(release, len(chain)),
        "earlier": [(one, address(board, one)) for one in chain[-2::-1]],
        "later": (later, address(board, later)) if later else None,
        "may_correct": keeps and later is None and release.state == Release.State.RELEASED,
    }


def _facts(release: Release, version: int) -> list[SummaryRow]:
    rows = [
        SummaryRow("For", release.get_kind_of_release_display()),
        SummaryRow("Rules", release.get_profile_display()),
        SummaryRow("Figures as known at", f"{release.as_known.astimezone():%-d %B %Y, %H:%M}"),
        SummaryRow("Version", str(version)),
        SummaryRow("Released", f"{release.released_at.astimezone():%-d %B %Y}" if release.released_at else ""),
    ]
    return [row for row in rows if row.value != ""]


def _drafted(board: Partnership, release: Release) -> list[dict[str, Any]]:
    """What each table is to hold, in words; never a figure."""
    rows = release.tables.prefetch_related("measures__measure")
    return [
        {
            "table": table,
            "measures": [one.measure.title for one in table.measures.all()],
            "remove": reverse("take_out_release_table", args=[board.slug, release.pk, table.pk]),
        }
        for table in rows
    ]


def _frozen(release: Release, keeps: bool) -> list[dict[str, Any]]:
    if release.state in (Release.State.WITHDRAWN, Release.State.ABANDONED) and not keeps:
        return []
    rows = release.frozen.filter(number=release.edition)
    return [{"frozen": one, "table": _shown(one), "charts": _drawn(one)} for one in rows]


def _shown(frozen: FrozenTable) -> Table:
    columns = (Column(frozen.head), *(Column(c["label"], numeric=True) for c in frozen.columns))
    rows = tuple((Cell(row_label(row)), *(Cell(said(cell)) for cell in row["cells"])) for row in frozen.rows)
    return Table(frozen.title, columns, rows, caption_hidden=True, phone="scroll")


def _drawn(frozen: FrozenTable) -> list[tuple[str, SafeString]]:
    """Each chart under its title: a drawing alone does not say whose figures it shows."""
    return [
        (chart.title, mark_safe(on_page(chart, f"t{frozen.pk}c{n}")))  # noqa: S308 - drawn by us; its words are escaped there
        for n, chart in enumerate(charts_of(frozen))
    ]


def _proof(release: Release) -> Proof | None:
    """The last audit, for those who may see it."""
    found: Proof | None = release.proofs.defer("ledger").first()
    return found


def _steps(board: Partnership, release: Release, roles: frozenset[str]) -> list[tuple[Any, str]]:
    own = speaks_for(board.pk, release.lead_agency_id)
    steps = releases.workflow.open_to(release.state, roles, release, own=own)
    return [(step, reverse("step", args=[board.slug, "releases", release.pk, step.name])) for step in steps]
