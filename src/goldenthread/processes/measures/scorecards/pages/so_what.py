"""So what? What was asked of a figure, answered and decided, in a few lines, wherever the figure is shown."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from goldenthread.processes.measures.questions.models import Answer, Decision, Question

ANSWERED = (Question.State.ANSWERED, Question.State.DECIDED)


def so_whats(questions: Iterable[Question]) -> dict[int, SafeString]:
    """Question key -> what is asked, the agency's newest answer, the board's decision and the day to look again.

    Two queries, however many questions. An answer that was sent back is not shown: it is asked again.
    """
    rows = list(questions)
    keys = [question.pk for question in rows if question.state in ANSWERED]
    answers = {one.record_id: one for one in Answer.objects.filter(record__in=keys).order_by("pk")}
    decisions = {one.record_id: one for one in Decision.objects.filter(record__in=keys).order_by("pk")}
    return {question.pk: _lines(question, answers.get(question.pk), decisions.get(question.pk)) for question in rows}


def _lines(question: Question, answer: Answer | None, decision: Decision | None) -> SafeString:
    said = [("Asked", question.signal)]
    if answer:
        said += [("What it means", answer.means), ("What is being done", answer.doing)]
    if decision and question.state == Question.State.DECIDED:
        said += [("Decided", decision.decided), ("Look again on", f"{decision.look_again_on:%-d %B %Y}")]
    return format_html_join(mark_safe("<br>"), "<b>{}:</b> {}", said)
