"""What the pages of recommendations are made of: the list, how one stands, its actions and looks as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.urls import reverse

from goldenthread.core.tenancy.models import Partnership
from goldenthread.core.thread.audits import asked_again, in_words
from goldenthread.core.thread.left_behind import advice_left
from goldenthread.core.thread.models import Action, Answers, Impact, Recommendation, Repeats
from goldenthread.core.thread.outcomes import Outcome, outcome_by_looks
from goldenthread.core.thread.themes import themes_of
from goldenthread.core.thread.threads import Strand
from goldenthread.kernel.now import today
from goldenthread.web.components import Cell, Link, SummaryRow, Table, Tag, clock_badge, count
from goldenthread.web.components import Column as Heading

from .action_parts import action_cell, status_tag, who_answers
from .choosing import agencies_of, groups_of
from .listing import Column, Filter, Listing, by_column

RESULTS = {"embedded": "green", "partly": "yellow", "no_change": "orange", "worse": "red", "not_yet": "grey"}
OUTCOMES = {
    Outcome.SUSTAINED: "green",
    Outcome.EMBEDDED: "green",
    Outcome.PARTLY: "yellow",
    Outcome.NO_CHANGE: "orange",
    Outcome.WORSE: "red",
    Outcome.SLIPPED: "red",
    Outcome.NOT_YET: "grey",
    Outcome.UNKNOWN: "orange",
    Outcome.NOT_LOOKED: "grey",
    Outcome.NOT_PURSUED: "grey",
}
UNKNOWN = Tag("Done, impact unknown", "orange")
STANDINGS = (
    ("open", "Not closed"),
    ("overdue", "Overdue"),
    ("unowned", "Nobody answers for it"),
    ("left", "Who answered is there no more"),
    ("look", "Time to look whether it worked"),
    ("unknown", "Done, impact unknown"),
    ("closed", "Closed"),
)


def result_tag(impact: Impact) -> Tag:
    """How a look came out, in words on a colour."""
    if impact.asks == Impact.Asks.SUSTAINED and impact.result == Impact.Result.EMBEDDED:
        return Tag("Still embedded a year on", "green")
    return Tag(str(impact.get_result_display()), RESULTS[impact.result])


def standing_tag(row: Recommendation, looks: Any) -> Tag:
    """How a recommendation stands. Closed as done without a look at what came of it, it says that."""
    if row.status != Recommendation.Status.CLOSED:
        late = row.due_on is not None and row.due_on < today()
        return Tag("Overdue", "red") if late else Tag("Open", "blue")
    if row.reason != Recommendation.Reason.DONE:
        return Tag(str(row.get_reason_display()), "grey")
    outcome = outcome_by_looks(row, looks)
    return UNKNOWN if outcome is Outcome.UNKNOWN else Tag(f"Done: {outcome.label.lower()}", OUTCOMES[outcome])


def recommendation_listing(board: Partnership) -> Listing:
    actions = Action.objects.only("pk", "recommendation_id", "status", "reason")
    looks = Impact.objects.filter(looked_on__isnull=False).order_by("-looked_on", "-pk")
    links = Answers.objects.select_related("finding").order_by("pk")
    rows = Recommendation.objects.filter(partnership=board).select_related("owner_group", "owner_agency")
    again = Repeats.objects.select_related("earlier").order_by("pk")
    rows = rows.prefetch_related(
        Prefetch("repeats", again, to_attr="seen_repeats"),
        Prefetch("actions", actions, to_attr="seen_actions"),
        Prefetch("impacts", looks, to_attr="looks"),
        Prefetch("answers", links, to_attr="seen_answers"),
    )
    return Listing(
        title="Recommendations",
        rows=rows,
        columns=(
            Column("Recommendation", lambda r: _named(board, r), lambda r: r.reference, "reference"),
            Column("Who sees it through", _who, lambda r: str(r.owner_group or "")),
            Column("Due", _due, lambda r: r.due_on or "", "due_on"),
            Column("Actions", lambda r: actions_in_words(r.seen_actions), lambda r: actions_in_words(r.seen_actions)),
            Column(
                "How it stands",
                lambda r: Cell("", tag=standing_tag(r, r.looks), note=_looked(r)),
                lambda r: standing_tag(r, r.looks).text,
                "status",
            ),
        ),
        filters=(
            Filter("standing", "Standing", STANDINGS, _by_standing(board), default="open"),
            Filter("result", "Did it work?", tuple(Impact.Result.choices), _by_result),
            Filter("group", "Group", groups_of(board), by_column("owner_group_id")),
            Filter("agency", "Agency", agencies_of(board), by_column("owner_agency_id")),
        ),
        searched=("reference", "text", "closing"),
        default_sort="-made_on",
        empty=("No recommendations yet", "They answer findings of reviews, audits and meetings.", "", ""),
        wide=_wide(),
    )


def _wide() -> tuple[Column, ...]:
    """What a spreadsheet gets besides. Findings are those that its reader may see, and no more."""
    asked: dict[str, Callable[[Any], Any]] = {
        "What": lambda r: r.text,
        "Agency": lambda r: str(r.owner_agency or ""),
        "Made on": lambda r: r.made_on,
        "Closed on": lambda r: r.closed_on or "",
        "What was said when it was closed": lambda r: r.closing,
        "Did it work?": lambda r: str(r.looks[0].get_result_display()) if r.looks else "",
        "What changed": lambda r: r.looks[0].found if r.looks else "",
        "Looked on": lambda r: r.looks[0].looked_on if r.looks else "",
        "Times asked for before": lambda r: len(r.seen_repeats),
        "Asked for before in": lambda r: ", ".join(link.earlier.reference for link in r.seen_repeats),
        "Findings": lambda r: "; ".join(link.finding.text for link in r.seen_answers),
    }
    return tuple(Column(label, lambda r: "", value) for label, value in asked.items())


def recommendation_facts(row: Recommendation, strand: Strand) -> list[SummaryRow]:
    due = (
        f"{_date(row.due_on)} ({clock_badge(row.due_on, row.closed_on).words.lower()})" if row.due_on else "No date set"
    )
    rows = [
        SummaryRow("Group that sees it through", str(row.owner_group or "")),
        SummaryRow("Agency that answers", str(row.owner_agency or "")),
        SummaryRow("Due", due),
        SummaryRow("Made on", _date(row.made_on)),
        SummaryRow(
            "Comes from", f"{row.origin}{f', {row.origin_number}' if row.origin_number else ''}" if row.origin else ""
        ),
        SummaryRow("Serves", "; ".join(str(link.priority) for link in row.serves.select_related("priority"))),
        SummaryRow("About", ", ".join(theme.name for theme in themes_of(row))),
        SummaryRow("Actions", actions_in_words([promise.action for promise in strand.promises])),
        SummaryRow("Closed on", _date(row.closed_on) if row.closed_on else ""),
        SummaryRow("Said when it was closed", row.closing),
    ]
    if not row.owner_group and not row.owner_agency:
        rows.insert(0, SummaryRow("Who sees it through", "Nobody yet"))
    return [line for line in rows if line.value]


def actions_table(board: Partnership, strand: Strand) -> Table:
    """The actions of a recommendation that the reader may see."""
    rows = tuple(
        (
            action_cell(board, promise.action),
            who_answers(promise.action),
            promise.action.due_on or promise.action.due_text or "No date set",
            Cell("", tag=status_tag(promise.action)),
        )
        for promise in strand.promises
    )
    headings = tuple(Heading(text) for text in ("Action", "Who answers", "Due", "Standing"))
    return Table("Actions", headings, rows, caption_hidden=True)


def asked_table(row: Recommendation, looks: tuple[Impact, ...]) -> Table | None:
    """The audit's questions, what each look found and what that shows; nothing where none are set."""
    asked = asked_again(row, looks)
    if not asked:
        return None
    rows = tuple(
        (
            Cell(one.question.text),
            Cell(in_words(one.readings[0]) if one.readings else "Not asked yet"),
            Cell(in_words(one.readings[-1]) if len(one.readings) > 1 else ""),
            Cell(one.verdict if one.readings else ""),
        )
        for one in asked
    )
    headings = tuple(Heading(text) for text in ("What was asked", "First look", "Newest look", "What that shows"))
    return Table("The same questions asked again", headings, rows)


def look_facts(impact: Impact, beside: list[Link]) -> list[SummaryRow]:
    """One look that was taken, or one to come, line by line."""
    rows = [
        SummaryRow("What changed", impact.found),
        SummaryRow("What was tested" if impact.looked_on else "What should move", impact.measure),
        SummaryRow("How it is known", str(impact.get_means_display())),
        SummaryRow("Looked at", impact.sample),
        SummaryRow("Figures", figures(impact)),
        SummaryRow("Looked on", _date(impact.looked_on) if impact.looked_on else ""),
        SummaryRow("Looked at by", impact.by),
        SummaryRow("Look on", _look_on(impact)),
        SummaryRow("Tested by", ", ".join(link.text for link in beside), tuple(beside)),
    ]
    return [row for row in rows if row.value]


def figures(impact: Impact) -> str:
    """Where it stood, stands and should be, as far as that is known."""
    told = (("it stood at", impact.baseline), ("stands at", impact.reading), ("should be", impact.target))
    words = ", ".join(f"{text} {value.normalize():f}" for text, value in told if value is not None)
    return words[:1].upper() + words[1:]


def actions_in_words(actions: list[Action]) -> str:
    """`2 open, 1 done, impact unknown`; each kind by its count."""
    if not actions:
        return "None yet"
    kinds = Counter(_kind(action) for action in actions)
    return ", ".join(f"{number} {kind}" for kind, number in sorted(kinds.items(), key=lambda one: _ORDER.index(one[0])))


_ORDER = ("open", "done", "done, impact unknown", "closed otherwise")


def _kind(action: Action) -> str:
    if action.status != Action.Status.CLOSED:
        return "open"
    reasons = {Action.Reason.DONE_EVIDENCE: "done", Action.Reason.DONE_NO_EVIDENCE: "done, impact unknown"}
    return reasons.get(Action.Reason(action.reason), "closed otherwise")


def _look_on(impact: Impact) -> str:
    if not impact.planned or impact.review_on is None:
        return ""
    return f"{_date(impact.review_on)} ({clock_badge(impact.review_on).words.lower()})"


def _named(board: Partnership, row: Recommendation) -> Cell:
    times = len(row.seen_repeats)  # type: ignore[attr-defined]  # the listing fetched them
    note = f"Asked for before: {count(times, 'time')}" if times else ""
    return Cell(f"{row.reference}: {row.text}", reverse("recommendation", args=[board.slug, row.pk]), note=note)


def _who(row: Recommendation) -> Cell:
    names = [str(one) for one in (row.owner_group, row.owner_agency) if one]
    return Cell(names[0] if names else "Nobody yet", note="".join(names[1:]))


def _looked(row: Any) -> str:
    """How the newest look came out, where the tag does not say it."""
    if not row.looks or row.status == Recommendation.Status.CLOSED:
        return ""
    return f"Looked at: {row.looks[0].get_result_display().lower()}"


def _due(row: Recommendation) -> Cell:
    if row.due_on is None:
        return Cell("No date set")
    closed = row.status == Recommendation.Status.CLOSED
    return Cell(_date(row.due_on), note="" if closed else clock_badge(row.due_on).words)


def _newest_result(rows: QuerySet) -> QuerySet:
    """With the result of the newest look that was taken, to filter by."""
    looks = Impact.objects.filter(recommendation=OuterRef("pk"), looked_on__isnull=False)
    return rows.alias(newest_result=Subquery(looks.order_by("-looked_on", "-pk").values("result")[:1]))


def _by_standing(board: Partnership) -> Callable[[QuerySet, str], QuerySet]:
    live = Q(status=Recommendation.Status.OPEN)
    to_look = Impact.objects.filter(recommendation=OuterRef("pk"), looked_on__isnull=True, review_on__lte=today())
    untested = Q(newest_result__isnull=True) | Q(newest_result=Impact.Result.NOT_YET)
    conditions: dict[str, Any] = {
        "open": live,
        "overdue": live & Q(due_on__lt=today()),
        "unowned": live & Q(owner_group__isnull=True, owner_agency__isnull=True),
        "left": advice_left(board),
        "look": Q(Exists(to_look)),
        "unknown": Q(reason=Recommendation.Reason.DONE) & untested,
        "closed": Q(status=Recommendation.Status.CLOSED),
    }

    def narrow(rows: QuerySet, value: str) -> QuerySet:
        return (_newest_result(rows) if value == "unknown" else rows).filter(conditions[value])

    return narrow


def _by_result(rows: QuerySet, value: str) -> QuerySet:
    return _newest_result(rows).filter(newest_result=value)


def _date(day: date) -> str:
    return f"{day:%-d %B %Y}"
