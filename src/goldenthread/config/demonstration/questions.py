"""So what? Scorecards, remarks, limits set anew, and questions in each of their states. All made up."""

from __future__ import annotations

from datetime import timedelta

from goldenthread.analytics.models import Area, Measure, Scorecard
from goldenthread.analytics.remarking import rebase, remark
from goldenthread.analytics.scoring import make_scorecard
from goldenthread.analytics.series import series_of
from goldenthread.core.casework.services import take_step
from goldenthread.kernel.periods import Every, period
from goldenthread.processes.measures.questions.asking import ask, ask_by_signals

from .figures import RARE, TOLD
from .stage import Stage


def ask_and_answer(stage: Stage, measures: dict[str, Measure]) -> None:
    """Put the figures before those who own them, and let some of them answer."""
    with stage.acting("business.manager"):
        _cards(stage, measures)
        _remark(stage, measures)
        ask_by_signals(stage.board)
        re_referrals, _ = ask(
            measures["reref_12"],
            signal="More than one in four referrals is of a child referred in the year before. Why?",
        )
        attendance, _ = ask(
            measures["board_attend"], signal="Which agencies send no one, and what stands in their way?"
        )
        for question, means, doing in (
            (re_referrals, "Children come back because help ended too early or did not fit.",
             "An audit of 40 re-referrals reports to the Quality Group; early help is offered at every closure."),
            (attendance, "Decisions are taken without those who must carry them out.",
             "The chair has written to two chief officers; dates for the year went out in March."),
        ):  # fmt: skip
            take_step(question, "answer", means=means, doing=doing)
        take_step(
            attendance, "decide", decided="Accepted. Attendance by agency is read out at each Board.",
            look_again_on=stage.today + timedelta(days=120),
        )  # fmt: skip


def _cards(stage: Stage, measures: dict[str, Measure]) -> None:
    def those(*groups: str) -> list[Measure]:
        return [measures[told.code] for told in TOLD if told.group in groups]

    board = [
        measures[told.code] for told in TOLD if told.target is not None or told.code in ("mis_ep", "cp_n", "cic_n")
    ]
    board.append(measures[RARE])
    make_scorecard(partnership=stage.board, title="Board scorecard", audience=Scorecard.For.BOARD, measures=board)
    for slug, title in (
        ("exploitation", "Exploitation and missing children"),
        ("quality", "Quality and effectiveness"),
    ):
        make_scorecard(
            partnership=stage.board, title=title, audience=Scorecard.For.GROUP, group=stage.groups[slug],
            measures=those(slug),
        )  # fmt: skip
    make_scorecard(
        partnership=stage.board, title="Training by agency: police", audience=Scorecard.For.AGENCY,
        agency=stage.agencies["police"], measures=[measures["trn_attend"]],
    )  # fmt: skip
    make_scorecard(
        partnership=stage.board, title="Aldermere", audience=Scorecard.For.DISTRICT,
        area=Area.objects.get(code="X07000001"), measures=[measures["refs"]],
    )  # fmt: skip


def _remark(stage: Stage, measures: dict[str, Measure]) -> None:
    quarter = period(Every.QUARTER, stage.today - timedelta(days=400)).first
    remark(partnership=stage.board, on=quarter, kind="policy", text="New thresholds document")
    remark(
        partnership=stage.board, on=quarter + timedelta(days=100), kind="audit", measure=measures["mis_ep"],
        text="Joint audit of children missing from placements",
    )  # fmt: skip
    lifted = measures["iha_20wd"]
    figures = series_of([lifted])[lifted.pk].numbers
    rebase(lifted, on=figures[-9].stretch.first, reason="Health took over booking from the council, by agreement.")
