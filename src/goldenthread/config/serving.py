"""Web and worker under one supervisor, on a database that is brought up to date first. Imported once Django is set up.

Everything that the two serve is imported here, before they are forked: once, and not once in each.
"""

from __future__ import annotations

import http.client
import multiprocessing
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from importlib import import_module

import click
from django.conf import settings
from django.db import connections

from goldenthread.config import demonstration
from goldenthread.config.commands import web, worker
from goldenthread.config.services import become_app
from goldenthread.config.supervisor import Child, GaveUp, Supervisor
from goldenthread.config.upkeep import bring_up_to_date

import_module(settings.ROOT_URLCONF)  # and with it every page


def keep_running(host: str, port: int, reachable: str, *, also_keep: Callable[[], None]) -> None:
    """Bring the database up to date, then supervise web and worker until told to stop.

    ``host`` is listened on; ``reachable`` is how an address here names it. Raises click's error when a child gives up.
    """
    serve = [f"--host={host}", f"--port={port}"]
    children = [Child("web server", as_the_app(web.command, *serve)), Child("worker", as_the_app(worker.command))]
    supervisor = Supervisor(children, tell=lambda line: click.echo(line, err=True), also_keep=also_keep)
    supervisor.listen()
    for line in bring_up_to_date():
        click.echo(line)
    connections.close_all()  # the children have their own, as the app; none is kept as the owner
    welcome = load_demonstration() if settings.DEMONSTRATION else []

    def announce() -> bool:
        if not answers(reachable, port):
            return False
        for line in [f"\nGolden Thread is at http://{reachable}:{port}/", *welcome, "Ctrl-C stops it."]:
            click.echo(line)
        return True

    click.echo("Starting the web server and the worker...")
    try:
        supervisor.run(when_started=announce)
    except GaveUp as trouble:
        raise click.ClickException(f"{trouble} Everything is stopped. `goldenthread doctor` may say why.") from trouble


def load_demonstration() -> list[str]:
    """Load it in a process of its own: its papers start threads of Typst's, which a fork does not take along, so
    that a worker forked after it would wait for them for ever at its first pack.
    """
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("fork")) as apart:
        return apart.submit(demonstration.load).result()


def as_the_app(command: click.Command, *words: str) -> Callable[[], None]:
    """What a child does: run that command, as a person would type it, held to row security."""

    def job() -> None:
        become_app()
        command.main([*words], prog_name=f"goldenthread {command.name}")

    return job


def answers(host: str, port: int) -> bool:
    """Whether the web server answers its health check."""
    connection = http.client.HTTPConnection(host.strip("[]"), port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
