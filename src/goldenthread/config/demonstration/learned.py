"""What recommendations are about, where they come from and what came of them: every outcome and every hole, visible."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from goldenthread.core.thread.audits import set_questions
from goldenthread.core.thread.impacts import record_impact
from goldenthread.core.thread.learning import amend_recommendation, close_recommendation, recommend
from goldenthread.core.thread.models import Finding, Impact, Origin, Recommendation, Theme
from goldenthread.core.thread.plans import name_origin
from goldenthread.core.thread.services import add_action, add_evidence, close_action
from goldenthread.core.thread.themes import adopt_themes, keep_theme, merge_themes, put_themes
from goldenthread.kernel.spans import add_months

from .stage import Stage

#: An invented inspection's list: its number, the words, what becomes of it here, and its theme.
INSPECTED = (
    ("1", "Agree one multi-agency dataset that answers what it means for children.", "embedded", "Information sharing"),
    ("2", "Keep a register of what could stop a partner from safeguarding children.", "owned", "Capacity and workload"),
    ("3", "Audit together each quarter, and ask the same questions again.", "sustained", "Training and learning"),
    ("4", "Publish an annual report that says what changed.", "unowned", "Voice of the child"),
    ("5", "Renew the neglect strategy with every partner.", "slipped", "Neglect"),
    ("6", "Seek assurance from early years, schools and colleges.", "unowned", "Education and absence"),
    ("7", "Share the learning of reviews within a month.", "unknown", "Training and learning"),
    ("8", "Commission a second advocacy service.", "not_accepted", "Voice of the child"),
)
QUESTIONS = (
    "Was the child seen alone?",
    "Is it written what the child wished?",
    "Did a manager read it within a week?",
)
#: Of twenty files each: what the first audit found, and the one after.
FIRST, SECOND = (7, 5, 12), (17, 15, 13)


def learn_from_an_inspection(stage: Stage) -> None:
    """A list of eight recommendations of an inspection a year ago, two of them owned by nobody."""
    year = stage.today - timedelta(days=380)
    with stage.acting("business.manager"):
        adopt_themes(stage.board)
        words = {theme.name: theme for theme in Theme.objects.filter(partnership=stage.board)}
        merge_themes(keep_theme(partnership=stage.board, name="Curiosity"), words["Professional curiosity"])
        origin = name_origin(
            partnership=stage.board, kind="inspection", title="Joint inspection of the front door", made_on=year,
            made_by="The inspectorates, together",
        )  # fmt: skip
        for number, text, fate, theme in INSPECTED:
            owned = fate != "unowned"
            row = recommend(
                partnership=stage.board, text=text, made_on=year, origin=origin, origin_number=number,
                owner_group=stage.groups["quality"] if owned else None,
                owner_agency=stage.agencies["council"] if owned and int(number) % 2 else None,
            )  # fmt: skip
            put_themes(row, [words[theme]])
            _become(stage, row, fate)
        _say_what_the_rest_is_about(stage, words)


def _become(stage: Stage, row: Recommendation, fate: str) -> None:
    if fate == "unowned":
        return
    if fate == "not_accepted":
        close_recommendation(row, reason=fate, text="The service that there is has room.", on=stage.today)
        return
    action = add_action(
        partnership=stage.board, text=f"Put into practice: {row.text[0].lower()}{row.text[1:].rstrip('.')}",
        recommendation=row, made_on=row.made_on, owner_agency=stage.agencies["council"],
        due_on=add_months(row.made_on, 9),
    )  # fmt: skip
    if fate == "owned":
        return
    if fate == "unknown":
        close_action(action, reason="done_no_evidence", text="The circular went out.")
        close_recommendation(row, reason="done", text="A circular goes out after each review.", on=stage.today)
        return
    _test(stage, row, fate)
    add_evidence(
        action=action, summary="Twenty files read by two agencies.", effective_on=add_months(row.made_on, 6),
        grade="observed",
    )  # fmt: skip
    if fate == "sustained":
        close_action(action, reason="done_evidence", text="The audits are held, and ask the same each time.")
        close_recommendation(row, reason="done", text="Held in four quarters.", on=stage.today)


def _test(stage: Stage, row: Recommendation, fate: str) -> None:
    """The same questions of twenty files each time: at first, embedded, and a year on where that has come."""
    asked = set_questions(row, QUESTIONS)
    files: dict[str, Any] = {"measure": "Files that hold what was asked for, of twenty", "means": "audit"}
    looks = [("no_change", FIRST, 3), ("embedded", SECOND, 6)]
    if fate == "slipped":
        looks.append(("worse", FIRST, 11))
    for result, met, after in looks:
        record_impact(
            recommendation=row, result=result, found=SAID[result], looked_on=add_months(row.made_on, after),
            sample="20 files opened in the three months before", **files,
            readings={one.pk: (20, number) for one, number in zip(asked, met, strict=True)},
        )  # fmt: skip
    if fate == "sustained":
        record_impact(
            recommendation=row, planned=Impact.objects.get(recommendation=row, looked_on__isnull=True),
            result="embedded", found=SAID["sustained"],
            looked_on=add_months(row.made_on, 12), sample="20 files opened since the summer", **files,
            readings={one.pk: (20, number) for one, number in zip(asked, SECOND, strict=True)},
        )  # fmt: skip


SAID = {
    "no_change": "The files read as they did before: the form had changed, the work had not.",
    "embedded": "Most files now say what the child wished, in the child's words.",
    "worse": "The team that was trained has left; the new one was never told.",
    "sustained": "Asked again a year on, of new files: it is still so.",
}


def _say_what_the_rest_is_about(stage: Stage, words: dict[str, Theme]) -> None:
    """The recommendations of the year's reviews and audits, and their findings."""
    turn = ("Professional curiosity", "Voice of the child", "Strategy discussions", "Neglect", "Information sharing")
    review: Origin = name_origin(partnership=stage.board, kind="audit", title="The partnership's own audits")
    rows = Recommendation.objects.filter(partnership=stage.board, origin__isnull=True).order_by("pk")
    for n, row in enumerate(rows):
        put_themes(row, [words[turn[n % len(turn)]]])
        amend_recommendation(row, origin=review, origin_number=str(n + 1))
    for n, finding in enumerate(Finding.objects.filter(source__partnership=stage.board).order_by("pk")):
        put_themes(finding, [words[turn[n % len(turn)]]])
