"""House rules that no linter holds: small rooms, one clock, no way round the managers, no excuse without a reason."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "src" / "goldenthread"
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
#: Where rows may be asked for without the actor: the rules themselves, and history after sight of its row.
RULES = re.compile(r"(models(/\w+)?|core/tenancy/(access|history))\.py$")


def modules() -> Iterator[Path]:
    yield from (path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts)


def found(pattern: str, *, beside: str = "") -> list[str]:
    """Lines that match, as `file:number`, but for those that match `beside` too."""
    lines = []
    for path in modules():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(pattern, line) and not (beside and re.search(beside, line)):
                lines.append(f"{path.relative_to(SOURCE)}:{number}")
    return lines


def test_no_module_outgrows_a_screenful_of_screens() -> None:
    assert [str(p) for p in modules() if len(p.read_text(encoding="utf-8").splitlines()) > LONGEST_FILE] == []


def test_no_function_outgrows_a_screen() -> None:
    long = []
    for path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION:
                long.append(f"{path.relative_to(SOURCE)}: {node.name}")
    assert long == []


def test_no_one_asks_the_machine_what_day_it_is_but_kernel_now() -> None:
    asked = found(r"\bdate\.today\(|datetime\.(now|utcnow|today)\(|timezone\.(now|localdate)\(")
    assert [place for place in asked if not place.startswith("kernel/now.py")] == []


def test_rows_are_asked_for_without_the_actor_in_rules_alone() -> None:
    asked = found(r"\.unguarded\b")
    assert asked, "the rules themselves do"
    assert [place for place in asked if not RULES.search(place.split(":")[0])] == []


@pytest.mark.parametrize(
    ("excuse", "with_reason"),
    [(r"# noqa", r"# noqa: [A-Z0-9, ]+ - \S"), (r"# type: ignore", r"# type: ignore\[[a-z, -]+\]  # \S")],
)
def test_every_excuse_has_its_reason_beside_it(excuse: str, with_reason: str) -> None:
    assert found(excuse, beside=with_reason) == []


def test_no_host_of_a_registry_and_no_path_of_a_machine_is_written_down() -> None:
    named = re.compile("|".join(["pypi" + r"\.org", "python" + "hosted", "registry" + r"\.npm", "deb" + r"\.debian"]))
    texts = [*ROOT.glob("requirements/*.txt"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md"), *modules()]
    assert [str(path) for path in texts if named.search(path.read_text(encoding="utf-8"))] == []
