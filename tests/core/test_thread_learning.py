"""Findings, recommendations and impacts: who may, what is refused, and what is never written over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.casework.models import Record
from goldenthread.core.notices.worklist import worklist
from goldenthread.core.tenancy.conflicts import StaleEdit
from goldenthread.core.tenancy.history import history_of
from goldenthread.core.thread.impacts import amend_impact, check_look, record_impact, set_test
from goldenthread.core.thread.learning import (
    amend_finding,
    amend_recommendation,
    close_recommendation,
    link_finding,
    raise_finding,
    recommend,
    reopen_recommendation,
    unlink_finding,
)
from goldenthread.core.thread.models import Answers, Finding, Impact, Recommendation
from goldenthread.core.thread.services import add_action, add_evidence
from goldenthread.core.thread.threads import strand, strands
from goldenthread.kernel.now import LONDON
from goldenthread.web.components import Tag
from goldenthread.web.pages.recommendation_parts import standing_tag
from tests.core.rows import record
from tests.world import World, owner

DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def monday() -> Any:
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=LONDON), tick=False):
        yield


def a_record(world: World, title: str = "open", audience: str = "partnership", **values: Any) -> Record:
    with owner():
        return record(world, title, audience, **values)


def advice(world: World, **values: Any) -> Recommendation:
    with world.acting("manager"):
        return recommend(partnership=world.north, text="Ask the child", made_on=DAY, **values)


MAY_FIND = {"manager": True, "clerk": True, "chair": True, "worker": False, "nurse": False, "lay": False}


@pytest.mark.parametrize(("name", "may"), MAY_FIND.items())
def test_a_finding_is_raised_by_those_who_oversee_and_those_who_may_change_the_record(
    world: World, name: str, may: bool
) -> None:
    """This record is of no declared kind, so nobody but those who oversee may change it; all of these may read it."""
    source = a_record(world)
    with world.acting(name):
        if may:
            assert raise_finding(source=source, text=" No one asked ").text == "No one asked"
        else:
            with pytest.raises(PermissionDenied):
                raise_finding(source=source, text="No one asked")


def test_a_guest_who_reads_a_joint_groups_record_raises_nothing_from_it(world: World) -> None:
    source = a_record(world, "grouped", "group", group=world.panel)
    with world.acting("southerner"):
        assert Record.objects.filter(pk=source.pk).exists()
        with pytest.raises(PermissionDenied):
            raise_finding(source=source, text="No one asked")


def test_a_finding_says_who_raised_it_and_of_no_day_to_come(world: World) -> None:
    source = a_record(world)
    with world.acting("chair"):
        made = raise_finding(source=source, text="No one asked")
        assert (made.by, made.found_on) == ("Chair Person", DAY)
        with pytest.raises(ValidationError):
            raise_finding(source=source, text="x", found_on=DAY + timedelta(days=1))
        with pytest.raises(StaleEdit) as stale:
            amend_finding(made, text="Mine", expected_version=0)
        assert [(d.theirs, d.yours) for d in stale.value.differences] == [("No one asked", "Mine")]


def test_one_recommendation_answers_several_findings_and_one_finding_several_recommendations(world: World) -> None:
    source = a_record(world)
    with world.acting("manager"):
        found = [raise_finding(source=source, text=text) for text in ("One", "Two")]
        both = recommend(partnership=world.north, text="Both", findings=found)
        more = recommend(partnership=world.north, text="More", findings=found[:1])
        link_finding(both, found[0])  # linked twice is linked once
        assert Answers.objects.count() == 3
        unlink_finding(both, found[0])
        assert [one.text for one in strand(both).findings] == ["Two"]
        assert [one.text for one in strand(more).findings] == ["One"]


def test_a_finding_of_another_partnership_is_not_answered_here(world: World) -> None:
    elsewhere = a_record(world, "southern", partnership=world.south, lead_agency=world.southern)
    with owner():
        far = Finding.unguarded.create(source=elsewhere, text="Theirs", found_on=DAY)
    row = advice(world)
    with world.acting("manager"), pytest.raises(Record.DoesNotExist):  # it is not in sight at all
        link_finding(row, Finding(pk=far.pk, source_id=elsewhere.pk))
    with owner(), pytest.raises(PermissionDenied):
        link_finding(row, far)


@pytest.mark.parametrize("name", ["worker", "nurse", "officer", "lay", "southerner", "outsider"])
def test_only_those_who_oversee_recommend_and_judge(world: World, name: str) -> None:
    row = advice(world)
    with world.acting("manager"):
        planned = set_test(recommendation=row, measure="Files", review_on=DAY)
    told = {"recommendation": row, "result": "partly", "found": "x", "measure": "x"}
    with world.acting(name):
        for verb in (
            lambda: recommend(partnership=world.north, text="x"),
            lambda: record_impact(**told),
            lambda: record_impact(planned=planned, **told),
            lambda: set_test(recommendation=row, measure="x", review_on=DAY),
        ):
            with pytest.raises(PermissionDenied):
                verb()
        for hidden in (
            lambda: amend_recommendation(row, text="x"),
            lambda: close_recommendation(row, reason="done", text="x"),
            lambda: amend_impact(planned, measure="x"),
        ):
            with pytest.raises((PermissionDenied, Recommendation.DoesNotExist, Impact.DoesNotExist)):
                hidden()


def test_a_reference_is_for_life_and_its_partnership_too(world: World) -> None:
    row = advice(world)
    assert row.reference == "R-2026-0001"
    with world.acting("manager"):
        for change in ({"reference": "R-2026-9999"}, {"partnership_id": world.south.pk}):
            with pytest.raises(Exception, match="never changes"), transaction.atomic():
                Recommendation.objects.filter(pk=row.pk).update(**change)


def test_dates_hold_together(world: World) -> None:
    for wrong in ({"due_on": DAY - timedelta(days=1)},):
        with pytest.raises(ValidationError):
            advice(world, **wrong)
    with world.acting("manager"), pytest.raises(ValidationError):
        recommend(partnership=world.north, text="x", made_on=DAY + timedelta(days=1))


def test_closed_as_done_without_a_look_it_reads_done_impact_unknown(world: World) -> None:
    row = advice(world)
    with world.acting("manager"):
        with pytest.raises(ValidationError):
            close_recommendation(row, reason="done", text="  ")
        row = close_recommendation(row, reason="done", text="All were trained")
        assert standing_tag(row, strand(row).looks).text == "Done, impact unknown"
        record_impact(recommendation=row, result="not_yet", found="Too early", measure="Files",
                      look_again_on=DAY + timedelta(days=60))  # fmt: skip
        assert standing_tag(row, strand(row).looks).text == "Done, impact unknown"
        record_impact(recommendation=row, result="embedded", found="Nine of ten", measure="Files")
        assert standing_tag(row, strand(row).looks) == Tag("Done: embedded", "green")
        with pytest.raises(ValidationError):
            close_recommendation(row, reason="done", text="Again")
        row = reopen_recommendation(row)
        assert (row.status, row.reason, row.closed_on, row.closing) == ("open", "", None, "")
        assert any("All were trained" in str(line.changes) for line in history_of(row))
        with pytest.raises(ValidationError):
            reopen_recommendation(row)


def test_a_look_again_is_a_row_of_its_own_with_the_same_test(world: World) -> None:
    row = advice(world)
    with world.acting("manager"):
        planned = set_test(recommendation=row, measure="Files", means="audit", baseline=3, target=9, review_on=DAY)
        looked = record_impact(
            recommendation=row, planned=planned, result="partly", found="Six of ten", measure="Files",
            look_again_on=date(2026, 9, 1), expected_version=planned.version, reading=6,
        )  # fmt: skip
        assert looked.pk == planned.pk
        (following,) = strand(row).planned
        assert (following.measure, following.means, following.target, following.review_on) == (
            "Files", "audit", 9, date(2026, 9, 1),
        )  # fmt: skip
        record_impact(recommendation=row, planned=following, result="embedded", found="Nine", measure="Files")
        assert [look.found for look in strand(row).looks] == ["Nine", "Six of ten"]
        with pytest.raises(ValidationError, match="looked already"):
            record_impact(recommendation=row, planned=following, result="worse", found="x", measure="Files")
        with pytest.raises(StaleEdit):
            record_impact(
                recommendation=row, planned=following, result="worse", found="x", measure="Files", expected_version=1
            )


RESULTS = st.sampled_from(list(Impact.Result.values))
DAYS = st.one_of(st.none(), st.integers(-90, 90).map(lambda n: DAY + timedelta(days=n)))


@given(result=RESULTS, found=st.sampled_from(["", "  ", "Six of ten"]), looked=DAYS, again=DAYS)
def test_no_look_is_kept_that_says_nothing_or_is_of_a_day_to_come_or_leaves_not_yet_without_a_date(
    result: str, found: str, looked: date | None, again: date | None
) -> None:
    """The rule alone, over unsaved rows: what the verb refuses is exactly what would tell nothing."""
    impact = Impact(result=result, found=found.strip(), looked_on=looked)
    wrong = not found.strip() or looked is None or looked > DAY
    wrong = wrong or bool(again and looked and again <= looked)
    wrong = wrong or (result == "not_yet" and again is None)
    with time_machine.travel(datetime(2026, 3, 2, 9, tzinfo=LONDON), tick=False):
        if wrong:
            with pytest.raises(ValidationError):
                check_look(impact, again)
        else:
            check_look(impact, again)


def test_the_database_itself_holds_that_a_result_comes_from_a_look(world: World) -> None:
    row = advice(world)
    with owner():
        for wrong in ({"result": "embedded", "review_on": DAY}, {"result": "not_yet"}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Impact.unguarded.create(recommendation=row, measure="x", **wrong)
        with pytest.raises(IntegrityError), transaction.atomic():
            Recommendation.unguarded.filter(pk=row.pk).update(status="closed")


def test_a_whole_thread_is_read_in_four_queries_however_long_it_is(
    world: World, django_assert_num_queries: Any
) -> None:
    source = a_record(world)
    with world.acting("manager"):
        rows = []
        for n in range(6):
            found = [raise_finding(source=source, text=f"Found {n}.{m}") for m in range(3)]
            row = recommend(partnership=world.north, text=f"Do {n}", findings=found)
            action = add_action(partnership=world.north, text="Train", recommendation=row)
            add_evidence(action=action, summary="Register", effective_on=DAY)
            set_test(recommendation=row, measure="Files", review_on=DAY)
            rows.append(row)
        with django_assert_num_queries(4):
            whole = strands(rows)
        assert [len(one.findings) for one in whole] == [3] * 6
        assert [[shown.summary for _, shown in one.evidence] for one in whole] == [["Register"]] * 6


def test_a_look_that_is_due_is_on_the_list_of_those_who_oversee_and_a_due_recommendation_on_its_agencys(
    world: World,
) -> None:
    row = advice(world, owner_agency=world.health, due_on=DAY)
    with world.acting("manager"):
        set_test(recommendation=row, measure="Files", review_on=DAY - timedelta(days=3))
        set_test(recommendation=row, measure="Files", review_on=DAY + timedelta(days=90))

    def why(name: str) -> list[str]:
        return [item.why for item in worklist(world.actor(name), world.north, DAY) if item.kind == "recommendation"]

    assert why("manager") == ["Time to look whether it worked"]
    assert why("chair") == ["Time to look whether it worked"]
    assert why("nurse") == ["Your agency answers for this recommendation"]
    assert why("officer") == why("southerner") == []
    with world.acting("manager"):
        close_recommendation(row, reason="overtaken", text="The team is gone")
    assert why("nurse") == []
