"""Runs the web and the worker side by side, keeps them (and the embedded server) alive, and stops what it started.

A child is forked from the supervisor, which has loaded everything by then: Django is imported once and not three times,
and the pages of memory that nobody changes are shared. Every child is in a session of its own, so a Ctrl-C in the
terminal reaches only the supervisor, which then stops the children in order; and on Linux the kernel stops them if the
supervisor itself is killed.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from types import FrameType

from goldenthread.config.installation import Trouble
from goldenthread.config.server_home import show_name, signal_on_parents_death

LOOK_SECONDS = 0.25
FIRST_LOOK_SECONDS = 0.03  # until all is started: somebody waits
GRACE_SECONDS = 15
# A child that dies more often than this is not going to get better by itself.
DEATHS_ALLOWED = 5
DEATHS_WITHIN_SECONDS = 120
FIRST_PAUSE_SECONDS = 0.5  # doubled at each death


class GaveUp(Trouble):
    """A child kept dying. The message names it and its exit code."""


@dataclass
class Child:
    """One program under supervision: what it runs (to its end, in a process of its own), and how often it died of late.

    ``name`` is also what the machine's own lists of processes show, as far as it goes (15 letters).
    """

    name: str
    job: Callable[[], object]
    process: BaseProcess | None = None
    start_after: float = 0.0
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Fork a process for the job, in a session of its own."""
        gc.freeze()  # or the first collection in each child would write to, and so copy, everything that is shared
        as_child = _as_child(self.name, self.job)
        self.process = multiprocessing.get_context("fork").Process(target=as_child, name=self.name)
        self.process.start()

    def look(self, now: float) -> str | None:
        """Start the program if it is not running and its pause is over. Returns a line to tell if it just died.

        Raises GaveUp when it died too often.
        """
        if self.process is None:
            if now >= self.start_after:
                self.start()
            return None
        code = self.process.exitcode
        if code is None:
            return None
        self.process = None
        self.deaths = [death for death in self.deaths if now - death < DEATHS_WITHIN_SECONDS] + [now]
        if len(self.deaths) > DEATHS_ALLOWED:
            raise GaveUp(f"The {self.name} ended {len(self.deaths)} times in two minutes (last exit code {code}).")
        pause = FIRST_PAUSE_SECONDS * 2 ** (len(self.deaths) - 1)
        self.start_after = now + pause
        return f"The {self.name} ended (exit code {code}); starting it again in {pause:g} s."


class Supervisor:
    """Holds the children. ``also_keep`` is called at every look, for what is kept alive by other means."""

    def __init__(self, children: Sequence[Child], tell: Callable[[str], None], also_keep: Callable[[], None]) -> None:
        self.children = children
        self.tell = tell
        self.also_keep = also_keep
        self._stop = threading.Event()

    def ask_to_stop(self, number: int = 0, frame: FrameType | None = None) -> None:
        """Signal handler: end the loop at the next look."""
        self._stop.set()

    def listen(self) -> None:
        """Take SIGINT, SIGTERM and SIGHUP as the wish to stop."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.ask_to_stop)

    @property
    def stopping(self) -> bool:
        """Whether somebody asked to stop."""
        return self._stop.is_set()

    def run(self, when_started: Callable[[], bool]) -> None:
        """Keep the children alive until asked to stop; ``when_started`` is asked at each look until it says True.

        Raises GaveUp. Every child has ended when this returns or raises.
        """
        started = False
        try:
            while not self._stop.is_set():
                self.also_keep()
                for child in self.children:
                    line = child.look(time.monotonic())
                    if line is not None:
                        self.tell(line)
                started = started or when_started()
                self._stop.wait(LOOK_SECONDS if started else FIRST_LOOK_SECONDS)
        finally:
            self.end_all()

    def end_all(self) -> None:
        """Ask every child to end, wait, and kill the session of one that does not."""
        running = [child.process for child in self.children if child.process is not None]
        for process in running:
            process.terminate()
        give_up = time.monotonic() + GRACE_SECONDS
        for process in running:
            process.join(max(0.1, give_up - time.monotonic()))
            if process.exitcode is None and process.pid is not None:
                os.killpg(process.pid, signal.SIGKILL)
                process.join()


def _as_child(name: str, job: Callable[[], object]) -> Callable[[], None]:
    """The job, with what a program of its own would have: a session, a name, plain signals, an end with its parent."""
    end_with_parent = signal_on_parents_death(signal.SIGTERM)
    parent = os.getpid()

    def run() -> None:
        os.setsid()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)
        if end_with_parent is not None:
            end_with_parent()
        if os.getppid() != parent:
            return  # it was killed before the kernel knew whom to tell
        show_name(name)
        job()

    return run
