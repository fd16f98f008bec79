"""Components: what is said in words, what is escaped, what a reader without colour or script still gets."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

import goldenthread.web
from goldenthread.kernel.now import LONDON, now, today
from goldenthread.web.chrome import NavLink, active_links, chrome
from goldenthread.web.components import Column, Difference, Table, Tag, clock_badge, sort_column
from tests.web.gallery import surroundings

OURS = ["django.contrib.staticfiles", "goldenthread.web"]
VENDOR = Path(goldenthread.web.__file__).parent / "static" / "vendor"


@pytest.fixture(autouse=True)
def _bare() -> Iterator[None]:
    """Components stand alone: nothing of the site around them."""
    with override_settings(GOLDENTHREAD_CHROME="goldenthread.web.chrome.empty_chrome"):
        yield


def draw(source: str, **context: object) -> html.HtmlElement:
    """A line of template, drawn."""
    text = engines["django"].from_string("{% load components %}<div>" + source + "</div>").render(context, _request())
    return html.fromstring(text)


def _request(query: str = "") -> HttpRequest:
    return RequestFactory().get(f"/actions/?{query}")


@pytest.mark.parametrize(
    ("days", "tag", "words"),
    [
        (-2, "Overdue", "Overdue by 2 days"),
        (-1, "Overdue", "Overdue by 1 day"),
        (0, "Due soon", "Due today"),
        (1, "Due soon", "Due tomorrow"),
        (7, "Due soon", "Due in 7 days"),
        (8, "On time", "Due in 8 days"),
    ],
)
def test_a_clock_says_how_it_stands(days: int, tag: str, words: str) -> None:
    badge = clock_badge(today() + timedelta(days=days))
    assert (badge.tag.text, badge.words) == (tag, words)


@pytest.mark.parametrize(
    ("hours", "words"), [(5.5, "Due in 5 hours"), (0.5, "Due in less than an hour"), (-1.5, "Overdue by 1 hour")]
)
def test_a_clock_that_runs_in_hours_says_hours(hours: float, words: str) -> None:
    with time_machine.travel(datetime(2026, 5, 5, 12, tzinfo=LONDON), tick=False):
        assert clock_badge(now() + timedelta(hours=hours)).words == words


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-400, 400))
def test_a_finished_clock_was_in_time_or_says_how_late(due: date, late: int) -> None:
    badge = clock_badge(due, due + timedelta(days=late))
    days = f"{late} day{'s' * (late != 1)}"
    assert badge.words == (f"Done {days} late" if late > 0 else "Done in time")


def test_no_date_is_said_to_be_none() -> None:
    assert clock_badge(None).words == "No date set"
    assert draw("{% when None missing='not yet' %}").text_content() == "not yet"


def test_a_clock_that_is_paused_says_so_and_not_that_it_has_no_date() -> None:
    assert clock_badge(None, paused=True).tag.text == "Paused"
    assert clock_badge(today(), paused=True).words == "Due today", "one with a date runs"


def test_a_moment_is_shown_in_london_with_its_machine_form() -> None:
    drawn = draw("{% when at weekday=True %}.", at=datetime(2026, 6, 3, 14, 30, tzinfo=LONDON))
    assert drawn.text_content() == "Wednesday 3 June 2026 at 2:30pm."
    assert drawn.xpath("//time/@datetime") == ["2026-06-03T14:30+01:00"]


def test_a_colour_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="needs words"):
        Tag(" ", "red")
    with pytest.raises(ValueError, match="no tag colour"):
        Tag("Open", "pink")


def test_sorting_turns_round_keeps_the_filter_and_starts_at_page_one() -> None:
    query = QueryDict("q=police&sort=due&page=4")
    due, title = sort_column(query, "Due", "due"), sort_column(query, "Action", "title")
    assert (due.sort, due.sort_href) == ("ascending", "?q=police&sort=-due")
    assert (title.sort, title.sort_href) == ("none", "?q=police&sort=title")
    assert sort_column(QueryDict("sort=-due"), "Due", "due").sort == "descending"
    assert sort_column(QueryDict(""), "Due", "due", default="-due").sort == "descending"


def test_a_table_says_its_sort_and_heads_its_rows() -> None:
    table = Table(
        "Actions", (sort_column(QueryDict("sort=due"), "Due", "due"), Column("Owner")), (("3 May", "<b>x</b>"),)
    )
    drawn = draw("{% table table %}", table=table)
    assert drawn.xpath("//th[@aria-sort='ascending']/a/@href") == ["?sort=-due"]
    assert drawn.xpath("string(//tbody/tr/th[@scope='row'])").strip() == "3 May"
    assert not drawn.xpath("//b")


def test_a_row_must_fit_under_its_columns() -> None:
    with pytest.raises(ValueError, match="2 cells under 1 columns"):
        Table("Actions", (Column("Due"),), ((1, 2),))


def test_pages_keep_the_rest_of_the_address() -> None:
    source = engines["django"].from_string("{% load components %}{% pagination page %}")
    text = source.render({"page": Paginator(range(100), 10).page(5)}, _request("q=a%26b&page=5"))
    drawn = html.fromstring(f"<div>{text}</div>")
    assert drawn.xpath("//a[@rel='next']/@href") == ["?q=a%26b&page=6"]
    assert drawn.xpath("//a[@aria-current='page']/@aria-label") == ["Page 5"]
    assert "Showing 41 to 50 of 100" in drawn.text_content()


def test_one_page_needs_no_links_and_none_says_so() -> None:
    assert draw("{% pagination page %}", page=Paginator([1], 10).page(1)).xpath("//nav") == []
    assert "Nothing to show" in draw("{% pagination page %}", page=Paginator([], 10).page(1)).text_content()


def test_a_conflict_shows_both_texts_and_names_what_differs() -> None:
    differences = [Difference("Update", "Mine", "Theirs"), Difference("Owner", "Same ", "Same")]
    words = " ".join(" ".join(draw("{% conflict d 'Tom Askerswell' %}", d=differences).itertext()).split())
    assert "One part differs: Update." in words
    assert "Yours Mine Saved by Tom Askerswell Theirs" in words
    assert "Owner The same Same" in words


def test_what_is_inside_a_block_is_escaped_once() -> None:
    drawn = draw("{% inset %}{{ words }}{% endinset %}", words="<script>alert(1)</script>")
    assert not drawn.xpath("//script")
    assert drawn.text_content() == "<script>alert(1)</script>"


def test_the_nearest_place_is_the_current_one() -> None:
    links = tuple(NavLink(text, href) for text, href in (("Home", "/"), ("A", "/a/"), ("B", "/a/b/")))
    assert [item.current for item in active_links(links, "/a/b/7/")] == ["", "", "true"]
    assert [item.current for item in active_links(links, "/a/")] == ["", "page", ""]
    assert [item.current for item in active_links(links, "/elsewhere/")] == ["", "", ""]
    wide = (*links, NavLink("Meetings", "/a/work/meetings/", covers=("/a/meetings/",)))
    assert [item.current for item in active_links(wide, "/a/meetings/7/")] == ["", "", "", "true"]


def test_the_front_page_is_not_current_on_pages_that_have_no_place_of_their_own() -> None:
    links = (NavLink("Home", "/north/", alone=True), NavLink("Work", "/north/work/"))
    assert [item.current for item in active_links(links, "/north/")] == ["page", ""]
    assert [item.current for item in active_links(links, "/north/chronologies/7/")] == ["", ""]


def test_a_part_of_the_site_is_current_while_one_is_at_any_of_its_places() -> None:
    figures = NavLink("Figures", "/cards/", under=(NavLink("Cards", "/cards/"), NavLink("Returns", "/work/returns/")))
    links = (NavLink("Home", "/"), figures)
    home, part = active_links(links, "/work/returns/7/")
    assert (home.current, part.current, [place.current for place in part.under]) == ("", "true", ["", "true"])
    home, part = active_links(links, "/")
    assert (home.current, part.current, [place.current for place in part.under]) == ("page", "", ["", ""])


@override_settings(GOLDENTHREAD_CHROME="tests.web.gallery.surroundings")
def test_the_surroundings_are_what_the_site_says() -> None:
    request = _request()
    assert chrome(request)["chrome"] == surroundings(request)
    assert [item.current for item in chrome(request)["chrome_links"]] == ["", "", "page", "", "", ""]


@pytest.mark.parametrize("code", ["400", "403", "403_csrf", "404", "429", "500", "503"])
def test_error_pages_need_nothing_and_say_what_to_do(code: str) -> None:
    drawn = html.fromstring(render_to_string(f"{code}.html"))
    assert len(drawn.xpath("//h1")) == 1
    assert len(drawn.xpath("//main//p")) >= 2


def test_what_others_wrote_is_as_it_was_vendored() -> None:
    for line in (VENDOR / "SHA256SUMS").read_text().splitlines():
        digest, name = line.split()
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest, name


@pytest.mark.parametrize("word", ["GDS Transport", "crest", "sourceMappingURL", "url(/", "@font-face"])
def test_nothing_that_only_gov_uk_may_use_is_served(word: str) -> None:
    assert not [path.name for path in VENDOR.rglob("*.min.*") if word in path.read_text()]


def test_every_static_file_can_be_served_under_a_hashed_name(tmp_path: Path) -> None:
    hashed = {"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}}
    with override_settings(STATIC_ROOT=str(tmp_path), STORAGES=settings.STORAGES | hashed, INSTALLED_APPS=OURS):
        call_command("collectstatic", interactive=False, verbosity=0)
    assert list(tmp_path.glob("vendor/govuk/govuk-frontend.min.*.css.br"))
    assert list(tmp_path.glob("web/goldenthread.*.js"))


def test_no_template_needs_an_inline_script_style_or_handler() -> None:
    for path in (VENDOR.parents[1] / "templates").rglob("*.html"):
        text = path.read_text()
        for word in ("<script>", "<style", " style=", " onclick=", "javascript:", "hx-on"):
            assert word not in text, f"{path.name}: {word}"


def test_a_clock_that_began_on_a_summer_day_began_on_that_day() -> None:
    """The database answers in UTC: midnight in London is eleven at night, the day before."""
    began = datetime(2026, 6, 1, tzinfo=LONDON).astimezone(UTC)
    drawn = engines["django"].from_string("{% load components %}{% when began|day %}").render({"began": began})
    assert "1 June 2026" in drawn
