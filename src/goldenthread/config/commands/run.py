"""Start everything: database, migrations, web and worker; print the address. Ctrl-C stops it all."""

from __future__ import annotations

import errno
import http.client
import os
import socket
from collections.abc import Callable

import click
from django.conf import settings
from django.db import connections

from goldenthread.config.databases import prepare_embedded
from goldenthread.config.demonstrating import prepare_demonstration
from goldenthread.config.installation import APP, Installation
from goldenthread.config.postgres import Server
from goldenthread.config.services import in_words
from goldenthread.config.supervisor import Child, GaveUp, Supervisor, ourselves
from goldenthread.config.upkeep import bring_up_to_date


@click.command()
@click.option(
    "--host", envvar="GOLDENTHREAD_HOST", default="127.0.0.1", show_default=True, help="Address to listen on."
)
@click.option("--port", envvar="GOLDENTHREAD_PORT", default=8000, show_default=True, help="Port to listen on.")
def command(host: str, port: int) -> None:
    """Start the database, web and worker, and keep them running until Ctrl-C."""
    refuse_taken_port(host, port)
    installation: Installation = settings.INSTALLATION
    with in_words():
        if not installation.embedded:
            keep_running(host, port, also_keep=lambda: None)
            return
        installation.prepare_folder()
        with Server(installation.data, dies_with_me=True) as server:
            prepare_embedded(server)
            keep_running(host, port, also_keep=server.revive)


def keep_running(host: str, port: int, *, also_keep: Callable[[], None]) -> None:
    """Bring the database up to date, then supervise web and worker until told to stop."""
    address = f"http://{_written(host)}:{port}"
    # Links in emails lead here unless somebody said where people really come in.
    environment = {
        "GOLDENTHREAD_DB_ROLE": APP,
        "GOLDENTHREAD_SITE_URL": os.environ.get("GOLDENTHREAD_SITE_URL", address),
    }
    children = [
        Child("web server", ourselves("web", f"--host={host}", f"--port={port}"), environment),
        Child("worker", ourselves("worker"), environment),
    ]
    supervisor = Supervisor(children, tell=lambda line: click.echo(line, err=True), also_keep=also_keep)
    supervisor.listen()
    for line in bring_up_to_date():
        click.echo(line)
    welcome = prepare_demonstration() if settings.DEMONSTRATION else []
    connections.close_all()  # the children have their own, as the app; none is kept as the owner

    def announce() -> bool:
        if not answers(host, port):
            return False
        for line in [f"\nGolden Thread is at {address}/", *welcome, "Ctrl-C stops it."]:
            click.echo(line)
        return True

    click.echo("Starting the web server and the worker...")
    try:
        supervisor.run(when_started=announce)
    except GaveUp as trouble:
        raise click.ClickException(f"{trouble} Everything is stopped. `goldenthread doctor` may say why.") from trouble
    click.echo("Stopped.")


def refuse_taken_port(host: str, port: int) -> None:
    """Say who is wrong before anything is started, if the address cannot be listened on."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((host, port))
        except OSError as trouble:
            taken = trouble.errno == errno.EADDRINUSE
            reason = "another program is using it" if taken else trouble.strerror
            raise click.ClickException(
                f"Cannot listen on {host} port {port}: {reason}. Choose another with --port or GOLDENTHREAD_PORT."
            ) from trouble


def answers(host: str, port: int) -> bool:
    """Whether the web server answers its health check."""
    connection = http.client.HTTPConnection(_reachable(host), port, timeout=2)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()


def _reachable(host: str) -> str:
    return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared with, not bound to


def _written(host: str) -> str:
    reachable = _reachable(host)
    return f"[{reachable}]" if ":" in reachable else reachable
