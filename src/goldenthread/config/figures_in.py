"""The figures of a report from the command line: for which partnership, as whom, and what came of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from goldenthread.analytics.roles import KEEPERS
from goldenthread.config.installation import Trouble
from goldenthread.config.whose import partnership_named, person_for
from goldenthread.core.tenancy.actor import acting_as
from goldenthread.core.tenancy.models import Partnership
from goldenthread.processes.measures.figures_import.accepting import accept_as_read
from goldenthread.processes.measures.figures_import.models import FiguresImport
from goldenthread.processes.measures.figures_import.parts import sections_of, written_lines
from goldenthread.processes.measures.figures_import.planning import lines_of
from goldenthread.processes.measures.figures_import.taking import receive_figures
from goldenthread.reading.figures.model import FiguresRead

State = FiguresImport.State


def bring_in(
    data: bytes, read: FiguresRead, *, partnership_slug: str | None, email: str | None, accept: bool
) -> dict[str, Any]:
    """Take in what was read, and accept it if asked. `lines` says what happened; the rest is for programs.

    Raises Trouble, in words, for what the person at the command line can put right.
    """
    board = partnership_named(partnership_slug)
    actor = person_for(board, email, KEEPERS, "bring figures in")
    try:
        with acting_as(actor):
            received = receive_figures(partnership=board, data=data, read=read)
            one, aside = received.figures_import, list[str]()
            if accept and one.state == State.READY:
                one, aside = accept_as_read(one)
            return _answer(board, one, new=received.new, aside=aside)
    except (ValidationError, PermissionDenied) as refused:
        raise Trouble(" ".join(getattr(refused, "messages", [str(refused)]))) from refused


def _answer(board: Partnership, one: FiguresImport, *, new: bool, aside: list[str]) -> dict[str, Any]:
    page = f"{settings.SITE_URL}{reverse('figures_import', args=[board.slug, one.pk])}"
    rows = lines_of(one)
    counted = {name: [row for row in rows if row.section == name] for name in sections_of(rows)}
    lines = [] if new else ["This file was brought in before: nothing was changed by bringing it in again."]
    lines += [
        f"{name}: {len(mine)} rows, {sum(len(row.figures) for row in mine)} figures" for name, mine in counted.items()
    ]
    if one.state == State.ACCEPTED:
        lines += [f"{words}." for words in written_lines(one.written)]
        lines += [f"Left aside: {text}" for text in aside]
    lines.append(f"See {page}" if one.state == State.ACCEPTED else f"Read. Check it at {page}")
    return {
        "import": one.pk,
        "state": one.state,
        "new": new,
        "address": page,
        "rows": len(rows),
        "figures": sum(len(row.figures) for row in rows),
        "written": {
            "figures": len(one.written.get("observations", [])),
            "measures": one.written.get("measures", []),
        },
        "aside": aside,
        "left": one.left,
        "lines": [*lines, *(f"Could not be placed: {row['text']} ({row['where']}): {row['why']}" for row in one.left)],
    }
