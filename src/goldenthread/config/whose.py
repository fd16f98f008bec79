"""For the command line: which partnership is meant, and who acts there."""

from __future__ import annotations

from typing import Any

from goldenthread.config.installation import Trouble
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Partnership, Seat, User
from goldenthread.core.tenancy.roles import Role
from goldenthread.core.tenancy.seats import actor_for
from goldenthread.kernel.now import today


def partnership_named(slug: str | None) -> Partnership:
    """The partnership with this slug, or the only one there is. Raises Trouble, in words."""
    boards = list(Partnership.objects.filter(slug=slug) if slug else Partnership.objects.order_by("slug")[:50])
    if len(boards) == 1:
        return boards[0]
    known = ", ".join(Partnership.objects.order_by("slug").values_list("slug", flat=True)[:50])
    if not known:
        raise Trouble("There is no partnership here yet.")
    raise Trouble(f"Say which partnership with --partnership: {known}.")


def person_for(board: Partnership, email: str | None, roles: frozenset[str], doing: str) -> Actor:
    """The person named, or the only business manager; they must hold one of the roles. Raises Trouble, in words."""
    user = _manager(board) if email is None else User.objects.filter(email__iexact=email, is_active=True).first()
    actor: Any = actor_for(user) if user else None
    if actor is None or not actor.roles(board.pk) & roles:
        raise Trouble(f"{email or user} holds no seat at {board} that may {doing}.")
    found: Actor = actor
    return found


def _manager(board: Partnership) -> User:
    with acting_as(Actor.system(board)):
        seats = Seat.objects.filter(partnership=board, role=Role.BUSINESS_MANAGER, since__lte=today())
        users = {seat.user for seat in seats.select_related("user") if seat.until is None or seat.until >= today()}
    if len(users) != 1:
        raise Trouble("Say who does it with --as EMAIL: there is not exactly one business manager.")
    found: User = users.pop()
    return found
