"""No page, export, feed, chart or file of the whole site shows a draft, or an internal release, to those it is not for.

Every address there is, opened by each person, is read for the release's name and for a figure that stands in it alone.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from goldenthread.processes.measures.releases.models import FrozenTable, Release, ReleaseFile
from tests.analytics.figures import measure
from tests.web.test_access import client_for, let_go
from tests.world import World

from .made import QUARTERS, again, audited, begun, counted, let_out

NAME, FIGURE = "Zephyrine papers", 7351
#: Everyone but those who keep releases, and the chair.
OTHERS = ("nurse", "officer", "southerner", "outsider")
STRANGERS = ("southerner", "south_manager")


def shapes(patterns: Any = None, before: str = "") -> Iterator[str]:
    """Every address of the site as a pattern, with its parts in angle brackets."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from shapes(one.url_patterns, route)
        elif isinstance(one, URLPattern):
            yield route


def addresses(number: int, words: dict[str, list[str]]) -> Iterator[str]:
    """Each shape filled with the release's number and every word that could open something of it."""
    for shape in shapes():
        if "^" in shape or shape.startswith(("accounts/", "static/")):
            continue
        parts = re.findall(r"<(?:(\w+):)?(\w+)>", shape)
        choices = [[str(number)] if kind == "int" else words.get(name, words["other"]) for kind, name in parts]
        for chosen in product(*choices):
            address = shape
            for value in chosen:
                address = re.sub(r"<[^>]+>", value, address, count=1)
            yield f"/{address}"


def read(response: Any) -> str:
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if zipfile.is_zipfile(BytesIO(body)):
        with zipfile.ZipFile(BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    let_go(response)
    return str(body.decode("utf-8", errors="replace"))


def opened(world: World, person: str, release: Release) -> dict[str, str]:
    """What answers with something to read, by address."""
    client = client_for(world, person)
    words = {"slug": ["north"], "kind": ["releases", "pdf", "zip"], "name": ["approve"],
             "other": ["hidden"]}  # fmt: skip
    pages = {}
    for address in addresses(release.pk, words):
        for query in ("", "?q=Zephyrine", "?format=csv") if "/work/releases/" in address else ("",):
            response = client.get(address + query)
            text = read(response)
            if response.status_code == 200:
                pages[address + query] = text
    return pages


@pytest.fixture
def hidden(world: World) -> Release:
    """A draft, audited, of a measure for the unit alone, which holds a figure found nowhere else."""
    with world.acting("manager"):
        one = measure(world, "hidden", every="quarter", audience="unit")
    counted(world, [FIGURE, 4, 11, 8], QUARTERS, one)
    return audited(world, begun(world, [one], name=NAME, kind_of_release="internal", profile="internal"))


def test_those_who_keep_it_do_find_it(world: World, hidden: Release) -> None:
    """Or the searches below would prove nothing."""
    pages = opened(world, "manager", hidden)
    assert len(pages) > 30
    assert f"/north/releases/{hidden.pk}/" in pages
    assert any(str(FIGURE) in text for text in pages.values())
    assert any(NAME in text for address, text in pages.items() if "format=csv" in address)


@pytest.mark.parametrize("person", OTHERS)
def test_a_draft_is_nowhere_to_be_found_by_others(world: World, hidden: Release, person: str) -> None:
    pages = opened(world, person, hidden)
    found = {address for address, text in pages.items() if NAME in text.replace("?q=Zephyrine", "")}
    assert {address for address in found if NAME in re.sub(r'value="[^"]*"', "", pages[address])} == set()
    assert {address for address, text in pages.items() if str(FIGURE) in text} == set()


@pytest.mark.parametrize("person", STRANGERS)
def test_an_internal_release_that_is_out_is_nowhere_to_be_found_from_outside(
    world: World, hidden: Release, person: str
) -> None:
    out = let_out(world, hidden)
    assert out.state == "released"
    pages = opened(world, person, out)
    assert {address for address, text in pages.items() if NAME in text or str(FIGURE) in text} == set()
    with world.acting(person):
        assert not ReleaseFile.objects.exists()
        assert not FrozenTable.objects.exists()


def test_whoever_has_not_signed_in_is_shown_none_of_it(world: World, hidden: Release) -> None:
    from django.test import Client

    out = let_out(world, hidden)
    client = Client()
    for kind in ("pdf", "docx", "html", "xlsx", "zip"):
        assert client.get(f"/north/releases/{out.pk}/{kind}/").status_code == 302
    assert client.get(f"/north/releases/{out.pk}/").status_code == 302
    assert again(world, out).is_out
