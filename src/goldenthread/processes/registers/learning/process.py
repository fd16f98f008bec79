"""Learning from a case that does not tell the case. Written by those who keep the case, held by the guard, approved by
the chair, published on one page, passed on by every agency.
"""

from __future__ import annotations

from goldenthread.core.casework.models import Audience
from goldenthread.core.casework.process import Process
from goldenthread.kernel.workflow import Workflow, step

from .models import Learning
from .stepping import after, before, from_a_case_of_theirs

DRAFTING, WAITING, APPROVED, PUBLISHED, WITHDRAWN, NOT_PUBLISHED = Learning.State.values
UNIT = "business_manager administrator"
DECIDE = f"{UNIT} chair"
WRITE = f"{DECIDE} designated_officer designated_manager designated_doctor"

learning = Process(
    slug="learning",
    title="Learning from cases",
    singular="Learning",
    open_label="Write what was learned",
    section="Assurance",
    prefix="LE",
    summary="Briefings of one page and early learning, told so that no child can be known, and passed on by agencies.",
    model=Learning,
    audience=Audience.AGENCIES,
    describe=lambda one: one.named,
    opened_by=WRITE,
    opening_fields=("what",),
    open_at="begin_learning",
    front="learning",
    recalled=(WITHDRAWN, NOT_PUBLISHED),
    list_columns=("state", "what", "published_on"),
    filters=("state", "what"),
    search=("reference", "title", "happened", "learned"),
    before=before,
    after=after,
    workflow=Workflow(
        initial=DRAFTING,
        final={WITHDRAWN, NOT_PUBLISHED},
        steps=(
            step("put_forward", "Put it to the chair", DRAFTING, WAITING, by=WRITE, when=from_a_case_of_theirs),
            step("approve", "Approve it", WAITING, APPROVED, by="chair", asks="Why may it go out?"),
            step("revise", "Take it back to change it", (WAITING, APPROVED), DRAFTING, by=WRITE,
                 asks="What is to be changed?"),
            step("publish", "Publish it", APPROVED, PUBLISHED, by=DECIDE, fields=("answer_by",),
                 confirm="Everyone at the partnership can read it from now on, and every agency is asked to pass it "
                 "on."),
            step("not_publish", "Do not publish it", (DRAFTING, WAITING, APPROVED), NOT_PUBLISHED, by=DECIDE,
                 asks="Why is it not published?"),
            step("withdraw", "Withdraw it", PUBLISHED, WITHDRAWN, by=DECIDE, asks="Why is it withdrawn?",
                 confirm="Its page and its files are no longer given out. What agencies passed on is passed on."),
        ),
    ),
)  # fmt: skip
