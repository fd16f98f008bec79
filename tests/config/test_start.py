"""What every process pays for at its start: nothing that a page needs only when somebody asks for a file or a test."""

from __future__ import annotations

import subprocess
import sys

from tests.config.conftest import CommandLine

#: Libraries that take a tenth of a second and more, or tens of megabytes, and are for one button or one night's job.
LATER = {"icalendar", "notifications_python_client", "numpy", "openpyxl", "scipy", "statsmodels", "xlsxwriter"}
LOAD = (
    "import sys\n"
    "from goldenthread.config.commands.run import load\n"
    "load()\n"
    "print(*sorted(name for name in sys.modules if '.' not in name))"
)

#: The lists of what waits for somebody, as the worker has them that mails them, and once the pages are there too.
LISTS = (
    "import importlib\n"
    "from goldenthread.config.services import set_up_django\n"
    "set_up_django('app')\n"
    "from goldenthread.core.notices import waiting, worklist\n"
    "print(*worklist._sources, *waiting._kinds, sep=',')\n"
    "importlib.import_module('goldenthread.config.urls')\n"
    "print(*worklist._sources, *waiting._kinds, sep=',')"
)


def test_heavy_libraries_wait_until_somebody_needs_them(untouched: CommandLine) -> None:
    loaded = set(said(LOAD, untouched).split())
    assert {"django", "gunicorn", "procrastinate", "goldenthread"} <= loaded
    assert loaded & LATER == set()


def test_what_waits_is_known_before_any_page_is_loaded(untouched: CommandLine) -> None:
    """The worker mails everyone's list and never loads a page."""
    at_start, with_pages = said(LISTS, untouched).splitlines()
    assert set(at_start.split(",")) == set(with_pages.split(","))
    assert {"log reviews", "thread", "waiting", "child-death"} <= set(at_start.split(","))


def said(program: str, untouched: CommandLine) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=untouched.environment,
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    return done.stdout
