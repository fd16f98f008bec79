"""Each night: what is owed is opened and its links sent, reminders go out, silence is written down and counted."""

from __future__ import annotations

from datetime import timedelta

from procrastinate.contrib.django import app

from goldenthread.core.links.giving import links_to
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import today

from .keepers import let_keepers_in
from .links import send_links
from .measuring import count_in_time, note_silence
from .models import LINK, Form, Return
from .opening import open_due

#: Calendar days before and after the day it is due on which those with a link are reminded.
REMIND_ON = (5, 0, -3)


@app.periodic(cron="40 4 * * *")
@app.task(queueing_lock="keep_returns")
def keep_returns(timestamp: int) -> None:
    """One job for each partnership, so that one that fails holds up no other."""
    for key in Partnership.objects.values_list("pk", flat=True):
        keep_returns_of.configure(queueing_lock=f"returns-{key}").defer(partnership_id=key)


@app.task
def keep_returns_of(partnership_id: int) -> tuple[int, int, int]:
    """For one partnership: how many were opened, how many links were sent, how many were found silent.

    Run again on the same day, it adds none.
    """
    partnership = Partnership.objects.get(pk=partnership_id)
    with acting_as(Actor.system(partnership)):
        opened = open_due(partnership)
        let_keepers_in(partnership)
        sent = sum(len(send_links(one.form)) for one in opened)
        sent += remind(partnership)
        silent = note_silence(partnership)
        count_in_time(partnership)
    return len(opened), sent, len(silent)


def remind(partnership: Partnership) -> int:
    """Send the link again, as a new one, to those of an agency that has not sent; once on each of those days."""
    days = [today() + timedelta(days=n) for n in REMIND_ON]
    waiting = Form.objects.filter(partnership=partnership, due_on__in=days, stage=Return.State.DUE)
    return sum(len(send_links(form)) for form in waiting if not _sent_today(form))


def _sent_today(form: Form) -> bool:
    return bool(links_to(LINK, form.pk).filter(sent_at__date=today()).exists())
