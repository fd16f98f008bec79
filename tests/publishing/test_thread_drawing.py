"""A thread as a drawing: every step is there, what is missing is drawn too, and nothing spills over its edge."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.publishing.charts.sheet import PHONE, WIDE, Frame
from goldenthread.publishing.charts.thread import MOST_PIECES, Piece, Step, draw_thread, in_words, thread_on_page

STEPS = [
    Step("Found", (Piece("Nobody asked the boy <alone> & waited"),), "Nothing found"),
    Step("Asked for", (Piece("Ask every child", "Open"),), "Nothing asked for"),
    Step("Shown", (), "No evidence"),
    Step("Changed", (Piece("Six of ten", "Partly", "good"),), "Nobody has looked"),
]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("frame", [WIDE, PHONE], ids=["wide", "phone"])
def test_every_step_is_named_and_a_missing_one_is_drawn_in_dashes(frame: Frame) -> None:
    drawn = ElementTree.fromstring(draw_thread(STEPS, "A thread", key="t", frame=frame))
    said = " ".join("".join(text.itertext()) for text in drawn.iter(f"{SVG}text"))
    assert all(step.heading in said for step in STEPS)
    assert "No evidence" in said
    boxes = list(drawn.iter(f"{SVG}rect"))
    assert [bool(box.get("stroke-dasharray")) for box in boxes] == [False, False, True, False]
    assert drawn.find(f"{SVG}desc").text == "Found: 1. Asked for: 1. Shown: No evidence Changed: 1."  # type: ignore[union-attr]


def test_words_are_escaped_and_both_drawings_are_on_the_page() -> None:
    page = thread_on_page(STEPS, "A <b>thread</b>", key="t")
    assert "<b>" not in page
    assert "&lt;alone&gt; &amp; waited" in page.replace("\n", " ") or "&lt;alone&gt;" in page
    assert page.count("<svg") == 2
    assert len(set(re.findall(r'id="([^"]+)"', page))) == 4


def test_more_than_fit_are_counted() -> None:
    step = Step("Agreed", tuple(Piece(f"Action {n}") for n in range(MOST_PIECES + 3)), "None")
    assert [piece.words for piece in step.drawn()][-1] == "and 3 more, in the text below"
    assert in_words([step]) == f"Agreed: {MOST_PIECES + 3}."


@given(st.lists(st.text("abc defghi <&>", max_size=120), max_size=9), st.sampled_from([WIDE, PHONE]))
def test_no_box_leaves_the_sheet_or_covers_another(words: list[str], frame: Frame) -> None:
    steps = [Step("Step", tuple(Piece(text, "Open") for text in words), "Nothing"), Step("Last", (), "Nothing")]
    drawn = ElementTree.fromstring(draw_thread(steps, "x", key="t", frame=frame))
    high = float(drawn.get("viewBox", "").split()[3])
    boxes = [[float(box.get(name, "0")) for name in ("x", "y", "width", "height")] for box in drawn.iter(f"{SVG}rect")]
    for x, y, wide, tall in boxes:
        assert x >= 0
        assert x + wide <= frame.width + 0.2
        assert y + tall <= high + 0.2
    for n, (x, y, wide, tall) in enumerate(boxes):
        for u, v, w, t in boxes[n + 1 :]:
            assert x + wide <= u + 0.2 or u + w <= x + 0.2 or y + tall <= v + 0.2 or v + t <= y + 0.2
