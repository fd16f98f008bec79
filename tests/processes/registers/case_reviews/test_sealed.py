"""Who and what is sealed: nowhere in the clear, shown only within a reading that leaves a line; who sees it."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

import pytest
from django.core import mail
from django.db import connection

from goldenthread.core.casework.models import Reading, Record
from goldenthread.core.casework.sealed import reading
from goldenthread.core.casework.services import amend_record, let_in
from goldenthread.core.notices.worklist import worklist
from goldenthread.core.sealing.fields import BlindIndex, SealedDate, SealedField
from goldenthread.kernel.now import today
from goldenthread.processes.registers.case_reviews import models as m
from goldenthread.processes.registers.case_reviews.process import case_reviews
from tests.processes.registers.case_reviews.desk import PARTNER, PARTNERS, Desk
from tests.web.test_access import client_for
from tests.world import World, owner

BORN, FROM = date(2019, 11, 27), date(2022, 10, 9)
NUMBER = "943 476 5919"
HUNG = (m.Consideration, m.PartnerDecision, m.Letter, m.Parallel, m.Panelist, m.PanelMeeting, m.FamilyPart, m.Reopening)


@pytest.fixture
def desk(world: World) -> Desk:
    return Desk(world)


def _texts(model: Any) -> list[str]:
    return [f.name for f in model._meta.local_fields if isinstance(f, SealedField) and not isinstance(f, SealedDate)]


class Marked:
    """A case with a marker in every sealed column: of the case, of what hangs from it, of the notes of its steps."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.markers, day = desk, [], PARTNERS
        text = {name: self.mark(name) for name in _texts(m.CaseReview) if name != "nhs_number"}
        later = ("reasons", "terms", "reviewer", "withheld_why", "other_area", "facts", "safety", "potential",
                 "next_steps")  # fmt: skip
        at_open = {name: value for name, value in text.items() if name not in later}
        self.case = desk.notify(child_born=BORN, nhs_number=NUMBER, **at_open)
        take = self.take
        take("hold_rapid", panel_on=day)
        take("rapid", rapid_on=day, **{name: text[name] for name in ("facts", "safety", "potential", "next_steps")})
        take("put_off", held_on=day, **self.all("attended why"))
        take("disagree", held_on=day, **self.all("attended why dissent"))
        take("extraordinary", held_on=day, recommendation="lcspr", **self.all("attended why dissent"))
        take("ask_again", note=self.mark("again"))
        take("recommend", held_on=day, recommendation="lcspr", **self.all("attended why dissent"))
        for partner in PARTNER:
            take("partner", partner=partner, outcome="lcspr", decided_on=day, **self.all("by why"))
        take("partners_review", reasons=text["reasons"])
        take("tell", told_on=day)
        take("letter", what="rapid_review", sent_on=day, **self.all("words"))
        take("parallel", process="criminal", what="started", happened_on=day, **self.all("details"))
        take("panelist", since=day, **self.all("who agency"))
        take("panel_meeting", held_on=day, **self.all("attended decisions"))
        take("family", what="met", happened_on=day, **self.all("who words"))
        take("scope", terms=text["terms"], reviewer=text["reviewer"], reviewer_on=day, method="method-1",
             independent=True, review_from=FROM, review_to=FROM)  # fmt: skip
        take("draft", drafted_on=day)
        take("revise", note=self.mark("revised"))
        take("draft", drafted_on=day)
        take("accept", accepted_on=day)
        take("withhold", withheld_on=day, withheld_for="known", withheld_why=text["withheld_why"])
        with desk.world.acting("manager"):
            self.case = amend_record(self.case, note=self.mark("amended"), other_area=text["other_area"])

    def take(self, name: str, **values: Any) -> None:
        self.case = self.desk.take(self.case, name, **values)

    def all(self, names: str) -> dict[str, str]:
        return {name: self.mark(name) for name in names.split()}

    def mark(self, name: str) -> str:
        self.markers.append(f"Zqx{len(self.markers)}{name.replace('_', '')}xqZ")
        return self.markers[-1]


def _everything() -> str:
    """Every row of every table, as text."""
    found = []
    with owner(), connection.cursor() as cursor:
        cursor.execute("select tablename from pg_tables where schemaname = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'select t::text from "{table}" t')
            found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found)


def test_what_is_sealed_is_nowhere_in_the_clear(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    marked = Marked(desk)
    with desk.world.acting("manager") as actor:
        items = worklist(actor, desk.world.north, today())
    pages = "".join(client_for(desk.world, "manager").get(f"/north/{path}").content.decode()
                    for path in ("work/case-review/", "case-review/tracker/", "search/?q=Zqx"))  # fmt: skip
    pages = pages.replace("q=Zqx", "")
    told = [f"{item.title} {item.reference} {item.why}" for item in items]
    places = "\n".join([_everything(), caplog.text, pages, *told, *(str(one.message()) for one in mail.outbox)])
    secrets = [*marked.markers, NUMBER, NUMBER.replace(" ", "")]
    as_bytes = [secret.encode().hex() for secret in secrets]
    hidden = (*secrets, *as_bytes, BORN.isoformat(), FROM.isoformat())
    assert [one for one in hidden if one in places] == []
    assert "CR-2024-0001" in places


def test_what_is_sealed_shows_within_a_reading_that_leaves_its_line_and_nowhere_else(desk: Desk) -> None:
    marked = Marked(desk)
    with desk.world.acting("manager"):
        case = m.CaseReview.objects.get(pk=marked.case.pk)
        names = [name for name in _texts(m.CaseReview) if getattr(case, name) is not None]
        assert {str(getattr(case, name)) for name in (*names, "child_born")} == {"Sealed"}
        with reading(case, purpose="case", what="A test"):
            shown = {str(getattr(case, name)) for name in names}
            rows = [row for name in case_reviews.entries for row in getattr(case, name).all()]
            hung = {str(getattr(row, name)) for row in rows for name in _texts(type(row))}
            notes = {str(event.sealed_note) for event in case.events.all() if event.sealed_note}
            assert str(case.child_born) == "27 November 2019"
        assert shown | hung | notes >= set(marked.markers)
        assert str(case.child_name) == "Sealed"
        assert [(r.what, r.by) for r in Reading.objects.filter(record=case)] == [("A test", "Manager Person")]


def test_every_free_text_of_the_register_is_sealed() -> None:
    """Start-up refuses others; here the columns are named, so that a new one is thought about."""
    clear = {
        (model.__name__, f.name)
        for model in (m.CaseReview, *HUNG)
        for f in model._meta.local_fields
        if f.get_internal_type() in {"CharField", "TextField"} and not f.choices and not isinstance(f, BlindIndex)
    }
    assert clear == {("CaseReview", "pseudonym")}


#: Each state -> how a case comes there.
COURSE: dict[str, Any] = {
    "notified": lambda desk: desk.notify(),
    "rapid_review": lambda desk: desk.rapid(),
    "not_agreed": lambda desk: desk.take(desk.notify(), "disagree", held_on=PARTNERS, dissent="x"),
    "recommended": lambda desk: desk.recommended(PARTNERS, "lcspr"),
    "decided": lambda desk: desk.decided(PARTNERS, "local_learning"),
    "scoping": lambda desk: desk.decided(PARTNERS, "lcspr"),
    "accepted": lambda desk: desk.accepted(PARTNERS, "lcspr", PARTNERS),
    "published": lambda desk: desk.published(PARTNERS, "lcspr", PARTNERS),
    "closed": lambda desk: desk.closed(PARTNERS, "not_serious"),
    "handed_over": lambda desk: desk.take(desk.notify(), "hand_over", handed_on=PARTNERS, other_area="x"),
    "mistake": lambda desk: desk.take(desk.notify(), "mistake", note="x"),
}


@pytest.mark.parametrize("state", COURSE)
def test_who_sees_which_field_in_which_state(desk: Desk, state: str) -> None:
    """Role x state x field: keepers and who is let in see every column, and nobody else that it exists."""
    case = COURSE[state](desk)
    assert case.state == state
    fields = [f.name for f in m.CaseReview._meta.local_fields if f.name != "record_ptr"]
    with desk.world.acting("manager"):
        let_in(case, person=desk.world.person("nurse"), why="On the panel")
    seen = {}
    for name in desk.world.everyone:
        with desk.world.acting(name):
            seen[name] = set(m.CaseReview.objects.filter(pk=case.pk).values(*fields).first() or ())
            if not seen[name]:
                with pytest.raises(Record.DoesNotExist), reading(case, purpose="case", what="A test"):
                    pass
    assert {name for name, found in seen.items() if found == set(fields)} == {"manager", "chair", "nurse"}
    assert all(not found for name, found in seen.items() if name not in {"manager", "chair", "nurse"})
