"""A release that may not go out: refused with words that say what to do, on its pages, whatever the cause."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from goldenthread.analytics.models import Measure, Subgroup
from goldenthread.kernel.disclosure import audit
from goldenthread.processes.measures.releases import auditing
from goldenthread.processes.measures.releases.making import run_job
from goldenthread.processes.measures.releases.models import FrozenTable, Job, Proof, Release
from tests.analytics.figures import write
from tests.web.test_access import client_for
from tests.world import World, owner

from .made import QUARTERS, again, audited, begun, counted, let_out, quarterly


def by_category(world: World, quarters: list[list[int]], code: str = "missing") -> Measure:
    """A quarterly measure by three categories, its whole their sum."""
    with owner():
        groups = [Subgroup.objects.get_or_create(cut="category", key=key, defaults={"label": key.title()})[0]
                  for key in ("neglect", "physical", "sexual")]  # fmt: skip
    with world.acting("manager"):
        one = quarterly(world, code)
        for stretch, counts in zip(QUARTERS, quarters, strict=False):
            write(one, stretch, sum(counts))
            for group, count in zip(groups, counts, strict=True):
                write(one, stretch, count, subgroup=group)
    return one


def page_of(world: World, release: Release, name: str = "manager") -> str:
    page = client_for(world, name).get(reverse("release", args=["north", release.pk]))
    assert page.status_code == 200
    return html.unescape(re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_a_refused_audit_says_why_and_what_would_help_and_goes_no_further(world: World) -> None:
    """Twelve children of one category, under rules that hide no group: pooled with the next quarter it would do."""
    one = by_category(world, [[12, 0, 0], [14, 9, 8]])
    release = begun(world, [one], profile="ofqual", cut="category")
    manager = client_for(world, "manager")
    assert manager.post(reverse("audit_release", args=["north", release.pk])).status_code == 302
    with world.acting("manager"):
        job = Job.objects.get(record=release)
    run_job(job.pk, world.users["manager"].pk)
    assert again(world, release).state == "drafting"
    said = page_of(world, release)
    assert "May not go out" in said
    assert "cannot be protected" in said
    assert "Merge categories, pool years or drop a table" in said
    assert "What would help" in said
    assert re.search(r"Pool 'Episodes, .*': cannot be released now, 0 of 4 then", said)
    assert "Approve" not in said
    with world.acting("manager"):
        assert not FrozenTable.objects.filter(record=release).exists()
    refused = manager.post(reverse("step", args=["north", "releases", release.pk, "audited"]), {"version": ""})
    assert refused.status_code != 302
    assert again(world, release).state == "drafting"


def test_after_other_rules_are_chosen_the_same_tables_pass(world: World) -> None:
    one = by_category(world, [[12, 0, 0], [14, 9, 8]])
    release = audited(world, begun(world, [one], profile="ofqual", cut="category"))
    assert release.state == "drafting"
    address = reverse("change_record", args=["north", "releases", release.pk])
    manager = client_for(world, "manager")
    assert address in manager.get(reverse("release", args=["north", release.pk])).content.decode()
    wanted = {"name": release.name, "kind_of_release": "public", "profile": "local", "version": str(release.version)}
    assert manager.post(address, wanted).status_code == 302
    release = audited(world, release)
    assert release.state == "audited"
    with world.acting("chair"):
        (table,) = FrozenTable.objects.filter(record=release, number=release.edition)
    first = [row["cells"][0]["t"] for row in table.rows]
    assert first == ["c", "c", "c", "12"], "of one category or not: that is told of none"


def test_why_it_was_refused_is_for_those_who_keep_releases_alone(world: World) -> None:
    """A refusal says between what a count lies."""
    one = by_category(world, [[12, 0, 0], [14, 9, 8]])
    release = audited(world, begun(world, [one], profile="ofqual", cut="category"))
    for name in world.everyone:
        with world.acting(name):
            assert Proof.objects.filter(record_id=release.pk).exists() is (name in {"manager", "clerk", "chair"}), name


def test_rules_that_nobody_knows_refuse(world: World) -> None:
    release = begun(world, [counted(world, [9, 4, 11, 8], QUARTERS)])
    with owner():
        Release.unguarded.filter(pk=release.pk).update(profile="of_next_year")
    release = audited(world, release)
    assert release.state == "drafting"
    assert "There are no rules of disclosure called 'of_next_year'. Choose others for this release." in page_of(
        world, release
    )


def test_an_audit_that_runs_out_of_time_refuses(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auditing, "MOST_SECONDS", 0.0)
    release = audited(world, begun(world, [counted(world, [9, 4, 11, 8], [*QUARTERS])], running=True))
    assert release.state == "audited", "nothing ties its counts, so no solver is asked"
    two = audited(world, begun(world, [by_category(world, [[12, 3, 9]], "other")], cut="category"))
    assert two.state == "drafting"
    assert "it took too long. Put fewer tables into one release" in page_of(world, two)


def test_a_solver_that_breaks_lets_nothing_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(*_: object, **__: object) -> None:
        raise RuntimeError("out of memory")

    release = begun(world, [by_category(world, [[12, 3, 9]])], cut="category")
    monkeypatch.setattr(audit.Programme, "solve", breaks)
    with pytest.raises(RuntimeError):
        audited(world, release)
    assert again(world, release).state == "drafting"
    said = page_of(world, release)
    assert "It could not be finished. Ask again; if it fails again, tell your administrator." in said


def test_an_earlier_proof_that_is_not_there_refuses(world: World) -> None:
    one = counted(world, [9, 4, 11, 8], QUARTERS)
    out = let_out(world, audited(world, begun(world, [one])))
    with owner():
        Proof.unguarded.filter(record=out.pk).delete()
    release = audited(world, begun(world, [one], name="Next"))
    assert release.state == "drafting"
    assert "The proof of an earlier release is not there" in page_of(world, release)


def test_a_number_in_words_that_no_cell_shows_is_pointed_out(world: World) -> None:
    """Only a person can tell whether it is that count; whoever approves is asked to look."""
    one = counted(world, [9, 4, 11, 8], QUARTERS)
    loose = "Down by half: 4 in the summer, after 9 in spring of 2025-26, Q1."
    release = audited(world, begun(world, [one], commentary=loose))
    assert release.state == "audited"
    said = page_of(world, release, "chair")
    assert "they say 4, and a count that is not shown is 4" in said
    assert "they say 9" not in said
