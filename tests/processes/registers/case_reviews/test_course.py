"""A notification's course under both frameworks: argued, considered, decided, told, reviewed, published or not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from goldenthread.core.casework.models import Hold
from goldenthread.core.casework.sealed import kept
from goldenthread.core.casework.services import take_step
from goldenthread.processes.registers.case_reviews.models import CaseReview
from goldenthread.processes.registers.case_reviews.process import case_reviews
from goldenthread.processes.registers.case_reviews.telling import letter
from tests.processes.registers.case_reviews.desk import BOARD, PARTNERS, Desk
from tests.world import World


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


@pytest.mark.parametrize(("day", "missing"), [(BOARD, "custody_why"), (PARTNERS, "died_why")])
def test_the_group_considers_nothing_until_each_limb_of_its_framework_is_argued(
    desk: Desk, day: date, missing: str
) -> None:
    case = desk.notify(day, **{missing: ""})
    with pytest.raises(ValidationError, match="Argue each limb"):
        desk.take(case, "recommend", held_on=day, recommendation="none" if day is BOARD else "not_serious")


def test_a_step_asks_for_the_limbs_and_the_weighing_of_the_framework_alone(desk: Desk) -> None:
    from_board, from_partners = desk.notify(BOARD), desk.notify(PARTNERS)
    with desk.world.acting("manager"):
        steps = case_reviews.workflow
        of_board = case_reviews.fields_of(steps["argue"], from_board)
        of_partners = case_reviews.fields_of(steps["argue"], from_partners)
        assert {name.split("_")[0] for name in of_board} == {
            "abuse",
            "died",
            "harmed",
            "together",
            "custody",
            "suicide",
        }
        assert {name.split("_")[0] for name in of_partners} == {"abuse", "died", "harmed"}
        assert "bodies" in case_reviews.fields_of(steps["recommend"], from_partners)
        assert "bodies" not in case_reviews.fields_of(steps["recommend"], from_board)


def test_where_the_group_does_not_agree_an_extraordinary_meeting_recommends_and_the_dissent_is_kept(desk: Desk) -> None:
    case = desk.notify(BOARD)
    later = BOARD + timedelta(days=7)
    with pytest.raises(ValidationError, match="who was of which mind"):
        desk.take(case, "disagree", held_on=BOARD, why="Two minds")
    case = desk.take(case, "disagree", held_on=BOARD, why="Two minds", dissent="Health wants a review")
    with pytest.raises(ValidationError, match="not open from not agreed"):
        desk.take(case, "recommend", held_on=later, recommendation="none")
    case = desk.take(case, "extraordinary", held_on=later, recommendation="scr", why="Heard", dissent="Police do not")
    with desk.world.acting("manager"):
        looks = list(case.considerations.values_list("result", "extraordinary", "dissented"))
    assert looks == [("not_agreed", False, True), ("recommended", True, True)]


def test_an_extraordinary_meeting_without_agreement_puts_it_to_who_decides_with_the_dissent(desk: Desk) -> None:
    case = desk.take(desk.notify(BOARD), "disagree", held_on=BOARD, dissent="Health wants a review")
    with pytest.raises(ValidationError, match="say who wants what"):
        desk.take(case, "extraordinary", held_on=BOARD)
    assert desk.take(case, "extraordinary", held_on=BOARD, dissent="Still so").state == "recommended"
    with desk.world.acting("manager"):
        said = [look.get_result_display() for look in case.considerations.order_by("pk")]
    assert said == ["Not agreed", "Not agreed either: put to who decides"]


def test_the_chair_of_a_board_decides_and_nobody_else_does(desk: Desk) -> None:
    case = desk.recommended(BOARD, "none")
    said: dict[str, Any] = {"outcome": "none", "decided_on": BOARD, "reasons": "As recommended"}
    with desk.world.acting("manager"), pytest.raises(PermissionDenied):
        take_step(case, "chair_otherwise", **said)
    with pytest.raises(ValidationError, match="not open now"):
        desk.take(case, "partner", partner="police", outcome="none", decided_on=BOARD)
    with pytest.raises(ValidationError, match="take the other step"):
        desk.take(case, "chair_review", **said)
    with pytest.raises(ValidationError, match="Under LSCB 2015"):
        desk.take(case, "chair_otherwise", **{**said, "outcome": "no_further_review"})
    assert desk.take(case, "chair_otherwise", **said).state == "decided"


def test_each_safeguarding_partner_decides_and_they_come_to_one_mind(desk: Desk) -> None:
    case = desk.recommended(PARTNERS, "lcspr")
    with pytest.raises(ValidationError, match="not open now"):
        desk.take(case, "chair_review", outcome="lcspr", decided_on=PARTNERS, reasons="x")
    desk.take(case, "partner", partner="authority", outcome="lcspr", decided_on=PARTNERS)
    desk.take(case, "partner", partner="health", outcome="lcspr", decided_on=PARTNERS)
    with pytest.raises(ValidationError, match="Missing: Police"):
        desk.take(case, "partners_review", reasons="x")
    desk.take(case, "partner", partner="police", outcome="local_learning", decided_on=PARTNERS)
    with pytest.raises(ValidationError, match="not of one mind"):
        desk.take(case, "partners_review", reasons="x")
    later = PARTNERS + timedelta(days=2)
    desk.take(case, "partner", partner="police", outcome="lcspr", decided_on=later)
    case = desk.take(case, "partners_review", reasons="All are of one mind now")
    assert (case.state, case.outcome, case.decided_on) == ("scoping", "lcspr", later)


def test_the_partners_decide_on_a_serious_incident_after_its_rapid_review_only(desk: Desk) -> None:
    case = desk.notify(PARTNERS)
    with pytest.raises(ValidationError, match="Hold the rapid review first"):
        desk.take(case, "recommend", held_on=PARTNERS, recommendation="lcspr")
    case = desk.take(case, "hold_rapid", panel_on=PARTNERS)
    with pytest.raises(ValidationError, match="A rapid review says this"):
        desk.take(case, "rapid", rapid_on=PARTNERS, facts="Some")
    with pytest.raises(ValidationError, match="A rapid review was begun"):
        desk.take(case, "recommend", held_on=PARTNERS, recommendation="not_serious")


def test_the_notifier_is_told_by_a_message_that_says_nothing_of_the_case(
    desk: Desk, django_capture_on_commit_callbacks: object
) -> None:
    notifier = desk.world.person("nurse")
    case = desk.decided(BOARD, "learning_event", notifier=notifier)
    with desk.world.acting("manager"):
        subject, body = letter(CaseReview.objects.get(pk=case.pk))
    assert case.reference in subject
    assert "Learning event" in body
    assert not [word for word in ("Ottilie", "Fenn", "Perpetua", "injury") if word in subject + body]
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        desk.take(case, "tell", told_on=BOARD)
    assert [one.to for one in mail.outbox] == [[notifier.email]]


def test_nothing_is_closed_before_the_notifier_and_the_panel_were_told(desk: Desk) -> None:
    case = desk.decided(BOARD, "none")
    with pytest.raises(ValidationError, match="Tell the notifier"):
        desk.take(case, "close", ended_on=BOARD, note="x")
    desk.take(case, "tell", told_on=BOARD)
    with pytest.raises(ValidationError, match="the decision not to review"):
        desk.take(case, "close", ended_on=BOARD, note="x")
    desk.take(case, "letter", what="no_review", sent_on=BOARD)
    case = desk.take(case, "close", ended_on=BOARD, note="x")
    with desk.world.acting("manager"):
        stands = kept(CaseReview.objects.get(pk=case.pk))
    assert stands.until == date(2041, 5, 10)


def test_a_report_is_published_or_not_for_a_reason_of_which_the_panel_is_told(desk: Desk) -> None:
    on = PARTNERS + timedelta(days=120)
    case = desk.accepted(PARTNERS, "lcspr", on)
    with pytest.raises(ValidationError, match="Send the report"):
        desk.take(case, "publish", published_on=on)
    with pytest.raises(ValidationError, match="give the real reason"):
        desk.take(case, "withhold", withheld_on=on, withheld_for="not_required", withheld_why="x")
    case = desk.take(case, "withhold", withheld_on=on, withheld_for="welfare", withheld_why="A sibling would be known")
    desk.take(case, "tell", told_on=on)
    desk.take(case, "letter", what="rapid_review", sent_on=PARTNERS)
    with pytest.raises(ValidationError, match="reasons for not publishing"):
        desk.take(case, "close", ended_on=on, note="x")
    desk.take(case, "letter", what="report", sent_on=on)
    case = desk.take(case, "publish", published_on=on)
    assert (case.state, case.withheld_on, case.withheld_for) == ("published", None, "")


def test_a_review_has_an_independent_reviewer(desk: Desk) -> None:
    case = desk.decided(BOARD, "scr")
    with pytest.raises(ValidationError, match="independent"):
        desk.take(case, "scope", terms="x", method="method-1", reviewer="A colleague", reviewer_on=BOARD)


def test_proceedings_hold_the_file_for_as_long_as_they_go_on(desk: Desk) -> None:
    case = desk.decided(BOARD, "scr")
    desk.take(case, "parallel", process="criminal", what="started", happened_on=BOARD)
    with pytest.raises(ValidationError, match="go on already"):
        desk.take(case, "parallel", process="criminal", what="started", happened_on=BOARD)
    with pytest.raises(ValidationError, match="have not begun"):
        desk.take(case, "parallel", process="care", what="ended", happened_on=BOARD)
    with desk.world.acting("manager"):
        assert [hold.reason for hold in Hold.objects.filter(record=case.pk, lifted_on__isnull=True)] == ["criminal"]
    desk.take(case, "parallel", process="criminal", what="ended", happened_on=BOARD)
    with desk.world.acting("manager"):
        assert not Hold.objects.filter(record=case.pk, lifted_on__isnull=True)


def test_a_case_that_is_considered_again_keeps_what_it_had_come_to(desk: Desk) -> None:
    case = desk.take(desk.closed(BOARD, "none"), "reopen", reopened_on=BOARD + timedelta(days=30), why="A new account")
    assert (case.state, case.outcome, case.closed_on) == ("notified", "", None)
    with desk.world.acting("manager"):
        again = case.reopenings.get()
    assert (again.was, again.outcome, again.decided_on) == ("closed", "none", BOARD)
