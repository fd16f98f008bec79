"""The twelve groups of the demonstration: what each is for, who sits there, how often it meets."""

from __future__ import annotations

from dataclasses import dataclass

HEALTH = ("icb", "community", "east", "west", "mental", "ambulance")
DISTRICTS = ("aldermere", "brackwell", "castlebourne", "downsley")


@dataclass(frozen=True)
class Planned:
    """One group. `seats` are (agency, which of its four people); `chair` is one of them, or the independent chair.

    It meets every `weeks` weeks on `weekday` (Monday is 0); `offset` weeks from now is its next meeting.
    """

    slug: str
    name: str
    short: str
    kind: str
    purpose: str
    seats: tuple[tuple[str, int], ...]
    chair: tuple[str, int] | None
    weeks: int
    weekday: int
    offset: int
    parents: tuple[str, ...] = ("board",)
    joint: bool = False
    quorum: int = 4
    quorum_agencies: int = 3
    open: bool = False
    deputies: bool = True


def _at(which: int, *agencies: str) -> tuple[tuple[str, int], ...]:
    return tuple((agency, which) for agency in agencies)


GROUPS = (
    Planned(
        "board", "Wealdshire Safeguarding Children Partnership Board", "Board", "board",
        "Holds every partner to account for keeping children in Wealdshire safe, and answers to the public for it.",
        _at(0, "council", "police", *HEALTH, *DISTRICTS, "schools", "colleges", "probation", "youth", "fire",
            "voluntary", "harbour"),
        None, 8, 3, 0, parents=(), quorum=8, quorum_agencies=6, open=True,
    ),
    Planned(
        "business-group", "Business Group", "Business Group", "executive",
        "Turns what the Board decides into work, and clears the way before each Board.",
        _at(1, "council", "police", "icb", "schools", "probation", "voluntary"), ("council", 1), 9, 1, 2,
    ),
    Planned(
        "quality", "Quality and Effectiveness Group", "Quality", "subgroup",
        "Audits practice, reads the figures, and asks of each: so what?",
        _at(3, "council", "police", "icb", "community", "youth") + _at(1, "east", "west"), ("icb", 3), 11, 2, 3,
        parents=("business-group",),
    ),
    Planned(
        "case-review", "Case Review Group", "Case Review", "panel",
        "Decides what is learned from serious incidents, and follows each lesson until practice has changed.",
        _at(1, "council", "police", "community", "mental", "colleges") + _at(2, "icb"), ("police", 1), 10, 0, 1,
    ),
    Planned(
        "child-death-panel", "Child Death Overview Panel", "CDOP", "panel",
        "Reviews the death of every child of Wealdshire and Medbourne, for what can be changed.",
        _at(2, "icb", "east", "west", "community", "police") + _at(1, "ambulance"), ("icb", 2), 12, 4, 5, joint=True,
    ),
    Planned(
        "learning", "Learning and Development Group", "Learning", "subgroup",
        "Plans multi-agency training and finds out whether it changed anything.",
        _at(2, "schools", "council", "youth", "voluntary", "fire") + _at(3, "mental"), ("schools", 2), 12, 1, 4,
        parents=("business-group",),
    ),
    Planned(
        "health-safeguarding", "Health Safeguarding Group", "Health", "subgroup",
        "Brings the health bodies of both partnerships to one table.",
        _at(1, *HEALTH), ("icb", 1), 12, 2, 6, joint=True,
    ),
    Planned(
        "early-help", "Education and Early Help Group", "Early Help", "subgroup",
        "Help before harm: thresholds, the front door, children missing education.",
        _at(1, "schools", "harbour", "aldermere") + _at(2, "council", "colleges") + _at(3, "community"), ("council", 2),
        12, 3, 2, parents=("business-group",),
    ),
    Planned(
        "procedures", "Policy and Procedures Group", "Procedures", "subgroup",
        "Keeps one set of procedures for both partnerships, and says what changed.",
        _at(3, "council", "police", "schools", "castlebourne") + _at(1, "fire") + _at(3, "icb"), ("schools", 3),
        12, 0, 3, parents=("business-group",), joint=True,
    ),
    Planned(
        "exploitation", "Exploitation and Missing Children Group", "Exploitation", "subgroup",
        "Children who are exploited or go missing: the picture, the response, what works.",
        _at(2, "police", "mental", "youth", "brackwell", "harbour") + _at(1, "probation"), ("police", 2), 12, 4, 1,
    ),
    Planned(
        "district-leads", "District Safeguarding Leads", "Districts", "forum",
        "Housing, community safety and leisure: what the districts see and what they need.",
        _at(1, *DISTRICTS) + _at(2, "fire"), ("downsley", 1), 12, 2, 7, parents=("business-group",), quorum=3,
        quorum_agencies=2,
    ),
    Planned(
        "online-safety", "Online Safety Task and Finish Group", "Online", "task",
        "A plan for the county's children online, agreed with them; then it closes.",
        _at(3, "schools", "colleges", "voluntary", "police") + _at(2, "voluntary"), ("schools", 3), 11, 0, 4,
        parents=("learning", "early-help"), quorum=3, quorum_agencies=2, deputies=False,
    ),
)  # fmt: skip
