"""Who opens which pages: one partnership of the fifty, its administrator and a member who sees one agency's rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import connection

from goldenthread.core.casework.models import Keeper, Register
from goldenthread.core.groups.models import Membership
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Agency, Partnership, Person, Seat, User
from goldenthread.core.tenancy.seats import actor_for
from goldenthread.processes.governance.minutes_import.models import MinutesImport
from goldenthread.processes.governance.minutes_import.taking import read_import, receive_minutes

SLUG, BOARD, GROUP, AGENCY = "p7", 7, 701, 7
ROLES = {"administrator": ("administrator", 1), "member": ("member", AGENCY)}
EVERYONE, UNIT = tuple(ROLES), ("administrator",)
MINUTES = Path(__file__).parents[1] / "tests" / "processes" / "governance" / "minutes" / "board.txt"


@dataclass(frozen=True)
class Visit:
    """A page, who opens it, and what they send where they send something."""

    label: str
    url: str
    who: tuple[str, ...] = EVERYONE
    data: dict[str, str] | None = None


def visitors() -> dict[str, User]:
    """The two, each with a second factor, seated and a member of a group; made on the first call."""
    return {name: _visitor(name, role, agency) for name, (role, agency) in ROLES.items()}


def _visitor(name: str, role: str, agency: int) -> User:
    email = f"{name}@bench.example"
    if there := User.objects.filter(email=email).first():
        return there
    with acting_as(Actor(user=None)):
        user = User.objects.create_user(email, name=name.title())
        board, since = Partnership.objects.get(slug=SLUG), "2020-01-01"
        person = Person.unguarded.create(partnership=board, user=user, name=user.name, agency_id=agency)
        Seat.unguarded.create(
            user=user, person=person, partnership=board, agency=Agency.objects.get(pk=agency), role=role, since=since
        )
        register = Register.unguarded.get(partnership=board, kind="private-fostering")
        Keeper.unguarded.create(
            register=register, partnership=board, person=person, why="The bench", since=since, added_by="The bench"
        )
        Membership.unguarded.create(group_id=GROUP, partnership=board, person=person, agency_id=agency, since=since)
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    return user


def visits() -> list[Visit]:
    """Every page that is measured; of one thing, one that both may open."""
    return [*_lists(), *_actions(), *_records(), *_governance(), *_imports(), *_offices()]


def _lists() -> list[Visit]:
    actions = f"/{SLUG}/actions/"
    return [
        Visit("worklist", f"/{SLUG}/"),
        Visit("actions: list", actions),
        Visit("actions: every one", f"{actions}?standing="),
        Visit("actions: filtered and sorted", f"{actions}?standing=overdue&sort=-due_on&agency={AGENCY}"),
        Visit("actions: search", f"{actions}?q=thresholds+consent"),
        Visit("actions: page 20", f"{actions}?page=20"),
        Visit("meetings: list", f"/{SLUG}/work/meetings/"),
        Visit("private fostering: list", f"/{SLUG}/work/private-fostering/"),
        Visit("groups: list", f"/{SLUG}/groups/"),
        Visit("clocks", f"/{SLUG}/clocks/"),
    ]


def _actions() -> list[Visit]:
    theirs = f"partnership_id = {BOARD} and owner_agency_id = {AGENCY} and audience <> 'named' and status = 'open'"
    shown, updated = (row[0] for row in _rows(f"select id from thread_action where {theirs} order by id limit 2"))
    one = f"/{SLUG}/actions/{shown}/"
    return [
        Visit("one action", one),
        Visit("one action: history", f"{one}history/"),
        Visit("one action: form", f"{one}update/"),
        Visit("one action: update (post)", f"/{SLUG}/actions/{updated}/update/", data={"text": "It goes on."}),
    ]


def _records() -> list[Visit]:
    ((pk,),) = _rows(
        f"""select id from casework_record where kind = 'private-fostering' and partnership_id = {BOARD}
               and lead_agency_id = {AGENCY} order by id limit 1"""
    )
    one = f"/{SLUG}/work/private-fostering/{pk}/"
    return [Visit("one record", one), Visit("one record: history", f"{one}history/")]


def _governance() -> list[Visit]:
    ((meeting, item),) = _rows(
        f"select record_id, id from meetings_agendaitem where group_id = {GROUP} order by id limit 1"
    )
    one, group = f"/{SLUG}/meetings/{meeting}/", f"/{SLUG}/groups/g1/"
    return [
        Visit("one meeting", one),
        Visit("one meeting: actions", f"{one}actions/", UNIT),
        Visit("one meeting: attendance", f"{one}attendance/", UNIT),
        Visit("one meeting: an item", f"{one}items/{item}/", UNIT),
        Visit("one group", group),
        Visit("one group: attendance", f"{group}attendance/"),
        Visit("one group: forward plan", f"{group}plan/"),
        Visit("calendar", f"/{SLUG}/calendar/"),
    ]


def _imports() -> list[Visit]:
    one = f"/{SLUG}/minutes/{_import()}/"
    return [
        Visit("minutes import", one, UNIT),
        Visit("minutes import: review people", f"{one}people/", UNIT),
        Visit("minutes import: review actions", f"{one}new-actions/", UNIT),
        Visit("minutes import: check", f"{one}check/", UNIT),
    ]


def _offices() -> list[Visit]:
    names = {"administration": "admin/", "administration: groups": "admin/groups/", "administration: people":
             "admin/people/", "administration: one group": "admin/groups/g1/", "people who sign in": "people/"}  # fmt: skip
    return [Visit(label, f"/{SLUG}/{path}", UNIT) for label, path in names.items()]


def _import() -> int:
    """Minutes read and waiting to be checked."""
    user = visitors()["administrator"]
    with acting_as(actor_for(user)):
        board = Partnership.objects.get(slug=SLUG)
        one = receive_minutes(partnership=board, name=MINUTES.name, data=MINUTES.read_bytes()).minutes_import
    if one.state == MinutesImport.State.READING:
        read_import(one.pk, user.pk)
    return int(one.pk)


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
