"""Asking someone outside to fill in a form about a sealed case; chasing, moving the day, withdrawing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from goldenthread.core.casework.models import Record
from goldenthread.core.casework.registering import keeps
from goldenthread.core.casework.sealed import AFTER_DESTROYING, refuse_if_destroyed
from goldenthread.core.links import giving
from goldenthread.core.links.kinds import Kind, opens_by_link
from goldenthread.core.links.models import Link
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.core.tenancy.models import Agency
from goldenthread.kernel.now import today
from goldenthread.law.forms import Form

from .answers import sections_of
from .asked import asked_of
from .models import ASKED, Contribution


def _letter(asked: Contribution, link: Link, address: str) -> tuple[str, str]:
    """Nothing of the case: not its kind, not its number."""
    words = {"asked": asked, "link": link, "address": address}
    subject = f"{asked.partnership}: a form that we ask you to fill in by {asked.due:%-d %B %Y}"
    return subject, render_to_string("contributions/email/asked.txt", words)


def _may(asked: Contribution, doing: str) -> None:
    refuse_others(asked.record, doing)


def _why_not(asked: Contribution) -> str:
    if asked.withdrawn_on:
        return "This form was withdrawn: a link to it would open nothing. Ask again."
    return "This form is answered: a link to it would open nothing." if asked.answered_on else ""


ASKED_LINK = opens_by_link(
    Kind(
        slug=ASKED,
        model=Contribution,
        front="outside",
        letter=_letter,
        looked_after=lambda asked: reverse(
            "asked_of_agencies", args=[asked.partnership.slug, asked.kind, asked.record_id]
        ),
        may=_may,
        days=90,
        asks_code=True,
        why_not=_why_not,
        record=lambda asked: asked.record,
        closed="The form may have been sent already, the question withdrawn, or a newer link sent to you: then only "
        "that one works. If you still have something to tell, write to those who asked you, without naming the child.",
    )
)


def refuse_others(record: Record, doing: str) -> None:
    """Raises PermissionDenied for whoever does not keep the register of this case."""
    if record.register is None or not keeps(record.register):
        raise PermissionDenied(f"Those who keep the register may {doing}; you may not.")


@transaction.atomic
def ask_for(
    record: Record,
    *,
    form: str,
    name: str,
    email: str,
    due: date,
    agency: Agency | None = None,
    about: str = "",
    note: str = "",
    sections: Sequence[str] = (),
) -> Contribution:
    """Ask one person outside to fill in a form about a case, and mail them the link. `sections`: what their agency
    holds; all of it where none is named. `about`: what they must know to answer, `note`: a word to them; both sealed.

    Raises PermissionDenied for who does not keep the register; ValidationError by field for a form or a section that
    there is not, a day that is over, and an address that was asked this already and has not answered.
    """
    case: Record = Record.objects.select_related("register", "partnership").get(pk=record.pk)
    refuse_others(case, "ask")
    refuse_if_destroyed(case)
    asked_form = _form_asked(case.kind, form, sections, due)
    _refuse_asked_already(case, form, email)
    told = "\n\n".join(words.strip() for words in (about, note) if words.strip())
    asked = Contribution(
        record=case, partnership=case.partnership, register=case.register, kind=case.kind, agency=agency, form_key=form,
        sections=list(sections), name=name.strip(), about=told, due=due, asked_on=today(),
        asked_by=current_actor().name[:200],
    )  # fmt: skip
    asked.full_clean(exclude={"record", "partnership", "register"})
    asked.blank_fields = sum(len(one.fields) for one in sections_of(asked_form, sections))
    asked.save()
    giving.send_link(ASKED_LINK, asked, name="Whoever was asked", email=email)
    return asked


def _form_asked(kind: str, form: str, sections: Sequence[str], due: date) -> Form:
    """Raises ValidationError by field for what cannot be asked for."""
    takes = asked_of(kind)
    if takes is None or form not in takes.forms:
        raise ValidationError({"form": "This form is not asked for about such a case."})
    known = {one.key for one in takes.forms[form].sections}
    if unknown := [key for key in sections if key not in known]:
        raise ValidationError({"sections": f"The form has no section {', '.join(unknown)}."})
    if due < today():
        raise ValidationError({"due": "The day by which you need it must be today or later."})
    return takes.forms[form]


def _refuse_asked_already(case: Record, form: str, email: str) -> None:
    open_now = Contribution.objects.filter(
        record=case, form_key=form, answered_on__isnull=True, withdrawn_on__isnull=True
    )
    same = giving.links_to(ASKED, *open_now.values_list("pk", flat=True))
    if same.filter(email=email.strip().lower(), revoked_at__isnull=True).exists():
        raise ValidationError(
            {"email": "This address was asked for this form already, and has not answered. Chase it instead."}
        )


def contributions_of(record: Record) -> list[Contribution]:
    """What was asked about a case, by the day it is due. `answers` and `name` show within a reading."""
    rows = Contribution.objects.filter(record_id=record.pk).select_related("agency", "partnership")
    return list(rows.order_by("due", "pk"))


@transaction.atomic
def chase(asked: Contribution) -> Contribution:
    """Send the link again to the same address; the one before works no more, what is typed stays."""
    held = _held(asked, "chase")
    link = link_of(held)
    if link is None:
        raise ValidationError("Nobody holds a link to this form. Send it to an address.")
    giving.send_again(link)
    held.chased_on, held.chased = today(), held.chased + 1
    held.save(update_fields=["chased_on", "chased"])
    return held


@transaction.atomic
def send_elsewhere(asked: Contribution, *, name: str, email: str) -> Contribution:
    """Ask another person instead. What the first has typed stays theirs to see: it is taken away before."""
    held = _held(asked, "send it elsewhere")
    giving.end_links(ASKED, held.pk)
    held.name, held.typed, held.opened_on = name.strip(), "", None
    held.full_clean(exclude={"record", "partnership", "register"})
    held.save()
    giving.send_link(ASKED_LINK, held, name="Whoever was asked", email=email)
    return held


@transaction.atomic
def move_day(asked: Contribution, *, due: date) -> Contribution:
    held = _held(asked, "move the day")
    if due < today():
        raise ValidationError({"due": "The day by which you need it must be today or later."})
    held.due = due
    held.save(update_fields=["due"])
    return held


@transaction.atomic
def withdraw(asked: Contribution, *, why: str) -> Contribution:
    """Ask no more. Its link stops working at once, and what was typed is gone."""
    held = _held(asked, "withdraw it")
    if not why.strip():
        raise ValidationError({"why": "Say why it is not asked for any more."})
    giving.end_links(ASKED, held.pk)
    held.withdrawn_on, held.withdrawn_why, held.typed = today(), why.strip(), ""
    held.save()
    return held


def link_of(asked: Contribution) -> Link | None:
    """The link that its holder has now."""
    found: Link | None = giving.links_to(ASKED, asked.pk).filter(revoked_at__isnull=True).first()
    return found


def links_of(contributions: Iterable[Contribution]) -> dict[int, Link]:
    """Contribution's key -> the link that works or worked last. One query."""
    keys = [one.pk for one in contributions]
    found = giving.links_to(ASKED, *keys).filter(revoked_at__isnull=True) if keys else []
    return {link.opens: link for link in found}


def _held(asked: Contribution, doing: str) -> Contribution:
    held: Contribution = Contribution.objects.select_for_update(of=("self",)).select_related("record").get(pk=asked.pk)
    refuse_others(held.record, doing)
    if not held.waiting:
        raise ValidationError(f"It is {held.state} already.", code=held.state)
    return held


def _end_those_of(case: Record) -> None:
    """A destroyed case has nobody to ask; what was said went with its key."""
    for pk in Contribution.objects.filter(record=case).values_list("pk", flat=True):
        giving.end_links(ASKED, pk)


AFTER_DESTROYING.append(_end_those_of)
