"""Releases. A set of tables is put together, audited, approved by a second person, and goes out frozen."""

from __future__ import annotations

from typing import Any

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.process import Process
from goldenthread.kernel.workflow import Workflow, step

from .going_out import after
from .hands import is_another, is_proved
from .models import Release

DRAFTING, AUDITED, APPROVED, RELEASED, SUPERSEDED, WITHDRAWN, ABANDONED = Release.State.values
KEEPERS = "business_manager administrator analyst"


def approvable(release: Any) -> bool:
    """by someone other than whoever put it together, while its audit holds"""
    return is_proved(release) and is_another(release)


def proved(release: Any) -> bool:
    """once an audit has proved what it holds now"""
    return is_proved(release)


def replaced(release: Any) -> bool:
    """when another that takes its place is out"""
    return release.successors.filter(state=RELEASED).exists()


def describe(release: Any) -> str:
    return str(release.name)


releases = Process(
    slug="releases",
    title="Releases",
    singular="Release",
    open_label="Begin a release",
    section="Figures",
    prefix="REL",
    summary="What leaves the house: tables and charts, audited so that no child can be told from them, and frozen.",
    model=Release,
    audience=Audience.AGENCIES,
    describe=describe,
    opened_by=KEEPERS,
    opening_fields=("name", "kind_of_release", "profile"),
    open_at="new_release",
    front="release",
    also_at=("new_release",),
    list_columns=("state", "kind_of_release", "opened_on", "released_at"),
    filters=("state", "kind_of_release"),
    search=("reference", "title", "name"),
    after=after,
    workflow=Workflow(
        initial=DRAFTING,
        final={SUPERSEDED, WITHDRAWN, ABANDONED},
        steps=(
            step("audited", "Put forward", DRAFTING, AUDITED, by=KEEPERS, when=proved),
            step("approve", "Approve", AUDITED, APPROVED, by=f"{KEEPERS} chair", when=approvable,
                 asks="Why may it go out?"),
            step("revise", "Take it back to change it", (AUDITED, APPROVED), DRAFTING, by=f"{KEEPERS} chair",
                 asks="What is to be changed?"),
            step("release", "Release it", APPROVED, RELEASED, by=KEEPERS, when=proved,
                 confirm="What is released stands as it is for good, and is held against every later release."),
            step("supersede", "Mark as superseded", RELEASED, SUPERSEDED, by=KEEPERS, when=replaced),
            step("withdraw", "Withdraw it", RELEASED, WITHDRAWN,
                 by=f"{KEEPERS} chair", asks="Why is it withdrawn?",
                 confirm="Its tables and files are no longer given out. What the public has seen it has seen."),
            step("abandon", "Do not go ahead with it", (DRAFTING, AUDITED, APPROVED), ABANDONED, by=KEEPERS,
                 asks="Why does it not go ahead?"),
        ),
    ),
)  # fmt: skip
