"""The jobs of notices. They carry ids, never text; each acts as the person it is for."""

from __future__ import annotations

from datetime import date

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from goldenthread.core.tenancy.models import Partnership
from goldenthread.kernel.now import now, today

from . import rounds
from .sending import SendFailed, deliver

#: After 5, 25, 125 seconds, and so on: for about five hours, which a mail server's bad morning lasts.
AGAIN = RetryStrategy(max_attempts=6, exponential_wait=5, retry_exceptions=[SendFailed])


@app.periodic(cron="7 * * * *")
@app.task(queueing_lock="begin_rounds")
def begin_rounds(timestamp: int) -> int:
    """Every hour, so that a morning on which nothing ran is made up for; what has begun today is not begun again."""
    moment = now()
    return sum(rounds.begin_round(partnership, moment, _queue_person) for partnership in Partnership.objects.all())


@app.task(retry=RetryStrategy(max_attempts=4, wait=60))
def tell_person(partnership_id: int, person_id: int, day: str) -> int:
    """Write down what one person is to be told, and queue the messages. One that is a day late is not run."""
    if day != today().isoformat():
        return 0
    return rounds.tell_person(partnership_id, person_id, date.fromisoformat(day), queue_notice)


@app.task(retry=AGAIN)
def send_notice(partnership_id: int, person_id: int, notice_id: int) -> int:
    """Send one message; fails, and is tried again with a growing pause, when the mail server is the trouble."""
    return deliver(partnership_id, person_id, notice_id)


def _queue_person(*, partnership_id: int, person_id: int, day: str) -> None:
    tell_person.defer(partnership_id=partnership_id, person_id=person_id, day=day)


def queue_notice(*, partnership_id: int, person_id: int, notice_id: int) -> None:
    """Queue one message."""
    # one message at a time to each person, so that the same one is never in two workers' hands
    send_notice.configure(lock=f"person-{person_id}").defer(
        partnership_id=partnership_id, person_id=person_id, notice_id=notice_id
    )
