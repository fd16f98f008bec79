"""The demonstration: a county and its neighbour, twenty agencies, twelve groups, a year of meetings. All invented."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction

from goldenthread.config.installation import Installation
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today

from . import cast
from .alleged import keep_allegations
from .arrangements import keep_the_register, let_health_in
from .at_risk import write_down_risks
from .building import found_county, found_groups, found_neighbour, found_neighbours_groups
from .challenged import challenge_each_other
from .children_who_died import review_deaths
from .dating import move_back
from .figures import count_three_years
from .inspections import benchmark
from .joint import rehearse
from .law_moves import have_moved, plan_to_move
from .learned import learn_from_an_inspection
from .linked_boards import link_boards
from .listening import listen
from .neighbour import meet_next_door
from .planned_work import plan_the_work
from .promises import follow_the_thread, make_promises
from .questions import ask_and_answer
from .released import let_figures_out
from .returning import ask_for_returns
from .reviewed import keep_case_reviews
from .telling_the_board import tell_the_board
from .terms import set_calendar, set_local_limit
from .told_together import tell_together
from .year import agree_the_minutes, hold_the_meetings, plan_the_year, prepare_the_next_board

PASSWORD = "demonstration_password"  # noqa: S105 - the name of a secret, not its value


def load(password: str | None = None) -> list[str]:
    """Load the demonstration, unless it is there, in one transaction; return the lines that tell who can sign in.

    The password is made once for each installation and kept with its secrets, unless one is given.
    """
    there = Partnership.objects.filter(slug=cast.WEALDSHIRE).first()
    if there and not there.demonstration:
        return [f"The demonstration is not loaded: {there} uses the address /{there.slug}/."]
    word = password or _password(settings.INSTALLATION)
    if there is None:
        build(word)
    first = "The demonstration partnership was there already." if there else "The demonstration partnership is loaded."
    return [first, *who_can_sign_in(word)]


@transaction.atomic
def build(password: str) -> None:
    """Everything, or nothing."""
    day = today()
    hashed = make_password(password)  # once: to hash well takes long, and it is the same for all of them
    county = found_county(day, hashed)
    neighbour = found_neighbour(county, hashed)
    found_groups(county, neighbour)
    found_neighbours_groups(neighbour)
    with county.acting("business.manager"):
        set_calendar(county.board, day)
        set_local_limit(county.board, day)
    plan_the_year(county)
    hold_the_meetings(county)
    make_promises(county)
    follow_the_thread(county)
    learn_from_an_inspection(county)
    agree_the_minutes(county)
    prepare_the_next_board(county)
    keep_the_register(county)
    let_health_in(county)
    keep_allegations(county)
    keep_case_reviews(county)
    review_deaths(county)
    measures = count_three_years(county)
    ask_for_returns(county, measures)
    ask_and_answer(county, measures)
    plan_the_work(county, measures)
    tell_the_board(county)
    link_boards(county)
    let_figures_out(county, measures)
    benchmark(county)
    listen(county)
    challenge_each_other(county)
    rehearse(county)
    write_down_risks(county)
    meet_next_door(neighbour)
    plan_to_move(county)
    have_moved(neighbour)
    tell_together(county)
    move_back(county)


def who_can_sign_in(password: str) -> list[str]:
    """One line for each person who can sign in, and one with the password."""
    everyone = (*cast.WHO_SIGN_IN, cast.NEIGHBOUR)
    width = max(len(who.email) for who in everyone)
    return ["Who can sign in:", *(f"  {who.email:<{width}}  {who.name}, {who.title}" for who in everyone),
            f"The password of each of them: {password}"]  # fmt: skip


def _password(installation: Installation) -> str:
    """Not one that everybody knows: somebody may load the demonstration where the world can reach it."""
    if PASSWORD not in installation.read_secrets():
        installation.keep_secret(PASSWORD, secrets.token_urlsafe(12))
    return installation.secret(PASSWORD)
