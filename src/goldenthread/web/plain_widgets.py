"""The plain controls (text boxes, drop-downs) written in Python, as Django's own templates write them.

Django draws each box by two templates inside each other and each line of a drop-down by two more: a sheet of forty
people took longer to draw than everything else together. The markup is Django's; tests/web/test_plain_widgets.py holds
it to that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.formats import localize
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

Widget = Mapping[str, Any]


def attributes(attrs: Mapping[str, Any]) -> str:
    """` name="value"` for each; the name alone for True, nothing for False."""
    return "".join(
        f" {conditional_escape(name)}" if value is True else f' {conditional_escape(name)}="{_plain(value)}"'
        for name, value in attrs.items()
        if value is not False
    )


def draw_input(widget: Widget) -> str:
    """A box, or a hidden value."""
    value = "" if widget["value"] is None else f' value="{_plain(widget["value"])}"'
    kind, name = conditional_escape(widget["type"]), conditional_escape(widget["name"])
    return f'<input type="{kind}" name="{name}"{value}{attributes(widget["attrs"])}>'


def draw_select(widget: Widget) -> str:
    """A drop-down, or a list to choose several from."""
    lines = [f'<select name="{conditional_escape(widget["name"])}"{attributes(widget["attrs"])}>']
    for group, options, _ in widget["optgroups"]:
        if group:
            lines.append(f'<optgroup label="{conditional_escape(group)}">')
        lines += [_option(option) for option in options]
        if group:
            lines.append("</optgroup>")
    return "\n".join([*lines, "</select>"])


DRAWN: dict[str, Callable[[Widget], str]] = {
    f"django/forms/widgets/{name}.html": draw_select if name == "select" else draw_input
    for name in ("text", "hidden", "number", "email", "select")
}


def draw(template_name: str, context: Mapping[str, Any]) -> SafeString | None:
    """The control as HTML; None for one that has a template of its own."""
    drawn = DRAWN.get(template_name)
    return SafeString(drawn(context["widget"])) if drawn else None  # every part of it is escaped above


def _option(option: Widget) -> str:
    words = conditional_escape(localize(option["label"]))
    return f'<option value="{_plain(option["value"])}"{attributes(option["attrs"])}>{words}</option>'


def _plain(value: Any) -> str:
    """As text, never in the manner of a country; what is marked safe stays as it is."""
    return conditional_escape(value if isinstance(value, SafeString) else str(value))
