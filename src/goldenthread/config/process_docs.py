"""A process's one-page README, written from its declaration: the code is the only place where it is said."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from goldenthread.core.casework.process import Process, all_processes
from goldenthread.core.tenancy.roles import Role
from goldenthread.kernel.calendars import say
from goldenthread.law.clocks import law_clock
from goldenthread.law.limits import LawClock, Limit

WRITTEN_BY = "Written by `goldenthread docs` from `process.py` and `models.py`: change those, not this page."
#: Columns of every record, which say nothing about one kind of work.
OF_EVERY_RECORD = frozenset({"record_ptr", "record", "id", "version", "partnership"})


def readmes() -> dict[Path, str]:
    """Each process package's README.md and what it should say, by path."""
    return {_package_of(process) / "README.md": readme(process) for process in all_processes()}


def stale(expected: dict[Path, str]) -> list[Path]:
    """The files that are missing or say something else."""
    return [path for path, text in expected.items() if not path.exists() or path.read_text(encoding="utf-8") != text]


def write(expected: dict[Path, str]) -> list[Path]:
    """Write those that are stale, and say which they were."""
    written = stale(expected)
    for path in written:
        path.write_text(expected[path], encoding="utf-8")
    return written


def readme(process: Process) -> str:
    """The page, as Markdown. Needs no database."""
    parts = [f"# {process.title}", process.summary, WRITTEN_BY, *_steps(process), *_who(process)]
    parts += [*_clocks(process), *_columns(process)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _steps(process: Process) -> Iterator[str]:
    yield "## States and steps"
    yield process.workflow.as_text({state: process.state_label(state) for state in process.workflow.states})


def _who(process: Process) -> Iterator[str]:
    yield "## Who may"
    yield (
        f"- Open one: {_roles(process.may_open)}.\n"
        f"- Correct what one says: {_roles(process.may_amend)}.\n"
        f"- See one, unless it says otherwise: {process.audience.label.lower()}."
    )


def _clocks(process: Process) -> Iterator[str]:
    yield "## Clocks"
    if not process.clocks:
        yield "None: no limit of the law is counted on it."
        return
    rows: list[tuple[str, ...]] = []
    for clock in process.clocks:
        law = law_clock(clock.id)
        if clock.span is not None:
            rows.append((clock.label or law.title, clock.id, "by a rule of its own", law.start_event, "", ""))
        else:
            rows += [_limit(clock.label or law.title, law, limit) for limit in law.limits]
    yield _table(("Clock", "Law id", "Limit", "Counted from", "Source", "How far it is known"), rows)


def _limit(label: str, law: LawClock, limit: Limit) -> tuple[str, ...]:
    name = f"{label} ({limit.part})" if limit.part else label
    span = f"{limit}; {limit.convention}"
    if limit.from_ or limit.until:
        since = f"from {say(limit.from_)}" if limit.from_ else ""
        until = f"until {say(limit.until)}" if limit.until else ""
        span += f"; {' '.join(filter(None, (since, until)))}"
    return (name, law.id, span, law.starts_with(limit), limit.source, str(limit.confidence))


def _columns(process: Process) -> Iterator[str]:
    yield "## What is written down"
    yield _table(("Column", "What it is", "Kind", "Must be filled"), _described(process.model))
    for name in process.entries:
        relation: Any = process.model._meta.get_field(name)
        yield f"### Each of its {name.replace('_', ' ')}"
        yield _table(("Column", "What it is", "Kind", "Must be filled"), _described(relation.related_model))


def _described(model: Any) -> Iterator[tuple[str, ...]]:
    for column in model._meta.local_fields:
        if column.name not in OF_EVERY_RECORD:
            said = str(column.verbose_name)
            words = ". ".join(filter(None, (said, str(column.help_text).rstrip("."))))
            must = "no" if column.blank or column.null or not column.editable else "yes"
            yield (f"`{column.name}`", words, _kind(column), must)


def _kind(column: Any) -> str:
    if column.is_relation:
        return f"one {column.related_model._meta.verbose_name}"
    if column.choices:
        return "one of: " + ", ".join(str(label) for _, label in column.flatchoices)
    words = {"CharField": "text", "TextField": "long text", "BooleanField": "yes or no", "URLField": "web address"}
    kind = column.get_internal_type()
    return words.get(kind, kind.removesuffix("Field").removeprefix("PositiveSmall").lower())


def _roles(held: Iterable[str]) -> str:
    return ", ".join(sorted(Role(role).label for role in held)).lower() or "nobody"


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "\n".join("| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines)


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def _package_of(process: Process) -> Path:
    """The folder that holds `process.py`: the model's app."""
    return Path(str(files(process.model._meta.app_config.name)))
