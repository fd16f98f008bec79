"""A Python that has read the libraries and waits: forked, it is ``goldenthread`` in half the time that a new one takes.

What it runs is the program as it stands, from its first line, with an environment and outputs of its own. Not read
beforehand is what looks at the environment: Django's settings and all that needs them.
"""

from __future__ import annotations

import atexit
import gc
import json
import os
import runpy
import select
import signal
import subprocess
import sys
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

LIBRARIES = (
    "croniter", "cryptography.x509", "django.core.management", "django.db.backends.postgresql.base", "django.forms",
    "django.template.loader", "django.views.generic", "docx", "fido2.server", "jinja2", "lxml.html", "procrastinate",
    "psutil", "psycopg_pool", "pydantic", "pypdf", "requests", "sqlparse",
)  # fmt: skip
PLAIN = ("goldenthread.kernel", "goldenthread.law", "goldenthread.reading", "goldenthread.publishing")


ROOT = Path(__file__).parents[1]
PATIENCE = 600  # seconds: a machine with much else to do takes minutes to migrate


def run_program(*words: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """``goldenthread`` with these words, to its end."""
    with tempfile.TemporaryDirectory() as folder:
        out, err = Path(folder) / "out", Path(folder) / "err"
        for file in (out, err):
            file.touch()
        asked = {"words": words, "environment": environment, "out": str(out), "err": str(err)}
        waiting = zygote()
        assert waiting.stdin is not None
        print(json.dumps(asked), file=waiting.stdin, flush=True)
        return subprocess.CompletedProcess(
            ["goldenthread", *words], int(answer(waiting)), out.read_text(), err.read_text()
        )


@cache
def zygote() -> subprocess.Popen[str]:
    """The one of this worker."""
    environment = os.environ | {"PYTHONPATH": str(ROOT / "src")}
    words = [sys.executable, "-m", "tests.zygote"]
    made = subprocess.Popen(
        words, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, process_group=0
    )
    atexit.register(made.kill)
    assert answer(made) == "ready"
    return made


def answer(waiting: subprocess.Popen[str]) -> str:
    assert waiting.stdout is not None
    readable, _, _ = select.select([waiting.stdout], [], [], PATIENCE)
    if not readable:
        zygote.cache_clear()
        os.killpg(waiting.pid, signal.SIGKILL)
        raise subprocess.TimeoutExpired("goldenthread", PATIENCE)
    return waiting.stdout.readline().strip()


def read_the_libraries() -> None:
    for name in LIBRARIES:
        import_module(name)
    for package in map(import_module, PLAIN):
        for module in walk_packages(package.__path__, f"{package.__name__}."):
            import_module(module.name)


def serve() -> None:
    """For each line of input (words, environment, out, err) run the program; answer with its exit code."""
    for line in sys.stdin:
        asked = json.loads(line)
        pid = os.fork()
        if pid == 0:
            become(**asked)
            return
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def become(words: list[str], environment: dict[str, str], out: str, err: str) -> None:
    """From here on this process is the program."""
    os.environ.clear()
    os.environ.update(environment)
    for number, path in enumerate((os.devnull, out, err)):
        file = os.open(path, os.O_RDWR)
        os.dup2(file, number)
        os.close(file)
    sys.argv = ["goldenthread", *words]
    runpy.run_module("goldenthread.config.command", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    gc.disable()  # what it runs ends before garbage is in the way: to migrate takes a third less
    read_the_libraries()
    print("ready", flush=True)
    serve()
