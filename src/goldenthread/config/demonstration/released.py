"""Two releases: one that is out, with its tables as they were frozen, and one that is being put together."""

from __future__ import annotations

from datetime import timedelta

from goldenthread.analytics.models import Measure
from goldenthread.core.casework.services import take_step
from goldenthread.kernel.periods import Every, before, period
from goldenthread.processes.measures.releases.making import ask_for, run_job
from goldenthread.processes.measures.releases.models import Release
from goldenthread.processes.measures.releases.putting import add_table, begin_release

from .stage import Stage


def let_figures_out(stage: Stage, measures: dict[str, Measure]) -> None:
    """The front door and children in care in public, audited, approved by the chair; and a draft of the next one."""
    last = before(period(Every.QUARTER, stage.today), Every.QUARTER)
    first = last.last - timedelta(days=365 + 5)
    with stage.acting("business.manager"):
        out = begin_release(
            partnership=stage.board, name="The front door in figures", kind_of_release="public", profile="local"
        )
        add_table(
            out, measures=[measures["contacts"], measures["refs"]], title="Contacts and referrals, by quarter",
            since=period(Every.QUARTER, first).first, until=last.last, chart=True,
            commentary="Contacts and referrals of the last year. Fewer come in the summer, when schools are closed.",
        )  # fmt: skip
        job, _ = ask_for(out, "audit")
    run_job(job.pk, stage.users["business.manager"].pk)
    with stage.acting("chair"):
        take_step(
            Release.objects.get(pk=out.pk), "approve", note="Read through with the Quality and Effectiveness Group."
        )
    with stage.acting("business.manager"):
        take_step(Release.objects.get(pk=out.pk), "release")
        draft = begin_release(
            partnership=stage.board, name="Children in care and on plans", kind_of_release="public", profile="local"
        )
        add_table(
            draft, measures=[measures["cic_n"], measures["cp_n"]], title="On the last day of each quarter",
            since=period(Every.QUARTER, first).first, until=last.last,
        )  # fmt: skip
