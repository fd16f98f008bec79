"""Cold start of the web server on a prepared database, and the memory of each of its processes after some use."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

PORT = 8791
REQUESTS = 200


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="goldenthread-bench-") as folder:
        Path(folder).chmod(0o711)
        environment = os.environ | {
            "GOLDENTHREAD_DATA": folder,
            "GOLDENTHREAD_DEMO": "1",
            "GOLDENTHREAD_PORT": str(PORT),
        }
        command = [sys.executable, "-m", "goldenthread.config.command"]
        began = time.perf_counter()
        subprocess.run([*command, "migrate"], env=environment, check=True, stdout=subprocess.DEVNULL)
        print(f"server made, empty database migrated, static files collected: {time.perf_counter() - began:.1f} s")
        began = time.perf_counter()
        running = subprocess.Popen(
            [*command, "run"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _until_it_answers()
            print(f"first run, the demonstration loaded: answers after {time.perf_counter() - began:.1f} s")
        finally:
            running.send_signal(2)
            running.wait(60)
        began = time.perf_counter()
        running = subprocess.Popen(
            [*command, "run"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            _until_it_answers()
            print(f"second run: answers after {time.perf_counter() - began:.1f} s")
            for _ in range(REQUESTS):
                urllib.request.urlopen(f"http://127.0.0.1:{PORT}/account/login/").read()
            for name, megabytes in _memory(running.pid):
                print(f"{name}: {megabytes:.0f} MB resident")
        finally:
            running.send_signal(2)
            running.wait(60)


def _until_it_answers() -> None:
    for _ in range(3000):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{PORT}/healthz").read()
        except OSError:
            time.sleep(0.02)
        else:
            return
    raise SystemExit("it never answered")


def _memory(root: int) -> list[tuple[str, float]]:
    """(name, resident MB) of the supervisor and every Python process below it: forked, so they share much of it."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = dict(
                line.split(":\t", 1) for line in (folder / "status").read_text().splitlines() if ":\t" in line
            )
            words = (folder / "cmdline").read_bytes().decode()
        except OSError:
            continue
        parents[int(folder.name)] = (
            int(status["PPid"]),
            words,
            status["Name"],
            float(status.get("VmRSS", "0 kB").split()[0]) / 1024,
        )
    found = []
    for pid, (parent, words, name, megabytes) in sorted(parents.items()):
        above = parent
        while above not in (0, 1, root) and above in parents:
            above = parents[above][0]
        if (above == root or pid == root) and "python" in words and name != "postgres":
            found.append(("supervisor" if pid == root else name, megabytes))
    return found
