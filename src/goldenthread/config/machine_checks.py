"""Doctor's checks of the machine: what can be looked at without the database and without Django."""

from __future__ import annotations

import os
import shutil
import smtplib
import socket
import sys
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from goldenthread.config.findings import Finding, note, ok, wrong
from goldenthread.config.installation import Installation, is_true

OLDEST_PYTHON = (3, 11)
LEAST_FREE_BYTES = 1_000_000_000
TIMEOUT_SECONDS = 5
PLAIN_SMTP_PORT = 587


def check_machine(installation: Installation, environment: Mapping[str, str]) -> Iterator[Finding]:
    """Everything about this machine, in the order a person would look."""
    yield check_python()
    yield check_time_zone()
    yield from check_folder(installation)
    yield check_secrets(installation)
    yield check_user()
    yield check_mail(installation, environment)
    yield check_scanner(environment)


def check_python() -> Finding:
    """Python is new enough."""
    words = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info >= OLDEST_PYTHON:
        return ok("Python", words)
    return wrong("Python", f"{words} is too old", "Install Python 3.11 or newer and run `make install` again.")


def check_time_zone() -> Finding:
    """The rules of British summer time can be found."""
    try:
        ZoneInfo("Europe/London")
    except ZoneInfoNotFoundError:
        return wrong("Time zones", "Europe/London is not known", "Install the tzdata package (`make install` does).")
    return ok("Time zones", "Europe/London is known")


def check_folder(installation: Installation) -> Iterator[Finding]:
    """The data folder is there, ours to write and has room."""
    data = installation.data
    if not data.is_dir():
        words = f"{data} does not exist"
        yield wrong(
            "Data folder", words, "Set GOLDENTHREAD_DATA to the right folder, or make it: goldenthread migrate."
        )
        return
    if not os.access(data, os.W_OK | os.X_OK):
        yield wrong("Data folder", f"{data} cannot be written to", "Give this user the folder, or run as its owner.")
    elif data.stat().st_mode & 0o066:
        yield wrong("Data folder", f"{data} can be read or written by others", f"Run: chmod go-rw {data}")
    else:
        yield ok("Data folder", str(data))
    free = shutil.disk_usage(data).free
    words = f"{free / 1e9:.1f} GB free"
    if free < LEAST_FREE_BYTES:
        yield wrong("Disk space", words, "Free some space: with less than 1 GB the database may stop.")
    else:
        yield ok("Disk space", words)


def check_secrets(installation: Installation) -> Finding:
    """The secrets file is there, readable and closed to others."""
    file = installation.secrets_file
    try:
        known = "secret_key" in installation.read_secrets() or "GOLDENTHREAD_SECRET_KEY" in os.environ
    except (OSError, ValueError) as trouble:
        return wrong(
            "Secrets", f"{file} cannot be read ({trouble})", "Put the file back from a copy, or from a backup."
        )
    if not known:
        return wrong("Secrets", "there is no secret key yet", "Run: goldenthread migrate")
    if file.exists() and file.stat().st_mode & 0o077:
        return wrong("Secrets", f"{file} can be read by others", f"Run: chmod 600 {file}")
    return ok("Secrets", "the secret key is there and closed to others")


def check_user() -> Finding:
    """Not root, where it can be helped."""
    if os.geteuid() == 0:
        return note(
            "User", "running as root", "For anything but a trial, make a user for Golden Thread (docs/install.md)."
        )
    return ok("User", "not root")


def check_mail(installation: Installation, environment: Mapping[str, str]) -> Finding:
    """The mail server answers, or there is a reason why none is needed."""
    host = environment.get("GOLDENTHREAD_SMTP_HOST", "")
    if not host:
        cure = "Set GOLDENTHREAD_SMTP_HOST (docs/install.md), or nobody gets reminders by email."
        return (
            ok("Mail", "kept in a mailbox page") if installation.demonstration else note("Mail", "no server set", cure)
        )
    port = int(environment.get("GOLDENTHREAD_SMTP_PORT") or PLAIN_SMTP_PORT)
    try:
        with smtplib.SMTP(host, port, timeout=TIMEOUT_SECONDS) as server:
            server.ehlo()
            encrypts = server.has_extn("starttls")
    except (OSError, smtplib.SMTPException) as trouble:
        cure = "Check GOLDENTHREAD_SMTP_HOST and GOLDENTHREAD_SMTP_PORT, and that a firewall lets us through."
        return wrong("Mail", f"{host} port {port} does not answer ({trouble})", cure)
    if not encrypts and not is_true(environment.get("GOLDENTHREAD_SMTP_PLAIN")):
        cure = "Use another port, or set GOLDENTHREAD_SMTP_PLAIN=1 if the way there is safe without."
        return wrong("Mail", f"{host} port {port} does not offer encryption (STARTTLS)", cure)
    return ok("Mail", f"{host} port {port} answers")


def check_scanner(environment: Mapping[str, str]) -> Finding:
    """ClamAV answers on its socket, if one is set."""
    place = environment.get("GOLDENTHREAD_CLAMAV_SOCKET", "")
    if not place:
        return note(
            "Virus scan",
            "not used",
            "To have uploads scanned, install clamav-daemon and set GOLDENTHREAD_CLAMAV_SOCKET.",
        )
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as scanner:
            scanner.settimeout(TIMEOUT_SECONDS)
            scanner.connect(place)
            scanner.sendall(b"zPING\0")
            reply = scanner.recv(16)
    except OSError as trouble:
        return wrong("Virus scan", f"{place} does not answer ({trouble})", "Start clamav-daemon, or check the path.")
    if not reply.startswith(b"PONG"):
        return wrong("Virus scan", f"{place} does not answer like ClamAV", "Check GOLDENTHREAD_CLAMAV_SOCKET.")
    return ok("Virus scan", f"ClamAV answers on {place}")
