"""Single rules of the reader, each with what must not be taken for it."""

from __future__ import annotations

import pytest

from goldenthread.reading.minutes.model import Minutes
from goldenthread.reading.minutes.reader import read_minutes_file

HEAD = """Fallowmere Safeguarding Children Board
Minutes of the meeting held on 4 June 2019

Present: Ida Penrose (IP), Head of Service; Jory Vane (JV), Named Nurse

"""


def read(body: str) -> Minutes:
    return read_minutes_file((HEAD + body).encode(), "minutes.txt")


def numbers(body: str) -> list[str | None]:
    return [item.number for item in read(body).items]


def test_one_numbered_item_is_the_agenda_of_a_meeting_that_had_one() -> None:
    assert numbers("1. Purpose of the meeting\n\nThe Board was asked for a reply. It was given.\n") == ["1"]


@pytest.mark.parametrize(
    "body",
    [
        "The Board heard that:\n\n1. Numbers have fallen\n\nand was content with that.\n",
        "1. Ida Penrose to write to schools by 1 July 2019.\n\nThe meeting then ended.\n",
        "1 High Street is the new address of the office. It opens in May.\n",
        "The Board spoke about neglect.\n\n1. Jory Vane, Named Nurse\n\nwas thanked.\n",
    ],
    ids=["a list of one", "an action", "an address", "a person"],
)
def test_one_number_that_is_something_else_is_no_item(body: str) -> None:
    assert "1" not in numbers(body)


TRACKER = """1. Welcome

All were welcomed.

2. Action tracker

No\tAction\tOwner\tRAG\tUpdate
7\tCirculate the audit tool\tIP\tBlue\tSent in May
8\tName a new lead\tJV\tAmber\tTwo have applied
9\tBook a room\tIP\tComplete\tBooked

"""


def test_a_colour_means_what_the_documents_own_key_says() -> None:
    found = read(TRACKER + "Key: Blue - action complete; Amber - some delay; Red - overdue\n").previous_actions
    assert [action.status for action in found] == ["closed", "ongoing", "closed"]


@pytest.mark.parametrize("key", ["", "Green: complete\n", "The green room and the blue room are taken.\n"])
def test_a_colour_without_a_key_says_nothing(key: str) -> None:
    assert [action.status for action in read(TRACKER + key).previous_actions] == ["unknown", "unknown", "closed"]


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("The meeting closed at 3.45 pm.", "15:45"),
        ("There being no further business the meeting ended at 16:10", "16:10"),
        ("The Chair closed the meeting at 12 noon.", "12:00"),
        ("The consultation closed at 5pm.", None),
        ("The meeting closed with thanks to all.", None),
    ],
)
def test_when_the_meeting_closed_is_when_it_ended(line: str, ends: str | None) -> None:
    assert read(f"1. Welcome\n\nAll were welcomed.\n\n2. Close\n\n{line}\n").meeting.ends == ends


@pytest.mark.parametrize(
    ("title", "chair"),
    [
        ("Independent Chair", "Morag Linn"),
        ("LSCB Independent Chair", "Morag Linn"),
        ("Chair of Governors", None),
        ("Head of Service", None),
    ],
)
def test_who_chairs_by_office_chairs_this_board_and_no_other_body(title: str, chair: str | None) -> None:
    text = HEAD.replace("Present: ", f"Present: Morag Linn, {title}; ")
    assert (
        read_minutes_file(f"{text}1. Welcome\n\nAll.\n\n2. Close\n\nNone.\n".encode(), "m.txt").meeting.chair == chair
    )
