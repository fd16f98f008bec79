"""What was promised in a year: actions in every state, and a thread from finding to impact."""

from __future__ import annotations

from datetime import timedelta
from itertools import product
from typing import Any

from goldenthread.core.files.services import store_file
from goldenthread.core.thread.impacts import record_impact, set_test
from goldenthread.core.thread.learning import raise_finding, recommend
from goldenthread.core.thread.models import Action, Evidence, Recommendation
from goldenthread.core.thread.services import add_evidence, close_action, defer_action, update_action
from goldenthread.processes.governance.meetings.carrying import agree_action
from goldenthread.processes.governance.meetings.models import Meeting

from .groups import GROUPS
from .papers import briefing
from .stage import Stage
from .words import CLOSINGS, DEFERRALS, EVIDENCE, FINDINGS, MORE_FINDINGS, TOPICS, UPDATES, WAYS

#: What becomes of an action, in turn. "d2" is deferred twice; the rest are reasons, or how it is wanting.
FATES = (
    "done_evidence", "open", "d1", "done_no_evidence", "overdue", "done_evidence", "no_owner", "d2", "overtaken",
    "at_meeting", "done_evidence", "no_date", "d3", "passed_on", "open", "done_no_evidence", "on_agenda", "overdue",
    "done_evidence", "not_pursued", "agency_only",
)  # fmt: skip
WANTED = 126
#: How strong what was shown is, in turn.
GRADES = ("documented", "said", "observed", "documented", "outcomes")


def make_promises(stage: Stage) -> None:
    """Actions agreed at each meeting held, and what became of them since."""
    texts = [way.format(topic) for way, topic in product(WAYS, TOPICS)]
    stage.luck.shuffle(texts)
    held = [(plan, m) for plan in GROUPS for m in stage.meetings[plan.slug] if m.took_place]
    each, more = divmod(WANTED, len(held))
    taken = 0
    with stage.acting("business.manager"):
        for n, (plan, meeting) in enumerate(held):
            for k in range(each + (n < more)):
                _promise(stage, plan.slug, meeting, texts[taken], FATES[taken % len(FATES)], number=k + 1)
                taken += 1


def _promise(stage: Stage, slug: str, meeting: Meeting, text: str, fate: str, number: int) -> None:
    later = [m for m in stage.meetings[slug] if m.held_on > meeting.held_on]
    since = [m for m in later if m.took_place]
    if number == 1 and slug == "board" and len(since) >= 3:
        fate = "d3"  # only a group with a long year behind it has put something off three times
    plan = next(plan for plan in GROUPS if plan.slug == slug)
    at = stage.luck.choice(plan.seats)
    owner = stage.people[at]
    values: dict[str, Any] = {"owner": owner, "owner_agency": stage.agencies[at[0]]}
    values |= _due(stage, fate, later, since, meeting)
    if fate == "no_owner":
        values |= {"owner": None, "owner_agency": None, "owner_names": "All"}
    elif fate == "agency_only":
        values["owner"] = None
    action = agree_action(meeting=meeting, text=text, number=f"{number}", **values)
    _live(stage, action, fate, since, later)


def _due(stage: Stage, fate: str, later: list[Meeting], since: list[Meeting], made: Meeting) -> dict[str, Any]:
    ahead = [m for m in later if m.held_on > stage.today]
    if fate == "no_date":
        return {"due_on": None, "due_text": "as soon as possible"}
    if fate in ("at_meeting", "agency_only") and ahead:
        return {"due_meeting": ahead[0]}
    if fate in ("overdue", "no_owner"):
        return {"due_on": max(made.held_on, stage.today - timedelta(days=stage.luck.randint(4, 70)))}
    if fate == "open":
        return {"due_on": stage.today + timedelta(days=stage.luck.randint(1, 60))}
    if since:
        return {"due_meeting": since[0]}
    return {"due_meeting": ahead[0]} if ahead else {"due_on": stage.today + timedelta(days=30)}


def _live(stage: Stage, action: Action, fate: str, since: list[Meeting], later: list[Meeting]) -> None:
    if fate in CLOSINGS:
        _close(stage, action, fate, since)
    elif fate in ("d1", "d2", "d3"):
        _put_off(stage, action, int(fate[1]), since, later)
    elif since and action.pk % 2:
        said = UPDATES[action.pk % len(UPDATES)]
        update_action(action, text=said, on=since[-1].held_on, meeting=since[-1])


def _close(stage: Stage, action: Action, reason: str, since: list[Meeting]) -> None:
    """At the next meeting but one where there was one; an action of the latest meeting stays open."""
    if not since:
        return
    meeting = since[min(1, len(since) - 1)]
    if reason == "done_evidence":
        shown = add_evidence(
            action=action, summary=EVIDENCE[action.pk % len(EVIDENCE)], grade=GRADES[action.pk % len(GRADES)],
            effective_on=meeting.held_on - timedelta(days=9),
        )  # fmt: skip
        _attach(shown)
    close_action(action, reason=reason, text=CLOSINGS[reason], on=meeting.held_on, meeting=meeting)


def _attach(evidence: Evidence) -> None:
    """A file for one in three."""
    if evidence.pk % 3 == 0:
        store_file(name="evidence.docx", data=briefing("What was done", (evidence.summary,)), evidence=evidence)


def _put_off(stage: Stage, action: Action, times: int, since: list[Meeting], later: list[Meeting]) -> None:
    for n, meeting in enumerate(since[:times]):
        following = next((m for m in later if m.held_on > meeting.held_on and m.state != "cancelled"), None)
        text = DEFERRALS[min(n, 2)]
        if following:
            defer_action(action, text=text, due_meeting=following, on=meeting.held_on, meeting=meeting)


def follow_the_thread(stage: Stage) -> None:
    """Findings of the case review and quality groups, what was recommended, who acts, and whether it worked."""
    with stage.acting("business.manager"):
        sources = [m for slug in ("case-review", "quality") for m in stage.meetings[slug] if m.took_place]
        results = ("embedded", "partly", "not_yet", "no_change", "not_yet")
        for n, (found, wanted) in enumerate(FINDINGS):
            source = sources[n % len(sources)]
            findings = [raise_finding(source=source, text=found, found_on=source.held_on)]
            if n < len(MORE_FINDINGS):
                findings.append(raise_finding(source=source, text=MORE_FINDINGS[n], found_on=source.held_on))
            advice = recommend(
                partnership=stage.board, text=wanted, findings=findings, made_on=source.held_on,
                owner_group=stage.groups["quality"], owner_agency=stage.agencies["council" if n % 2 else "community"],
                due_on=stage.today + timedelta(days=30 * n - 45),
            )  # fmt: skip
            agree_action(
                meeting=source, text=f"Put into practice: {wanted[0].lower()}{wanted[1:].rstrip('.')}",
                recommendation=advice, due_on=stage.today + timedelta(days=20 * n - 30),
                owner_agency=stage.agencies["council" if n % 2 else "community"],
            )  # fmt: skip
            _judge(stage, advice, source, results[n])


TEST: dict[str, Any] = {
    "measure": "Files that hold what was asked for, of ten read",
    "means": "audit",
    "baseline": 3,
    "target": 9,
}
#: What was found at the look that was taken, and how many of ten files held it.
LOOKS = {
    "embedded": ("The same ten items were asked again of ten new files: nine hold what was asked for.", 9),
    "partly": ("Six of ten new files hold it. The two teams that were trained last do not yet.", 6),
    "no_change": ("Four of ten new files hold it, as before. The form was changed; what is asked was not.", 4),
}


def _judge(stage: Stage, advice: Recommendation, source: Meeting, result: str) -> None:
    """The same files were asked again; or it is planned that they are."""
    if result == "not_yet":
        set_test(recommendation=advice, review_on=stage.today + timedelta(days=45), **TEST)
        return
    looked_on = min(source.held_on + timedelta(days=90), stage.today - timedelta(days=3))
    planned = set_test(recommendation=advice, review_on=looked_on, **TEST)
    found, reading = LOOKS[result]
    again = None if result == "embedded" else stage.today + timedelta(days=60)
    record_impact(
        recommendation=advice, planned=planned, result=result, found=found, reading=reading, looked_on=looked_on,
        look_again_on=again, measure=planned.measure,
    )  # fmt: skip
