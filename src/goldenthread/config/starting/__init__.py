"""Writes the skeleton of a process package: it imports, migrates, and its pages answer, before a line is changed."""

from __future__ import annotations

import keyword
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template

from goldenthread.config.installation import Trouble

TEMPLATES = Path(__file__).parent / "templates" / "process"
NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
LONGEST = 40
#: Where each template goes: "{name}" is the process's, paths are below the package unless they start with "tests".
PLACES = {
    "package.txt": "__init__.py",
    "apps.txt": "apps.py",
    "models.txt": "models.py",
    "process.txt": "process.py",
    "migration.txt": "migrations/0001_initial.py",
    "readme.txt": "README.md",
}


@dataclass(frozen=True)
class Skeleton:
    """A process to be. `name` is a Python name in the singular ("risk", "early_help_case"); `folder` says who does it.

    Raises Trouble for a name that cannot be one.
    """

    name: str
    folder: str = "registers"

    def __post_init__(self) -> None:
        for word in (self.name, self.folder):
            if not NAME.fullmatch(word) or keyword.iskeyword(word) or len(word) > LONGEST:
                raise Trouble(
                    f"“{word}” cannot be the name of a package: use up to {LONGEST} small letters, digits and single "
                    "underscores, beginning with a letter, such as early_help_case."
                )

    @property
    def package(self) -> str:
        """The dotted name that settings list."""
        return f"goldenthread.processes.{self.folder}.{self.name}"

    @property
    def prefix(self) -> str:
        """What its references begin with: the initials of a name of several words, else its first two letters."""
        words = self.name.split("_")
        return ("".join(word[0] for word in words) if len(words) > 1 else self.name[:2]).upper()[:6]

    def words(self, prefix: str) -> dict[str, str]:
        """What the templates are filled with."""
        spoken = self.name.replace("_", " ")
        title = spoken.capitalize()
        plural = f"{title[:-1]}ies" if title.endswith("y") else title if title.endswith("s") else f"{title}s"
        return {
            "name": self.name,
            "package": self.package,
            "folder": self.folder,
            "slug": self.name.replace("_", "-"),
            "spoken": spoken,
            "singular": title,
            "plural": plural,
            "model": "".join(word.capitalize() for word in self.name.split("_")),
            "constraint": self.name.replace("_", ""),
            "prefix": prefix,
        }


def write_skeleton(
    skeleton: Skeleton, *, processes: Path, tests: Path, taken: Collection[str] = (), prefixes: Collection[str] = ()
) -> list[Path]:
    """Write the package below `processes` and its test below `tests`; return the files, in order.

    `taken` are the labels of applications that exist, `prefixes` the references in use. Raises Trouble, having written
    nothing, where something of that name is there.
    """
    files = dict(_files(skeleton, processes, tests, _free(skeleton.prefix, prefixes)))
    folder = processes / skeleton.folder / skeleton.name
    if folder.exists():
        raise Trouble(f"There is a process {skeleton.name} already, in {folder}.")
    if skeleton.name in taken:
        raise Trouble(f"There is an application called {skeleton.name} already: choose another name.")
    if there := next((path for path in files if path.exists() and path.stat().st_size), None):
        raise Trouble(f"{there} is there already.")
    for path, text in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return list(files)


def _files(skeleton: Skeleton, processes: Path, tests: Path, prefix: str) -> Iterator[tuple[Path, str]]:
    words = skeleton.words(prefix)
    folder = processes / skeleton.folder
    for made in (folder, tests / skeleton.folder):
        if not (made / "__init__.py").exists():
            yield made / "__init__.py", ""
    for template, place in PLACES.items():
        yield folder / skeleton.name / place, _filled(template, words)
    yield folder / skeleton.name / "migrations" / "__init__.py", ""
    yield tests / skeleton.folder / f"test_{skeleton.name}.py", _filled("test.txt", words)


def _filled(template: str, words: dict[str, str]) -> str:
    return Template((TEMPLATES / template).read_text(encoding="utf-8")).substitute(words)


def _free(prefix: str, taken: Collection[str]) -> str:
    """The prefix, or with the first number that makes it its own: two processes never share references."""
    return next(p for n in range(1, 100) if (p := prefix if n == 1 else f"{prefix}{n}") not in taken)
