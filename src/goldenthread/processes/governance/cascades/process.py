"""A cascade asks every agency at the table what it passed on, to whom, how and by when. Silence is shown."""

from __future__ import annotations

from datetime import date

from goldenthread.core.casework.cascading import begins_cascades
from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.process import Process
from goldenthread.core.casework.services import open_record
from goldenthread.core.tenancy.models import Agency, Partnership, Place
from goldenthread.kernel.now import today
from goldenthread.kernel.workflow import Workflow, step

from .links import end_links_of
from .models import Cascade, Reply

ASKING, CLOSED = Cascade.State.values
BOARD = "chair business_manager administrator"


def ask_every_agency(cascade: Cascade) -> None:
    """One line for each agency that has a place at the table today, but for the board's own office."""
    at_the_table = Place.objects.filter(partnership_id=cascade.partnership_id).exclude(until__lt=today())
    agencies = at_the_table.exclude(agency__kind=Agency.Kind.BOARD).values_list("agency_id", flat=True)
    Reply.objects.bulk_create(Reply(record=cascade, agency_id=pk) for pk in agencies)


cascades = Process(
    slug="cascades",
    title="Cascades",
    singular="Cascade",
    open_label="Begin a cascade",
    section="Assurance",
    prefix="CA",
    summary="What agencies were asked to pass on to their people, and what each says it did.",
    model=Cascade,
    audience=Audience.PARTNERSHIP,
    opened_by=BOARD,
    opening_fields=("what", "named", "message", "sent_on", "answer_by", "group"),
    opened_on=lambda values: values["sent_on"],
    on_open=ask_every_agency,
    describe=lambda one: one.named,
    list_columns=("state", "what", "sent_on", "answer_by"),
    filters=("state", "what"),
    search=("reference", "title", "message"),
    entries=("replies",),
    front="cascade",
    after=end_links_of,
    also_at=("cascade_register",),
    beside=(("Agencies by cascade", "cascade_register"),),
    pages=(("Who passed it on", "cascade", ""),),
    workflow=Workflow(
        initial=ASKING,
        final={CLOSED},
        steps=(
            step("close", "Close it", ASKING, CLOSED, by=BOARD,
                 asks="What do you take from who passed it on and who stayed silent?"),
        ),
    ),
)  # fmt: skip


@begins_cascades
def pass_briefing_on(partnership: Partnership, agency: Agency, named: str, message: str, answer_by: date) -> Cascade:
    """A learning briefing on its way from today: every agency is asked what it passed on."""
    made: Cascade = open_record(
        cascades, partnership=partnership, lead_agency=agency, what=Cascade.What.BRIEFING, named=named,
        message=message, sent_on=today(), answer_by=answer_by,
    )  # fmt: skip
    return made
