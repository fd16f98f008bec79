"""A release from its draft to the public: audited, approved by another, frozen, and held against all before it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldenthread.core.casework.services import amend_record, take_step
from goldenthread.processes.measures.releases.making import run_job
from goldenthread.processes.measures.releases.models import Job, Proof, Release, ReleaseFile
from goldenthread.processes.measures.releases.putting import add_table
from goldenthread.processes.measures.releases.tasks import queue_audit
from tests.world import World

from .made import APRIL, MARCH, QUARTERS, TO_DATE, again, audited, begun, cells, counted, let_out


def test_a_small_count_is_withheld_and_the_release_goes_out_with_its_files(world: World) -> None:
    release = audited(world, begun(world, [counted(world, [9, 4, 11, 8], QUARTERS)]))
    assert (release.state, cells(release, world)) == ("audited", [["9", "c", "11", "8"]])
    release = let_out(world, release)
    assert release.state == "released"
    with world.acting("nurse"):
        files = ReleaseFile.objects.filter(record=release)
        assert sorted(file.format for file in files) == ["docx", "html", "pdf", "xlsx", "zip"]
        assert bytes(files.get(format="pdf").content).startswith(b"%PDF")


def test_the_year_to_date_of_a_later_release_is_held_against_the_quarters_of_an_earlier_one(world: World) -> None:
    quarters = counted(world, [9, 4, 11, 8], QUARTERS)
    let_out(world, audited(world, begun(world, [quarters])))
    counted(world, [13, 24, 32], TO_DATE, quarters)
    second = audited(world, begun(world, [quarters], running=True, name="Year to date"))
    assert second.state == "audited"
    assert cells(second, world) == [["9", "c", "c", "11", "c", "8", "c"]]  # any one of the three would give 4 away
    assert let_out(world, second).state == "released"


def test_quarters_and_year_to_date_of_one_release_are_linked(world: World) -> None:
    quarters = counted(world, [9, 4, 11, 8], QUARTERS)
    counted(world, [13, 24, 32], TO_DATE, quarters)
    release = audited(world, begun(world, [quarters], running=True))
    shown = dict(zip(["Q1", "Q2", "H1", "Q3", "TD3", "Q4", "Year"], cells(release, world)[0], strict=True))
    assert shown["Q2"] == "c"
    assert "c" in (shown["Q1"], shown["H1"])


def test_an_audit_that_refuses_cannot_be_approved_and_says_why(world: World) -> None:
    one = counted(world, [9, 4, 11, 8], QUARTERS)
    release = begun(world, [one])
    with world.acting("chair"), pytest.raises(ValidationError):
        take_step(release, "approve", note="Never audited")
    with world.acting("manager"), pytest.raises(ValidationError):
        take_step(release, "audited")


def test_whoever_put_it_together_cannot_approve_it(world: World) -> None:
    release = audited(world, begun(world, [counted(world, [9, 4, 11, 8], QUARTERS)]))
    with world.acting("manager"), pytest.raises(ValidationError, match="not open now"):
        take_step(release, "approve", note="My own work")
    with world.acting("clerk"):
        assert take_step(release, "approve", note="Looked through").state == "approved"


def test_what_was_audited_does_not_change_until_it_is_taken_back(world: World) -> None:
    one = counted(world, [9, 4, 11, 8], QUARTERS)
    release = audited(world, begun(world, [one]))
    with world.acting("manager"):
        with pytest.raises(ValidationError, match="no longer being put together"):
            add_table(release, measures=[one], title="More", since=APRIL, until=MARCH)
        with pytest.raises(ValidationError, match="audited as it stands"):
            amend_record(release, profile="dfe")
        take_step(release, "revise", note="One more table")
        add_table(release, measures=[one], title="More", since=APRIL, until=MARCH)
        with pytest.raises(ValidationError):
            take_step(again(world, release), "audited")


def test_a_release_that_was_overtaken_by_another_must_be_audited_again(world: World) -> None:
    one = counted(world, [9, 4, 11, 8], QUARTERS)
    early, late = (audited(world, begun(world, [one], name=name)) for name in ("Early", "Late"))
    let_out(world, early)
    with world.acting("chair"):
        take_step(late, "approve", note="Looked through")
    with world.acting("manager"), pytest.raises(ValidationError, match="audit it again"):
        take_step(Release.objects.get(pk=late.pk), "release")
    assert again(world, late).state == "approved"


def test_a_draft_is_for_its_keepers_and_the_chair_alone(world: World) -> None:
    one = counted(world, [9, 4, 11, 8], QUARTERS)
    release = audited(world, begun(world, [one]))
    seen = {name: again_seen(world, release, name) for name in world.everyone}
    assert {name for name, sees in seen.items() if sees} == {"manager", "clerk", "chair"}
    let_out(world, release)
    seen = {name for name in world.everyone if again_seen(world, release, name)}
    assert seen == {"manager", "clerk", "chair", "worker", "team_manager", "nurse", "officer", "lay"}
    for name in world.everyone:
        with world.acting(name):
            assert Proof.objects.filter(record_id=release.pk).exists() is (name in {"manager", "clerk", "chair"})


def again_seen(world: World, release: Release, name: str) -> bool:
    with world.acting(name):
        return Release.objects.filter(pk=release.pk).exists()


def test_only_keepers_begin_one(world: World) -> None:
    one = counted(world, [9, 4, 11, 8], QUARTERS)
    for name in ("chair", "nurse", "lay", "worker"):
        with pytest.raises(PermissionDenied):
            begun(world, [one], who=name)


def test_one_that_takes_the_place_of_another_supersedes_it(world: World) -> None:
    one = counted(world, [9, 4, 11, 8], QUARTERS)
    first = let_out(world, audited(world, begun(world, [one])))
    let_out(world, audited(world, begun(world, [one], name="Corrected", replaces=first)))
    assert again(world, first).state == "superseded"


def test_a_worker_that_was_killed_does_its_job_again_and_once(world: World) -> None:
    release = begun(world, [counted(world, [9, 4, 11, 8], QUARTERS)])
    with world.acting("manager"):
        job = queue_audit(release)
        assert queue_audit(release).pk == job.pk
        Job.objects.filter(pk=job.pk).update(state="running", attempts=1)
    user = world.users["manager"].pk
    assert run_job(job.pk, user)
    assert not run_job(job.pk, user)
    with world.acting("manager"):
        assert Proof.objects.filter(record_id=release.pk).count() == 1
