"""A file that is being checked is held for a day; then it goes, and what was said of how it is read stays."""

from __future__ import annotations

from procrastinate.contrib.django import app

from goldenthread.core.tenancy.actor import acting_as
from goldenthread.core.tenancy.models import User
from goldenthread.core.tenancy.seats import actor_for

from .by_worker import take_handed_over
from .models import HeldFile, RegisterImport

HOURS = 24


@app.task(name="let_register_go")
def let_register_go(import_id: int, user_id: int) -> None:
    """Remove the held file of an import, as the person who brought it in. Run twice it does no harm."""
    user = User.objects.get(pk=user_id)
    with acting_as(actor_for(user)):
        HeldFile.objects.filter(register_import=import_id).delete()


@app.task(name="take_register_in")
def take_register(import_id: int, user_id: int, aside: list[int], without_refused: bool) -> None:
    """Take a long register in, as the person who brought it. Run twice it does no harm."""
    user = User.objects.get(pk=user_id)
    with acting_as(actor_for(user)):
        take_handed_over(import_id, aside=frozenset(aside), without_refused=without_refused)


def take_later(one: RegisterImport, *, aside: frozenset[int], without_refused: bool) -> None:
    """Have the worker take it in."""
    take_register.defer(
        import_id=one.pk, user_id=int(one.uploaded_by_id or 0), aside=sorted(aside), without_refused=without_refused
    )


def sweep_later(one: RegisterImport) -> None:
    """Let the file of an import go when a day has passed."""
    later = let_register_go.configure(schedule_in={"hours": HOURS})
    later.defer(import_id=one.pk, user_id=int(one.uploaded_by_id or 0))
