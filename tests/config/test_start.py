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


def test_heavy_libraries_wait_until_somebody_needs_them(untouched: CommandLine) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOAD], env=untouched.environment, capture_output=True, text=True, check=True, timeout=100
    )
    loaded = set(done.stdout.split())
    assert {"django", "gunicorn", "procrastinate", "goldenthread"} <= loaded
    assert loaded & LATER == set()
