"""The guard on narratives: it says which words make a child known, and how else it may be said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.kernel.disclosure.cases import Attribute, CaseTable, Rules
from goldenthread.kernel.disclosure.recognisability import Why
from goldenthread.kernel.disclosure.recognisable_text import guard_text, text_passes
from goldenthread.kernel.disclosure.recognising import Texts

TEXTS = Texts(
    (("Ashby", "Northfield district"), ("Northfield district", "Wealdshire")),
    whole=frozenset({"Wealdshire"}), names=("Zebedee",),
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "why", "words"),
    [
        ("He died on 4 March 2016.", Why.DATE, "4 March 2016"),
        ("He died on 04/03/16.", Why.DATE, "04/03/16"),
        ("It was the 4th of March.", Why.DATE, "the 4th of March"),
        ("Born 2016-03-04.", Why.DATE, "2016-03-04"),
        ("It happened on Christmas Day 2015.", Why.DATE, "Christmas Day 2015"),
        ("It happened in March 2016.", Why.DATE, "March 2016"),
        ("She rang on Tuesday night.", Why.DATE, "on Tuesday night"),
        ("Found at 06:40.", Why.DATE, "at 06:40"),
        ("A 17-day-old baby.", Why.DATE, "17-day-old"),
        ("A boy aged fourteen was found.", Why.DATE, "aged fourteen"),
        ("Lived for 3 hours.", Why.DATE, "Lived for 3 hours"),
        ("It was on day 4 of life.", Why.DATE, "day 4 of life"),
        ("It was on his sixteenth birthday.", Why.DATE, "on his"),
        ("The mother, Jane Doe, rang.", Why.NAME, "Jane Doe"),
        ("His sister Emily rang.", Why.NAME, "Emily"),
        ("A baby called Jack was seen.", Why.NAME, "Jack"),
        ("Dr Nobody attended.", Why.NAME, "Dr Nobody"),
        ("Then Jane Doe left.", Why.NAME, "Jane Doe"),
        ("They told zebedee.", Why.NAME, "zebedee"),
        ("Jack's mother rang.", Why.NAME, "Jack"),
        ("The family lived in Ashby.", Why.PLACE, "Ashby"),
        ("He went to Willow Primary School.", Why.PLACE, "School"),
        ("Taken to Weald General Hospital.", Why.PLACE, "Hospital"),
        ("It was in Acacia Avenue.", Why.PLACE, "Acacia Avenue"),
        ("On the M20 at night.", Why.PLACE, "M20"),
        ("In the river Meander.", Why.PLACE, "river Meander"),
        ("The child was struck by lightning.", Why.CAUSE, "struck by lightning"),
        ("She was hit by a train.", Why.CAUSE, "hit by a train"),
        ("He fell from a window.", Why.CAUSE, "fell from a window"),
        ("He was the only child of his school.", Why.ROLE, "the only child"),
        ("She was one of triplets.", Why.ROLE, "triplets"),
        ("It was widely reported.", Why.ROLE, "widely reported"),
        ("The eldest of four children.", Why.ROLE, "eldest of four"),
        ("NHS number 943 476 5919.", Why.NUMBER, "943 476 5919"),
        ("Ring 01234 567890.", Why.NUMBER, "01234 567890"),
    ],
)  # fmt: skip
def test_what_would_make_a_child_known_is_found_with_its_words(text: str, why: Why, words: str) -> None:
    found = {one.why: one for one in guard_text(text, TEXTS).findings}
    assert why in found
    assert words in found[why].text
    assert text[found[why].start :].startswith(found[why].text)


@pytest.mark.parametrize(
    "text",
    [
        "Parents were advised on safer sleeping. The Health Visitor and Children's Social Care shared what they knew.",
        "In Wealdshire deaths in infancy fell. The Child Death Overview Panel asked every trust for its advice.",
        "Two thirds of reviews found modifiable factors, most often smoking in the household.",
        "White British families and those of Black African heritage were asked alike. He may have been cold.",
        "The review covers 2015-16 and was completed within 6 months.",
    ],
)
def test_what_a_report_says_of_many_passes(text: str) -> None:
    assert guard_text(text, TEXTS).findings == ()


def test_the_proposal_says_the_same_more_coarsely() -> None:
    text = "The baby died in Ashby on 4 March 2016, 17 days old. Parents were offered support."
    verdict = guard_text(text, TEXTS)
    assert verdict.proposal == (
        "The baby died in Wealdshire in quarter 4 of 2015-16, in infancy. Parents were offered support."
    )
    assert text_passes(verdict.proposal, TEXTS)


def test_each_detail_is_common_and_all_of_them_are_one_child() -> None:
    text = "A teenage girl. She was a Muslim. She was in foster care. She had epilepsy. Her parent was in prison."
    verdict = guard_text(text)
    assert [one.why for one in verdict.findings] == [Why.RARE]
    assert "things of one child" in verdict.findings[0].words
    assert verdict.lost
    assert text_passes(verdict.proposal)


def test_a_case_that_is_alone_in_the_table_cannot_be_told_however_it_is_worded() -> None:
    among = CaseTable(
        "Cases", (Attribute("age"), Attribute("category")), (("1 to 4", "Trauma"),) * 6 + (("5 to 9", "Trauma"),)
    )
    told = guard_text("Parents were offered support.", among=among, says={"age": "5 to 9"}, rules=Rules(k=5))
    assert told.findings[0].words == "Only this case is age 5 to 9; 5 are needed."
    assert told.only.startswith("Nothing of this case can be told alone")
    assert guard_text("Parents were offered support.", among=among, says={"age": "1 to 4"}, rules=Rules(k=5)).passes


PARTS = st.sampled_from(
    ["The baby", "aged 3 days", "Jane Doe", "in Ashby", "on 4 March 2016", "was seen", "at Willow Primary School",
     "the only child", "hit by a train", "his sister Emily", "943 476 5919", "The family moved", ".", ". ", "\n",
     "Zebedee", "Northfield district", "Christmas Day", "Muslim", "epilepsy", "in prison", "foster care", "boy"]
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(PARTS, max_size=14).map(" ".join))
def test_every_proposal_passes_the_same_guard_or_nothing_is_proposed(text: str) -> None:
    verdict = guard_text(text, TEXTS)
    if verdict.passes:
        assert text_passes(text, TEXTS)
    else:
        assert bool(verdict.proposal) != bool(verdict.only)
        assert text_passes(verdict.proposal, TEXTS)
        assert "Zebedee" not in verdict.proposal


@given(st.text(max_size=80))
def test_no_text_breaks_it(text: str) -> None:
    assert text_passes(guard_text(text, TEXTS).proposal, TEXTS)


@pytest.mark.parametrize(
    ("text", "proposal"),
    [
        ("A 7-year-old girl died.", "A girl died."),
        ("An 8-year-old autistic boy died.", "An autistic boy died."),
        ("The 7-year-old died.", "The child died."),
        ("An 11-month-old was found unwell.", "An infant was found unwell."),
        ("She was 7 years old then.", "She was a child then."),
        ("He was a quiet 7-year-old.", "He was a quiet child."),
        ("A three-week-old baby died.", "A baby died."),
        ("They knew of 7-year-olds like him.", "They knew of children like him."),
        ("A boy aged 7 died.", "A boy died."),
        ("Aged 7, he was known to services.", "In childhood, he was known to services."),
        ("On 3 March 2017 he was seen.", "In quarter 4 of 2016-17 he was seen."),
        ("He was seen on 03/03/2017 again.", "He was seen in 2017 again."),
    ],
)
def test_what_is_proposed_reads_as_a_person_would_write_it(text: str, proposal: str) -> None:
    verdict = guard_text(text)
    assert verdict.proposal == proposal
    assert guard_text(proposal).passes
