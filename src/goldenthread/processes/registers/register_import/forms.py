"""The forms: a register to bring in, where its headings stand, what each column fills, what each word means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.core.casework.importable import importable_for, registers_taken
from goldenthread.core.casework.registering import kinds_kept, may_bring_in
from goldenthread.core.casework.services import speaks_for
from goldenthread.core.tenancy.models import Agency, Partnership
from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.trackers.book import Book, Sheet, empty, shown
from goldenthread.reading.trackers.headings import Headings, guess_headings, headings_at, why_no_case
from goldenthread.reading.trackers.opening import MOST_BYTES, open_tracker
from goldenthread.web.components import count
from goldenthread.web.forms import RadioSelect

from .cells import unknown_word
from .guessing import guess_choice
from .mapping import Layout, Way, fingerprint
from .vocabulary import OWN_NUMBER, Target, Vocabulary

NOWHERE = "Not on a sheet of their own"
#: Leaves a cell empty, as a choice among others.
LEAVE = "leave"
MOST_WORDS = 60
SAMPLES = 3


def may_bring(board: Partnership) -> list[tuple[str, str]]:
    """The kinds of work whose registers the actor may bring in here: (slug, title)."""
    kept = kinds_kept(board)
    return [(one.process, one.of.title) for one in registers_taken() if may_bring_in(one.of, board, kept)]


def may_lead(board: Partnership) -> list[Agency]:
    """The agencies at the table that the actor speaks for."""
    return [agency for agency in board.agencies.all() if speaks_for(board.pk, agency.pk)]


class UploadForm(forms.Form):
    """The register, opened here and now: what cannot be read is refused beside it, and nothing is kept."""

    process = forms.ChoiceField(label="Which register is it?", widget=RadioSelect)
    lead_agency: forms.ModelChoiceField[Agency] = forms.ModelChoiceField(
        None, label="Which agency keeps it?", empty_label="Choose one"
    )
    file = forms.FileField(
        label="The register",
        max_length=200,
        help_text=f"An Excel workbook (.xlsx), or .ods or .csv, up to {MOST_BYTES // 1024 // 1024} MB.",
    )
    content: bytes
    book: Book

    def __init__(self, board: Partnership, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds, agencies = may_bring(board), may_lead(board)
        process, agency = self.fields["process"], self.fields["lead_agency"]
        process.choices = process.widget.choices = kinds  # type: ignore[attr-defined]  # the field's own class has it
        agency.queryset = board.agencies.filter(pk__in=[one.pk for one in agencies])  # type: ignore[attr-defined]  # as above
        if len(kinds) == 1:
            self.initial.setdefault("process", kinds[0][0])
        if len(agencies) == 1:
            self.initial.setdefault("lead_agency", agencies[0].pk)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                f"This file is larger than {MOST_BYTES // 1024 // 1024} MB. Save the sheets of the register alone, "
                "without pictures, and try again."
            )
        self.content = file.read()
        try:
            self.book = open_tracker(self.content)
        except UnreadableDocument as refused:
            raise ValidationError(refused.message) from refused
        return file

    @property
    def sealed(self) -> bool:
        found = importable_for(str(self.cleaned_data.get("process", "")))
        return bool(found and found.of.sealed)


class SheetForm(forms.Form):
    """Which sheet has the cases, where its headings stand, and which sheets have the rows below them."""

    sheet = forms.TypedChoiceField(label="Which sheet has the cases?", coerce=int)
    row = forms.IntegerField(
        label="Row of the headings", min_value=1, help_text="Its number at the left edge of the sheet."
    )
    rows = forms.TypedChoiceField(
        label="How many rows do the headings take?", coerce=int, choices=[(1, "One"), (2, "Two")], widget=RadioSelect
    )

    def __init__(self, book: Book, words: Vocabulary, way: Way | None, *args: Any) -> None:
        super().__init__(*args)
        self.book, self.words, self.way = book, words, way
        sheets = [(at, _named(sheet)) for at, sheet in enumerate(book.sheets)]
        self.fields["sheet"].choices = sheets  # type: ignore[attr-defined]  # the field's own class has it
        main = way.main if way else Layout(0, 0)
        self.initial.update({"sheet": main.sheet, "row": main.row + 1, "rows": main.rows})
        if len(book.sheets) > 1:
            for entries in words.importable.entries:
                self._ask_below(entries.entries, sheets)

    def _ask_below(self, name: str, sheets: list[tuple[int, str]]) -> None:
        label = str(self.words.of(name)[0].column.model._meta.verbose_name_plural)
        layout = self.way.below.get(name) if self.way else None
        self.fields[f"sheet_{name}"] = forms.TypedChoiceField(
            label=f"Which sheet has the {label}?", coerce=int, empty_value=None, required=False,
            choices=[("", NOWHERE), *sheets], initial="" if layout is None else layout.sheet,
            help_text="Each row must have the number of its case.",
        )  # fmt: skip
        self.fields[f"row_{name}"] = forms.IntegerField(
            label=f"Row of the headings on the sheet of {label}", min_value=1, required=False,
            initial=layout.row + 1 if layout else None,
            help_text="Leave it empty to have it looked for.",
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        sheet, row = given.get("sheet"), given.get("row")
        if sheet is not None and row and row > len(self.book.sheets[sheet].rows):
            self.add_error("row", f"This sheet has {count(len(self.book.sheets[sheet].rows), 'row')}.")
        for entries in self.words.importable.entries:
            if given.get(f"sheet_{entries.entries}") is not None and given[f"sheet_{entries.entries}"] == sheet:
                self.add_error(f"sheet_{entries.entries}", "This is the sheet of the cases. Choose another, or none.")
        return given

    def headings(self) -> tuple[int, Headings]:
        """The sheet of the cases and its headings, as they were said; looked for anew where only the sheet changed."""
        at, row = self.cleaned_data["sheet"], self.cleaned_data["row"] - 1
        sheet = self.book.sheets[at]
        if at != self.initial["sheet"] and row == self.initial["row"] - 1:
            found = guess_headings(sheet, lambda heading: False)
            if found:
                return at, found
        return at, headings_at(sheet, row, self.cleaned_data["rows"])


class ColumnsForm(forms.Form):
    """What each column fills. `names` are those that may be chosen, in order."""

    def __init__(
        self, sheet: Sheet, headings: Headings, columns: Mapping[int, str], targets: list[Target], *args: Any
    ) -> None:
        super().__init__(*args)
        self.targets, self.columns = targets, [at for at in range(sheet.width) if _used(sheet, headings, at)]
        choices = [
            ("", "Leave it out"),
            *((one.name, one.label + (" (needed)" if one.needed and not one.below else "")) for one in targets),
        ]
        for at in self.columns:
            heading = headings.words[at] if at < len(headings.words) else ""
            self.fields[f"column_{at}"] = forms.ChoiceField(
                label=heading or f"Column {_letter(sheet, at)}, without a heading", choices=choices, required=False,
                initial=columns.get(at, ""), help_text=_samples(sheet, headings, at),
            )  # fmt: skip

    mark_optional = False

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        by = {one.name: one for one in self.targets}
        filled: dict[str, int] = {}
        for at in self.columns:
            name = given.get(f"column_{at}", "")
            if name in filled and by[name].kind != "text" and not by[name].below:
                first = self.fields[f"column_{filled[name]}"].label
                self.add_error(
                    f"column_{at}", f"“{first}” fills {by[name].label.lower()} already. Leave one of them out."
                )
            elif name:
                filled.setdefault(name, at)
        lacking = [one.label for one in self.targets if one.needed and not one.below and one.name not in filled]
        if lacking:
            raise ValidationError(
                f"No column fills: {', '.join(lacking)}. Every case must have it. Choose it for a column, or add a "
                "column to the file and bring it in again."
            )
        return given

    def chosen(self) -> dict[int, str]:
        """Column -> target, of those that are taken in."""
        found = {at: self.cleaned_data.get(f"column_{at}", "") for at in self.columns}
        return {at: name for at, name in found.items() if name}


class BelowForm(ColumnsForm):
    """What each column of a sheet of rows below the cases fills."""

    def clean(self) -> dict[str, Any]:
        given = forms.Form.clean(self) or {}
        filled = [name for at in self.columns if (name := given.get(f"column_{at}", ""))]
        first = next(one for one in self.targets if one.first)
        if filled.count(OWN_NUMBER) != 1:
            raise ValidationError("Choose the one column that has the number of the case.")
        if first.name not in filled:
            raise ValidationError(f"No column fills: {first.label}.")
        return given


class WordsForm(forms.Form):
    """What each word of a column with choices means, of those that are not known."""

    mark_optional = False

    def __init__(self, asked: Mapping[str, list[str]], words: Vocabulary, way: Way, *args: Any) -> None:
        super().__init__(*args)
        self.asked = [(words.targets[name], word) for name, said in asked.items() for word in said][:MOST_WORDS]
        for at, (target, word) in enumerate(self.asked):
            known = way.values.get(target.name, {}).get(fingerprint(word))
            before = LEAVE if known == "" else known
            self.fields[f"word_{at}"] = forms.ChoiceField(
                label=f"“{word[:80]}” in {target.label.lower()}", initial=before or guess_choice(word, target),
                choices=[("", "Choose"), *target.choices, (LEAVE, "Leave it empty")],
                error_messages={"required": f"Choose what “{word[:80]}” means"},
            )  # fmt: skip

    def said(self) -> dict[str, dict[str, str]]:
        """Target -> word's fingerprint -> choice."""
        found: dict[str, dict[str, str]] = {}
        for at, (target, word) in enumerate(self.asked):
            choice = self.cleaned_data[f"word_{at}"]
            found.setdefault(target.name, {})[fingerprint(word)] = "" if choice == LEAVE else choice
        return found


def words_asked(book: Book, words: Vocabulary, way: Way, *, every: bool = False) -> dict[str, list[str]]:
    """Target -> the words in its columns that nobody has explained; with `every`, also those that a person did."""
    found: dict[str, dict[str, None]] = {}
    for layout in (way.main, *way.below.values()):
        sheet, rows = book.sheets[layout.sheet], _cases(book, layout)
        for at, name in sorted(layout.columns.items()):
            target = words.targets.get(name)
            if target is None or not target.chosen:
                continue
            said = {} if every else way.values.get(name, {})
            asked = [word for row in rows if (word := unknown_word(sheet.at(row, at), target, said))]
            if asked:
                found.setdefault(name, {}).update(dict.fromkeys(asked))
    return {name: _once(said) for name, said in found.items()}


def _cases(book: Book, layout: Layout) -> list[int]:
    """The rows of a sheet that are no totals, headings or blanks."""
    sheet = book.sheets[layout.sheet]
    headings = headings_at(sheet, layout.row, layout.rows)
    below = range(headings.first_below, len(sheet.rows))
    return [row for row in below if not why_no_case(sheet, row, headings, layout.columns)]


def _once(words: Mapping[str, None]) -> list[str]:
    """Each word once, however it is written."""
    return list({fingerprint(word): word for word in words}.values())


def _named(sheet: Sheet) -> str:
    rows = sum(any(not empty(value) for value in row) for row in sheet.rows)
    return f"{sheet.name or 'The file'} ({count(rows, 'row')})"


def _used(sheet: Sheet, headings: Headings, at: int) -> bool:
    if at < len(headings.words) and headings.words[at]:
        return True
    return any(not empty(sheet.at(row, at)) for row in range(headings.first_below, len(sheet.rows)))


def _samples(sheet: Sheet, headings: Headings, at: int) -> str:
    found: list[str] = []
    for row in range(headings.first_below, len(sheet.rows)):
        said = shown(sheet.at(row, at))[:40]
        if said and said not in found:
            found.append(said)
        if len(found) == SAMPLES:
            break
    place = f"Column {_letter(sheet, at)}"
    return f"{place}: {' · '.join(found)}" if found else f"{place}: nothing below it"


def _letter(sheet: Sheet, at: int) -> str:
    return sheet.place(0, at).rpartition(" ")[2].rstrip("1") if not sheet.plain else str(at + 1)
