"""A form that takes a file or what was pasted, and reads it here and now: what cannot be read is refused beside it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from goldenthread.reading.errors import UnreadableDocument
from goldenthread.reading.sniffing import MOST_BYTES

MEGABYTE = 1024 * 1024


class FileOrPasted(forms.Form):
    """Exactly one of the two; valid, it holds `content`, its bytes, and `read`, what `take` made of them.

    `neither` says what to do where both or none are given.
    """

    file = forms.FileField(
        label="Report or table",
        required=False,
        max_length=200,
        help_text="A .txt, .html, .docx or .pdf file with text in it, or a .csv or .xlsx table, up to 25 MB.",
    )
    pasted = forms.CharField(
        label="Or paste it here",
        required=False,
        widget=forms.Textarea,
        strip=False,
        help_text="A table copied from a spreadsheet or a document, with its headings, or some paragraphs.",
    )
    neither = "Choose a file, or paste what it says: one of the two."
    content: bytes
    read: Any

    def take(self, name: str, given: dict[str, Any]) -> Any:
        """What is made of the content: the content itself, unless a form reads it. May raise UnreadableDocument."""
        return self.content

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise ValidationError(
                f"This file is larger than {MOST_BYTES // MEGABYTE} MB. Save the part with the tables alone, without "
                "pictures, and try again."
            )
        return file

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors:
            return given
        file = given.get("file")
        if bool(file) == bool(str(given.get("pasted", "")).strip()):
            raise ValidationError({"file": self.neither})
        self.content, name = (file.read(), file.name) if file else (given["pasted"].encode(), "pasted.txt")
        try:
            self.read = self.take(name, given)
        except UnreadableDocument as refused:
            raise ValidationError({"file" if file else "pasted": refused.message}) from refused
        return given
