"""Accept a report's figures: measures that are new, and every figure, in one transaction; or nothing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify

from goldenthread.analytics.defining import add_measure, take_from_catalogue
from goldenthread.analytics.models import Measure, Observation, Subgroup
from goldenthread.analytics.observing import Figure, FiguresRefused, observe
from goldenthread.analytics.roles import KEEPERS
from goldenthread.core.casework.services import allow
from goldenthread.core.tenancy.actor import current_actor
from goldenthread.kernel.now import now
from goldenthread.law.measures.entry import Unit

from .matching import key_of, name_key
from .models import FigureLine, FiguresImport, RememberedMeasure, RememberedPart
from .offering import SHIPPED, own_as_read
from .planning import Plan, Planned, lines_of, plan_of, title_of
from .verdicts import decide_section, seen_of

State, Verdict = FiguresImport.State, FigureLine.Verdict


@transaction.atomic
def accept_import(figures_import: FiguresImport, *, seen: int | None = None) -> FiguresImport:
    """Write what the lines say. `seen` is the review's state that was checked (`seen_of`).

    Accepted once: accepting again changes nothing. Raises ValidationError, in words, for what is missing or what
    changed since it was checked; then nothing is written.
    """
    allow(KEEPERS, figures_import.partnership_id, "accept figures")
    rows = FiguresImport.objects.select_for_update(of=("self",)).select_related("partnership")
    row: FiguresImport = rows.get(pk=figures_import.pk)
    if row.state == State.ACCEPTED:
        return row
    if row.state != State.READY:
        raise ValidationError(f"This import is {row.get_state_display().lower()}: there is nothing to accept.")
    if seen is not None and seen != seen_of(row):
        raise ValidationError("Someone changed a verdict since you opened this page. Check it again.")
    plan = plan_of(lines_of(row))
    if plan.problems:
        raise ValidationError([f"{line.label}: {what}" for line, what in plan.problems])
    if not plan.figures:
        raise ValidationError("No line is accepted yet: there is nothing to write.")
    before = set(Measure.objects.filter(partnership=row.partnership).values_list("pk", flat=True))
    measures = _measures(row, plan)
    written = _observe(row, plan, measures)
    _remember(row, plan, measures)
    added = [measure.code for measure in measures.values() if measure.pk not in before]
    row.written = {"observations": [one.pk for one in written], "measures": added, "figures": len(plan.figures)}
    row.state, row.settled_by, row.settled_at = State.ACCEPTED, current_actor().name, now()
    row.version += 1
    row.save()
    return row


@transaction.atomic
def accept_as_read(figures_import: FiguresImport) -> tuple[FiguresImport, list[str]]:
    """Accept everything as it was read, and say what was left aside because it could not be written so.

    A measure that is only likely is not used: nobody looked at it, so the row becomes a measure of our own.
    """
    allow(KEEPERS, figures_import.partnership_id, "accept figures")
    decide_section(figures_import, "", verdict=Verdict.ACCEPTED)
    told: list[str] = []
    lines = lines_of(figures_import)
    told += [_without_guess(line) for line in lines if line.match == FigureLine.Match.LIKELY]
    for _ in range(2):  # once for what is missing, once more for what is then given twice
        for line, what in plan_of(lines).problems:
            told.append(f"{line.label}: {what}")
            line.verdict = Verdict.DISMISSED
    aside = [line for line in lines if line.verdict == Verdict.DISMISSED]
    FigureLine.objects.bulk_update(aside, ["verdict"])
    FigureLine.objects.bulk_update(lines, ["measure", "own", "match"])
    return accept_import(figures_import), list(dict.fromkeys(told))


def _without_guess(line: FigureLine) -> str:
    told = f"{line.label}: may be {title_of(line)}, which was not decided here: added as a measure of our own."
    line.measure, line.match = None, FigureLine.Match.NONE
    line.own = own_as_read(line.read)
    return told


@transaction.atomic
def undo_import(figures_import: FiguresImport) -> FiguresImport:
    """Take the figures of an accepted import back: each stays in the history with the reason, and no longer counts."""
    allow(KEEPERS, figures_import.partnership_id, "take figures back")
    row: FiguresImport = FiguresImport.objects.select_for_update(of=("self",)).get(pk=figures_import.pk)
    if row.state != State.ACCEPTED:
        raise ValidationError(f"This import is {row.get_state_display().lower()}: there is nothing to take back.")
    rows = Observation.objects.filter(pk__in=row.written.get("observations", []))
    figures = [_taken_back(one, row.name) for one in rows.select_related("measure", "area", "agency", "subgroup")]
    observe(figures, source=Observation.Source.IMPORTED)
    row.state, row.settled_by, row.settled_at = State.UNDONE, current_actor().name, now()
    row.version += 1
    row.save()
    return row


def _taken_back(one: Observation, name: str) -> Figure:
    return Figure(
        measure=one.measure,
        stretch=one.stretch,
        symbol=Observation.Symbol.WITHDRAWN,
        area=one.area,
        agency=one.agency,
        subgroup=one.subgroup,
        note=f"The import of {name} was taken back.",
    )


def _measures(row: FiguresImport, plan: Plan) -> dict[int | str, Measure]:
    """Which measure each line means, those that are new among them: added once, however many lines name it."""
    board = row.partnership
    found: dict[int | str, Measure] = {one.of: one.line.measure for one in plan.figures if one.line.measure}
    codes = {str(one.of).removeprefix("shipped:") for one in plan.figures if str(one.of).startswith("shipped:")}
    if codes:
        take_from_catalogue(board, [SHIPPED[code] for code in sorted(codes)])
        for measure in Measure.objects.filter(partnership=board, code__in=codes):
            found[f"shipped:{measure.code}"] = measure
    had = set(Measure.objects.filter(partnership=board).values_list("code", flat=True))
    for key, line in plan.new.items():
        if any(one.of == key for one in plan.figures):
            found[key] = _add(row, line, had)
    return found


def _add(row: FiguresImport, line: FigureLine, had: set[str]) -> Measure:
    own: dict[str, Any] = line.own
    base = code = slugify(own["title"])[:50].strip("-") or "figure"
    number = 2
    while code in had:
        code, number = f"{base}-{number}", number + 1
    had.add(code)
    per = Unit(own["unit"]).per
    return add_measure(
        partnership=row.partnership,
        code=code,
        title=own["title"][:200],
        subject="Reported",
        question=f"{own['title'].rstrip('?')}: how many, and is that changing?"[:300],
        kind=own["kind"],
        unit=own["unit"],
        better=own["better"],
        every=own["every"],
        snapshot=own["snapshot"],
        numerator=own["title"][:300],
        denominator="all of them, as the report counts them" if per else "",
        cuts=own.get("cuts", ""),
        source=f"{row.name}, {line.section}"[:300],
        note="Added with the figures of a report. Say more exactly how it is counted.",
    )


def _observe(row: FiguresImport, plan: Plan, measures: dict[int | str, Measure]) -> list[Observation]:
    groups = _subgroups(plan)
    figures = [_figure(row, one, measures[one.of], groups) for one in plan.figures]
    try:
        return observe(figures, source=Observation.Source.IMPORTED)
    except FiguresRefused as refused:
        raise ValidationError([f"{where}: {what}" for where, what in refused.problems]) from refused


def _figure(row: FiguresImport, one: Planned, measure: Measure, groups: dict[tuple[str, str], Subgroup]) -> Figure:
    line = one.line
    note = f"{one.note[:240]} File {row.name} (SHA-256 {row.sha256}), {line.section[:120]}.".strip()
    return Figure(
        measure=measure,
        stretch=one.stretch,
        value=one.value,
        symbol=one.symbol,
        area=line.area,
        agency=line.agency,
        subgroup=groups.get((line.cut, name_key(line.group))) if line.group else None,
        origin=f"{row.name}: {one.where}"[:200],
        note=note[:500],
        where=one.where,
    )


def _subgroups(plan: Plan) -> dict[tuple[str, str], Subgroup]:
    """Names that are nobody's here, as parts of those counted: shared words, made where they are not there yet."""
    wanted = {
        (one.line.cut, name_key(one.line.group)): one.line.group
        for one in plan.figures
        if one.line.group and not one.line.agency_id and not one.line.area_id
    }
    return {
        (cut, key): Subgroup.objects.get_or_create(
            cut=cut or "category", key=slugify(key)[:60] or "other", defaults={"label": label[:120]}
        )[0]
        for (cut, key), label in wanted.items()
    }


def _remember(row: FiguresImport, plan: Plan, measures: dict[int | str, Measure]) -> None:
    """So that the next report's rows are offered as this one's were accepted."""
    said: dict[str, Measure] = {}
    parts: dict[str, FigureLine] = {}
    for one in plan.figures:
        line = one.line
        said[key_of(line.read["measure"], line.read["unit"])] = measures[one.of]
        if line.read["part"] and (line.agency_id or line.area_id):
            parts[name_key(line.read["part"])] = line
    RememberedMeasure.objects.bulk_create(
        [RememberedMeasure(partnership=row.partnership, key=key, measure=measure) for key, measure in said.items()],
        update_conflicts=True, unique_fields=["partnership", "key"], update_fields=["measure"],
    )  # fmt: skip
    RememberedPart.objects.bulk_create(
        [
            RememberedPart(partnership=row.partnership, key=key, agency=line.agency, area=line.area)
            for key, line in parts.items()
        ],
        update_conflicts=True, unique_fields=["partnership", "key"], update_fields=["agency", "area"],
    )  # fmt: skip
