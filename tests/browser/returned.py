"""Returns for the pages to show: planned, opened for their last period, with one query; and one opened by a link."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core import mail

from goldenthread.analytics.defining import redefine, take_from_catalogue
from goldenthread.analytics.models import Measure
from goldenthread.config.demonstration import cast
from goldenthread.core.tenancy.actor import Actor, acting_as
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.kernel.now import now, today
from goldenthread.kernel.periods import Every, before, period
from goldenthread.law.measures.entry import Kind, MeasureEntry
from goldenthread.processes.measures.returns.answering import Given, give_answers
from goldenthread.processes.measures.returns.links import send_link
from goldenthread.processes.measures.returns.models import Form, Query, Return
from goldenthread.processes.measures.returns.opening import open_due
from goldenthread.processes.measures.returns.scheduling import Asked, make_schedule
from tests.browser.demonstrated import Demonstrated

MANAGERS_OF = ("business.manager", "neighbour.manager")
ENTRIES = [
    MeasureEntry(code=code, title=f"{code.title()} of children", question="How often was it done to a child?",
                 numerator=f"{code} of children", kind=Kind.FLOW)
    for code in ("arrests", "searches")
]  # fmt: skip


def add_return(here: Demonstrated, manager: str) -> dict[str, Any]:
    """Numbers of what was made: `asked_for` (its schedule), `round`, `owed` and `query`."""
    board = Partnership.objects.get(slug=cast.WEALDSHIRE)
    with here.acting(manager):
        measure = Measure.objects.get(partnership=board, code="refs")
        every = Every(measure.definitions.latest("number").every)
        last = before(period(every, today()), every)
        made = make_schedule(
            partnership=board, title="Front door figures", every=every, since=last.first - timedelta(days=1),
            measures=[measure], agencies=[measure.owner_agency],
        )  # fmt: skip
    with acting_as(Actor.system(board)):
        open_due(board)
    with here.acting(manager):
        owed = Return.objects.filter(schedule=made).latest("pk")
        query = Query.objects.create(form=owed.form, text="Does it hold repeat referrals?", by="Clerk", at=now())
        return {"asked_for": made.pk, "round": (made.pk, owed.last), "owed": owed.pk, "query": (owed.pk, query.pk)}


def send_a_link(here: Demonstrated, manager: str, title: str) -> tuple[str, int]:
    """The path of a link to a return that asks for referrals by district and how many came again; and its record."""
    board = Partnership.objects.get(slug=cast.WEALDSHIRE)
    with here.acting(manager):
        referrals, shares = (Measure.objects.get(partnership=board, code=code) for code in ("refs", "reref_12"))
        every = Every(referrals.definitions.latest("number").every)
        last = before(period(every, today()), every)
        made = make_schedule(
            partnership=board, title=title, every=every, since=last.first,
            measures=[Asked(shares, "At the front door"), Asked(referrals, "At the front door", cut="district")],
            agencies=[referrals.owner_agency], words="Please count referrals as in the census of children in need.",
        )  # fmt: skip
    with acting_as(Actor.system(board)):
        open_due(board)
    with here.acting(manager):
        owed = Return.objects.filter(schedule=made).latest("pk")
        send_link(owed.form, name="Ottoline Marsh", email="ottoline.marsh@council.example")
    found = re.search(r"https?://[^/]+(/\S+/answering/\S+/)", mail.outbox[-1].body)
    assert found
    return found[1], owed.pk


def ask_at_two_boards(here: Demonstrated) -> int:
    """Both boards ask the police for the same two figures, the neighbour one of them otherwise, and it is answered
    there; the record of the return at home. `prepare` seats the police at both.
    """
    home, next_door = (Partnership.objects.get(slug=slug) for slug in (cast.WEALDSHIRE, cast.MEDBOURNE))
    police = Agency.objects.get(name=cast.AGENCIES["police"][0])
    last = before(period(Every.QUARTER, today()), Every.QUARTER)
    for board, who in ((home, MANAGERS_OF[0]), (next_door, MANAGERS_OF[1])):
        with here.acting(who):
            measures = take_from_catalogue(board, ENTRIES)
            if board == next_door:
                redefine(measures[1], since=last.first, numerator="searches of children under 16")
            make_schedule(partnership=board, title="Police powers", every=Every.QUARTER, since=last.first,
                          measures=measures, agencies=[police])  # fmt: skip
        with acting_as(Actor.system(board)):
            open_due(board)
    with here.acting("member.police"):
        there = Form.objects.get(partnership=next_door, title="Police powers")
        assert give_answers(there, {line.pk: Given(value=Decimal(7)) for line in there.lines.all()}).ok
        return int(Form.objects.get(partnership=home, title="Police powers").record_id)
