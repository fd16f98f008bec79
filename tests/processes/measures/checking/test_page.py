"""The page that puts a report or a table to the test."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.web.test_access import client_for
from tests.world import World

WRONG = "Agency\tPlaces\nCouncil\t40\nPolice\t25\nHealth\t30\nTotal\t105\n"
SOUND = WRONG.replace("105", "95")


def send(world: World, name: str = "lay", **values: Any) -> Any:
    return client_for(world, name).post(reverse("check_figures", args=["north"]), values)


def test_a_pasted_table_that_does_not_add_up_is_told(world: World) -> None:
    shown = send(world, pasted=WRONG).content.decode()
    assert "105" in shown
    assert "95" in shown
    assert "Wrong" in shown


def test_a_sound_table_is_left_in_peace(world: World) -> None:
    shown = send(world, pasted=SOUND).content.decode()
    assert "Nothing was found" in shown
    assert "1 table " in shown


def test_a_file_is_checked_and_the_list_taken_away(world: World) -> None:
    file = SimpleUploadedFile("places.csv", WRONG.replace("\t", ",").encode())
    taken = send(world, file=file, **{"as": "csv"})
    assert taken["Content-Type"].startswith("text/csv")
    assert "total" in taken.content.decode()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({}, "Choose a file, or paste"),
        ({"pasted": SOUND, "file": SimpleUploadedFile("a.csv", b"a,b\n1,2\n")}, "one of the two"),
        ({"file": SimpleUploadedFile("a.docx", b"\x00\x01\x02 no document")}, "Word document"),
    ],
)
def test_what_cannot_be_checked_is_refused_in_words(world: World, values: dict[str, Any], words: str) -> None:
    refused = send(world, **values)
    assert refused.status_code == 422
    assert words in refused.content.decode()


@pytest.mark.parametrize(
    ("name", "status"), {"manager": 200, "lay": 200, "south_manager": 404, "outsider": 404}.items()
)
def test_who_may_open_it(world: World, name: str, status: int) -> None:
    assert client_for(world, name).get(reverse("check_figures", args=["north"])).status_code == status
