"""Start everything: database, migrations, web and worker; print the address. Ctrl-C stops it all."""

from __future__ import annotations

import errno
import gc
import os
import socket
from importlib import import_module

import click

from goldenthread.config.installation import OWNER
from goldenthread.config.services import database_running, in_words, set_up_django

#: What is served, and the models below it: can be imported only once Django is set up.
SERVING = "goldenthread.config.serving"


@click.command()
@click.option(
    "--host", envvar="GOLDENTHREAD_HOST", default="127.0.0.1", show_default=True, help="Address to listen on."
)
@click.option("--port", envvar="GOLDENTHREAD_PORT", default=8000, show_default=True, help="Port to listen on.")
def command(host: str, port: int) -> None:
    """Start the database, web and worker, and keep them running until Ctrl-C."""
    refuse_taken_port(host, port)
    # Links in emails lead here unless somebody said where people really come in.
    os.environ.setdefault("GOLDENTHREAD_SITE_URL", f"http://{written(host)}:{port}")
    with in_words(), database_running(dies_with_me=True, meanwhile=load) as revive:
        import_module(SERVING).keep_running(host, port, written(host), also_keep=revive)
    click.echo("Stopped.")


def load() -> None:
    """Import everything, while the database server starts: the web server and the worker are forked with it."""
    gc.disable()  # nothing that is imported goes again: looking for what could costs a fourteenth of the time
    try:
        set_up_django(OWNER)
        import_module(SERVING)
    finally:
        gc.enable()


def written(host: str) -> str:
    """The host as it stands in an address that this machine can open."""
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared with, not bound to
    return f"[{reachable}]" if ":" in reachable else reachable


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
