"""The course of a contact: what it is, what must be there before an end, what a reopening undoes, and the clocks."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from goldenthread.core.casework.clocks import standing
from goldenthread.core.casework.models import ClockRun, LocalClock
from goldenthread.core.casework.process import Keeping
from goldenthread.core.casework.services import open_record, take_step
from goldenthread.processes.registers.allegations.models import Case
from goldenthread.processes.registers.allegations.process import allegations, kept_until
from tests.processes.registers.allegations.desk import Desk
from tests.web.test_access import client_for, say_why
from tests.world import World

OLD, NEW = date(2017, 4, 13), date(2024, 3, 12)  # an edition with targets, and one without


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


# --- what a contact is


def test_an_allegation_meets_a_criterion_and_a_consultation_meets_none(desk: Desk) -> None:
    case = desk.enter(NEW)
    with pytest.raises(ValidationError, match="Tick the criterion that it meets"):
        desk.take(case, "allegation", triaged_on=NEW)
    case = desk.take(case, "allegation", triaged_on=NEW, unsuitable=True)
    assert (case.state, case.contact, case.unsuitable) == ("allegation", "allegation", True)
    other = desk.take(desk.enter(NEW), "consultation", triaged_on=NEW, advice="Speak to the person")
    assert (other.state, other.contact, other.closed_on) == ("consultation", "consultation", NEW)


def test_the_fourth_criterion_cannot_be_ticked_before_it_was_in_force(desk: Desk) -> None:
    with pytest.raises(ValidationError, match="applies from 1 September 2020"):
        desk.take(desk.enter(OLD), "allegation", triaged_on=OLD, unsuitable=True)


def test_information_from_another_area_is_kept_apart_and_has_no_clock(desk: Desk) -> None:
    case = desk.take(desk.enter(OLD), "information", triaged_on=OLD, other_area="Fernshire")
    assert (case.state, case.contact) == ("information", "information")
    assert desk.runs(case) == []


def test_a_consultation_has_no_clock_and_becomes_an_allegation_with_new_information(desk: Desk) -> None:
    case = desk.take(desk.enter(OLD), "consultation", triaged_on=OLD)
    assert desk.runs(case) == []
    case = desk.take(case, "take_up", reopened_on=date(2017, 5, 2), why="A second child has spoken")
    assert (case.state, case.contact, case.closed_on) == ("received", "waiting", None)
    case = desk.take(case, "allegation", triaged_on=date(2017, 5, 3), harmed=True)
    assert ("LADO-2", "1 month", date(2017, 6, 2), None) in desk.runs(case), "from the new information on"


# --- the end


def test_that_the_person_left_ends_nothing(desk: Desk) -> None:
    case = desk.take(desk.considered(NEW), "left", left_on=date(2024, 4, 2), left_how="resigned")
    assert case.state == "considered"
    assert [one for one in desk.runs(case) if one[3] is None] == [("LADO-5", "first", date(2024, 4, 9), None)]
    with pytest.raises(ValidationError, match="not open from"):
        desk.take(case, "close", ended_on=date(2024, 5, 1), note="Gone")


def test_no_outcome_is_agreed_while_the_police_look_into_it(desk: Desk) -> None:
    case = desk.take(desk.considered(NEW), "strand", strand="police", what="started", happened_on=NEW)
    desk.take(case, "strand", strand="regulator", what="started", happened_on=NEW)
    with pytest.raises(ValidationError, match="going on still: Police investigation"):
        desk.take(case, "conclude", outcome="false", outcome_on=NEW, note="No")
    desk.take(case, "strand", strand="police", what="ended", happened_on=date(2024, 5, 1), result="no_action")
    case = desk.take(case, "conclude", outcome="false", outcome_on=date(2024, 5, 2), note="No basis")
    assert case.state == "concluded", "a regulator may go on"


def test_a_strand_starts_once_and_ends_with_what_it_came_to(desk: Desk) -> None:
    case = desk.considered(NEW)
    with pytest.raises(ValidationError, match="has not started"):
        desk.take(case, "strand", strand="employer", what="ended", happened_on=NEW, result="advice")
    desk.take(case, "strand", strand="employer", what="started", happened_on=NEW)
    with pytest.raises(ValidationError, match="going on already"):
        desk.take(case, "strand", strand="employer", what="started", happened_on=NEW)
    with pytest.raises(ValidationError, match="what the strand came to"):
        desk.take(case, "strand", strand="employer", what="ended", happened_on=NEW)


def test_a_substantiated_one_is_closed_only_once_barring_was_decided_on(desk: Desk) -> None:
    case = desk.concluded(NEW, date(2024, 5, 1), "substantiated")
    with pytest.raises(ValidationError, match="Disclosure and Barring Service"):
        desk.take(case, "close", ended_on=date(2024, 5, 2), note="Whole")
    with pytest.raises(ValidationError, match="say why it was not made"):
        desk.take(case, "referral", to="dbs", duty="no")
    desk.take(case, "referral", to="dbs", duty="no", why_not="The harm test is not met")
    case = desk.take(case, "close", ended_on=date(2024, 5, 2), note="Whole")
    assert (case.state, case.closed_on, case.outcome) == ("closed", date(2024, 5, 2), "substantiated")


def test_an_officer_does_not_close_their_own_case(desk: Desk) -> None:
    case = desk.concluded(NEW, date(2024, 5, 1))
    with desk.world.acting("lado"), pytest.raises(PermissionDenied, match="designated_manager"):
        take_step(Case.objects.get(pk=case.pk), "close", ended_on=date(2024, 5, 2), note="Done")


@pytest.mark.parametrize("name", ["handed_on", "outcome_on"])
def test_a_day_that_has_not_come_is_refused(desk: Desk, name: str) -> None:
    step, values = {
        "handed_on": ("hand_over", {"other_area": "Fernshire"}),
        "outcome_on": ("conclude", {"outcome": "false"}),
    }[name]
    with pytest.raises(ValidationError, match="not come yet"):
        desk.take(desk.considered(NEW), step, **values, **{name: date(2099, 1, 1)}, note="As it was said")


def test_a_case_handed_over_names_the_area_and_has_no_target_of_ours(desk: Desk) -> None:
    case = desk.allegation(OLD)
    with pytest.raises(ValidationError, match="which area"):
        desk.take(case, "hand_over", handed_on=OLD, note="They lead")
    case = desk.take(case, "hand_over", handed_on=OLD, other_area="Fernshire", note="They lead")
    assert (case.state, case.closed_on) == ("handed_over", OLD)
    assert [one[0] for one in desk.runs(case)] == ["LADO-1"]


def test_a_case_is_given_only_to_someone_who_could_see_it(desk: Desk) -> None:
    case = desk.enter(NEW)
    with pytest.raises(ValidationError, match="keeps the register"):
        desk.take(case, "allocate", officer=desk.world.person("nurse"))
    assert desk.take(case, "allocate", officer=desk.world.person("lado_manager")).officer is not None


def test_opening_again_keeps_what_it_had_come_to_and_starts_the_targets_anew(desk: Desk) -> None:
    case = desk.closed(OLD, date(2017, 5, 2))
    with pytest.raises(ValidationError, match="give that day or a later"):
        desk.take(case, "reopen", reopened_on=OLD, why="A photograph")
    case = desk.take(case, "reopen", reopened_on=date(2017, 9, 1), why="A photograph")
    assert (case.state, case.outcome, case.ended_on, case.closed_on) == ("considered", "", None, None)
    with desk.world.acting("lado"):
        kept = case.reopenings.get()
        assert (kept.was, kept.outcome, kept.ended_on) == ("closed", "unfounded", date(2017, 5, 2))
    assert [one for one in desk.runs(case) if one[1] == "1 month"] == [
        ("LADO-2", "1 month", date(2017, 5, 13), date(2017, 5, 2)),
        ("LADO-2", "1 month", date(2017, 10, 1), None),
    ]


# --- clocks


def test_the_targets_are_those_of_the_edition_in_force_at_the_referral(desk: Desk) -> None:
    assert [(clock, part, due) for clock, part, due, _ in desk.runs(desk.allegation(OLD))] == [
        ("LADO-1", "", date(2017, 4, 18)),
        ("LADO-2", "1 month", date(2017, 5, 13)),
        ("LADO-2", "3 months", date(2017, 7, 13)),
        ("LADO-2", "12 months", date(2018, 4, 13)),
        ("LADO-5", "first", date(2017, 5, 11)),
    ]
    assert [one[0] for one in desk.runs(desk.allegation(NEW))] == ["LADO-1", "LADO-5"]


def test_a_partnership_that_keeps_a_target_of_its_own_has_its_clock(desk: Desk) -> None:
    with desk.world.acting("manager"):
        LocalClock.objects.create(
            partnership=desk.world.north, clock="LADO-2", part="3 months", number=4, unit="month",
            since=date(2020, 9, 1), reason="Board, September 2020",
        )  # fmt: skip
    assert ("LADO-2", "3 months", date(2024, 7, 12), None) in desk.runs(desk.allegation(NEW))


@pytest.mark.parametrize(
    ("known", "hour", "minute", "referred", "due", "stands"),
    [
        (date(2017, 4, 13), 23, 59, date(2017, 4, 13), date(2017, 4, 18), "met"),  # the night before Good Friday
        (date(2017, 4, 13), 23, 59, date(2017, 4, 18), date(2017, 4, 18), "met"),  # the last minute of the last day
        (date(2017, 4, 13), 0, 1, date(2017, 4, 19), date(2017, 4, 18), "late"),
        (date(2016, 2, 28), 9, 0, date(2016, 2, 29), date(2016, 2, 29), "met"),  # a Sunday, and a leap day
        (date(2016, 12, 23), 9, 0, date(2016, 12, 28), date(2016, 12, 28), "met"),  # over Christmas
    ],
)
def test_the_employer_has_one_working_day(
    desk: Desk, known: date, hour: int, minute: int, referred: date, due: date, stands: str
) -> None:
    case = desk.enter(referred, hour, minute, known_on=known)
    case = desk.take(case, "allegation", triaged_on=referred, harmed=True)
    assert desk.runs(case)[0][:3] == ("LADO-1", "", due)
    with desk.world.acting("lado"):
        assert standing(ClockRun.objects.get(record=case.pk, clock="LADO-1")) == stands


def test_months_from_a_leap_day_and_from_the_last_of_january(desk: Desk) -> None:
    leap = desk.runs(desk.allegation(date(2016, 2, 29)))
    assert [due for clock, _, due, _ in leap if clock == "LADO-2"] == [
        date(2016, 3, 29), date(2016, 5, 29), date(2017, 2, 28),
    ]  # fmt: skip
    assert ("LADO-2", "1 month", date(2017, 2, 28), None) in desk.runs(desk.allegation(date(2017, 1, 31)))


@pytest.mark.parametrize(
    ("next_step", "due"), [("no formal discipline", date(2017, 4, 20)), ("hearing", date(2017, 5, 9))]
)
def test_what_the_employer_must_do_after_the_consideration_has_its_own_days(
    desk: Desk, next_step: str, due: date
) -> None:
    case = desk.considered(OLD, next_step)
    assert ("LADO-4", next_step, due, None) in desk.runs(case)
    case = desk.take(case, "employer", employer_acted_on=date(2017, 4, 19), sanction="advice")
    assert ("LADO-4", next_step, due, date(2017, 4, 19)) in desk.runs(case)


def test_one_that_was_clear_at_once_has_a_week(desk: Desk) -> None:
    case = desk.take(
        desk.allegation(OLD), "consider", considered_on=OLD, next_step="investigation", clear_at_once=True, note="Clear"
    )
    assert ("LADO-3", "", date(2017, 4, 20), None) in desk.runs(case)


def test_meetings_and_reviews_each_start_the_wait_for_the_next_until_the_outcome(desk: Desk) -> None:
    case = desk.considered(NEW)
    desk.take(case, "meeting", held_on=date(2024, 4, 8), decisions="Go on")
    case = desk.take(case, "review", reviewed_on=date(2024, 5, 10))
    assert [one for one in desk.runs(case) if one[0] == "LADO-5"] == [
        ("LADO-5", "first", date(2024, 4, 9), date(2024, 4, 8)),
        ("LADO-5", "later", date(2024, 5, 8), date(2024, 5, 10)),
        ("LADO-5", "later", date(2024, 6, 10), None),
    ]
    case = desk.take(case, "conclude", outcome="unfounded", outcome_on=date(2024, 5, 20), note="No basis")
    assert [one[3] for one in desk.runs(case) if one[0] == "LADO-5"] == [date(2024, 4, 8), date(2024, 5, 10)]


# --- who may, and how long it is kept


@pytest.mark.parametrize("name", ["manager", "chair", "worker", "team_manager", "officer", "lay"])
def test_no_other_seat_enters_a_contact_or_sees_one(desk: Desk, name: str) -> None:
    desk.enter(NEW)
    with desk.world.acting(name):
        assert not Case.objects.exists()
        assert not Case.unguarded.exists(), "nor past our own code"
        with pytest.raises(PermissionDenied):
            open_record(allegations, partnership=desk.world.north, lead_agency=desk.world.council)


@pytest.mark.parametrize(
    ("outcome", "part", "day"),
    [
        ("unfounded", "not upheld", date(2024, 5, 1)),
        ("unsubstantiated", "upheld", date(1980, 12, 31)),
        ("below_threshold", "consultation", date(2024, 5, 1)),
    ],
)
def test_how_long_it_is_kept_follows_from_the_outcome(desk: Desk, outcome: str, part: str, day: date) -> None:
    assert kept_until(desk.closed(NEW, date(2024, 5, 1), outcome)) == Keeping(part, day)


@pytest.mark.parametrize(("made_on", "offered"), [(date(2020, 8, 31), False), (date(2020, 9, 1), True)])
def test_the_fourth_criterion_is_offered_for_contacts_of_its_era_alone(
    desk: Desk, made_on: date, offered: bool
) -> None:
    case = desk.enter(made_on)
    client = client_for(desk.world, "lado")
    say_why(client, case)
    page = client.get(reverse("step", args=["north", "allegations", case.pk, "allegation"])).content.decode()
    assert 'name="risky"' in page
    assert ('name="unsuitable"' in page) is offered
