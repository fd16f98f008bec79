"""Every page of the site, by the name of its address, with numbers from the demonstration; and what is no page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core import mail
from django.db.models import F
from django.urls import URLPattern, URLResolver, get_resolver

from goldenthread.analytics.models import Observation
from goldenthread.config.demonstration import cast
from goldenthread.core.casework.models import CalendarEntry, Keeper, LocalClock
from goldenthread.core.files.models import StoredFile
from goldenthread.core.groups.models import Group, Membership
from goldenthread.core.notices.models import Notice
from goldenthread.core.tenancy.models import Agency, Move, Partnership, Person, Place, Seat
from goldenthread.core.thread.learning import recommend
from goldenthread.core.thread.models import Action, Answers, Impact, Theme
from goldenthread.core.thread.repeats import recommend_again
from goldenthread.kernel.now import now, today
from goldenthread.processes.governance.cascades.models import Reply
from goldenthread.processes.governance.challenges.models import Challenge
from goldenthread.processes.governance.conversations.models import Assessment, OneToOne
from goldenthread.processes.governance.inspections.benchmarking.models import Asked, Exercise, Rater, Statement
from goldenthread.processes.governance.inspections.readiness.models import Request, Run
from goldenthread.processes.governance.inspections.reports.models import Inspection
from goldenthread.processes.governance.law_change.models import OfficeHolder
from goldenthread.processes.governance.lay.models import Moderation
from goldenthread.processes.governance.linked.models import LinkedBoard
from goldenthread.processes.governance.meetings.agenda import add_item
from goldenthread.processes.governance.meetings.models import AgendaItem, Decision, Meeting, Paper
from goldenthread.processes.governance.minutes_import.accepting import accept_as_read
from goldenthread.processes.governance.minutes_import.models import MinutesImport, ReadItem
from goldenthread.processes.governance.minutes_import.parts import SECTIONS
from goldenthread.processes.governance.minutes_import.taking import read_import, receive_minutes
from goldenthread.processes.governance.plans.models import BusinessPlan, PriorityMeasure
from goldenthread.processes.governance.risks.models import Candidate, Risk
from goldenthread.processes.governance.updates.models import GroupUpdate, SentUpdate
from goldenthread.processes.governance.voice.models import Voice, Wave
from goldenthread.processes.measures.figures_import.accepting import accept_as_read as accept_figures
from goldenthread.processes.measures.figures_import.models import FigureLine, FiguresImport
from goldenthread.processes.measures.figures_import.taking import receive_figures
from goldenthread.processes.measures.questions.models import Question
from goldenthread.processes.measures.releases.putting import begin_release
from goldenthread.processes.registers.allegations.models import Case
from goldenthread.processes.registers.case_reviews.models import CaseReview
from goldenthread.processes.registers.child_deaths.models import Paper as DeathPaper
from goldenthread.processes.registers.private_fostering.models import Arrangement
from goldenthread.processes.registers.register_import.taking import receive_register, take_register_in
from goldenthread.processes.registers.yearly import years_over
from goldenthread.reading.figures.reader import read_figures
from goldenthread.reading.trackers.opening import open_tracker
from goldenthread.web.signin.invitations import invite
from tests.browser.demonstrated import Demonstrated, apart
from tests.browser.returned import add_return
from tests.processes.registers.register_import.trackers import PLAIN, plain, two_sheets
from tests.world import owner

FIXTURES = Path(__file__).parents[1] / "reading" / "fixtures"
MANAGER = "business.manager"
NOT_FOR_MEMBERS = "A matter for the chair and the unit alone"


@dataclass
class Numbers:
    """The rows that the addresses name: numbers of the demonstration, and of what `prepare` adds to it."""

    ahead: int
    held: int
    said: tuple[int, int]
    coming: tuple[int, int]
    decided: tuple[int, int, int]
    secret: tuple[int, int]
    paper: tuple[int, int]
    agreed: tuple[int, int]
    action: int
    closed: int
    import_: int
    accepted: int
    row: int
    invitation: int
    token: str
    seat: int
    person: int
    seated: int
    place: int
    membership: int
    entry: int
    letter: int
    clock: int
    arrangement: int
    alleged: int
    review: int
    death: tuple[int, int, int]
    advice: int
    again: int
    before: int
    finding: int
    theme: int
    taken: int
    planned: int
    figure: int
    question: int
    file: UUID
    release: int
    figures: int
    figures_in: int
    figure_line: int
    asked_for: int
    round: tuple[int, date]
    owed: int
    query: tuple[int, int]
    plan: tuple[int, int, int]
    plan_agreed: int
    told: tuple[int, int]
    told_draft: int
    gated: tuple[int, int]
    link: int
    terms: int
    decision: tuple[int, int]
    differing: int
    rate: tuple[int, int, int]
    statement: int
    gap: tuple[int, int]
    heard: dict[str, int]
    challenge: int
    run: int
    asked_of: tuple[int, int]
    inspection: int
    risk: int
    candidate: int
    law: int
    office: int
    registers: tuple[int, int]
    keeper: int


def prepare(here: Demonstrated) -> Numbers:
    """Add what the demonstration has none of (an import, an invitation, an item closed to members), and look the rest
    up.
    """
    made: dict[str, Any] = {}
    apart(lambda: made.update(_add(here)))
    apart(lambda: made.update(_add_registers(here)))
    with here.acting("team.manager"):
        made["keeper"] = Keeper.objects.filter(register__kind="private-fostering", capacity="keeper").earliest("pk").pk
        made["arrangement"] = Arrangement.objects.filter(state="notified").latest("pk").pk
    with here.acting("designated.officer"):
        made["alleged"] = Case.objects.filter(state="considered").earliest("pk").pk
    with here.acting(MANAGER):
        paper = DeathPaper.objects.latest("pk")
        made["review"] = CaseReview.objects.filter(state="published").earliest("pk").pk
        made["death"] = (paper.record_id, paper.meeting_id, paper.pk)
        return Numbers(**made, **_look_up())


def _add(here: Demonstrated) -> dict[str, Any]:
    board = Partnership.objects.get(slug=cast.WEALDSHIRE)
    with owner():  # nobody of the demonstration sits at two boards
        police = here.user("member.police")
        next_door = Partnership.objects.get(slug=cast.MEDBOURNE)
        at_home = Seat.unguarded.get(user=police)
        person = Person.unguarded.create(
            partnership=next_door, user=police, name=police.name, agency=at_home.agency, title="Superintendent"
        )
        Seat.unguarded.create(
            user=police, person=person, agency=at_home.agency, partnership=next_door, role="member", since=today()
        )
        letter = Notice.unguarded.create(
            partnership=board, person=Person.unguarded.get(user=police, partnership=board), kind="digest", key="unsent",
            day=today(), status="unsure", error="The worker stopped while sending", attempts=1, made_at=now(),
        )  # fmt: skip
    with here.acting(MANAGER):
        release = begin_release(
            partnership=board, name="The year in figures", kind_of_release="public", profile="local"
        )
        ahead = _ahead()
        secret = add_item(meeting=ahead, title=NOT_FOR_MEMBERS, kind="confidential", restricted=True)
        file = FIXTURES / "nhs_committee.txt"
        received = receive_minutes(partnership=board, name=file.name, data=file.read_bytes()).minutes_import
        asked = invite(
            partnership=board,
            agency=Agency.objects.get(name=cast.AGENCIES["fire"][0]),
            name="Ottoline Marsh",
            email="ottoline.marsh@fire.example",
            role="member",
            since=today(),
        )
        before = recommend(partnership=board, text="See each child alone", made_on=today())
        again = recommend_again(partnership=board, text="See every child alone", made_on=today(), earlier=[before])
    owed = add_return(here, MANAGER)
    read_import(received.pk, here.user(MANAGER).pk)
    file = FIXTURES / "one_item.txt"
    with here.acting(MANAGER):
        group = Group.objects.get(partnership=board, slug="board")
        brought = receive_minutes(partnership=board, name=file.name, data=file.read_bytes(), group=group)
    read_import(brought.minutes_import.pk, here.user(MANAGER).pk)
    with here.acting(MANAGER):
        accept_as_read(MinutesImport.objects.get(pk=brought.minutes_import.pk))
    found = re.search(r"/invitations/([^/\s]+)/", mail.outbox[-1].body)
    assert found
    return {
        **owed,
        "import_": received.pk,
        "release": release.pk,
        "again": again.pk,
        "before": before.pk,
        **_add_figures(here, board),
        "accepted": brought.minutes_import.pk,
        "invitation": asked.pk,
        "token": found[1],
        "letter": letter.pk,
        "secret": (ahead.pk, secret.pk),
    }


def _add_registers(here: Demonstrated) -> dict[str, Any]:
    """A register of a duty worker's that is being checked, with visits on a sheet of their own, and one that is in."""
    board = Partnership.objects.get(slug=cast.WEALDSHIRE)
    council = Agency.objects.get(name=cast.AGENCIES["council"][0])
    found = []
    with here.acting("duty.worker"):
        for data in (two_sheets(), plain(rows=PLAIN[:1])):
            received = receive_register(
                partnership=board, process="private-fostering", lead_agency=council, name="register.xlsx", data=data,
                book=open_tracker(data),
            )  # fmt: skip
            found.append(received.register_import)
        take_register_in(found[1], open_tracker(data))
    return {"registers": tuple(one.pk for one in found)}


def _add_figures(here: Demonstrated, board: Partnership) -> dict[str, int]:
    """A report of figures that is being checked, and one that is in."""
    folder = FIXTURES.parent / "figures" / "fixtures"
    found: dict[str, int] = {}
    with here.acting(MANAGER):
        for key, name in (("figures", "scrutiny_dashboard.html"), ("figures_in", "police_year.txt")):
            data = (folder / name).read_bytes()
            found[key] = receive_figures(partnership=board, data=data, read=read_figures(data, name)).figures_import.pk
        accept_figures(FiguresImport.objects.get(pk=found["figures_in"]))
        found["figure_line"] = FigureLine.objects.filter(figures_import=found["figures"]).earliest("order").pk
    return found


def _ahead() -> Meeting:
    return Meeting.objects.get(partnership__slug=cast.WEALDSHIRE, state="papers_issued", held_on__gte=today())


def _look_up() -> dict[str, Any]:
    ahead = _ahead()
    ours = {"partnership__slug": cast.WEALDSHIRE}
    decided = Decision.objects.filter(record__state="minutes_drafted", restricted=False).latest("pk")
    coming = AgendaItem.objects.filter(record=ahead, restricted=False).earliest("pk")
    paper = Paper.objects.filter(record__partnership__slug=cast.WEALDSHIRE).earliest("pk")
    agreed = Action.objects.filter(**ours, record__kind="meetings").latest("pk")
    running = Action.objects.filter(**ours, owner__isnull=False).exclude(status="closed")
    taken = Impact.objects.filter(result="partly").earliest("pk")  # a look that was taken, and the next is planned
    return {
        **_inspections(),
        "ahead": ahead.pk,
        "held": Meeting.objects.filter(**ours, state="minutes_drafted").latest("pk").pk,
        "said": (decided.record_id, decided.item_id),
        "coming": (ahead.pk, coming.pk),
        "paper": (paper.record_id, paper.pk),
        "agreed": (agreed.record_id, agreed.pk),
        "decided": (decided.record_id, decided.item_id, decided.pk),
        "action": running.filter(deferrals__gt=1).latest("pk").pk,
        "closed": Action.objects.filter(**ours, reason="done_evidence").latest("pk").pk,
        "row": ReadItem.objects.filter(kind="action").earliest("pk").pk,
        "seat": Seat.objects.get(user__email=f"member.police@{cast.DOMAIN}", **ours).pk,
        "seated": Person.objects.get(user__email=f"member.police@{cast.DOMAIN}", **ours).pk,
        "person": Person.objects.get(name="Thandi Mbeki", **ours).pk,
        "place": Place.objects.get(agency__name=cast.AGENCIES["fire"][0], **ours).pk,
        "membership": Membership.objects.filter(group__slug="board", role="member").earliest("pk").pk,
        "entry": CalendarEntry.objects.filter(**ours).earliest("pk").pk,
        "clock": LocalClock.objects.filter(**ours).earliest("pk").pk,
        "advice": taken.recommendation_id,
        "taken": taken.pk,
        "planned": Impact.objects.filter(recommendation=taken.recommendation_id, looked_on=None).earliest("pk").pk,
        "plan": _plan(),
        **_told(),
        "plan_agreed": BusinessPlan.objects.filter(**ours, state="draft").earliest("pk").pk,
        "finding": Answers.objects.filter(recommendation=taken.recommendation_id).earliest("pk").finding_id,
        "theme": Theme.objects.get(name="Neglect", **ours).pk,
        "figure": Observation.objects.filter(measure__code="refs", area=None, **ours).latest("last").pk,
        "risk": Risk.objects.filter(state="escalated", **ours).earliest("pk").pk,
        "candidate": Candidate.objects.filter(state="offered", **ours).earliest("pk").pk,
        "challenge": Challenge.objects.filter(state="kept", **ours).latest("pk").pk,
        "question": Question.objects.filter(state="decided", **ours).earliest("pk").pk,
        "file": StoredFile.objects.filter(evidence__isnull=False).earliest("pk").key,
        "heard": _heard(),
        "law": Move.objects.get(era="LSCP_2023", withdrawn_on=None, **ours).pk,
        "office": OfficeHolder.objects.filter(**ours).earliest("pk").pk,
    }


def _told() -> dict[str, Any]:
    """Updates and papers held back at the gate, a linked board, a decision."""
    held = SentUpdate.objects.filter(gate="waiting").earliest("pk")
    gated = AgendaItem.objects.at_the_gate().filter(gate="waiting").earliest("pk")
    decision = Decision.objects.filter(partnership__slug=cast.WEALDSHIRE).earliest("pk")
    return {
        "told": (held.update_id, held.pk),
        "told_draft": GroupUpdate.objects.filter(state="draft").earliest("pk").pk,
        "gated": (gated.record_id, gated.pk),
        "link": LinkedBoard.objects.earliest("pk").pk,
        "terms": Group.objects.get(slug="board", partnership__slug=cast.WEALDSHIRE).pk,
        "decision": (decision.record_id, decision.pk),
    }


def _plan() -> tuple[int, int, int]:
    """The plan in force, a priority of it, and a measure that tests it."""
    tie = PriorityMeasure.objects.filter(priority__plan__businessplan__state="in_force").earliest("pk")
    return tie.priority.plan_id, tie.priority_id, tie.pk


def _inspections() -> dict[str, Any]:
    """The bench-marking whose raters differ, one that is open, and a gap of last year's that led to nothing."""
    ours = {"partnership__slug": cast.WEALDSHIRE}
    differing = Exercise.objects.get(state="moderating", **ours)
    mine = Rater.objects.get(record__state="rating", person__user__email=f"{MANAGER}@{cast.DOMAIN}", **ours)
    gaps = Asked.objects.filter(record__state="closed", agreed__gt=F("grade"), action=None, recommendation=None)
    gap = gaps.earliest("pk")
    run = Run.objects.get(state="running", **ours)
    open_one = Request.objects.filter(record=run, state="asked").earliest("pk")
    return {
        "differing": differing.pk,
        "rate": (mine.record_id, mine.pk, 1),
        "statement": Statement.objects.filter(**ours).earliest("pk").pk,
        "gap": (gap.record_id, gap.number),
        "run": run.pk,
        "asked_of": (run.pk, open_one.pk),
        "inspection": Inspection.objects.get(**ours).pk,
    }


def _heard() -> dict[str, int]:
    wave = Wave.objects.latest("pk")
    said = Voice.objects.filter(state="said").earliest("pk")
    reply = Reply.objects.filter(status="waiting", record__state="asking").earliest("pk")
    asked = {"cascade": reply.record_id, "reply": reply.pk}
    talk = OneToOne.objects.filter(held_on__isnull=False).latest("pk")
    spoken = {"one_to_one": talk.pk, "question": talk.answers.earliest("pk").question_id, "year": talk.year - 1}
    rated = {
        "closed": Assessment.objects.filter(state="closed").latest("year").pk,
        "rated": Assessment.objects.get(state="open").pk,
    }
    asked_of = Moderation.objects.earliest("pk")
    lay = {"moderation": asked_of.pk, "lay": Person.objects.get(user__email=f"lay.member@{cast.DOMAIN}").pk}
    return {"voice": said.pk, "survey": wave.survey_id, "wave": wave.pk, **asked, **spoken, **rated, **lay}


def names(resolver: URLResolver | None = None) -> Iterator[str]:
    """The name of every address of the site."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            yield str(pattern.name)
        else:
            yield from names(pattern)


Rows = Callable[[Numbers], list[tuple[Any, ...]]]


def at(*values: Any) -> Rows:
    """One page under the partnership's slug, with these further parts in its address."""
    return lambda n: [values]


def words(text: str) -> list[str]:
    return text.split()


ALONE = words("""
    like_earlier
    home standing admin admin_partnership admin_agencies admin_add_agency admin_people admin_add_person admin_calendar
    admin_add_day admin_groups admin_found_group admin_letters admin_reminders actions add_action clocks
    set_clock groups your_calendar people invite minutes_imports import_minutes recommendations add_recommendation
    findings your_notices import_recommendations coverage ledger chair themes add_theme adopt_themes asked_before
    search law_change law_ahead plan_law_move write_down_law_move name_law_holder
""")
OF_A_GROUP = words("""
    group group_waiting group_attendance group_plan admin_group admin_change_group admin_end_group admin_seat
    admin_chair admin_terms
""")
OF_A_RECOMMENDATION = words("""
    recommendation change_recommendation close_recommendation reopen_recommendation recommendation_history thread
    link_finding recommendation_action plan_look record_impact place_recommendation audit_questions say_repeats
""")
OF_A_FINDING = words("finding finding_themes change_finding answer_finding finding_history finding_thread")
#: Name -> the pages of that name which the business manager opens: what follows the slug in the address.
MANAGERS: dict[str, Rows] = {
    **dict.fromkeys(ALONE, at()),
    **dict.fromkeys(OF_A_GROUP, at("board")),
    **dict.fromkeys(OF_A_RECOMMENDATION, lambda n: [(n.advice,)]),
    **dict.fromkeys(OF_A_FINDING, lambda n: [(n.finding,)]),
    **dict.fromkeys(words("theme change_theme merge_theme retire_theme"), lambda n: [(n.theme,)]),
    "record_themes": lambda n: [("meetings", n.held)],
    "registers": at(),
    "register": at("private-fostering"),
    **dict.fromkeys(words("business_plan add_priority carry_over_plan"), lambda n: [n.plan[:1]]),
    **dict.fromkeys(words("change_priority end_priority priority_action measure_priority"), lambda n: [n.plan[:2]]),
    "stop_measuring": lambda n: [(n.plan[0], n.plan[2])],
    "begin_plan": lambda n: [(n.plan_agreed,)],
    "workplans": at(),
    **dict.fromkeys(words("updates_received begin_update decisions terms_due linked_boards"), at()),
    "group_update": lambda n: [n.told[:1], (n.told_draft,)],
    "write_update": lambda n: [(n.told_draft,)],
    "hear_update": lambda n: [n.told],
    "update_verdict": lambda n: [(*n.told, "pass"), (*n.told, "turn-back")],
    "offer_item": lambda n: [n.gated[:1]],
    "gate_item": lambda n: [n.gated],
    "gate_verdict": lambda n: [(*n.gated, "pass"), (*n.gated, "turn-back")],
    **dict.fromkeys(words("group_gate set_gate"), at("board")),
    **dict.fromkeys(words("group_terms agree_terms"), lambda n: [(n.terms,)]),
    "decides": lambda n: [n.decision],
    "linked_report": lambda n: [(n.link,)],
    **dict.fromkeys(words("law_move change_law_move withdraw_law_move"), lambda n: [(n.law,)]),
    "end_law_holder": lambda n: [(n.office,)],
    "workplan": at("exploitation"),
    "unsay_repeats": lambda n: [(n.again, n.before)],
    "unlink_finding": lambda n: [(n.advice, n.finding)],
    "take_look": lambda n: [(n.advice, n.planned)],
    "change_impact": lambda n: [(n.advice, n.taken), (n.advice, n.planned)],
    "raise_finding": lambda n: [("meetings", n.held)],
    "admin_end_place": lambda n: [(n.place,)],
    "admin_change_person": lambda n: [(n.person,)],
    "admin_leave_person": lambda n: [(n.person,)],
    "admin_remove_day": lambda n: [(n.entry,)],
    "admin_send_again": lambda n: [(n.letter,)],
    "admin_end_seat": lambda n: [("board", n.membership)],
    "action": lambda n: [(n.action,), (n.closed,)],
    "change_action": lambda n: [(n.action,)],
    "action_history": lambda n: [(n.action,)],
    "action_move": lambda n: [*((n.action, move) for move in ("update", "defer", "close", "evidence")),
                              (n.closed, "reopen")],
    "end_clock": lambda n: [(n.clock,)],
    "records": at("meetings"),
    "open_record": at("meetings"),
    "record": lambda n: [("meetings", n.held), ("questions", n.question),
                         ("challenges", n.challenge), ("risks", n.risk), ("case-review", n.review)],
    "private_fostering_year": at(),
    **dict.fromkeys(words("raise_challenge challenges_by_agency challenges_carried"), at()),
    "hand_over_challenge": lambda n: [(n.challenge,)],
    **dict.fromkeys(words("open_risk risk_map risks_by_agency risk_appetite risk_candidates"), at()),
    **dict.fromkeys(words("mitigate_risk hand_over_risk"), lambda n: [(n.risk,)]),
    **dict.fromkeys(words("accept_candidate join_candidate dismiss_candidate"), lambda n: [(n.candidate,)]),
    "change_record": lambda n: [("meetings", n.ahead)],
    "add_file": lambda n: [("meetings", n.ahead)],
    "record_history": lambda n: [("meetings", n.held)],
    "step": lambda n: [("meetings", n.ahead, "cancel"), ("meetings", n.held, "agree")],
    **dict.fromkeys(words("destroy_file check_file"), lambda n: [(n.file,)]),
    "meeting": lambda n: [(n.ahead,), (n.held,)],
    "meeting_actions": lambda n: [(n.held,)],
    "meeting_attendance": lambda n: [(n.held,)],
    "meeting_packs": lambda n: [(n.ahead,)],
    "move_meeting": lambda n: [(n.ahead,)],
    "add_agenda_item": lambda n: [(n.ahead,)],
    "agenda_item": lambda n: [n.said, n.secret],
    "change_agenda_item": lambda n: [n.coming],
    "remove_agenda_item": lambda n: [n.coming],
    "add_paper": lambda n: [n.coming],
    "change_paper": lambda n: [n.paper],
    "remove_paper": lambda n: [n.paper],
    "place_action": lambda n: [n.agreed],
    "change_decision": lambda n: [n.decided],
    "minutes_import": lambda n: [(n.import_,), (n.accepted,)],
    "minutes_source": lambda n: [(n.import_,)],
    "dismiss_minutes": lambda n: [(n.import_,)],
    "undo_minutes": lambda n: [(n.accepted,)],
    "check_minutes": lambda n: [(n.import_,)],
    "correct_read_item": lambda n: [(n.import_, n.row)],
    "minutes_section": lambda n: [(n.import_, section.slug) for section in SECTIONS],
    "invitation": lambda n: [(n.invitation,)],
    "seat": lambda n: [(n.seat,)],
    "lost_factor": lambda n: [(n.seated,)],
    **dict.fromkeys(words("measures measures_reconciled add_measure scorecards add_scorecard check_figures"), at()),
    **dict.fromkeys(words("figures_imports import_figures"), at()),
    "figures_import": lambda n: [(n.figures,), (n.figures_in,)],
    **dict.fromkeys(words("figures_left check_figures_import dismiss_figures"), lambda n: [(n.figures,)]),
    "undo_figures": lambda n: [(n.figures_in,)],
    "figures_section": lambda n: [(n.figures, 1), (n.figures, 2)],
    "correct_figures": lambda n: [(n.figures, n.figure_line)],
    "new_release": at(),
    **dict.fromkeys(words("release add_release_table order_release_tables"), lambda n: [(n.release,)]),
    "measure": lambda n: [("refs",), ("rhi_72h",), ("iha_20wd",), ("fgm",), ("board_attend",)],
    "measure_parts": lambda n: [("trn_attend",), ("refs",)],
    "measure_comparison": lambda n: [("refs",), ("contacts",)],
    **dict.fromkeys(words("""change_measure redefine_measure set_standard retire_measure add_remark rebase_measure
                             ask_about gauge_measure raise_from_measure add_figure"""), at("refs")),
    "figure_history": lambda n: [("refs", n.figure)],
    "withdraw_figure": lambda n: [("refs", n.figure)],
    "scorecard": lambda n: [("board-scorecard",), ("aldermere",)],
    **dict.fromkeys(words("change_scorecard order_scorecard"), at("board-scorecard")),
    **dict.fromkeys(words("return_schedules add_return_schedule"), at()),
    **dict.fromkeys(words("""return_schedule change_return_schedule change_return_asked add_return_respondent
                             add_return_key"""), lambda n: [(n.asked_for,)]),
    "return_round": lambda n: [n.round],
    "return_measure": lambda n: [("refs",), ("contacts",)],
    **dict.fromkeys(words("return return_check return_why_not return_file return_query return_link"),
                    lambda n: [(n.owed,)]),
    "return_question": lambda n: [(n.owed, 1)],
    "return_reply": lambda n: [n.query],
    **dict.fromkeys(words("statements add_statement import_statements"), at()),
    "change_statement": lambda n: [(n.statement,)],
    **dict.fromkeys(words("""exercise_statements exercise_raters rate_exercise divergence
                             exercise_compared"""), lambda n: [(n.differing,)]),
    "add_raters": lambda n: [(n.rate[0],)],
    "rate_theme": lambda n: [n.rate],
    "hand_in_rating": lambda n: [n.rate[:2]],
    "asked": lambda n: [(n.differing, 1), n.gap],
    "raise_gap": lambda n: [n.gap],
    **dict.fromkeys(words("you_said surveys new_survey"), at()),
    **dict.fromkeys(words("add_said voice_public"), lambda n: [(n.heard["voice"],)]),
    **dict.fromkeys(words("survey survey_question survey_wave"), lambda n: [(n.heard["survey"],)]),
    **dict.fromkeys(words("one_to_ones plan_one_to_ones one_to_one_question lay_members ask_to_moderate"), at()),
    **dict.fromkeys(words("one_to_one hold_one_to_one"), lambda n: [(n.heard["one_to_one"],)]),
    "one_to_one_answer": lambda n: [(n.heard["one_to_one"], n.heard["question"])],
    "composite": lambda n: [(n.heard["year"],), (n.heard["year"] + 1,)],
    "assessment": lambda n: [(n.heard["closed"],), (n.heard["rated"],)],
    "rate_board": lambda n: [(n.heard["rated"],)],
    "assessment_action": lambda n: [(n.heard["closed"],)],
    **dict.fromkeys(words("lay_member follow_area"), lambda n: [(n.heard["lay"],)]),
    "cascade_register": at(),
    "cascade": lambda n: [(n.heard["cascade"],)],
    **dict.fromkeys(words("answer_cascade cascade_link"), lambda n: [(n.heard["cascade"], n.heard["reply"])]),
    **dict.fromkeys(words("survey_counts type_survey_counts undo_survey_counts"),
                    lambda n: [(n.heard["survey"], n.heard["wave"])]),
    **dict.fromkeys(words("run_days run_agencies run_compared add_request"), lambda n: [(n.run,)]),
    **dict.fromkeys(words("run_request change_request remove_request answer_request why_not_request"),
                    lambda n: [n.asked_of]),
    **dict.fromkeys(words("""notify_child_death death_panels plan_death_panel deaths_year count_deaths deaths_guard
                             deaths_areas add_death_area add_death_population"""), at()),
    "death_analysis": lambda n: [n.death[:1]],
    "score_death": lambda n: [(n.death[0], "A")],
    **dict.fromkeys(words("death_panel death_panel_people"), lambda n: [n.death[1:2]]),
    "death_paper": lambda n: [n.death[2:]],
    "allegations_report": at(),
    **dict.fromkeys(words("open_case_review case_review_tracker case_reviews_year count_case_reviews"), at()),
    **dict.fromkeys(words("allegations_report_of case_reviews_again deaths_again"),
                    lambda n: [(years_over(1)[0].first.year,)]),
    **dict.fromkeys(words("inspection_recommendations add_inspection_recommendation"), lambda n: [(n.inspection,)]),
}  # fmt: skip
#: Pages that belong to no partnership, opened by someone with an authenticator app and a passkey.
OWN = words("""
    your_account your_sessions account_logout account_reauthenticate account_change_password mfa_index
    mfa_reauthenticate mfa_deactivate_totp mfa_view_recovery_codes mfa_generate_recovery_codes mfa_list_webauthn
    mfa_add_webauthn mfa_reauthenticate_webauthn mfa_remove_webauthn mfa_edit_webauthn mailbox
""")
#: Opened by someone who has not signed in.
OUTSIDE = words("""
    help accessibility privacy account_login account_signup account_inactive account_reset_password
    account_reset_password_done account_reset_password_from_key account_reset_password_from_key_done
    socialaccount_login_cancelled socialaccount_login_error socialaccount_signup accept_invitation
""")
#: Visited in tests of their own below.
BY_THEMSELVES = {"front", "mfa_authenticate", "mfa_activate_totp"}
#: The pages behind a link, visited in tests/browser: of a return (test_returns.py), of a cascade (test_by_link.py),
#: of what people outside are asked and notify (test_outside.py).
BY_LINK = set(words("""
    answering_cascade answering_form answering_question answering_check answering_why_not answering_reply answering_file
    outside outside_section outside_check notifying notifying_section notifying_check notify_list notify
"""))  # fmt: skip
#: There only for whoever has a seat of one agency at two boards, and answered at the other.
BY_THEMSELVES |= BY_LINK | {"return_elsewhere"}
#: There only once the chair has gone: tests/processes/governance/conversations/test_handing.py.
BY_THEMSELVES |= {"hand_on_one_to_one"}
#: A lay member's own page: visited as that lay member in tests/browser/test_every_page.py.
BY_THEMSELVES |= {"lay_moderation"}
#: Registers coming in: visited as the duty worker whose they are.
BY_THEMSELVES |= set(words("""
    register_imports import_register register_import register_sheet register_columns register_below register_words
    check_register dismiss_register undo_register
"""))  # fmt: skip
#: Private fostering: visited as those who keep its register.
BY_THEMSELVES |= set(words("""
    private_fostering_awareness private_fostering_quality draw_private_fostering grade_private_fostering
    settle_requirement private_fostering_case count_private_fostering private_fostering_again allegations_again
"""))  # fmt: skip
#: Of those who keep a register alone: visited as them there.
BY_THEMSELVES |= {"open_allegation", "count_allegations"}
#: Of those who see a sealed case, or keep its register: visited as them there.
BY_THEMSELVES |= set(words("""
    sealed_people let_in let_go
    read_sealed sealed_readers sealed_keeping place_hold destroy_sealed register_readers appoint_keeper end_keeper
    register_years sign_log
"""))  # fmt: skip
#: What people outside were asked about a case: of those who keep its register, visited in test_outside.py.
BY_THEMSELVES |= set(words("""
    asked_of_agencies ask_outside asked_answer move_outside send_outside withdraw_outside
"""))  # fmt: skip
#: A case's chronology, and what is learned from it: visited as those who keep its register in test_learning.py.
BY_THEMSELVES |= set(words("""
    chronology chronology_events chronology_gaps chronology_cells new_chronology replace_chronology
    case_learning new_learning write_learning learning begin_learning
"""))  # fmt: skip
#: What answers with no page, and what it answers with.
NO_PAGE = {
    "asked_of_case": "leads on to what was asked about the case",
    "chase_outside": "takes a form and leads back",
    "leave_chronology_out": "takes a form and leads back",
    "make_chronology": "takes a form and leads back",
    "chronology_document": "the document itself",
    "learning_file": "the file itself",
    "chronology_template": "the empty workbook itself",
    "look_for_warnings": "takes a form and leads back",
    "shut_sealed": "takes a form and leads back",
    "lift_hold": "takes a form and leads back",
    "healthz": "the word ok, for load balancers",
    "drafts": "takes what is typed, from a script",
    "discard_draft": "takes a form and leads back",
    "session": "seconds left, for a script",
    "sign_in_as": "takes a form of the demonstration's sign-in page and leads on",
    "follow_invitation": "leads on to accept_invitation",
    "account_set_password": "leads on for whoever has a password, as everyone has",
    "mfa_download_recovery_codes": "a text file",
    "mfa_login_webauthn": "a challenge, for a script",
    "openid_connect_login": "leads on to the organisation's own sign-in",
    "openid_connect_callback": "takes the answer of the organisation's sign-in and leads on",
    "file": "the file itself",
    "register_report": "a spreadsheet",
    "register_example": "a spreadsheet",
    "register_template": "a spreadsheet",
    "paper_file": "the paper itself",
    "pack_file": "the pack itself",
    "calendar_feed": "a calendar, for calendar programs",
    "shift_agenda_item": "takes a form and leads back",
    "restore_agenda_item": "takes a form and leads back",
    "shift_paper": "takes a form and leads back",
    "restore_paper": "takes a form and leads back",
    "decide_read_item": "takes a form and leads back",
    "take_measures": "takes a form and leads back",
    "correct_release": "takes a form and leads back",
    "audit_release": "takes a form and leads back",
    "take_out_release_table": "takes a form and leads back",
    "release_file": "the file itself",
    "allegations_report_file": "the file itself",
    **dict.fromkeys(words("death_pack death_handover"), "the file itself"),
    **dict.fromkeys(
        words("conclude_death give_death_paper death_reports"), "leads on to why: tests/browser/test_child_death_panel"
    ),
    "take_back_death_paper": "only takes what a page sends",
    "business_plan_file": "the file itself",
    "move_scorecard_line": "takes a form and leads back",
    "measure_chart": "the chart itself",
    "measure_gaps": "the chart itself",
    "comparison_chart": "the chart itself",
    "survey_sheet": "the sheet itself",
    "composite_file": "the file itself",
    "publish_composite": "takes a form and leads back",
    "agree_to_quote": "takes a form and leads back",
    "usual_one_to_one_questions": "takes a form and leads back",
    "unfollow_area": "takes a form and leads back",
    "survey_export": "the file itself",
    "follow_return": "leads on to answering_form",
    "follow_link": "leads on to what the link opens",
    "link_code": "opened by a link: tests/web/test_by_link.py",
    "send_link_again": "takes a form and leads back",
    "withdraw_link": "takes a form and leads back",
    "return_send_links": "takes a form and leads back",
    "end_return_respondent": "takes a form and leads back",
    "withdraw_return_key": "takes a form and leads back",
    "return_template": "the template itself",
    "answering_template": "the template itself",
    "returns_openapi": "the interface for programs, described",
    "forms": "answers a program",
    "form": "answers a program",
    "give": "answers a program",
    "send_form": "answers a program",
    **dict.fromkeys(words("benchmarking_index readiness_index inspections_index"), "leads on to the list"),
    "statements_template": "the spreadsheet itself",
    "adopt_statements": "takes a form and leads back",
    "retire_statement": "takes a form and leads back",
    "invite_everyone": "takes a form and leads back",
    "drop_rater": "takes a form and leads back",
    "ask_the_usual": "takes a form and leads back",
    "acknowledge_request": "takes a form and leads back",
    "learn_from_request": "takes a form and leads back",
    "exercise_excel": "the spreadsheet itself",
    "exercise_word": "the document itself",
    "decide_section": "takes a form and leads back",
    "decide_figures": "takes a form and leads back",
    "decide_figures_section": "takes a form and leads back",
}
