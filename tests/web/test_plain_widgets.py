"""Controls drawn without templates come out as Django's own templates draw them, whatever is in them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from goldenthread.web.forms import Renderer
from goldenthread.web.plain_widgets import DRAWN, attributes

TEXT = st.text(max_size=12) | st.sampled_from(['<b>"', "O'Neill & co", "</option>", "1,234"])
VALUES = TEXT | st.none() | st.integers() | TEXT.map(SafeString)
ATTRS = st.dictionaries(
    st.from_regex(r"[a-z]{1,4}(-[a-z]{1,4})?", fullmatch=True),
    TEXT | st.booleans() | st.integers() | st.none(),
    max_size=4,
)
LABELS = TEXT | st.integers(0, 9)
FLAT = st.lists(st.tuples(TEXT, LABELS), max_size=4)
CHOICES = st.lists(st.tuples(TEXT, LABELS) | st.tuples(TEXT.filter(bool), FLAT), max_size=4)
INPUTS = [forms.TextInput, forms.HiddenInput, forms.NumberInput, forms.EmailInput]


def same(widget: forms.Widget, value: Any, attrs: dict[str, Any]) -> None:
    ours, theirs = (widget.render("field", value, attrs, renderer=one()) for one in (Renderer, DjangoTemplates))
    assert squeezed(ours) == squeezed(theirs)


def squeezed(html: str) -> str:
    """Without the space between tags, of which Django's templates leave more."""
    return re.sub(r">\s+<", "><", html.strip())


@pytest.mark.parametrize("widget", INPUTS)
@given(value=VALUES, attrs=ATTRS)
def test_a_box(widget: type[forms.Input], value: Any, attrs: dict[str, Any]) -> None:
    same(widget(), value, attrs)


@pytest.mark.parametrize("widget", [forms.Select, forms.SelectMultiple])
@given(choices=CHOICES, value=TEXT, attrs=ATTRS)
def test_a_drop_down(widget: type[forms.Select], choices: Any, value: str, attrs: dict[str, Any]) -> None:
    same(widget(choices=choices), [value, *(key for key, _ in choices[:1])], attrs)


def test_every_one_of_them_is_drawn_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "django.forms.renderers.TemplatesSetting.render", lambda *args, **kwargs: pytest.fail("template")
    )
    for widget in (*INPUTS, forms.Select, forms.SelectMultiple):
        assert widget().template_name in DRAWN
        assert "field" in widget().render("field", None, {}, renderer=Renderer())


def test_nothing_that_somebody_typed_becomes_markup() -> None:
    assert attributes({"title": '"><script>'}) == ' title="&quot;&gt;&lt;script&gt;"'
