"""Learning that does not tell the case: held by the guard, approved by the chair, one page, passed on, tied to its case
only for those who see that.
"""

from __future__ import annotations

import io
from datetime import timedelta

import docx
import pypdf
import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.core.casework.models import Audience, Reading
from goldenthread.core.casework.services import amend_record
from goldenthread.core.thread.learning import raise_finding
from goldenthread.kernel.disclosure.recognisable_text import text_passes
from goldenthread.kernel.now import today
from goldenthread.processes.governance.cascades.models import Cascade, Reply
from goldenthread.processes.registers.allegations.models import Case
from goldenthread.processes.registers.learning.documents import FORMATS, document_of, file_of, pages_of, points
from goldenthread.processes.registers.learning.knowing import guard_learning, names_of
from goldenthread.processes.registers.learning.models import FromCase, Learning
from goldenthread.processes.registers.learning.writing import begin_learning, case_of
from tests.processes.registers.chronologies.cases import book
from tests.processes.registers.learning.desk import WORDS, Teaching
from tests.web.test_access import client_for
from tests.world import World, owner

EVERYONE = ("manager", "clerk", "chair", "worker", "nurse", "officer", "lay")


@pytest.fixture
def teaching(world: World) -> Teaching:
    return Teaching(world)


def why_not(teaching: Teaching, **texts: str) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as wrong:
        teaching.begin(**texts)
    with owner():
        assert not Learning.unguarded.exists()
    return wrong.value.message_dict


# --- the guard


@pytest.mark.parametrize(
    "words",
    [
        "Ignatius worked with several teams.",
        "Mr Fell worked with several teams.",
        "The person named FELL was known.".title(),
        "It came out on 12 March 2024.",
        "A girl aged 7 spoke first.",
        "It happened at St Cuthbert's Primary School.",
        "She lives at 14 Alder Row, NX4 7QQ.",
    ],
)
def test_what_would_make_the_case_known_is_refused_with_the_reason_and_kept_nowhere(
    teaching: Teaching, words: str
) -> None:
    said = why_not(teaching, happened=words)
    assert said["happened"][0] == "The child could be known by this."
    assert said["happened"][-1].startswith(("It could say: ", "Nothing of it can be told"))
    with owner(), connection.cursor() as cursor:
        cursor.execute("select t::text from learning_learning t union all select t::text from tenancy_history t")
        assert words not in "\n".join(row for (row,) in cursor.fetchall())


def test_names_that_only_a_chronology_knows_are_refused_too(teaching: Teaching) -> None:
    rows = [("12/03/2016", "", "Visit", "", "Perpetua", "Nurse Oakapple", "")]
    teaching.bring(None, book(rows), named="Thistledown")
    for name in ("Perpetua", "Oakapple", "Thistledown"):
        assert "It is a name of the case" in str(why_not(teaching, learned=f"It was {name} who asked."))


def test_changing_it_is_held_by_the_same_guard(teaching: Teaching) -> None:
    one = teaching.begin()
    with pytest.raises(ValidationError, match="It is a name of the case"):
        teaching.write(one, to_do="Ask whether Ignatius was told.")
    assert teaching.write(one, to_do="Ask the person.").to_do == "Ask the person."


def test_parts_that_pass_alone_and_tell_too_much_together_are_refused(teaching: Teaching) -> None:
    with pytest.raises(ValidationError, match="together they tell too much"):
        teaching.begin(
            happened="A baby in foster care had epilepsy.",
            learned="His brother was known to services.",
            to_do="Ask about a parent in prison, and about faith in a catholic family.",
        )


@given(st.sampled_from(["Ignatius", "Marlbury", "Oakapple"]), st.text(" ,.abcdef\n", max_size=30), st.integers(0, 30))
def test_no_name_of_the_case_ever_passes_wherever_it_stands(name: str, words: str, at: int) -> None:
    board = type("Board", (), {"name": "Northshire Safeguarding Children Partnership"})()
    verdict = guard_learning(board, f"{words[:at]} {name} {words[at:]}", [name])
    assert not verdict.passes
    assert name not in verdict.proposal
    assert text_passes(verdict.proposal)


def test_a_reading_is_written_down_and_without_one_nothing_is_begun(teaching: Teaching) -> None:
    with teaching.world.acting("lado"), pytest.raises(PermissionDenied, match="sealed"):
        begin_learning(teaching.case, what="briefing", **WORDS)
    teaching.begin()
    with teaching.world.acting("lado"):
        assert Reading.objects.filter(record=teaching.case).count() == 1
        assert names_of(Case.objects.get(pk=teaching.case.pk)) == ()  # shut, it tells nothing


# --- its way


def test_it_goes_to_the_chair_and_out_and_every_agency_is_asked(teaching: Teaching) -> None:
    one = teaching.published()
    assert (one.state, one.audience, one.published_on) == ("published", Audience.PARTNERSHIP, today())
    assert (one.approved_by, one.answer_by) == ("Chair Person", today() + timedelta(days=14))
    with teaching.world.acting("nurse"):
        seen = Learning.objects.get(pk=one.pk)
        cascade = Cascade.objects.get(pk=seen.passed_on_id)
        assert (cascade.what, cascade.named) == ("briefing", WORDS["named"])
        assert Reply.objects.filter(record=cascade).count() == 3


@pytest.mark.parametrize("name", ["manager", "clerk", "lado", "nurse"])
def test_nobody_but_the_chair_approves(teaching: Teaching, name: str) -> None:
    one = teaching.take("lado", teaching.begin(), "put_forward")
    with teaching.world.acting("manager"):
        found = Learning.objects.get(pk=one.pk)
    from_sight = PermissionDenied if name != "nurse" else (PermissionDenied, Learning.DoesNotExist)
    with pytest.raises(from_sight):
        teaching.take(name, found, "approve", note="Yes")


def test_only_who_keeps_the_case_writes_or_puts_it_forward(teaching: Teaching) -> None:
    one = teaching.begin()
    with pytest.raises(ValidationError, match="not open now"):
        teaching.take("manager", one, "put_forward")
    with teaching.world.acting("manager"):
        assert case_of(Learning.objects.get(pk=one.pk)) is None


def test_it_is_not_written_on_after_it_was_put_forward(teaching: Teaching) -> None:
    one = teaching.approved()
    with pytest.raises(ValidationError, match="no longer being written"):
        teaching.write(one, to_do="Something else")
    again = teaching.take("chair", one, "revise", note="Shorter")
    assert (again.state, again.approved_by, again.approved_on) == ("drafting", "", None)
    assert teaching.write(again, to_do="Something else").to_do == "Something else"


def test_why_it_is_not_published_or_is_withdrawn_is_kept(teaching: Teaching) -> None:
    kept = teaching.take("chair", teaching.begin("early"), "not_publish", note="The trial is to come")
    out = teaching.take("chair", teaching.published(), "withdraw", note="The law has changed")
    with teaching.world.acting("chair"):
        told = [(kept.events.latest("pk").note, kept.published_on), (out.events.latest("pk").note, out.published_on)]
    assert told == [("The trial is to come", None), ("The law has changed", today())]


def test_agencies_do_not_answer_before_it_goes_out(teaching: Teaching) -> None:
    with pytest.raises(ValidationError, match="choose a day to come"):
        teaching.take("manager", teaching.approved(), "publish", answer_by=today() - timedelta(days=1))


def test_it_hangs_on_the_thread(teaching: Teaching) -> None:
    one = teaching.published()
    with teaching.world.acting("manager"):
        raise_finding(source=one, text="Small concerns are not put side by side.")
    page = client_for(teaching.world, "nurse").get(reverse("learning", args=["north", one.pk]))
    assert b"Small concerns are not put side by side" in page.content


# --- one page


def test_it_is_one_page_as_pdf_and_says_the_same_as_word_and_as_web_page(teaching: Teaching) -> None:
    one = teaching.published()
    with teaching.world.acting("nurse"):
        made = {kind: file_of(Learning.objects.get(pk=one.pk), kind) for kind in FORMATS}
    pages = pypdf.PdfReader(io.BytesIO(made["pdf"])).pages
    assert len(pages) == 1
    word = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(made["docx"])).paragraphs)
    said = {"pdf": pages[0].extract_text(), "docx": word, "html": made["html"].decode()}
    for kind, text in said.items():
        flat = " ".join(text.split())
        assert WORDS["named"] in flat, kind
        assert "Each service thought that another had acted." in flat, kind
        assert "LADO-" not in flat
        assert "DRAFT" not in flat


def test_its_headings_are_all_of_one_size(teaching: Teaching) -> None:
    one = teaching.published()
    with teaching.world.acting("nurse"):
        made = file_of(Learning.objects.get(pk=one.pk), "docx")
    paragraphs = docx.Document(io.BytesIO(made)).paragraphs
    headings = [said.style.name for said in paragraphs if said.style and said.style.name.startswith("Heading")]
    assert len(headings) > 2
    assert set(headings) == {"Heading 1"}


def test_what_just_fits_its_page_still_fits_when_it_is_out(teaching: Teaching) -> None:
    one, lines = teaching.begin(), 1
    while pages_of(one) == 1:
        lines += 1
        one.learned = "\n".join(["A point of what was learned by everyone."] * lines)
    one.learned = "\n".join(["A point of what was learned by everyone."] * (lines - 1))
    one.state, one.published_on = "published", today()
    assert lines > 8
    assert pages_of(one) == 1


def test_a_draft_says_that_it_is_one(teaching: Teaching) -> None:
    one = teaching.begin()
    with teaching.world.acting("lado"):
        assert document_of(Learning.objects.get(pk=one.pk)).marking.startswith("DRAFT")


def test_what_runs_over_its_page_is_not_put_forward_and_is_told_by_how_much(teaching: Teaching) -> None:
    one = teaching.begin(learned="\n".join(f"Point number {n} of what was learned by everyone." for n in range(90)))
    assert pages_of(one) > 1
    with pytest.raises(ValidationError, match=r"It runs to \d pages, and is to be one.*take out some \d+ of them"):
        teaching.take("lado", one, "put_forward")


@given(st.lists(st.sampled_from(["- One", "• Two", "", "  ", "* Three-four", "Five"]), max_size=8))
def test_points_are_lines_without_their_dashes(lines: list[str]) -> None:
    found = points("\n".join(lines))
    assert found == [line.lstrip("-*• ") for line in lines if line.strip()]


# --- who sees what


def test_which_case_it_is_from_is_seen_only_by_those_who_see_the_case(teaching: Teaching) -> None:
    one = teaching.published()
    page = reverse("learning", args=["north", one.pk])
    with teaching.world.acting("lado"):
        assert case_of(Learning.objects.get(pk=one.pk)) == teaching.case
    keeper = client_for(teaching.world, "lado").get(page).content.decode()
    assert teaching.case.reference in keeper
    for name in EVERYONE:
        with teaching.world.acting(name):
            assert not FromCase.objects.exists(), name
        answer = client_for(teaching.world, name).get(page)
        assert (answer.status_code, teaching.case.reference in answer.content.decode()) == (200, False), name
        assert f"/{teaching.case.pk}/" not in answer.content.decode().replace(page, ""), name


def test_who_may_open_which_page(teaching: Teaching) -> None:
    """URL x role: a draft is for its agency, the unit and the chair; what is out for everyone; its case for keepers."""
    draft, out, case = teaching.begin(), teaching.published(), teaching.case
    urls = {
        "draft": reverse("learning", args=["north", draft.pk]),
        "out": reverse("learning", args=["north", out.pk]),
        "file": reverse("learning_file", args=["north", out.pk, "docx"]),
        "write": reverse("write_learning", args=["north", draft.pk]),
        "case": reverse("case_learning", args=["north", case.pk]),
        "new": reverse("new_learning", args=["north", case.pk, "early"]),
        "none": reverse("new_learning", args=["north", case.pk, "other"]),
        "begin": reverse("begin_learning", args=["north"]),
    }
    expected = {
        "lado": {"draft": 200, "out": 200, "file": 200, "write": 302, "case": 200, "new": 302, "none": 404,
                 "begin": 200},
        "manager": {"draft": 200, "out": 200, "file": 200, "write": 403, "case": 404, "new": 404, "none": 404,
                    "begin": 200},
        "chair": {"draft": 200, "out": 200, "file": 200, "write": 403, "case": 404, "new": 404, "none": 404,
                  "begin": 200},
        "nurse": {"draft": 404, "out": 200, "file": 200, "write": 404, "case": 404, "new": 404, "none": 404,
                  "begin": 403},
        "lay": {"draft": 404, "out": 200, "file": 200, "write": 404, "case": 404, "new": 404, "none": 404,
                "begin": 403},
        "southerner": dict.fromkeys(urls, 404) | {"begin": 403},
        "outsider": dict.fromkeys(urls, 404),
    }  # fmt: skip
    for name, codes in expected.items():
        client = client_for(teaching.world, name)
        assert {key: client.get(url).status_code for key, url in urls.items()} == codes, name


def test_it_is_written_on_a_page_which_keeps_what_is_typed_and_says_what_is_wrong(teaching: Teaching) -> None:
    client = client_for(teaching.world, "lado")
    client.post(reverse("read_sealed", args=["north", "allegations", teaching.case.pk]), {"purpose": "case"})
    new = reverse("new_learning", args=["north", teaching.case.pk, "briefing"])
    wrong = client.post(new, {**WORDS, "happened": "Ignatius worked with several teams."})
    assert wrong.status_code == 422
    assert "The child could be known by this." in wrong.content.decode()
    done = client.post(new, WORDS)
    one = done.headers["Location"]
    assert WORDS["named"] in client.get(one).content.decode()
    changed = client.post(f"{one}write/", {**WORDS, "named": "When nobody asks", "version": 1})
    assert (changed.status_code, changed.headers["Location"]) == (302, one)
    assert client.post(f"{one}write/", {**WORDS, "named": "Another", "version": 1}).status_code == 409


def test_a_withdrawn_one_gives_no_files(teaching: Teaching) -> None:
    out = teaching.take("chair", teaching.published(), "withdraw", note="The law has changed")
    client = client_for(teaching.world, "nurse")
    assert client.get(reverse("learning_file", args=["north", out.pk, "pdf"])).status_code == 403
    page = client.get(reverse("learning", args=["north", out.pk])).content.decode()
    assert "no longer given out" in page
    assert WORDS["happened"] not in page


def test_the_generic_form_changes_no_words(teaching: Teaching) -> None:
    one = teaching.begin()
    client = client_for(teaching.world, "lado")
    client.post(reverse("change_record", args=["north", "learning", one.pk]),
                {"what": "early", "happened": "Ignatius", "version": one.version})  # fmt: skip
    with teaching.world.acting("lado"):
        found = Learning.objects.get(pk=one.pk)
        assert (found.what, found.happened) == ("early", WORDS["happened"])
        amend_record(found, what="briefing")
