"""Every clock of the law is there, with its limit, direction and source; and the law of the day is the one applied."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.kernel.calendars import ENGLAND
from goldenthread.kernel.clocks import Direction, Standing, clock, due
from goldenthread.kernel.now import LONDON
from goldenthread.kernel.spans import Convention, by_time, days, hours, months, weeks, working_days
from goldenthread.law.clocks import CLOCKS, clocks_on, law_clock, limit_for, limits_with
from goldenthread.law.eras import ERAS, EraError
from goldenthread.law.limits import Confidence, LawClock, Limit, LimitError, LocalLimit

BACK = Direction.BACKWARDS
NINE = time(9)

# Section 0.4 of the reference (YR-1: section 19.2), restated: id, part, limit in words, and (where it is not
# 'within') the direction. The last row stands in a published guide.
TABLE = """
CDR-N1 | | 48 hours
CDR-N2 | | 7 days
CDR-N3 | | 3 working days
CDR-R1 | | 24 hours
CDR-M1 | | 3 months
CDR-P1 | | 6 weeks
SCR-1 | | 1 month
SCR-2 | | 5 working days
SCR-3 | | 14 days
SCR-4 | | 6 months
SCR-5 | | 12 months | not before
INC-1 | | 5 working days
RR-1 | | 15 working days
LCSPR-1 | | 6 months
LCSPR-2 | | 7 working days | before
LCSPR-3 | | 12 months | not before
YR-1 | | 7 days
LADO-1 | | 1 working day
LADO-2 | 1 month | 1 month
LADO-2 | 3 months | 3 months
LADO-2 | 12 months | 12 months
LADO-3 | | 1 week
LADO-4 | no formal discipline | 3 working days
LADO-4 | hearing | 15 working days
PF-1 | planned | 6 weeks | before
PF-1 | short notice | the same day
PF-2 | | 48 hours
PF-3 | | 7 working days
PF-4 | first year | 6 weeks
PF-4 | later | 12 weeks
CP-1 | | 1 working day
CP-2 | | 45 working days
CP-3 | | 15 working days
CP-4 | | 10 working days
CP-5 | first | 3 months
CP-5 | later | 6 months
CP-6 | | 15 working days
CP-7 | initial | 2 working days | before
CP-7 | review | 5 working days | before
CP-8 | decisions | 1 working day
CP-8 | record | 20 working days
CLA-1 | first | 20 working days
CLA-1 | second | 3 months
CLA-1 | later | 6 months
CLA-2 | first | 1 week
CLA-2 | later | 6 weeks
CLA-2 | settled | 3 months
CLA-3 | planned | the same day | before
CLA-3 | emergency | 5 working days
CLA-4 | | 10 working days
CLA-5 | | 20 working days
CLA-6 | | 5 working days
IRO-1 | | 5 working days
IRO-2 | | 20 working days
MIS-1 | | 72 hours
MIS-1K | | 3 working days
FGM-1 | | 1 working day
NRM-1 | | 5 working days
NRM-2 | | 30 days | not before
NTS-1 | in care | 10 working days
NTS-1 | not in care | 5 working days
OPE-1 | next school day | by 09:00 on the next school day (or the same morning)
OPE-1 | next morning | by 09:00 on the next day (or the same morning)
EH-1 | | 20 weeks
JTAI-1 | | 9 working days
"""
ROWS = [tuple(cell.strip() for cell in line.split("|")) for line in TABLE.strip().splitlines()]
BOARD_ERA, TODAY = date(2016, 12, 1), date(2022, 9, 1)


def in_force(clock_id: str) -> date:
    """A day on which every part of the clock has a limit, other than the years of a longer recovery period."""
    if clock_id == "NRM-2":
        return date(2024, 1, 1)
    return BOARD_ERA if clock_id.startswith(("SCR", "LADO")) else TODAY


#: Defaults of this platform where there is no law at all; they are marked as local.
OUR_OWN = {"CHL-1", "FIG-1", "FIG-2", "LADO-5", "RSK-1"}


@pytest.mark.parametrize("row", ROWS, ids=" ".join)
def test_the_law_holds_the_limit_of_the_table(row: tuple[str, ...]) -> None:
    found = limit_for(row[0], in_force(row[0]), row[1] or None)
    assert str(found.span) == row[2]
    assert found.direction == (row[3] if len(row) > 3 else Direction.FORWARDS)
    assert found.convention is Convention.EXCLUDE_START


def test_no_clock_or_part_is_beyond_the_table() -> None:
    of_the_law = [one for one in CLOCKS.values() if one.id not in OUR_OWN]
    assert {(one.id, part or "") for one in of_the_law for part in one.parts} == {(r[0], r[1]) for r in ROWS}


def test_every_clock_says_what_starts_it_and_every_limit_where_it_is_from() -> None:
    for one in CLOCKS.values():
        assert one.title
        assert one.start_event
        assert one.eras <= {e.key for e in ERAS}
        assert all(limit.source and isinstance(limit.confidence, Confidence) for limit in one.limits), one.id


def test_only_what_has_no_national_rule_is_local() -> None:
    assert {one.id for one in CLOCKS.values() if one.local} == {"CP-7", "CP-8", "MIS-1K", "EH-1"} | OUR_OWN


def test_what_the_sources_leave_open_is_recorded_as_data() -> None:
    rapid_review = law_clock("RR-1")
    assert "ambiguous" in rapid_review.note
    assert [a.start_event for a in rapid_review.alternatives] == ["the local authority becomes aware"]
    assert law_clock("MIS-1K").alternatives[0].start_event == "the child's return"
    assert law_clock("CDR-N1").alternatives[0].span == hours(24)
    assert law_clock("CP-7").alternatives[0].span == working_days(3)


def test_the_targets_for_allegations_say_their_share() -> None:
    shares = [limit_for("LADO-2", BOARD_ERA, part).share for part in ("1 month", "3 months", "12 months")]
    assert shares == [80, 90, None]
    assert str(limit_for("LADO-2", BOARD_ERA, "1 month")) == "within 1 month (80% of cases)"


def test_a_limit_reads_aloud_with_its_direction() -> None:
    assert str(limit_for("PF-3", TODAY)) == "within 7 working days"
    assert str(limit_for("LCSPR-2", TODAY)) == "at least 7 working days before"
    assert str(limit_for("NRM-2", TODAY)) == "not before 45 days"
    assert str(limit_for("PF-1", TODAY, "short notice")) == "at once"
    assert str(limit_for("CLA-3", TODAY, "planned")) == "before it happens"
    assert str(limit_for("OPE-1", TODAY, "next morning")).startswith("by 09:00 on the next day")


def test_the_limit_is_that_of_the_day_of_the_start_event() -> None:
    found = [limit_for("NRM-2", date(year, 6, 1)).span for year in (2018, 2020, 2024)]
    assert found == [days(30), days(45), days(30)]
    assert limit_for("NRM-2", date(2023, 1, 29)).span == days(45)
    assert limit_for("NRM-2", date(2023, 1, 30)).span == days(30)


def test_a_part_may_have_its_own_start_event() -> None:
    reviews = law_clock("CP-5")
    assert reviews.starts_with(limit_for("CP-5", TODAY, "first")) == "the initial conference"
    assert reviews.starts_with(limit_for("CP-5", TODAY, "later")) == "the previous review"


@pytest.mark.parametrize(
    ("clock_id", "on", "part", "words"),
    [
        ("XX-1", TODAY, None, "knows no clock 'XX-1'"),
        ("CP-5", TODAY, None, "several parts, and none was named; its parts: 'first', 'later'"),
        ("CP-5", TODAY, "third", "no part 'third'"),
        ("PF-3", TODAY, "first", "no part 'first'; its parts: none"),
        ("FGM-1", date(2014, 1, 1), None, "no limit was in force on 1 January 2014; there is one from 31 October 2015"),
        ("SCR-1", TODAY, None, "there is one from 26 March 2015 to 29 September 2019"),
    ],
)
def test_what_cannot_be_answered_is_refused_in_words(clock_id: str, on: date, part: str | None, words: str) -> None:
    with pytest.raises(LimitError, match=words):
        limit_for(clock_id, on, part)


def test_a_board_has_its_own_clocks_and_a_partnership_others() -> None:
    board = {one.id for one in clocks_on(BOARD_ERA)}
    partnership = {one.id for one in clocks_on(date(2024, 6, 1), "LSCP_2023")}
    assert {"SCR-1", "SCR-5", "LADO-2", "FGM-1"} <= board
    assert not {"RR-1", "LCSPR-1", "CDR-M1", "NTS-1"} & board
    assert {"RR-1", "LCSPR-1", "NTS-1", "PF-3"} <= partnership
    assert not {"SCR-1", "LADO-2", "CDR-M1"} & partnership
    assert "CDR-M1" in {one.id for one in clocks_on(date(2024, 6, 1), "CDR_2018")}


def test_while_eras_overlap_the_clocks_of_both_are_listed_and_each_alone_can_be_asked_for() -> None:
    on = date(2018, 12, 1)
    assert {"SCR-1", "RR-1", "CDR-M1"} <= {one.id for one in clocks_on(on)}
    assert "RR-1" not in {one.id for one in clocks_on(on, "LSCB_2015")}
    assert "SCR-1" not in {one.id for one in clocks_on(on, "LSCP_2018")}
    with pytest.raises(EraError, match="no era 'LSCB_1066'"):
        clocks_on(on, "LSCB_1066")


def test_a_listed_clock_has_only_the_limits_of_the_day() -> None:
    [recovery] = [one for one in clocks_on(date(2020, 1, 1)) if one.id == "NRM-2"]
    assert [limit.span for limit in recovery.limits] == [days(45)]


OWN = (
    LocalLimit("CP-8", "record", working_days(15), from_=date(2017, 4, 1), reason="Agreed by the board."),
    LocalLimit("MIS-1", None, working_days(3), Convention.INCLUDE_START, until=date(2018, 3, 31)),
    LocalLimit("LCSPR-2", None, working_days(10)),
)


def test_a_partnership_sets_its_own_limit_from_a_day() -> None:
    before, after = (limit_for("CP-8", on, "record", OWN) for on in (date(2017, 3, 31), date(2017, 4, 1)))
    assert (before.span, before.local) == (working_days(20), False)
    assert (after.span, after.local) == (working_days(15), True)
    assert after.note == "Agreed by the board. In place of: within 20 working days (local practice)."
    assert limit_for("CP-8", date(2017, 4, 1), "decisions", OWN).span == working_days(1)


def test_a_local_limit_keeps_the_direction_and_brings_its_own_convention() -> None:
    assert limit_for("LCSPR-2", TODAY, local=OWN).direction is BACK
    assert limit_for("MIS-1", date(2018, 3, 31), local=OWN).convention is Convention.INCLUDE_START
    assert limit_for("MIS-1", date(2018, 4, 1), local=OWN).span == hours(72)


def test_a_local_limit_for_one_part_prevails_over_one_for_all() -> None:
    both = (LocalLimit("CP-5", None, months(2)), LocalLimit("CP-5", "later", months(4)))
    assert limit_for("CP-5", TODAY, "first", both).span == months(2)
    assert limit_for("CP-5", TODAY, "later", both).span == months(4)


def test_a_local_limit_stands_where_the_national_one_has_lapsed() -> None:
    kept = (LocalLimit("LADO-3", None, weeks(2), from_=date(2020, 9, 1)),)
    assert limit_for("LADO-3", TODAY, local=kept).span == weeks(2)
    assert "LADO-3" in {one.id for one in clocks_on(TODAY, local=kept)}
    assert "LADO-3" not in {one.id for one in clocks_on(TODAY)}


def test_a_listing_shows_local_limits_in_place() -> None:
    [record] = [one for one in clocks_on(TODAY, local=OWN) if one.id == "CP-8"]
    assert [limit.local for limit in record.limits] == [False, True]


def test_two_limits_at_once_for_one_part_are_refused() -> None:
    one = Limit(days(1), "a", Confidence.LOW, until=date(2018, 1, 1))
    other = Limit(days(2), "b", Confidence.LOW, from_=date(2018, 1, 1))
    with pytest.raises(ValueError, match="X has two limits at once"):
        LawClock("X", "x", "y", (one, other))


@dataclass
class Notice:
    received: date
    visited: date | None = None


def test_a_process_counts_by_the_law_and_by_its_partnership() -> None:
    first_visit = clock("PF-3", start="received", stop="visited")
    notice = Notice(date(2017, 4, 10), visited=date(2017, 4, 24))
    [national] = first_visit.runs(notice, ENGLAND, limit_for)
    [own] = first_visit.runs(notice, ENGLAND, limits_with((LocalLimit("PF-3", None, working_days(10)),)))
    assert (national.due, national.standing(notice.received.replace(month=6))) == (date(2017, 4, 21), "met late")
    assert (own.due, own.standing(notice.received.replace(month=6))) == (date(2017, 4, 26), Standing.MET)


def test_72_hours_and_three_working_days_part_at_a_weekend() -> None:
    friday = datetime(2016, 12, 2, 18, 0, tzinfo=LONDON)
    assert due(limit_for("MIS-1", BOARD_ERA), friday, ENGLAND) == datetime(2016, 12, 5, 18, 0, tzinfo=LONDON)
    assert due(limit_for("MIS-1K", BOARD_ERA), friday, ENGLAND) == date(2016, 12, 7)
    assert limit_for("OPE-1", BOARD_ERA, "next morning").span == by_time(NINE, or_same_day=True)


@given(st.sampled_from(sorted(CLOCKS)), st.dates(date(2015, 3, 26), date(2028, 1, 1)))
def test_a_clock_listed_on_a_day_always_has_a_limit_that_day(clock_id: str, on: date) -> None:
    listed = {one.id: one for one in clocks_on(on)}
    for limit in listed[clock_id].limits if clock_id in listed else ():
        assert limit == limit_for(clock_id, on, limit.part)
        assert limit.in_force(on)
