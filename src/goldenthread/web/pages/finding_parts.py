"""What the pages of findings are made of, and how findings show on the record that they came from."""

from __future__ import annotations

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.process import all_processes
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.learning import who_may_find
from goldenthread.core.thread.models import Answers, Finding, Recommendation
from goldenthread.web.components import Cell, Tag

from .listing import Column, Filter, Listing, by_column

ANSWERED = (("no", "No recommendation yet"), ("yes", "Answered by a recommendation"))


def as_secret_as(record: Record) -> str:
    """Who sees a finding from this record, in words: whoever sees the record."""
    return f"those who may see {record.reference} ({str(record.get_audience_display()).lower()})"


def finding_listing(board: Partnership) -> Listing:
    links = Answers.objects.select_related("recommendation").order_by("pk")
    rows = Finding.objects.filter(source__partnership=board).select_related("source")
    return Listing(
        title="Findings",
        rows=rows.prefetch_related(Prefetch("answered_by", links, to_attr="links")),
        columns=(
            Column("Finding", lambda f: Cell(f.text, _address(board, f)), lambda f: f.text),
            Column("From", lambda f: Cell(str(f.source)), lambda f: str(f.source), "source__reference"),
            Column("Found on", lambda f: f.found_on, lambda f: f.found_on, "found_on"),
            Column("Answered by", _answers, lambda f: ", ".join(one.recommendation.reference for one in f.links)),
        ),
        filters=(
            Filter("answered", "Answered", ANSWERED, _by_answer),
            Filter("kind", "From", tuple((p.slug, p.title) for p in all_processes()), by_column("source__kind")),
        ),
        searched=("text", "source__reference", "source__title"),
        default_sort="-found_on",
        empty=("No findings that you may see", "A finding is raised from the page of a record.", "", ""),
        wide=(Column("Raised by", lambda f: "", lambda f: f.by),),
    )


def findings_of(record: Record) -> QuerySet:
    """A record's findings, each with the `links` to the recommendations that answer it (pk, reference). One query."""
    links = Answers.objects.filter(finding=OuterRef("pk"), recommendation__in=Recommendation.objects.all())
    told = JSONObject(pk="recommendation_id", reference="recommendation__reference")
    rows = Finding.objects.filter(source_id=record.pk).order_by("pk")
    return rows.annotate(links=ArraySubquery(links.order_by("pk").values(data=told)))


def may_find(record: Record) -> bool:
    """Whether the actor's seat lets them raise a finding from this record, and change one."""
    return bool(current_actor().roles(record.partnership_id) & who_may_find(record))


def raise_url(board: Partnership, record: Record) -> str:
    """Where a finding is raised from a record; nothing for those who may not."""
    return reverse("raise_finding", args=[board.slug, record.kind, record.pk]) if may_find(record) else ""


def _address(board: Partnership, finding: Finding) -> str:
    return reverse("finding", args=[board.slug, finding.pk])


def _answers(finding: Finding) -> Cell:
    links = finding.links  # type: ignore[attr-defined]  # prefetched above
    if not links:
        return Cell("", tag=Tag("No recommendation yet", "orange"))
    return Cell(", ".join(one.recommendation.reference for one in links))


def _by_answer(rows: QuerySet, value: str) -> QuerySet:
    answered = Exists(Answers.objects.filter(finding=OuterRef("pk")))
    return rows.filter(answered) if value == "yes" else rows.filter(~answered)
