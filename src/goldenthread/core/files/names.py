"""File names as they may be kept and given back: no folders, nothing invisible, nothing a computer would take for a
command.
"""

from __future__ import annotations

import re
import unicodedata

LONGEST = 120
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_DEVICES = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)


def clean_name(name: str) -> str:
    """A name fit to keep: its last part only, without control or direction-changing characters, at most 120 characters.

    The extension survives the cut. A name of which nothing is left becomes "file".
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    # categories C*: control, format (right-to-left override among them), surrogate, private use, unassigned
    visible = "".join(" " if c.isspace() else c for c in last if c.isspace() or unicodedata.category(c)[0] != "C")
    tidy = " ".join(_FORBIDDEN.sub("-", visible).split()).lstrip(". ").rstrip(". ")
    stem, dot, extension = tidy.rpartition(".")
    if not dot:
        stem, extension = tidy, ""
    if _DEVICES.match(stem.split(".")[0].strip()):
        stem = f"_{stem}"
    extension = extension[:10]
    stem = stem[: LONGEST - len(extension) - 1].rstrip(". ") or "file"
    return f"{stem}.{extension}" if extension else stem


def extension_of(name: str) -> str:
    """The extension in lower case without its dot, or ""."""
    _, dot, extension = name.rpartition(".")
    return extension.lower() if dot else ""
