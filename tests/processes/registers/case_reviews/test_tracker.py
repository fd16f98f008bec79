"""The tracker reconciles, whatever is done: what was notified is what came of it and what is pending."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from goldenthread.core.casework.models import CountedYear
from goldenthread.kernel.now import today
from goldenthread.kernel.periods import Every, Stretch, period
from goldenthread.processes.registers.case_reviews.counting import Counted, Timed, counted_of, shown_of
from goldenthread.processes.registers.case_reviews.models import CaseReview, YearCount
from goldenthread.processes.registers.case_reviews.tracking import ENDS, cases_of, tracked, tracker_of
from goldenthread.processes.registers.case_reviews.yearly import against_the_first, count_year
from tests.processes.registers.case_reviews.desk import PARTNER, PARTNERS, Desk
from tests.web.test_access import client_for
from tests.world import World, owner

YEAR = period(Every.FINANCIAL_YEAR, PARTNERS)
OUTCOMES = [code for code in ENDS if code not in ("handed_over", "mistake")]


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def _unsaved(**values: Any) -> CaseReview:
    """A case that was never opened again, without a row."""
    case = CaseReview(**values)
    case._prefetched_objects_cache = {"reopenings": []}
    return case


def in_the_database(year: Stretch) -> tuple[int, int, int]:
    """(came in, ended, pending) of a year as it stands, by SQL alone: the tracker's own code has no part in it."""
    ended = "coalesce(c.decided_on, c.handed_on, case when c.state = 'mistake' then r.closed_on end)"
    with owner(), connection.cursor() as cursor:
        cursor.execute(
            f"""select count(*) filter (where {ended} is null or {ended} >= %s),
                count(*) filter (where {ended} between %s and %s),
                count(*) filter (where {ended} is null or {ended} > %s)
                from case_reviews_casereview c join casework_record r on r.id = c.record_ptr_id
                where c.notified_on <= %s""",
            [year.first, year.first, year.last, year.last, year.last],
        )
        came, over, waits = cursor.fetchone()
    return int(came), int(over), int(waits)


def test_what_came_in_is_what_came_of_it_and_what_is_pending_and_the_database_says_so(desk: Desk) -> None:
    before = YEAR.first - timedelta(days=20)
    desk.notify(before)
    desk.decided(before, "no_further_review", on=YEAR.first + timedelta(days=3))
    desk.decided(before, "local_learning")  # decided in the year before: of that year
    for outcome in ("lcspr", "local_learning", "national", "no_further_review", "not_serious"):
        desk.decided(PARTNERS, outcome)
    desk.take(desk.notify(), "hand_over", handed_on=PARTNERS, other_area="Fernshire")
    waits = desk.rapid(PARTNERS)
    desk.notify(YEAR.last + timedelta(days=1))  # of the year after
    again = desk.take(desk.closed(PARTNERS, "not_serious"), "reopen", reopened_on=PARTNERS, why="A new account")
    with desk.world.acting("manager"):
        tracker = tracker_of(cases_of(desk.world.north), YEAR, YEAR.last)
    found = tracker.found
    assert found.adds_up, found.troubles
    assert (found.came_in, sum(map(len, found.outcomes.values())), len(found.pending)) == in_the_database(YEAR)
    assert set(map(len, found.outcomes.values())) == {0, 1, 2}
    assert {one.reference for one in tracker.pending} >= {waits.reference, again.reference}
    assert {one.stage for one in tracker.pending} == {"Notified, to be considered", "Rapid review"}


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine
@given(
    st.lists(
        st.tuples(st.integers(-400, 400), st.none() | st.integers(0, 500), st.sampled_from(sorted(ENDS))), max_size=25
    )
)
def test_no_mix_of_cases_is_lost_or_counted_twice(told: list[tuple[int, int | None, str]]) -> None:
    cases = []
    for n, (offset, after, end) in enumerate(told):
        day = YEAR.first + timedelta(days=offset)
        ended = None if after is None else day + timedelta(days=after)
        elsewhere = end in ("handed_over", "mistake")
        cases.append(
            _unsaved(
                pk=n + 1, reference=f"CR-{n}", notified_on=day, state=end if ended and elsewhere else "notified",
                outcome=end if ended and not elsewhere else "", decided_on=None if elsewhere else ended,
                handed_on=ended if end == "handed_over" else None, closed_on=ended if end == "mistake" else None,
            )
        )  # fmt: skip
    found = tracker_of(cases, YEAR, YEAR.last).found
    assert found.adds_up
    counted = [*(ref for refs in found.outcomes.values() for ref in refs), *found.pending]
    assert sorted(counted) == sorted([*found.brought, *found.notified])
    assert len(set(counted)) == len(counted)


def test_a_case_opened_again_does_not_change_a_year_that_was_reported(desk: Desk) -> None:
    """2023-24 said: decided. It says so still, when the case is considered again in 2024-25 and decided anew after."""
    north, day, again = desk.world.north, date(2023, 6, 1), date(2024, 6, 3)
    years = [period(Every.FINANCIAL_YEAR, date(year, 12, 1)) for year in (2023, 2024, 2025)]
    case = desk.closed(day, "not_serious")
    other = desk.take(desk.notify(day), "hand_over", handed_on=day, other_area="Fernshire")

    def told() -> list[str]:
        with desk.world.acting("manager"):
            found = [tracker_of(cases_of(north), year, year.last) for year in years]
            assert all(one.found.adds_up for one in found), [one.found.troubles for one in found]
            return [str(one.found).partition(": ")[2] for one in found]

    reported = "2 notified = 1 Not a serious incident: no rapid review, 1 Handed over to another area, 0 pending."
    assert told() == [reported, "0 notified = 0 pending.", "0 notified = 0 pending."]
    desk.take(case, "reopen", reopened_on=again, why="A new account")
    desk.take(other, "take_up", reopened_on=again, why="They will not")
    assert told() == [reported, "2 opened again and 0 notified = 2 pending.",
                      "2 brought forward and 0 notified = 2 pending."]  # fmt: skip
    with desk.world.acting("manager"):
        waits = tracker_of(cases_of(north), years[1], again + timedelta(days=10)).pending
        counted = [{one.end for one in counted_of(north, year.last)} for year in years]
    assert {(one.since, one.days) for one in waits} == {(again, 10)}
    assert counted == [{"not_serious", "handed_over"}, {""}, {""}]
    with pytest.raises(ValidationError, match="opened again on 3 June 2024"):
        desk.take(case, "recommend", held_on=day, recommendation="not_serious")
    with pytest.raises(ValidationError, match="opened again on 3 June 2024"):
        desk.take(other, "hand_over", handed_on=day, other_area="Fernshire")
    desk.take(case, "recommend", held_on=again, recommendation="not_serious", why="Weighed anew")
    for partner in PARTNER:
        desk.take(case, "partner", partner=partner, outcome="not_serious", decided_on=date(2025, 5, 1))
    desk.take(case, "partners_otherwise", reasons="Of one mind")
    anew = "2 brought forward and 0 notified = 1 Not a serious incident: no rapid review, 1 pending."
    assert told() == [reported, "2 opened again and 0 notified = 2 pending.", anew]


def test_a_year_ends_on_its_last_minute_also_where_it_is_a_leap_year(desk: Desk) -> None:
    """2023-24 has a 29 February and ends on Easter Sunday: each notification is of the year of its own day."""
    leap, end, next_day = date(2024, 2, 29), date(2024, 3, 31), date(2024, 4, 1)
    refs = [desk.notify(day).reference for day in (leap, end, next_day)]
    desk.decided(end, "not_serious", on=next_day)
    year = period(Every.FINANCIAL_YEAR, leap)
    following = period(Every.FINANCIAL_YEAR, next_day)
    with desk.world.acting("manager"):
        now, after = (tracker_of(cases_of(desk.world.north), one, one.last).found for one in (year, following))
        weeks = tracker_of(cases_of(desk.world.north), Stretch(date(2024, 3, 4), end), end).found
    assert (year.last, following.first) == (end, next_day)
    assert set(refs[:2]) < set(now.notified)
    assert (len(now.notified), len(now.pending)) == (3, 3)
    assert (len(after.brought), after.notified) == (3, (refs[2],))
    assert (len(weeks.brought), len(weeks.notified), len(weeks.pending)) == (1, 2, 3), "four weeks that end a year"
    assert [one.adds_up for one in (now, after, weeks)] == [True, True, True]


def test_each_state_a_case_can_be_in_is_tracked_with_its_end() -> None:
    ends = {
        state: tracked(_unsaved(pk=1, state=state, outcome="none", decided_on=PARTNERS, handed_on=PARTNERS,
                                  closed_on=PARTNERS, notified_on=PARTNERS, reference="CR-1")).outcome
        for state in ("closed", "handed_over", "mistake")
    }  # fmt: skip
    assert ends == {"closed": "none", "handed_over": "handed_over", "mistake": "mistake"}


def test_the_page_and_its_files_say_the_same_and_name_what_is_pending_by_reference_and_stage(desk: Desk) -> None:
    desk.decided(PARTNERS, "lcspr")
    waits = desk.rapid(PARTNERS)
    client, path = client_for(desk.world, "manager"), reverse("case_review_tracker", args=["north"])
    page = client.get(path, {"year": YEAR.first.year}).content.decode()
    assert "2 notified = 1 Local child safeguarding practice review, 1 pending" in page
    assert "It adds up" in page
    assert waits.reference in page
    assert "Rapid review" in page
    assert "Ottilie" not in page
    book = load_workbook(BytesIO(client.get(path, {"year": YEAR.first.year, "format": "xlsx"}).content))
    assert len(book.sheetnames) == 4, book.sheetnames
    text = [[str(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert ["Pending at the end", "1"] in [[cell for cell in row if cell != "None"] for row in text]
    comma = client.get(path, {"year": YEAR.first.year, "format": "csv"}).content.decode()
    assert "Outcomes and pending together,2" in comma
    assert client_for(desk.world, "nurse").get(path).status_code in (403, 404)


def test_a_year_that_is_over_is_counted_for_everyone_with_small_numbers_withheld(desk: Desk) -> None:
    desk.decided(PARTNERS, "lcspr")
    with desk.world.acting("manager"):
        count = count_year(desk.world.north, YEAR)
        again = count_year(desk.world.north, YEAR)
        assert (count.pk, YearCount.objects.count()) == (again.pk, 1)
        assert CountedYear.objects.filter(register__kind="case-review").exists()
    assert 1 not in count.shown["cells"].values()
    page = client_for(desk.world, "nurse").get(reverse("case_reviews_year", args=["north"]), {"year": YEAR.first.year})
    assert b"Case reviews, 2024" in page.content
    assert b"Ottilie" not in page.content
    assert b"CR-2024" not in page.content


def test_a_year_counted_again_says_which_figures_moved_and_because_of_which_cases_to_keepers_alone(desk: Desk) -> None:
    desk.decided(PARTNERS, "lcspr")
    with desk.world.acting("manager"):
        count_year(desk.world.north, YEAR)
        same = against_the_first(desk.world.north, YEAR)
        assert same is not None
        assert (same.changed, same.entered) == ((), ())
    late = desk.rapid(PARTNERS)
    with desk.world.acting("manager"):
        found = against_the_first(desk.world.north, YEAR)
        assert found is not None
        assert (1, 2) in {(one.was, one.is_now) for one in found.changed}
        assert [one.reference for one in found.entered] == [late.reference]
    there = reverse("case_reviews_again", args=["north", YEAR.first.year])
    page = client_for(desk.world, "manager").get(there).content.decode()
    assert late.reference in page
    assert "Ottilie" not in page
    for name in ("nurse", "chair"):
        assert client_for(desk.world, name).get(there).status_code == 403


def test_a_year_of_many_is_shown_with_its_totals_and_nothing_that_tells_a_withheld_number() -> None:
    rows = [
        Counted(YEAR.first, source, kind, end, YEAR.first)
        for source, kind, end in (
            *[("health", "harm", "lcspr")] * 12,
            *[("police", "death", "local_learning")] * 9,
            ("other", "other", "lcspr"),
        )
    ]
    shown = shown_of(YEAR, rows, [Timed("RR-1", YEAR.first, n % 2 == 0) for n in range(20)])
    assert 22 in shown["cells"].values()
    assert 1 not in shown["cells"].values()
    assert list(shown["cells"].values()).count(None) >= 2, "one withheld alone would be told by the total"


def test_who_does_not_keep_the_register_counts_nothing_and_no_year_that_runs_is_counted(desk: Desk) -> None:
    client = client_for(desk.world, "clerk")
    assert client.get(reverse("count_case_reviews", args=["north"])).status_code == 403
    keeper = client_for(desk.world, "manager")
    there = reverse("count_case_reviews", args=["north"])
    assert keeper.get(there).status_code == 200
    year = str(today().year + 1)
    assert keeper.post(there, {"year": year}).status_code == 422
