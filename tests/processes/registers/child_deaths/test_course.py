"""The way of a case: checked, gathered, read by a quorate panel with a whole analysis, closed; its clocks and holds."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from goldenthread.core.casework.models import Hold
from goldenthread.core.casework.registering import appoint_keeper, register_of
from goldenthread.core.casework.sealed import destroy
from goldenthread.core.casework.services import open_record
from goldenthread.processes.registers.child_deaths.models import ChildDeath
from goldenthread.processes.registers.child_deaths.naming import same_name, same_number, same_sound
from goldenthread.processes.registers.child_deaths.process import child_deaths
from goldenthread.processes.registers.child_deaths.twice import in_words, same_as, same_as_typed
from tests.processes.registers.child_deaths.desk import BOARDS, PARTNERS, Desk, at
from tests.world import World


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


# --- the way


@pytest.mark.parametrize("died", [BOARDS, PARTNERS], ids=["board", "partners"])
def test_a_death_goes_from_its_notification_to_its_end(desk: Desk, died: date) -> None:
    case = desk.closed(died, "infection", "inflicted")
    assert (case.state, case.category, case.modifiability) == ("closed", "inflicted", "modifiable"), "the uppermost"
    assert case.closed_on == case.ended_on
    assert case.age_band == "1 to 4 years"
    with desk.world.acting("manager"):
        assert [row.result for row in case.considerations.all()] == ["completed"]
        assert case.analysis.agreed_on == case.reviewed_on


def test_only_the_partners_need_a_review_meeting_before_the_panel(desk: Desk) -> None:
    assert desk.take(desk.checked(BOARDS), "ready", ready_on=BOARDS.replace(month=7), note="All").state == "ready"
    case = desk.checked(PARTNERS)
    with pytest.raises(ValidationError, match="child death review meeting first"):
        desk.take(case, "ready", ready_on=PARTNERS.replace(month=7), note="All")


def test_the_panel_needs_a_quorum_and_a_whole_analysis_on_the_right_version(desk: Desk) -> None:
    case = desk.ready()
    small = desk.meeting(date(2024, 8, 1), "doctor", "nurse")
    with pytest.raises(ValidationError, match=r"not quorate: 2 of 3 members and 1 of 2 agencies"):
        desk.take(case, "review", panel_meeting=small)
    whole = desk.meeting(date(2024, 8, 2))
    with pytest.raises(ValidationError, match="Missing: all of it"):
        desk.take(case, "review", panel_meeting=whole)
    row = desk.analyse(case)
    with desk.world.acting("manager"):
        row.template = "C"
        row.save()
    with pytest.raises(ValidationError, match="another version"):
        desk.take(case, "review", panel_meeting=whole)


def test_what_was_decided_is_kept_when_it_is_opened_again(desk: Desk) -> None:
    case = desk.closed(PARTNERS, "trauma")
    case = desk.take(case, "reopen", reopened_on=case.ended_on, why="The inquest found another cause")
    assert (case.state, case.category, case.reviewed_on, case.closed_on) == ("gathering", "", None, None)
    with desk.world.acting("manager"):
        kept = case.reopenings.get()
        assert (kept.was, kept.category) == ("closed", "trauma")
        assert case.analysis.agreed_on is None


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"resident": "not_known"}, "Find out where"),
        ({"resident": "elsewhere"}, "hand it over"),
        ({"resident": "here", "area": None}, "in which area"),
        ({"resident": "here", "joint_response": True}, "Say why it calls"),
    ],
)
def test_a_check_says_whose_it_is_and_where(desk: Desk, values: dict[str, Any], words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        desk.take(desk.notify(), "check", checked_on=date(2024, 5, 16), **values)


def test_another_areas_child_is_handed_over_and_may_be_taken_up_again(desk: Desk) -> None:
    case = desk.notify()
    with pytest.raises(ValidationError, match="which area"):
        desk.take(case, "transfer", handed_on=date(2024, 5, 20), note="Lived there")
    case = desk.take(case, "transfer", handed_on=date(2024, 5, 20), other_area="Fernshire", note="Lived there")
    assert (case.state, case.resident, case.closed_on) == ("transferred", "elsewhere", date(2024, 5, 20))
    assert set(desk.runs(case)) == {"CDR-N1"}
    case = desk.take(case, "accepted", accepted_on=date(2024, 5, 22))
    case = desk.take(case, "take_up", reopened_on=date(2024, 6, 1), why="They lived here after all")
    assert (case.state, case.handed_on, case.closed_on) == ("notified", None, None)


def test_no_adult_and_nobody_unborn_is_entered(desk: Desk) -> None:
    for born, words in ((date(2006, 5, 14), "reached 18"), (date(2024, 5, 15), "before the date of birth")):
        with pytest.raises(ValidationError, match=words):
            desk.notify(PARTNERS, child_born=born)
    assert desk.notify(date(2024, 2, 28), child_born=date(2006, 3, 1)).age_band == "15 to 17 years"
    assert desk.notify(date(2022, 2, 28), child_born=date(2004, 2, 29)).age_band == "15 to 17 years", "18 on 1 March"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"nhs_number": "943 476 5918"}, "nhs_number"),
        ({"notified_at": at(date(2024, 5, 13))}, "notified_at"),
        ({"known_at": at(date(2024, 5, 20))}, "known_at"),
    ],
)
def test_what_cannot_be_is_told_on_its_field(desk: Desk, values: dict[str, Any], field: str) -> None:
    with pytest.raises(ValidationError) as refused:
        desk.notify(PARTNERS, **values)
    assert set(refused.value.message_dict) == {field}


def test_only_those_who_keep_the_register_open_a_case(desk: Desk) -> None:
    with desk.world.acting("clerk"), pytest.raises(PermissionDenied, match="keep it"):
        open_record(
            child_deaths, partnership=desk.world.north, lead_agency=desk.world.office, notified_at=at(PARTNERS),
            notified_by="police", child_name="A", died_on=PARTNERS, sex="male", place_of_death="home",
        )  # fmt: skip


# --- the same child


def test_one_child_is_found_by_number_and_under_two_spellings_and_a_twin_is_not(desk: Desk) -> None:
    born = date(2020, 2, 3)
    first = desk.notify(child_name="Catherine Smyth", child_born=born, nhs_number="943 476 5919")
    twin = desk.notify(child_name="Robin Smyth", child_born=born)
    with desk.world.acting("manager"):
        found = same_as_typed(desk.world.north, {"child_name": "KATHRYN, Smith", "child_born": born})
        assert [(one.case.pk, one.sure) for one in found] == [(first.pk, False)]
        assert "another spelling: 1 case" in in_words(found)
        by_number = same_as_typed(desk.world.north, {"child_name": "Nobody Known", "nhs_number": "9434765919"})
        assert [(one.case.pk, one.why) for one in by_number] == [(first.pk, "Same NHS number")]
        by_day = same_as_typed(desk.world.north, {"child_name": "smyth catherine", "died_on": PARTNERS})
        assert [one.why for one in by_day] == ["Same name and date of death"]
        assert same_as(ChildDeath.objects.get(pk=twin.pk)) == []
    with desk.world.acting("chair"):
        assert same_as_typed(desk.world.north, {"nhs_number": "9434765919"}) == [], "only cases in sight are told"


@pytest.mark.parametrize(
    ("one", "other"), [("Aaron Phipps", "Aron Fipps"), ("Zoë O'Brien", "obrien ZOE"), ("Jon Whyte", "John Wite")]
)
def test_two_spellings_sound_the_same(one: str, other: str) -> None:
    assert same_sound(one) == same_sound(other) != ""
    assert same_sound("Maria Fell") != same_sound("Peter Fell")
    assert same_name("") == same_sound("-") == same_number("123") == ""


# --- what else goes on


def test_an_inquest_holds_the_case_until_it_ends(desk: Desk) -> None:
    case = desk.checked()
    desk.take(case, "parallel", process="coroner", what="started", happened_on=date(2024, 5, 20))
    with desk.world.acting("manager"):
        assert [hold.reason for hold in Hold.objects.filter(record=case.pk, lifted_on__isnull=True)] == ["inquest"]
    with pytest.raises(ValidationError, match="going on still: Coroner"):
        desk.take(case, "ready", ready_on=date(2024, 6, 1), note="All")
    case = desk.take(case, "await_other", waits_for="coroner")
    desk.take(case, "parallel", process="coroner", what="ended", happened_on=date(2024, 6, 20))
    case = desk.take(case, "resume")
    assert (case.state, case.waits_for) == ("gathering", "")
    with desk.world.acting("manager"):
        assert not Hold.objects.filter(record=case.pk, lifted_on__isnull=True).exists()
    with pytest.raises(ValidationError, match="not going on"):
        desk.take(case, "await_other", waits_for="police")


def test_a_case_is_kept_for_its_years_and_is_still_counted_after(desk: Desk) -> None:
    with desk.world.acting("manager"), pytest.raises(ValidationError, match="kept"):
        destroy(desk.closed(PARTNERS, "chronic"))
    old = desk.closed(date(1996, 5, 10), "chronic")
    with desk.world.acting("manager"):
        destroy(old)
        gone = ChildDeath.objects.get(pk=old.pk)
        assert (gone.category, gone.age_band, gone.nhs_index, gone.person_index) == (
            "chronic",
            "1 to 4 years",
            None,
            None,
        )


def test_a_keeper_may_be_appointed_who_is_no_member_of_the_unit(desk: Desk) -> None:
    with desk.world.acting("doctor"):
        appoint_keeper(register_of(desk.world.north, "child-death"), desk.world.person("nurse"), why="Stands in")
    case = desk.notify()
    with desk.world.acting("nurse"):
        assert ChildDeath.objects.filter(pk=case.pk).exists()
    with desk.world.acting("clerk"):
        assert not ChildDeath.objects.exists(), "the unit sees none unless it keeps the register"
