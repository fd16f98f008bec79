"""Minutes made at random, written out in several layouts, read back: what was put in comes out, whatever the layout."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.minutes.model import ACTION_STATUSES, ATTENDANCE_STATUSES, CONFIDENCES
from goldenthread.reading.minutes.people import initials_of
from goldenthread.reading.minutes.reader import read_minutes_file

FIRST = ["Abigail", "Bronwen", "Cuthbert", "Delphine", "Everard", "Florian", "Griselda", "Horatio", "Ivo", "Jemima"]
LAST = [
    "Kettleby",
    "Larkham",
    "Mountjoy",
    "Nightingale",
    "Oakeshott",
    "Penrose-Hill",
    "Quilter",
    "O'Rourke",
    "Stroud",
    "Tamsin",
]
POSTS = [
    "Head of Service",
    "Chief Nurse",
    "Detective Superintendent",
    "Director of Education",
    "Lay Member",
    "Team Manager",
]
BODIES = ["Northmere Council", "Westmarch Police", "Harrowbeck NHS Trust", "Probation Service", "Kestrel Academy"]
TOPICS = [
    "Neglect strategy",
    "Rapid review",
    "Section 11 audit",
    "Online safety",
    "Private fostering",
    "Annual report",
    "Budget",
]
DEEDS = [
    "circulate the neglect report",
    "write to every head teacher",
    "draft a protocol for bruising",
    "arrange a workshop",
    "check the figures",
]


@dataclass(frozen=True)
class Made:
    """What goes into a set of minutes."""

    held: date
    people: list[tuple[str, str, str, str]]  # name, title, agency, status
    items: list[str]
    actions: list[tuple[int, str, str, date]]  # item, owner, deed, due
    coming: list[date]


@st.composite
def minutes(draw: st.DrawFn) -> Made:
    firsts = draw(st.lists(st.sampled_from(FIRST), min_size=3, max_size=8, unique=True))
    lasts = draw(st.permutations(LAST))
    people = [
        (
            f"{first} {last}",
            draw(st.sampled_from(POSTS)),
            draw(st.sampled_from(BODIES)),
            draw(st.sampled_from(["attended", "apology"])),
        )
        for first, last in zip(firsts, lasts, strict=False)
    ]
    people[0] = (*people[0][:3], "attended")
    held = draw(st.dates(date(2012, 1, 10), date(2030, 12, 1)))
    items = draw(st.lists(st.sampled_from(TOPICS), min_size=2, max_size=6, unique=True))
    actions = [
        (
            draw(st.integers(1, len(items))),
            draw(st.sampled_from(people))[0],
            deed,
            held + timedelta(days=draw(st.integers(5, 200))),
        )
        for deed in draw(st.lists(st.sampled_from(DEEDS), max_size=4, unique=True))
    ]
    coming = sorted(held + timedelta(days=days) for days in draw(st.sets(st.integers(20, 300), min_size=1, max_size=4)))
    return Made(held, people, items, sorted(actions), coming)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def as_seed_table(made: Made) -> str:
    """Tabs, ticks in columns, numbered actions under each item."""
    lines = [
        "Meeting Title:\tNorthmere Safeguarding Board",
        f"Date:\t{_day(made.held)}",
        "Time:\t2pm – 4.30pm",
        "",
        "Members:",
        "",
    ]
    lines.append("Name\tTitle\tRepresenting\tApologies\tAttended")
    lines += [
        "\t".join((n, t, a, "✓" if s == "apology" else "", "✓" if s == "attended" else ""))
        for n, t, a, s in made.people
    ]
    lines.append("")
    for number, item in enumerate(made.items, start=1):
        lines += [f"{number}. {item}", "", "Members discussed this item at some length and were glad of the work.", ""]
        mine = [action for action in made.actions if action[0] == number]
        if mine:
            lines += ["Actions", ""]
        for at, (_, owner, deed, due) in enumerate(mine, start=1):
            lines += [f"{number}.{at} – {owner} to {deed} by {_day(due)}.", ""]
    return "\n".join(
        [*lines, "Future Board Meetings:", *(f"{_day(day)}\t14:00 - 16:30\tRoom 1" for day in made.coming)]
    )


def as_lists(made: Made) -> str:
    """ "Present" and "Apologies" with initials, "ACTION: XY to ..." lines, days in figures."""
    lines = [
        "NORTHMERE SAFEGUARDING BOARD",
        "",
        f"Minutes of the meeting held on {made.held:%d/%m/%Y} from 14:00 to 16:30",
        "",
    ]
    for heading, status in (("Present:", "attended"), ("Apologies:", "apology")):
        listed = [f"{n} ({initials_of(n)}) – {t}, {a}" for n, t, a, s in made.people if s == status]
        lines += [heading, *(listed or ["None"]), ""]
    for number, item in enumerate(made.items, start=1):
        lines += [f"Item {number}: {item}", "", "The paper was taken as read.", ""]
        for _, owner, deed, due in [action for action in made.actions if action[0] == number]:
            lines += [f"ACTION: {initials_of(owner)} to {deed} by {due:%d.%m.%Y}", ""]
    dates = "; ".join(_day(day) for day in made.coming)
    return "\n".join([*lines, f"Dates of next meetings: {dates}"])


def as_html(made: Made) -> str:
    """One table for attendance in words, one for actions at the end."""
    word = {"attended": "Present", "apology": "Apologies"}
    people = "".join(f"<tr><td>{n}</td><td>{t}</td><td>{a}</td><td>{word[s]}</td></tr>" for n, t, a, s in made.people)
    items = "".join(
        f"<h2>{number}. {item}</h2><p>The item was discussed.</p>" for number, item in enumerate(made.items, start=1)
    )
    actions = "".join(
        f"<tr><td>{d[0].upper()}{d[1:]}</td><td>{o}</td><td>{due:%d/%m/%Y}</td></tr>" for _, o, d, due in made.actions
    )
    return (
        "<html><body><h1>Northmere Safeguarding Board</h1>"
        f"<p><b>Date:</b> {made.held:%A} {_day(made.held)}</p><p><b>Time:</b> 1400 - 1630hrs</p>"
        f"<table><tr><th>Name</th><th>Role</th><th>Agency</th><th>Attendance</th></tr>{people}</table>{items}"
        f"<h2>Action list</h2><table><tr><th>Action</th><th>Owner</th><th>Deadline</th></tr>{actions}</table>"
        f"<h2>Future meetings</h2><ul>{''.join(f'<li>{_day(day)}</li>' for day in made.coming)}</ul></body></html>"
    )


LAYOUTS = {"seed.txt": as_seed_table, "lists.txt": as_lists, "tables.html": as_html}


def _asked_of_one(*deeds: str) -> Made:
    """One person is asked for all of ``deeds`` under one item, by the same day."""
    people = [
        (f"{first} {last}", POSTS[0], BODIES[0], "attended") for first, last in zip(FIRST[:3], LAST, strict=False)
    ]
    held = date(2012, 1, 10)
    actions = [(1, people[0][0], deed, date(2012, 1, 15)) for deed in deeds]
    return Made(held, people, TOPICS[:2], actions, [date(2012, 1, 30)])


@settings(max_examples=60, deadline=None)
@given(minutes(), st.sampled_from(["seed.txt", "lists.txt"]))
@example(_asked_of_one(*sorted(DEEDS[:4])), "lists.txt")
@example(_asked_of_one("circulate the neglect report", "circulate the audit report"), "lists.txt")
def test_what_was_written_is_what_is_read(made: Made, layout: str) -> None:
    _compare(made, layout)


@settings(max_examples=6, deadline=None)
@given(minutes())
def test_what_was_written_as_html_is_what_is_read(made: Made) -> None:
    _compare(made, "tables.html")


def _compare(made: Made, layout: str) -> None:
    read = read_minutes_file(LAYOUTS[layout](made).encode(), layout).as_json()
    assert read["meeting"]["group"].lower() == "northmere safeguarding board"
    assert (read["meeting"]["date"], read["meeting"]["starts"], read["meeting"]["ends"]) == (
        made.held.isoformat(),
        "14:00",
        "16:30",
    )
    found = {person["name"]: (person["title"], person["agency"], person["status"]) for person in read["attendance"]}
    assert found == {n: (t, a, s) for n, t, a, s in made.people}
    assert [item["title"] for item in read["items"]][: len(made.items)] == made.items
    given_out = sorted((action["owners"], action["due"]) for action in read["actions"])
    assert given_out == sorted(([owner], due.isoformat()) for _, owner, _, due in made.actions)
    for action in read["actions"]:
        assert any(deed[1:] in action["text"] for _, _, deed, _ in made.actions)
    assert read["future_meetings"] == [day.isoformat() for day in made.coming]
    assert read["promises"] == []
    assert read["unplaced"] == []


def test_a_list_at_the_end_adds_to_the_action_it_repeats_and_to_no_other() -> None:
    made = _asked_of_one("circulate the neglect report", "circulate the audit report", "check the figures")
    listed = "\n".join(
        [
            as_lists(made).rpartition("Dates of")[0],
            "Summary of actions",
            "",
            "AK to circulate the audit report to all agencies by 20.01.2012",
            "",
            "AK to circulate the neglect report by 15.01.2012",
            "",
            "AK to book a room by 15.01.2012",
        ]
    )
    actions = read_minutes_file(listed.encode(), "lists.txt").as_json()["actions"]
    due = {re.sub(r"^AK to | by [\d.]+$", "", action["text"]): action["due"] for action in actions}
    assert len(actions) == len(due)
    assert due == {
        "circulate the neglect report": "2012-01-15",
        "circulate the audit report": "2012-01-20",
        "check the figures": "2012-01-15",
        "book a room": "2012-01-15",
    }


def test_the_same_words_twice_in_one_item_are_one_action_and_under_another_item_another() -> None:
    made = _asked_of_one("check the figures", "check the figures")
    again = (2, *made.actions[0][1:])
    read = read_minutes_file(as_lists(replace(made, actions=[*made.actions, again])).encode(), "lists.txt").as_json()
    assert [action["item"] for action in read["actions"]] == ["1", "2"]


SCRAPS = st.sampled_from(
    [
        *(
            "1. ",
            "2. Minutes\n",
            "Present:",
            "Apologies: Ann Lee",
            "Action: AL",
            "ACTION ",
            "RESOLVED -",
            "\t✓",
            "|",
            "Name\tTitle\tAttended\n",
        ),
        *(
            "Date: 31 February 2020\n",
            "Time: 99:99",
            "Update from",
            "Action closed.",
            "<p>",
            "</td><td>",
            "(",
            ")",
            "\n\n",
            "  ",
            "   x",
            "\x0c",
        ),
        *(
            "Ann Lee",
            "Bob Ray (BR)",
            " to ",
            " will ",
            "agreed to",
            "4.1 – ",
            "Outstanding actions\n",
            "Next meeting: ",
            "12/13/14",
            "Future meetings\n",
        ),
    ]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(SCRAPS | st.text(max_size=12), min_size=1, max_size=40).map("".join))
def test_any_text_gives_an_answer_of_the_promised_shape(text: str) -> None:
    if not text.strip() or "\x00" in text:
        text += "Minutes"
    data = text.encode("utf-8", "ignore")
    try:
        read = read_minutes_file(data, "minutes.txt").as_json()
    except UnreadableDocument:
        return  # too little or too strange to be text: said so, and no more is promised
    json.dumps(read)
    assert set(read) >= {
        "meeting",
        "attendance",
        "items",
        "previous_actions",
        "actions",
        "promises",
        "recommendations",
        "future_meetings",
        "warnings",
    }
    assert {person["status"] for person in read["attendance"]} <= set(ATTENDANCE_STATUSES)
    assert {action["status"] for action in read["previous_actions"]} <= set(ACTION_STATUSES)
    assert {promise["confidence"] for promise in read["promises"]} <= set(CONFIDENCES)
    for day in [read["meeting"]["date"], *read["future_meetings"], *(action["due"] for action in read["actions"])]:
        assert day is None or date.fromisoformat(day)


def test_twenty_pages_are_read_in_under_two_seconds() -> None:
    made = Made(
        date(2024, 3, 5),
        [("Abigail Kettleby", "Chief Nurse", "Harrowbeck NHS Trust", "attended")] * 1,
        TOPICS,
        [],
        [date(2024, 6, 4)],
    )
    talk = "Abigail Kettleby reported that contacts had risen and that partners would need to plan for the summer. "
    text = as_seed_table(made).replace("Members discussed", talk * 90 + "Members discussed")
    assert len(text) > 60_000
    started = time.process_time()
    read_minutes_file(text.encode(), "minutes.txt")
    assert time.process_time() - started < 2
