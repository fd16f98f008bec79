"""Founds the two partnerships of the demonstration: agencies, people, those who can sign in, groups, members."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from goldenthread.core.groups.models import Group
from goldenthread.core.groups.services import agree_terms, appoint_chair, end_membership, found_group, seat_member
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Agency, Partnership, Person, Place, User
from goldenthread.core.tenancy.seats import give_seat
from goldenthread.core.tenancy.services import add_agency, add_person, found_partnership
from goldenthread.web.signin.invitations import prove_address

from . import cast
from .cast import Seated
from .groups import GROUPS, Planned
from .stage import Stage

LONG_AGO = timedelta(days=900)
JOINED_LATE = timedelta(days=110)
SEND_DEPUTIES = ("council", "police", "icb", "schools", "community")


def found_county(today: date, password: str) -> Stage:
    """Wealdshire with its agencies, its people and everyone who can sign in. The password comes hashed."""
    board = found_partnership(
        name="Wealdshire Safeguarding Children Partnership",
        slug=cast.WEALDSHIRE,
        short_name="WSCP",
        era="LSCP_2018",
        demonstration=True,
    )
    stage = Stage(board, today, Random(cast.WEALDSHIRE))  # noqa: S311 - a demonstration repeats itself, that is the point
    _open_office(stage, cast.AGENCIES["office"], cast.WHO_SIGN_IN[0], password)
    with stage.acting("business.manager"):
        for key, (name, short, kind) in cast.AGENCIES.items():
            if key != "office":
                since = today - LONG_AGO if key != "harbour" else today - JOINED_LATE
                stage.agencies[key] = add_agency(
                    partnership=board, name=name, short_name=short, kind=kind, since=since
                ).agency
        for key in list(cast.AGENCIES)[1:]:
            _know(stage, key, cast.people_of(key))
        lay_name, lay_title = cast.SECOND_LAY
        stage.people["lay", 1] = add_person(
            partnership=board, name=lay_name, title=lay_title, agency=stage.agencies["office"]
        )
        for who in cast.WHO_SIGN_IN[1:]:
            _sign_up(stage, who, password)
    stage.forget()
    return stage


def found_neighbour(county: Stage, password: str) -> Stage:
    """Medbourne, which shares four agencies and three groups with the county."""
    board = found_partnership(
        name="Medbourne Safeguarding Children Partnership", slug=cast.MEDBOURNE, short_name="MSCP", demonstration=True
    )
    stage = Stage(board, county.today, Random(cast.MEDBOURNE))  # noqa: S311 - as above
    _open_office(stage, cast.NEIGHBOURS["medbourne_office"], cast.NEIGHBOUR, password, key="medbourne_office")
    with stage.acting(cast.NEIGHBOUR.address):
        for key, (name, short, kind) in list(cast.NEIGHBOURS.items())[1:]:
            stage.agencies[key] = add_agency(partnership=board, name=name, short_name=short, kind=kind).agency
        for key in cast.SHARED:
            stage.agencies[key] = add_agency(partnership=board, name=cast.AGENCIES[key][0]).agency
        places = ("medbourne_council", "medbourne_health", "police", "icb", "probation")
        for key, name in zip(places, cast.MEDBOURNE_NAMES, strict=True):
            stage.people[key, 0] = add_person(
                partnership=board, name=name, agency=stage.agencies[key], title="Safeguarding Lead"
            )
    stage.forget()
    return stage


def found_groups(stage: Stage, neighbour: Stage) -> None:
    """The twelve groups, their members and deputies, terms of reference, and two changes of chair."""
    with stage.acting("business.manager"):
        for plan in GROUPS:
            group = _found(stage, plan, neighbour.board)
            _seat(stage, plan, group)
        _welcome_neighbours(stage, neighbour)
    stage.forget()
    neighbour.forget()


def found_neighbours_groups(stage: Stage) -> None:
    """The neighbour's own board, small enough to be read at a glance."""
    with stage.acting(cast.NEIGHBOUR.address):
        group = found_group(
            partnership=stage.board, name="Medbourne Safeguarding Children Partnership Board", slug="board",
            short_name="Medbourne Board", kind=Group.Kind.BOARD, quorum=3, open_to_partnership=True,
            began_on=stage.today - LONG_AGO,
        )  # fmt: skip
        stage.groups["board"] = group
        for person in stage.people.values():
            seat_member(group=group, person=person, since=stage.today - LONG_AGO)
    stage.forget()


def _open_office(stage: Stage, office: tuple[str, str, str], first: Seated, password: str, key: str = "office") -> None:
    """The first agency and the first person, whom nobody could have invited."""
    name, short, kind = office
    with acting_as(Actor.system(stage.board)):
        agency = Agency.objects.create(name=name, short_name=short, kind=kind)
        stage.agencies[key] = agency
        Place.objects.create(partnership=stage.board, agency=agency, since=stage.today - LONG_AGO)
        _sign_up(stage, first, password)


def _sign_up(stage: Stage, who: Seated, password: str) -> None:
    user = User.objects.create(email=who.email, name=who.name, password=password)
    prove_address(user)
    known = Person.objects.filter(partnership=stage.board, name=who.name).first()
    if known:
        known.user, known.email, known.title = user, who.email, who.title
        known.save()
    give_seat(
        user=user, partnership=stage.board, agency=stage.agencies[who.agency], role=who.role,
        since=stage.today - LONG_AGO, title=who.title,
    )  # fmt: skip
    stage.users[who.address] = user


def _know(stage: Stage, key: str, names: list[str]) -> None:
    agency = stage.agencies[key]
    for which, (name, title) in enumerate(zip(names, cast.TITLES[agency.kind], strict=True)):
        stage.people[key, which] = add_person(partnership=stage.board, name=name, title=title, agency=agency)


def _found(stage: Stage, plan: Planned, neighbour: Partnership) -> Group:
    group = found_group(
        partnership=stage.board, name=plan.name, slug=plan.slug, short_name=plan.short, kind=plan.kind,
        purpose=plan.purpose, quorum=plan.quorum, quorum_agencies=plan.quorum_agencies, meets_for=timedelta(hours=2),
        open_to_partnership=plan.open, began_on=stage.today - LONG_AGO,
        parents=[stage.groups[slug] for slug in plan.parents], also_serves=[neighbour] if plan.joint else [],
    )  # fmt: skip
    stage.groups[plan.slug] = group
    agreed = stage.today - timedelta(days=300 if plan.weeks > 8 else 400)
    agree_terms(
        group=group, agreed_on=agreed, review_on=agreed + timedelta(days=365),
        text=f"{plan.purpose}\n\nThe group meets every {plan.weeks} weeks. {plan.quorum} members from "
        f"{plan.quorum_agencies} agencies make a quorum. A member who cannot come sends a deputy who can decide.",
    )  # fmt: skip
    return group


def _seat(stage: Stage, plan: Planned, group: Group) -> None:
    since = stage.today - LONG_AGO
    chair = stage.people[plan.chair] if plan.chair else stage.person_of("chair")
    first_chair = next(stage.people[at] for at in plan.seats if at != plan.chair)
    if plan.slug in ("quality", "exploitation"):  # a chair who stood down last year
        appoint_chair(group=group, person=first_chair, since=since)
    appoint_chair(group=group, person=chair, since=since + timedelta(days=700 if plan.slug == "quality" else 500))
    for at in plan.seats:
        if at != plan.chair:
            late = at[0] == "harbour"  # asked to attend only lately: earlier meetings are not held against them
            seat_member(group=group, person=stage.people[at], since=stage.today - JOINED_LATE if late else since)
    for at in plan.seats:
        deputy = (at[0], at[1] + 1)
        if plan.deputies and at[0] in SEND_DEPUTIES and deputy in stage.people and deputy not in plan.seats:
            sent, member = stage.people[deputy], stage.people[at]
            seat_member(group=group, person=sent, role="deputy", since=since, stands_in_for=member)
    seat_member(group=group, person=stage.person_of("business.manager"), role="adviser", since=since)
    _seat_others(stage, plan, group, since)


def _seat_others(stage: Stage, plan: Planned, group: Group, since: date) -> None:
    if plan.slug == "board":
        for person in (stage.person_of("lay.member"), stage.people["lay", 1]):
            seat_member(group=group, person=person, role="lay", since=since)
        seat_member(group=group, person=stage.people["mental", 3], role="virtual", since=since)
    if plan.slug == "learning":
        left = seat_member(group=group, person=stage.people["ambulance", 3], since=since)
        end_membership(left, until=stage.today - timedelta(days=200))


def _welcome_neighbours(stage: Stage, neighbour: Stage) -> None:
    """The neighbour's people as the county knows them, seated on the joint groups."""
    manager = add_person(
        partnership=stage.board, name=cast.NEIGHBOUR.name, title="Business Manager, Medbourne",
        agency=neighbour.agencies["medbourne_office"], email=cast.NEIGHBOUR.email,
    )  # fmt: skip
    manager.user = neighbour.users[cast.NEIGHBOUR.address]
    manager.save()
    nurse = add_person(
        partnership=stage.board, name=cast.MEDBOURNE_NAMES[1], title="Named Nurse, Medbourne",
        agency=neighbour.agencies["medbourne_health"],
    )  # fmt: skip
    for plan in GROUPS:
        if plan.joint:
            for person in (manager, nurse):
                seat_member(group=stage.groups[plan.slug], person=person, since=stage.today - LONG_AGO)
