"""The rules of a fair attendance table, over plain values."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.processes.governance.meetings.fairness import (
    BEST_FIRST,
    AgencyLine,
    Line,
    Seat,
    Sitting,
    picture,
    quorum_at,
)

POLICE, HEALTH, LAY = Line("Police", 1), Line("Health", 2), Line("Lay members")
START = date(2026, 1, 1)
WORDS = ("attended", "apology", "deputy", "absent", "papers_only", "not_invited", "unknown")


def day(number: int) -> date:
    return START + timedelta(days=number)


def line(seats: list[Seat], sittings: list[Sitting], of: Line = POLICE) -> AgencyLine:
    return next(row for row in picture(seats, sittings).lines if row.line == of)


@st.composite
def seats(draw: st.DrawFn) -> Seat:
    since = draw(st.integers(0, 300))
    until = draw(st.none() | st.integers(since, 365))
    role = draw(st.sampled_from(["member", "deputy", "adviser"]))
    return Seat(
        person=draw(st.integers(1, 6)),
        line=draw(st.sampled_from([POLICE, HEALTH, LAY])),
        since=day(since),
        until=None if until is None else day(until),
        counts=role == "member",
        deputy=role == "deputy",
    )


sittings = st.builds(
    Sitting, on=st.integers(0, 365).map(day), written=st.dictionaries(st.integers(1, 7), st.sampled_from(WORDS))
)
rooms = st.tuples(st.lists(seats(), max_size=8), st.lists(sittings, max_size=10))


@given(rooms)
def test_a_percent_is_between_nothing_and_a_hundred_and_its_denominator_adds_up(
    room: tuple[list[Seat], list[Sitting]],
) -> None:
    table = picture(*room)
    for row in table.lines:
        for tally in (row.tally, *(person.tally for person in row.people)):
            assert tally.percent is None or 0 <= tally.percent <= 100
            assert (tally.percent is None) == (tally.asked == 0)
            assert tally.asked == sum(tally[word] for word in BEST_FIRST)
            assert tally.present <= tally.asked
        assert row.tally.asked + row.tally["vacant"] + row.tally["not_asked"] <= table.counted
    assert table.counted + table.unrecorded == len(room[1])


@given(rooms, st.integers(1, 100), st.data())
def test_a_later_joiner_is_never_worsened_by_earlier_meetings(
    room: tuple[list[Seat], list[Sitting]], before: int, data: st.DataObject
) -> None:
    own = [seat for seat in room[0] if seat.line == POLICE]
    if not any(seat.counts for seat in own):
        return
    first = min(seat.since for seat in own if seat.counts)
    earlier = Sitting(
        first - timedelta(days=before), data.draw(st.dictionaries(st.integers(1, 7), st.sampled_from(WORDS)))
    )
    with_it = [row.tally for row in picture(room[0], [*room[1], earlier]).lines if row.line == POLICE]
    without = [row.tally for row in picture(*room).lines if row.line == POLICE]
    assert with_it == without


@given(rooms, st.integers(0, 365).map(day))
def test_a_meeting_nobody_wrote_down_changes_no_percent(room: tuple[list[Seat], list[Sitting]], on: date) -> None:
    blank = picture(room[0], [*room[1], Sitting(on, {})])
    assert blank.lines == picture(*room).lines
    assert blank.unrecorded == picture(*room).unrecorded + 1


@given(rooms, seats())
def test_a_second_seat_for_one_agency_never_worsens_it_where_both_are_asked(
    room: tuple[list[Seat], list[Sitting]], other: Seat
) -> None:
    """An agency counts once a meeting, by the best of what came of its members."""
    whole = Seat(person=1, line=POLICE, since=START)
    one = [whole, *(seat for seat in room[0] if seat.line != POLICE)]
    if other.line != POLICE:
        return
    alone, both = picture(one, room[1]), picture([*one, other], room[1])
    for before, after in zip(alone.lines, both.lines, strict=False):
        if before.line == POLICE and before.tally.asked == after.tally.asked:
            assert after.tally.present >= before.tally.present


@given(rooms)
def test_the_order_of_meetings_and_seats_never_matters(room: tuple[list[Seat], list[Sitting]]) -> None:
    turned = picture(room[0][::-1], room[1][::-1])
    assert [(row.line, row.tally) for row in turned.lines] == [(row.line, row.tally) for row in picture(*room).lines]


def test_the_annual_reports_own_arithmetic() -> None:
    """Three of seven meetings, rounded half up to one place."""
    seat = Seat(1, POLICE, START)
    meetings = [Sitting(day(n), {1: "attended" if n < 3 else "apology"}) for n in range(7)]
    assert line([seat], meetings).tally.percent == Decimal("42.9")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ({1: "attended", 2: "absent"}, "attended"),
        ({1: "apology", 2: "deputy"}, "deputy"),
        ({1: "apology", 2: "absent"}, "apology"),
        ({1: "papers_only", 2: "absent"}, "absent"),
        ({1: "papers_only", 2: "not_invited"}, "not_asked"),
        ({9: "attended"}, "unknown"),
        ({1: "apology", 2: "absent", 3: "attended"}, "deputy"),
    ],
)
def test_an_agency_counts_once_by_the_best_of_its_members(words: dict[int, str], expected: str) -> None:
    """Three is the police's standing deputy."""
    own = [Seat(1, POLICE, START), Seat(2, POLICE, START), Seat(3, POLICE, START, counts=False, deputy=True)]
    assert line(own, [Sitting(day(1), words)]).tally.counts == {expected: 1}


def test_a_gap_between_two_holders_is_a_vacancy_and_not_an_absence() -> None:
    own = [Seat(1, POLICE, day(0), day(10)), Seat(2, POLICE, day(20))]
    meetings = [Sitting(day(n), {1: "attended", 2: "attended", 5: "attended"}) for n in (5, 15, 25)]
    tally = line(own, meetings).tally
    assert (tally.counts, tally.percent) == ({"attended": 2, "vacant": 1}, Decimal("100.0"))


def test_an_adviser_or_virtual_member_asks_nobody() -> None:
    own = [Seat(1, POLICE, START, counts=False), Seat(2, HEALTH, START)]
    assert [row.line for row in picture(own, [Sitting(day(1), {1: "absent", 2: "attended"})]).lines] == [HEALTH]


@pytest.mark.parametrize(
    ("words", "need", "expected"),
    [
        ({1: "attended", 2: "deputy", 3: "attended"}, (3, 2), (2, 1, 2, True)),
        ({1: "attended", 2: "apology", 3: "attended"}, (3, 0), (2, 0, 1, False)),
        ({1: "attended", 2: "apology", 3: "attended"}, (2, 2), (2, 0, 1, False)),
        ({1: "attended"}, (0, 0), (1, 0, 1, None)),
        ({4: "attended"}, (1, 0), (0, 1, 1, True)),
    ],
)
def test_a_quorum_counts_members_deputies_and_the_agencies_they_speak_for(
    words: dict[int, str], need: tuple[int, int], expected: tuple[int, int, int, bool | None]
) -> None:
    """One is the police's, two health's, three a lay member, four the police's deputy."""
    room = [Seat(1, POLICE, START), Seat(2, HEALTH, START), Seat(3, LAY, START)]
    room.append(Seat(4, POLICE, START, counts=False, deputy=True))
    found = quorum_at(Sitting(day(1), words), room, *need)
    assert (found.members, found.deputies, found.agencies, found.met) == expected
