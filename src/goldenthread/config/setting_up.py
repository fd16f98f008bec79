"""The first partnership of an installation: its agencies and the business manager whom nobody could have invited."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from goldenthread.config.installation import Trouble
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Agency, Partnership, Place, User
from goldenthread.core.tenancy.roles import Role
from goldenthread.core.tenancy.seats import actor_for, give_seat
from goldenthread.core.tenancy.services import add_agency, found_partnership
from goldenthread.web.signin.invitations import prove_address


@dataclass(frozen=True)
class Wanted:
    """What was asked for. `agencies` are names, with their kind after a comma where it is known ("Police, police").

    `office` is the agency that the business manager's seat is for: the partnership's own, made if it is not there.
    """

    name: str
    slug: str
    manager: str
    email: str
    short_name: str = ""
    era: str = "LSCP_2023"
    office: str = ""
    agencies: Sequence[str] = ()


def account_exists(email: str) -> bool:
    """Whether someone signs in with this address already (the business manager of another partnership here)."""
    return User.objects.filter(email__iexact=email).exists()


@transaction.atomic
def set_up(wanted: Wanted, password: str | None) -> Partnership:
    """All of it, or nothing. `password` is for an account that does not exist yet.

    Raises Trouble, in words, for what cannot be.
    """
    try:
        validate_email(wanted.email)
        board = found_partnership(name=wanted.name, slug=wanted.slug, short_name=wanted.short_name, era=wanted.era)
        manager = _account(wanted, password)
        _seat(board, wanted, manager)
        with acting_as(actor_for(manager)):
            for line in wanted.agencies:
                _add(board, line)
    except ValidationError as wrong:
        raise Trouble(" ".join(wrong.messages)) from wrong
    return board


def _account(wanted: Wanted, password: str | None) -> User:
    known = User.objects.filter(email__iexact=wanted.email).first()
    if known:
        return known
    if not password:
        raise Trouble("A new account needs a password.")
    user = User.objects.create_user(wanted.email, password, name=wanted.manager)
    prove_address(user)  # whoever sets the installation up vouches for the address
    return user


def _seat(board: Partnership, wanted: Wanted, manager: User) -> None:
    name = wanted.office or f"{wanted.name} office"
    with acting_as(Actor.system(board)):
        office, _ = Agency.objects.get_or_create(name=name, defaults={"kind": Agency.Kind.BOARD})
        Place.objects.create(partnership=board, agency=office)
        give_seat(user=manager, partnership=board, agency=office, role=Role.BUSINESS_MANAGER, title="Business manager")


def _add(board: Partnership, line: str) -> None:
    name, comma, kind = line.rpartition(",")
    kinds = set(Agency.Kind.values)
    if comma and kind.strip().lower() in kinds:
        add_agency(partnership=board, name=name.strip(), kind=kind.strip().lower())
    else:
        add_agency(partnership=board, name=line.strip())
