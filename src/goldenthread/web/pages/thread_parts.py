"""A thread as the steps of its drawing: what was found, asked for, agreed, shown, and what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from goldenthread.core.thread.models import Action, Finding, Impact
from goldenthread.core.thread.outcomes import Outcome, outcome_by_looks
from goldenthread.core.thread.threads import Strand
from goldenthread.publishing.charts.thread import Piece, Step, Tone

from .action_parts import status_tag
from .recommendation_parts import result_tag, standing_tag

#: Longer words are cut in the drawing; the text beside it has them whole.
SHORT = 110
TONES: dict[str, Tone] = {"embedded": "good", "partly": "plain", "no_change": "bad", "worse": "bad", "not_yet": "plain"}
GOOD = {Outcome.EMBEDDED, Outcome.SUSTAINED}


def steps_of(finding: Finding | None, strands: Sequence[Strand]) -> list[Step]:
    """The steps, of what the reader may see. `finding`: the one that they are drawn from, where they are."""
    found = [finding] if finding else _once(one for strand in strands for one in strand.findings)
    looks = [look for strand in strands for look in strand.looks]
    planned = [look for strand in strands for look in strand.planned]
    return [
        Step("Found", tuple(Piece(short(one.text)) for one in found), "No finding that you may see"),
        Step("Asked for", tuple(_advice(strand) for strand in strands), "Nothing was recommended yet"),
        Step(
            "Agreed",
            tuple(_action(promise.action) for strand in strands for promise in strand.promises),
            "No action that you may see: a recommendation without one is a wish",
        ),
        Step(
            "Shown",
            tuple(
                Piece(short(shown.summary), str(shown.get_grade_display()).partition(":")[0])
                for strand in strands
                for _, shown in strand.evidence
            ),
            "No evidence: it is said, and not shown",
        ),
        Step("Changed", tuple(_look(look) for look in [*looks[::-1], *planned]), "Nobody has looked: impact unknown"),
    ]


def short(text: str) -> str:
    return text if len(text) <= SHORT else f"{text[: SHORT - 1].rstrip()}…"


def _once(findings: Iterable[Finding]) -> list[Finding]:
    return list({one.pk: one for one in findings}.values())


def _advice(strand: Strand) -> Piece:
    row = strand.recommendation
    tone: Tone = "good" if outcome_by_looks(row, strand.looks) in GOOD else "plain"
    return Piece(f"{row.reference}: {short(row.text)}", standing_tag(row, strand.looks).text, tone)


def _action(action: Action) -> Piece:
    unknown = action.reason == Action.Reason.DONE_NO_EVIDENCE
    return Piece(f"{action.reference}: {short(action.text)}", status_tag(action).text, "bad" if unknown else "plain")


def _look(look: Impact) -> Piece:
    if look.planned:
        return Piece(short(look.measure), f"To be looked at on {look.review_on:%-d %B %Y}", "missing")
    return Piece(short(look.found), f"{result_tag(look).text}, {look.looked_on:%-d %B %Y}", TONES[look.result])
