"""The return for someone with a seat: the same pages as by a link, and beside them what the unit does with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from goldenthread.core.casework.services import speaks_for
from goldenthread.core.links.giving import links_to
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.web.components import Link
from goldenthread.web.pages.board import known_links
from goldenthread.web.pages.finding_parts import findings_of, raise_url
from goldenthread.web.pages.record_parts import clock_lines, moments

from ..elsewhere import answered_elsewhere, boards_of_the_agency
from ..models import LINK, Return
from ..process import returns
from ..standing import standing
from .answering import form_page
from .door import Desk
from .status import tag

#: Steps that have a page of their own here, in place of the one that every process has.
OWN_PAGES = {"send": "check", "say_why_not": "why_not", "query": "query"}


def return_page(request: HttpRequest, desk: Desk) -> HttpResponse:
    board = desk.form.partnership
    owed: Return = Return.objects.select_related("lead_agency", "schedule", "partnership").get(pk=desk.form.record_id)
    own = speaks_for(board.pk, owed.lead_agency_id)
    steps = returns.workflow.open_to(owed.state, current_actor().roles(board.pk), owed, own=own)
    links = links_to(LINK, desk.form.pk).filter(revoked_at__isnull=True) if desk.unit else []
    stands = standing(owed)
    return form_page(
        request,
        desk,
        record=owed,
        standing=stands,
        tag=tag(stands),
        steps=[_step(desk, owed, step.name, step.label) for step in steps],
        links=links,
        may_send=desk.unit,
        elsewhere_url=desk.address("elsewhere") if _elsewhere(desk) else "",
        clocks=clock_lines(owed),
        history=moments(returns, owed),
        findings=findings_of(owed),
        finding_url=raise_url(board, owed),
    )


def _elsewhere(desk: Desk) -> bool:
    """Whether something here was answered to another board already, for whoever may know it."""
    if not desk.form.open or not boards_of_the_agency(desk.form):
        return False
    open_lines = [line for line in desk.form.lines.all() if not line.answered]
    return bool(answered_elsewhere(desk.form, open_lines))


def _step(desk: Desk, owed: Return, name: str, label: str) -> Link:
    if name in OWN_PAGES:
        return Link(label, desk.address(OWN_PAGES[name]))
    (found,) = known_links(desk.form.partnership, [(label, "step")], "returns", owed.pk, name)
    return found
