"""The kinds of rows of the core that are searched: the thread, records, files, people, groups, measures, themes."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from goldenthread.analytics.models import Measure
from goldenthread.core.casework.models import Record
from goldenthread.core.casework.process import Process, all_processes
from goldenthread.core.files.models import StoredFile
from goldenthread.core.groups.models import Group
from goldenthread.core.tenancy.models import Partnership, Person
from goldenthread.core.thread.models import Action, ActionUpdate, Evidence, Finding, Impact, Recommendation, Theme
from goldenthread.web.pages.board import is_unit, record_address

from .registry import Hit, Searched, is_searched


def register_core() -> None:
    """Called once every room has declared its kind of work."""
    is_searched(*_thread(), *_around(), *(one for process in all_processes() for one in _own_columns(process)))


def _thread() -> tuple[Searched, ...]:
    promise: dict[str, Any] = {"group": "group_id", "agency": "owner_agency_id"}
    of_action: dict[str, Any] = {
        "heading": "action__reference", "where": "action__text",
        "under": "action_id", "group": "action__group_id", "agency": "action__owner_agency_id", "stored": True,
    }  # fmt: skip
    owned: dict[str, Any] = {"group": "owner_group_id", "agency": "owner_agency_id"}
    under_advice: dict[str, Any] = {
        "group": "recommendation__owner_group_id",
        "agency": "recommendation__owner_agency_id",
    }
    return (
        Searched("recommendation", "Recommendations", Recommendation, ("text",), _advice, "reference", stored=True,
                 on="made_on", reference="reference", **owned),
        Searched("action", "Actions", Action, ("text",), _action, "reference", stored=True, on="made_on",
                 reference="reference", **promise),
        Searched("update", "Updates to actions", ActionUpdate, ("text",), _action, on="on", **of_action),
        Searched("evidence", "Evidence", Evidence, ("summary",), _action, on="effective_on", **of_action),
        Searched("finding", "Findings", Finding, ("text",), _finding, "source__reference", "source__partnership",
                 stored=True, on="found_on", where="source__title", group="source__group_id",
                 agency="source__lead_agency_id", sealing="source__kind"),
        Searched("impact", "What changed", Impact, ("measure", "found"), _advice, "recommendation__reference",
                 stored=True, on="looked_on", where="recommendation__text",
                 under="recommendation_id", **under_advice),
    )  # fmt: skip


def _around() -> tuple[Searched, ...]:
    return (
        Searched("record", "Records", Record, ("reference", "title"), _record, "reference", on="opened_on",
                 where="title", named="kind", group="group_id", agency="lead_agency_id", reference="reference",
                 sealing="kind"),
        Searched("file", "Files", StoredFile, ("name",), _file, "name", on="uploaded_at", named="key", names=True,
                 sealing="record__kind"),
        Searched("measure", "Measures", Measure, ("code", "title", "question"), _measure, "title", named="code",
                 where="subject", group="group_id", agency="owner_agency_id"),
        Searched("person", "People", Person, ("name", "title"), _person, "name", where="title", agency="agency_id"),
        Searched("group", "Groups", Group, ("name", "short_name", "purpose"), _group, "name", named="slug", group="pk"),
        Searched("theme", "Themes", Theme, ("name", "note"), _theme, "name"),
    )  # fmt: skip


def _own_columns(process: Process) -> tuple[Searched, ...]:
    """What a kind of work searches besides reference and title, where it declares any."""
    more = tuple(name for name in process.search if name not in ("reference", "title"))
    if not more or not process.searchable:
        return ()
    own = Searched(f"in-{process.slug}", process.title, process.model, more, _record, "reference", on="opened_on",
                   where="title", named="kind", group="group_id", agency="lead_agency_id", sealing="kind",
                   only=process.slug)  # fmt: skip
    return (own,)


def _advice(board: Partnership, hit: Hit) -> str:
    return reverse("recommendation", args=[board.slug, hit.under])


def _action(board: Partnership, hit: Hit) -> str:
    return reverse("action", args=[board.slug, hit.under])


def _finding(board: Partnership, hit: Hit) -> str:
    return reverse("finding", args=[board.slug, hit.pk])


def _record(board: Partnership, hit: Hit) -> str:
    return record_address(board, hit.named, hit.pk)


def _file(board: Partnership, hit: Hit) -> str:
    return reverse("file", args=[board.slug, hit.named])


def _measure(board: Partnership, hit: Hit) -> str:
    return reverse("measure", args=[board.slug, hit.named])


def _person(board: Partnership, hit: Hit) -> str:
    """People have a page for the business unit alone."""
    return reverse("admin_change_person", args=[board.slug, hit.pk]) if is_unit(board) else ""


def _group(board: Partnership, hit: Hit) -> str:
    return reverse("group", args=[board.slug, hit.named])


def _theme(board: Partnership, hit: Hit) -> str:
    return reverse("theme", args=[board.slug, hit.pk])
