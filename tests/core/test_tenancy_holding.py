"""What a user holds is asked in one question, and PostgreSQL is told exactly what the Actor holds."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from goldenthread.core.casework.models import Record
from goldenthread.core.groups.models import Membership
from goldenthread.core.tenancy.access import governed_models
from goldenthread.core.tenancy.actor import CLAIMS, acting_as
from goldenthread.core.tenancy.holding import become
from goldenthread.core.tenancy.models import Person, Seat
from goldenthread.core.tenancy.roles import Role
from goldenthread.core.tenancy.seats import acting_as_user, actor_for
from goldenthread.kernel.now import today
from tests.core.rows import Rows
from tests.world import World, owner

DAY = date(2026, 3, 2)


def told() -> dict[str, frozenset[int]]:
    """What row security reads now, by claim."""
    with connection.cursor() as cursor:
        cursor.execute("select " + ", ".join(f"current_setting('app.{claim}', true)" for claim in CLAIMS))
        return {
            claim: frozenset(map(int, filter(None, (words or "").split(","))))
            for claim, words in zip(CLAIMS, cursor.fetchone(), strict=True)
        }


def test_postgres_is_told_what_the_actor_holds_and_nothing_else(world: World) -> None:
    for name in world.everyone:
        with acting_as_user(world.users[name]) as actor:
            assert told() == {claim: actor.claim(claim) for claim in CLAIMS}, name
            assert actor.user == world.users[name].pk


def test_it_is_told_in_the_same_words_as_for_any_actor(world: World) -> None:
    def words() -> list[tuple[Any, ...]]:
        with connection.cursor() as cursor:
            cursor.execute("select " + ", ".join(f"current_setting('app.{claim}', true)" for claim in CLAIMS))
            return list(cursor.fetchall())

    for name in world.everyone:
        with acting_as_user(world.users[name]) as actor:
            asked = words()
        with acting_as(actor):
            assert words() == asked, name


def test_asking_costs_one_statement(world: World) -> None:
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        become(world.users["officer"].pk, "", today())
    assert len(asked) == 1


def test_it_runs_under_the_sight_of_whoever_asks(world: World) -> None:
    """Not as the owner, whom row security does not hold."""
    with connection.cursor() as cursor:
        cursor.execute("select prosecdef from pg_proc where proname = 'goldenthread_become'")
        assert cursor.fetchall() == [(False,)]


def test_nothing_of_who_acted_before_is_left(world: World) -> None:
    with world.acting("manager"), acting_as_user(world.users["outsider"]):
        assert told() == dict.fromkeys(CLAIMS, frozenset()) | {"users": frozenset({world.outsider.pk})}
        assert Record.unguarded.count() == 0


def test_who_acted_before_is_restored(world: World) -> None:
    with world.acting("manager") as manager:
        with acting_as_user(world.users["nurse"]):
            pass
        assert told() == {claim: manager.claim(claim) for claim in CLAIMS}
        with pytest.raises(ValueError, match="boom"), acting_as_user(world.users["nurse"]):
            raise ValueError("boom")
        assert told() == {claim: manager.claim(claim) for claim in CLAIMS}


def test_who_is_seen_by_is_the_same_whether_asked_or_told(world: World) -> None:
    """An actor read once and used again (a job's) sees the rows that the person sees in their own request."""
    with owner():
        Rows(world)

    def seen() -> dict[str, set[Any]]:
        return {m._meta.label: set(m.unguarded.values_list("pk", flat=True)) for m in governed_models()}

    for name in world.everyone:
        with acting_as_user(world.users[name]):
            in_their_request = seen()
        with world.acting(name):
            assert seen() == in_their_request, name


# --- against the rule in plain words

days = st.integers(-3, 3).map(lambda n: DAY + timedelta(days=n))
spans = st.tuples(days, st.none() | st.integers(0, 3)).map(
    lambda s: (s[0], None if s[1] is None else s[0] + timedelta(days=s[1]))
)
seats = st.lists(st.tuples(st.sampled_from(["council", "police"]), st.sampled_from(Role.values), spans), max_size=3)
#: For each board: unknown there, or the seats there, whether they left, and the spans of a membership of its group.
known = st.none() | st.tuples(seats, st.booleans(), st.lists(spans, max_size=2, unique_by=lambda s: s[0]))


def holds(span: tuple[date, date | None]) -> bool:
    return span[0] <= DAY and (span[1] is None or span[1] >= DAY)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(north=known, south=known)
def test_seats_persons_and_groups_are_those_of_the_day(world: World, north: Any, south: Any) -> None:
    """A person counts where they are seated today, or as a guest where they never had a seat while seated elsewhere."""
    boards = [(world.north, world.board, north), (world.south, world.panel, south)]
    with owner(), transaction.atomic():
        seated, persons, groups = set(), {}, {}
        for board, group, found in boards:
            if found is None:
                continue
            at_it, left, spans_there = found
            person = Person.unguarded.create(
                partnership=board, user=world.outsider, name="Somebody", left_on=DAY if left else None
            )
            for agency, role, span in {(a, r, s[0]): (a, r, s) for a, r, s in at_it}.values():
                Seat.unguarded.create(
                    user=world.outsider, person=person, partnership=board, agency=getattr(world, agency), role=role,
                    since=span[0], until=span[1],
                )  # fmt: skip
            for since, until in spans_there:
                Membership.unguarded.create(
                    group=group, partnership=group.partnership, person=person, since=since, until=until
                )
            if left:
                continue
            seated |= {(board.pk, getattr(world, a).pk, r) for a, r, s in at_it if holds(s)}
            persons[board.pk] = (person.pk, bool(at_it))
            groups[person.pk] = {group.pk} if any(holds(s) for s in spans_there) else set()
        actor = actor_for(world.outsider, on=DAY)
        transaction.set_rollback(True)
    at = {board for board, _, _ in seated}
    standing = {board for board, (_, ever) in persons.items() if board in at or (at and not ever)}
    mine = {persons[board][0] for board in standing}
    assert actor.seats == seated
    assert actor.claim("persons") == mine
    assert actor.claim("known_at") == standing | at
    assert actor.claim("groups") == frozenset().union(*(groups[one] for one in mine))
