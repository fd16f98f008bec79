"""The criteria of a serious case, limb by limb, under each framework; and what may become of a notification."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.law.case_reviews import criteria as rules
from goldenthread.law.case_reviews.criteria import Holds, Result
from goldenthread.law.case_reviews.notification import NOTIFICATION, rationale_fields
from goldenthread.law.case_reviews.outcomes import OUTCOMES, outcome, outcomes_of
from goldenthread.law.eras import CDR_2018, LSCB_2015, LSCP_2018, LSCP_2023

YES, NO, UNKNOWN = Holds.YES, Holds.NO, Holds.NOT_KNOWN


@pytest.mark.parametrize(
    ("answers", "before_2018", "since"),
    [
        ({"abuse": YES, "died": YES}, Result.MET, Result.MET),
        ({"abuse": YES, "died": NO, "harmed": YES, "together": YES}, Result.MET, Result.MET),
        ({"abuse": YES, "died": NO, "harmed": YES, "together": NO}, Result.NOT_MET, Result.MET),
        ({"abuse": NO, "died": YES}, Result.NOT_MET, Result.NOT_MET),
        ({"abuse": UNKNOWN, "died": YES}, Result.OPEN, Result.OPEN),
    ],
)
def test_the_limb_on_working_together_counts_before_2018_alone(answers, before_2018, since) -> None:
    old = {"custody": NO, "suicide": NO, "harmed": NO, "together": NO, **answers}
    assert rules.serious_case(LSCB_2015).result(old) is before_2018
    new = {key: value for key, value in {"harmed": NO, **answers}.items() if key != "together"}
    for era in (LSCP_2018, LSCP_2023):
        assert rules.serious_case(era).result(new) is since


def test_a_death_in_custody_is_a_serious_case_whatever_else() -> None:
    answers = {limb.key: NO for limb in rules.SERIOUS_CASE_2006.limbs}
    assert rules.SERIOUS_CASE_2006.result({**answers, "custody": YES}) is Result.MET


ANSWERS = st.fixed_dictionaries({limb.key: st.sampled_from(Holds) for limb in rules.SERIOUS_CASE_2006.limbs})


@given(ANSWERS, st.sampled_from([limb.key for limb in rules.SERIOUS_CASE_2006.limbs]))
def test_learning_what_was_not_known_never_turns_met_into_not_met(answers: dict[str, Holds], limb: str) -> None:
    before = rules.SERIOUS_CASE_2006.result({**answers, limb: UNKNOWN})
    after = {rules.SERIOUS_CASE_2006.result({**answers, limb: known}) for known in (YES, NO)}
    if before is not Result.OPEN:
        assert after == {before}


def test_every_limb_asks_for_its_rationale_and_an_unknown_limb_is_refused() -> None:
    one = rules.SERIOUS_INCIDENT_2018
    assert [limb.key for limb in one.unanswered({"abuse": "A disclosure.", "died": " "})] == ["died", "harmed"]
    assert len(rationale_fields(one)) == len(one.limbs)
    with pytest.raises(KeyError, match="no limb 'together'"):
        one.result({"together": YES})


def test_each_framework_has_its_own_outcomes_and_child_death_review_none() -> None:
    assert {one.code for one in outcomes_of("LSCB_2015")} == {"scr", "local_review", "learning_event", "none"}
    assert {one.code for one in outcomes_of("LSCP_2018")} == {one.code for one in outcomes_of("LSCP_2023")}
    assert not {one.code for one in outcomes_of("LSCB_2015")} & {one.code for one in outcomes_of("LSCP_2023")}
    assert len({one.code for one in OUTCOMES}) == len(OUTCOMES)
    with pytest.raises(LookupError, match="no outcomes"):
        outcomes_of(CDR_2018.key)
    with pytest.raises(LookupError, match="no criteria"):
        rules.serious_case(CDR_2018)
    assert outcome("lcspr").is_review
    with pytest.raises(LookupError, match="no outcome 'maybe'"):
        outcome("maybe")


def test_a_care_leaver_is_notified_until_the_day_before_the_twenty_fifth_birthday() -> None:
    born = date(2000, 2, 29)
    assert rules.must_notify_care_leaver(born, date(2025, 2, 28), "LSCP_2023")
    assert not rules.must_notify_care_leaver(born, date(2025, 3, 1), "LSCP_2023")
    assert not rules.must_notify_care_leaver(born, date(2024, 1, 1), "LSCP_2018")


def test_the_notification_holds_what_the_clocks_start_from() -> None:
    keys = {field.key for field in NOTIFICATION.fields}
    assert {"incident_on", "aware_on", "notified_on"} <= keys
    assert NOTIFICATION.field("child_name").names_a_person
