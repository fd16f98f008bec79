"""Several agencies' chronologies become one: nothing lost, order honest, what agrees, differs and is missing shown."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldenthread.kernel.chronology.conflicts import Kind
from goldenthread.kernel.chronology.gaps import Missing, Rules
from goldenthread.kernel.chronology.merging import merge
from goldenthread.kernel.chronology.model import Place, Precision, Row, Seen, When

DAY = date(2016, 3, 4)


def on(day: date, at: time | None = None) -> When:
    return When(f"{day}", day, day, at, precision=Precision.DAY)


def row(agency: str, day: date | When, event: str, **values) -> Row:
    when = day if isinstance(day, When) else on(day)
    number = values.pop("number", abs(hash((agency, event))) % 1000)
    return Row(agency, when, event, Place(f"{agency}.xlsx", "", number), **values)


WORDS = st.lists(
    st.sampled_from(["visit", "bruise", "mother", "call", "school", "fall", "clinic"]), min_size=1, max_size=5
)
WHENS = st.one_of(
    st.just(When("unknown")),
    st.builds(on, st.dates(DAY, DAY + timedelta(days=9)), st.none() | st.sampled_from([time(9), time(15)])),
    st.builds(
        lambda day, days: When("vague", day, day + timedelta(days=days), precision=Precision.RANGE),
        st.dates(DAY, DAY + timedelta(days=9)), st.integers(1, 40),
    ),
)  # fmt: skip
ROWS = st.lists(
    st.builds(
        lambda agency, when, words, number, seen: row(agency, when, " ".join(words), number=number, seen=seen),
        st.sampled_from(["Police", "School", "Health"]), WHENS, WORDS, st.integers(1, 99), st.sampled_from(Seen),
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_every_row_stands_in_exactly_one_event_in_whatever_order_the_files_came(rows, chance) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    one, other = merge(rows), merge(shuffled)
    key = lambda r: repr(r)  # noqa: E731 - rows have no order of their own
    assert sorted(one.rows, key=key) == sorted(rows, key=key)
    assert [event.rows for event in one.events] == [event.rows for event in other.events]
    assert [event.number for event in one.events] == list(range(1, len(one.events) + 1))
    assert sum(count for _, count in one.agencies) == len(rows)


@settings(max_examples=40, deadline=None)
@given(ROWS)
def test_events_stand_in_order_and_hold_one_account_of_each_agency(rows) -> None:
    merged = merge(rows)
    orders = [event.rows[0].when.order for event in merged.events]
    assert orders == sorted(orders)
    for event in merged.events:
        told = [r.agency for r in event.rows if r not in event.repeats]
        assert len(set(told)) == len(told)
        assert len(event.rows) == 1 or len({r.when.day for r in event.rows}) == 1


def test_a_vague_date_stands_where_it_may_first_be_and_after_what_is_known_of_that_day() -> None:
    month = When("March 2016", date(2016, 3, 1), date(2016, 3, 31), precision=Precision.MONTH)
    rows = [
        row("A", When("unknown"), "Undated"), row("A", date(2016, 3, 2), "Second"), row("B", month, "Some time"),
        row("A", on(date(2016, 3, 1), time(9)), "Morning"), row("A", date(2016, 3, 1), "No time"),
        row("A", date(2016, 2, 29), "Leap day"),
    ]  # fmt: skip
    assert [r.event for r in merge(rows).rows] == ["Leap day", "Morning", "No time", "Some time", "Second", "Undated"]
    assert month.in_words() == "Some time from 1 March 2016 to 31 March 2016 (written: March 2016)"


def test_the_same_event_in_several_agencies_words_is_put_together() -> None:
    rows = [
        row("Health visiting", DAY, "HV home visit, bruise seen on left cheek, mum said he fell"),
        row("Social care", DAY, "Home visit by health visitor: bruising to left cheek, mother said fell"),
        row("School", DAY, "Older sister absent, no reason given"),
    ]
    merged = merge(rows)
    assert [event.agencies for event in merged.events if event.is_shared] == [("Health visiting", "Social care")]
    assert len(merged.events) == 2


def test_the_same_child_under_two_spellings_is_no_second_event() -> None:
    rows = [
        row("Health", DAY, "Catherine Smyth attended the emergency department with a fractured wrist"),
        row("School", DAY, "Kathryn Smith attended the emergency department with a fractured wrist"),
        row("Health", DAY, "Height measured"), row("School", DAY, "Pupil absent"),
    ]  # fmt: skip
    merged = merge(rows)
    assert [len(event.rows) for event in merged.events if event.is_shared] == [2]
    assert {said.event for said in merged.rows} == {said.event for said in rows}, "each as its agency spelt it"


@pytest.mark.parametrize(
    ("one", "other", "kind", "words"),
    [
        (
            {"seen": Seen.YES},
            {"seen": Seen.NO},
            Kind.SEEN,
            "the child was seen; Social care says the child was not seen",
        ),
        ({"when": on(DAY, time(9))}, {"when": on(DAY, time(15, 30))}, Kind.TIME, "says 09:00; Social care says 15:30"),
    ],
)
def test_accounts_of_one_event_that_differ_are_a_conflict(one, other, kind, words) -> None:
    told = "Joint home visit about bruise on cheek"
    rows = [
        row("Police", one.pop("when", DAY), told, **one),
        row("Social care", other.pop("when", DAY), told + " of child", **other),
    ]
    conflict, = merge(rows).conflicts  # fmt: skip
    assert conflict.kind is kind
    assert words in conflict.words


def test_one_says_it_took_place_and_the_other_that_it_did_not() -> None:
    rows = [
        row("Police", DAY, "Core group about neglect took place at Willow centre"),
        row("School", DAY, "Core group about neglect at Willow centre cancelled"),
    ]
    assert [conflict.kind for conflict in merge(rows).conflicts] == [Kind.HAPPENED]


def test_three_agencies_that_date_one_conference_differently_are_held_against_each_other() -> None:
    rows = [
        row(
            "Police", date(2016, 4, 20), "Attended child protection conference, child made subject to plan for neglect"
        ),
        row("Health visiting", date(2016, 4, 25), "Attended initial child protection conference"),
        row("Social care", date(2016, 5, 2), "ICPC held. Child made subject of plan, neglect"),
        row("GP surgery", date(2016, 4, 1), "New patient registered"),
        row("School", date(2016, 4, 12), "Absent, no reason given"),
    ]
    pairs = {frozenset((c.one.agency, c.other.agency)) for c in merge(rows).dated_apart}
    assert {"Police", "Social care"} in pairs
    assert {"Police", "Health visiting"} in pairs


def test_naming_each_other_joins_accounts_whose_words_differ() -> None:
    rows = [
        row("Health visiting", DAY, "Joint visit with SW, cluttered kitchen"),
        row("Social care", DAY, "Joint visit with health visitor; parents hostile"),
        row("Social care", DAY, "Joint visit to cousin's flat, nobody in"),
    ]
    assert [len(event.rows) for event in merge(rows).events if event.is_shared] == [2]


@pytest.mark.parametrize(
    ("other_day", "kind"),
    [
        (date(2016, 3, 6), Kind.DATE), (date(2016, 4, 3), Kind.ORDER), (date(2016, 3, 20), None),
    ],
)  # fmt: skip
def test_the_same_words_with_another_date_nearby_or_day_and_month_changed_over(other_day, kind) -> None:
    told = "Anonymous referral about shouting overnight and children left alone"
    rows = [row("Police", DAY, told), row("Social care", other_day, told + " received")]
    rows += [row("School", DAY + timedelta(days=n), f"Attendance letter number {n}") for n in range(30)]
    assert [conflict.kind for conflict in merge(rows).dated_apart] == ([kind] if kind else [])


def test_what_one_agency_wrote_twice_is_a_repeat_and_no_second_event() -> None:
    rows = [row("Police", DAY, "Called to the home", number=n) for n in (1, 2)]
    merged = merge(rows)
    assert len(merged.events) == 1
    assert [r.place.row for r in merged.repeats] == [2]
    assert merged.conflicts == ()


def test_long_silence_and_an_agency_that_is_silent_while_others_are_active_are_gaps() -> None:
    rows = [row("School", DAY + timedelta(days=20 * n), f"Absence letter {n}") for n in range(10)]
    rows += [row("Health visiting", DAY, "Clinic weight"), row("Health visiting", DAY + timedelta(days=180), "Clinic")]
    rows += [row("School", DAY + timedelta(days=400), "Left school")]
    found = merge(rows).gaps
    silent = [(gap.kind, gap.agency, gap.days) for gap in found if gap.kind is not Missing.TRACE]
    assert silent == [(Missing.AGENCY, "Health visiting", 179), (Missing.ALL, "", 219)]
    assert found[0].words.endswith("while others record 8 entries.")
    assert merge(rows, rules=Rules(silent_days=500)).gaps == ()


def test_a_vague_date_covers_every_day_it_may_be_so_no_silence_is_claimed() -> None:
    whole = When("2016", date(2016, 1, 1), date(2016, 12, 31), precision=Precision.YEAR)
    rows = [row("School", date(2016, 1, 2), "One"), row("School", date(2016, 12, 30), "Two")]
    assert [gap.kind for gap in merge(rows).gaps] == [Missing.ALL]
    assert merge([*rows, row("Housing", whole, "Rent arrears")]).gaps == ()


def test_a_contact_that_left_no_trace_with_the_other_agency_is_a_gap() -> None:
    rows = [
        row("School", DAY, "Head teacher phoned health visitor about weight"),
        row("School", DAY + timedelta(days=30), "Phoned HV again"),
        row("Health visiting", DAY + timedelta(days=32), "Message from school"),
        row("School", DAY + timedelta(days=40), "Called the police"),
    ]
    traces = [(gap.agency, gap.first) for gap in merge(rows).gaps if gap.kind is Missing.TRACE]
    assert traces == [("Health visiting", DAY)]  # the police take no part, so nothing can be missing of theirs


def test_nothing_merges_into_nothing() -> None:
    merged = merge([])
    assert (merged.events, merged.gaps, merged.span) == ((), (), None)


def test_a_day_of_hundreds_of_rows_is_not_compared_row_by_row_with_every_other() -> None:
    counted = 0
    rows = [
        row("Police" if n % 2 else "School", DAY, f"Entry number{n} about item{n // 2}", number=n) for n in range(600)
    ]
    from goldenthread.kernel.chronology.likeness import Likenesses

    counted = sum(1 for _ in Likenesses(rows).within(range(len(rows))))
    assert counted < 600 * 40
    assert sum(event.is_shared for event in merge(rows).events) > 0
