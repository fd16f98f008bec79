"""What is said and promised in the demonstration: agenda items, decisions, actions, findings. All of it invented."""

from __future__ import annotations


def _items(written: str) -> tuple[tuple[str, str, str], ...]:
    """Blocks of "kind: title", then what was said on the lines below, one blank line between them."""
    blocks = (block.strip().partition("\n") for block in written.strip().split("\n\n"))
    return tuple((head.partition(": ")[0], head.partition(": ")[2], " ".join(said.split())) for head, _, said in blocks)


#: The board's items, (kind of item, title, what was said), taken in turn.
BOARD_ITEMS = _items("""
voice: What young people told us
Two members of the youth forum described waiting for a call back. Members asked each agency to say how a child
can find out what happens next.

report: Performance report
Repeat plans rose for the second quarter. The agencies' answers were read; the Board was not yet content with
the explanation for the east of the county.

discussion: Neglect: are we better than last year?
Members heard that the toolkit is used in four of six localities. The chair challenged the two that do not use
it.

decision: Threshold document
The new wording on extra-familial harm was put to the Board.

presentation: Harbour Lights: young carers
The presenter showed how young carers are found by accident more often than by asking.

report: Section 11 returns
Sixteen of nineteen returns are in. Silence from the other three was noted as a finding.

confidential: Learning from a serious incident
Discussed in confidence.

update: Budget and contributions
Contributions are level for a third year while training costs rise.
""")

#: Those of every other group.
GROUP_ITEMS = _items("""
report: Work plan
Progress was read against each line; two lines are late and one has no owner.

update: Updates from agencies
Each agency spoke for five minutes. Recruitment is the common worry.

discussion: What the audit found
Files were good on chronology and weak on the voice of the child.

report: Figures for the quarter
Members asked what lies behind the rise, and whether it is recording.

decision: Draft guidance for practitioners
Members asked for one page instead of nine.

presentation: A practitioner's view
The group heard what helps and what gets in the way.
""")

DECISIONS = (
    "The threshold document is approved, to be used from the first day of next month.",
    "Returns that are missing will be named in the annual report, with the reason given.",
    "The group will look at this again in two meetings' time, with figures by locality.",
    "The guidance is agreed at one page, and the nine-page version is withdrawn.",
    "The audit is repeated in six months with the same items, so that change can be seen.",
    "Each agency names one person who answers for this, before the next meeting.",
    "The budget is agreed with the training line protected.",
)
RESTRICTED_DECISION = (
    "The criteria for a review are met. The chair writes to the national panel within the time allowed."
)

WAYS = (
    "Report back on {}, with figures for each locality",
    "Write one page for front-line staff about {}",
    "Ask every agency to say how it checks {}, and bring the answers together",
    "Audit ten files on {} with a partner from another agency",
    "Agree with health and police who leads on {}",
)
TOPICS = (
    "return interviews after a child was missing", "strategy discussions held without health", "private fostering",
    "children who are not brought to appointments", "neglect in families with more than one social worker",
    "the voice of the child in conference reports", "young carers", "elective home education",
    "safer sleeping advice at discharge", "referrals that are sent back", "pre-birth assessment",
    "children living in temporary housing", "what parents understand of the plan", "online grooming", "county lines",
    "the use of chronologies", "harm between siblings", "disabled children and communication aids",
    "transition to adult services", "out-of-county placements", "fathers and other men in the household",
    "supervision of newly qualified staff", "notifications of domestic abuse to schools",
    "bruising in babies who cannot yet move", "children in custody overnight", "language needs and interpreters",
)  # fmt: skip

#: What was found, and what was recommended.
FINDINGS = (
    (
        "Health was not at a third of the strategy discussions read.",
        "Strategy discussions include health, in person or by video, before any decision.",
    ),
    (
        "Fathers were missing from most assessments read.",
        "Every assessment says who the men in the household are and what they bring.",
    ),
    (
        "Return interviews were offered late and read by nobody.",
        "Return interviews reach the exploitation team the same day.",
    ),
    (
        "Schools heard of incidents at home after the weekend.",
        "Schools are told before the next school day begins.",
    ),
    (
        "Chronologies stopped when a worker left.",
        "A chronology is handed over in person when a worker changes.",
    ),
)
MORE_FINDINGS = (
    "Two agencies could not say how many of their staff had been trained.",
    "Children said that they were asked the same questions by four people.",
    "The audit tool asked about forms and not about children.",
)

UPDATES = (
    "A first draft is with the agencies for comment.",
    "Figures have come from four of six localities; the others are asked again.",
    "Met with the named nurse; a date is set for the joint audit.",
    "Waiting for the new post to be filled before this can move.",
    "Tried in one team for a month; staff asked for a shorter form.",
)
DEFERRALS = (
    "Put off: the figures were not ready.",
    "Put off again: the lead has changed and the new one needs time.",
    "Put off a third time. The chair asked for a written explanation.",
)
CLOSINGS = {
    "done_evidence": "Done. What was found is attached, and practice has been looked at since.",
    "done_no_evidence": "Reported as done. Nothing was sent to show it.",
    "overtaken": "Overtaken: new national guidance covers this.",
    "passed_on": "Passed to the adults board, which has agreed to take it.",
    "on_agenda": "Now a standing item on the agenda.",
    "not_pursued": "Not pursued: members agreed that the benefit does not justify the cost.",
}
EVIDENCE = (
    "Minutes of the team meeting at which the new form was taken into use",
    "Audit of ten files: eight of ten now hold what was asked for",
    "Letter from the head of service confirming the change, with the date",
    "Figures for the quarter by locality",
)
