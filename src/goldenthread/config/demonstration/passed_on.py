"""Cascades with every kind of answer, and one agency that never says a word. All made up."""

from __future__ import annotations

from datetime import timedelta

from goldenthread.core.casework.services import open_record, take_step
from goldenthread.core.links.models import Link
from goldenthread.core.links.opening import new_secret, token_hash, token_key
from goldenthread.kernel.now import now
from goldenthread.processes.governance.cascades.answering import answer
from goldenthread.processes.governance.cascades.links import slip_for
from goldenthread.processes.governance.cascades.models import LINK, Cascade, Reply
from goldenthread.processes.governance.cascades.process import cascades

from .stage import Stage

#: What, called, what people are to know, sent so many days ago, days to answer, closed?
SENT = (
    ("briefing", "Learning briefing: the baby who could not move about", "A bruise on a baby who cannot move about is "
     "referred the same day, whoever sees it and whatever is said.", 210, 28, True),
    ("paper", "New words for thresholds of need", "Use the new document from the first of the month, and put away "
     "the old one.", 120, 28, False),
    ("bulletin", "Bulletin: training in the summer", "Three courses have places: say who comes.", 62, 21, False),
    ("briefing", "Learning briefing: men in the family", "Ask who lives there and who visits.", 9, 21, False),
)  # fmt: skip
#: Agency -> to whom, how many, how. Those not named stay silent, or answer as `SHORT` says.
TOLD = {
    "council": ("All social work teams and early help", 640, "Team meetings and the weekly letter"),
    "police": ("Child protection and response teams", 910, "Briefing at the start of shifts"),
    "icb": ("Named professionals of every trust", 46, "Monthly supervision"),
    "community": ("Health visitors and school nurses", 280, "Team meetings"),
    "probation": ("Practitioners of three offices", 75, "Email, and asked about in supervision"),
    "voluntary": ("Lead officers of member charities", 58, "Network meeting"),
    "fire": ("Station managers", 34, "Email"),
}
SHORT = {
    "schools": ("partly", "Designated leads of secondary schools", 41, "Conference", "Primary schools meet next term."),
    "east": ("not", "", None, "", "The safeguarding team is two people short; it will go out with the next training."),
}


def pass_on(stage: Stage) -> None:
    """Send them out as the clerk would, and let the agencies answer."""
    with stage.acting("business.manager"):
        for place, (what, named, message, ago, takes, closed) in enumerate(SENT):
            sent_on = stage.today - timedelta(days=ago)
            cascade: Cascade = open_record(
                cascades, partnership=stage.board, lead_agency=stage.agencies["office"], what=what, named=named,
                message=message, sent_on=sent_on, answer_by=sent_on + timedelta(days=takes),
                group=stage.groups["business-group"],
            )  # fmt: skip
            _answers(stage, cascade, few=place == len(SENT) - 1)
            if place == len(SENT) - 1:
                _links(stage, cascade)
            if closed:
                note = "Two thirds passed it on. The chair writes to those who stayed silent."
                take_step(cascade, "close", note=note)


def _answers(stage: Stage, cascade: Cascade, *, few: bool) -> None:
    replies = {reply.agency_id: reply for reply in Reply.objects.filter(record=cascade)}
    day = cascade.sent_on + timedelta(days=6)
    for key, (teams, reached, how) in list(TOLD.items())[: 2 if few else None]:
        reply = replies[stage.agencies[key].pk]
        answer(reply, status="passed", teams=teams, reached=reached, how=how, done_on=day)
    for key, (status, whom, number, means, reason) in () if few else SHORT.items():
        answer(
            replies[stage.agencies[key].pk], status=status, teams=whom, reached=number, how=means, reason=reason,
            done_on=day if whom else None,
        )  # fmt: skip


#: Agency -> who answers for it without an account, and how many days ago they opened the link.
BY_LINK = {"schools": ("Perpetua Lindqvist", "p.lindqvist@schools.example", None),
           "community": ("Ignatius Farrow", "i.farrow@community.example", 2)}  # fmt: skip


def _links(stage: Stage, cascade: Cascade) -> None:
    """Links that wait for an answer, one opened and one not. Nothing is mailed, and nobody knows their secrets."""
    for key, (name, email, opened) in BY_LINK.items():
        slip = slip_for(Reply.objects.get(record=cascade, agency=stage.agencies[key]))
        hashed = token_hash(new_secret())
        number = token_key(hashed)
        Link.objects.create(
            partnership=stage.board, record_id=cascade.pk, kind=LINK, opens=slip.pk, name=name, email=email,
            token_hash=hashed, token_key=number, open_key=number, sent_at=now() - timedelta(days=5),
            expires_at=now() + timedelta(days=55), opened_at=now() - timedelta(days=opened) if opened else None,
        )  # fmt: skip
