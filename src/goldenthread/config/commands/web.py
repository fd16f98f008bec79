"""Serve the web pages (gunicorn, threads). `run` starts this; a service manager may start it alone."""

from __future__ import annotations

from typing import Any

import click
from gunicorn.app.base import BaseApplication
from gunicorn.util import import_app

from goldenthread.config.garbage import look_seldom
from goldenthread.config.installation import APP
from goldenthread.config.services import needs_database, refuse_powerful_role, set_up_django


class Web(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """gunicorn, told what to do by us and not by its own command line."""

    def __init__(self, options: dict[str, Any]) -> None:
        self.options = options
        super().__init__()

    def load_config(self) -> None:
        """Hand our options to gunicorn."""
        for name, value in self.options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Import the application, once: the web processes are forked with it, and share it."""
        application = import_app("goldenthread.config.wsgi:application")
        look_seldom()
        return application


@click.command()
@click.option(
    "--host", envvar="GOLDENTHREAD_HOST", default="127.0.0.1", show_default=True, help="Address to listen on."
)
@click.option("--port", envvar="GOLDENTHREAD_PORT", default=8000, show_default=True, help="Port to listen on.")
@click.option("--processes", envvar="GOLDENTHREAD_WEB_PROCESSES", default=2, show_default=True, help="Web processes.")
@click.option("--threads", envvar="GOLDENTHREAD_WEB_THREADS", default=4, show_default=True, help="Threads in each.")
@needs_database
def command(host: str, port: int, processes: int, threads: int) -> None:
    """Serve the web pages until stopped."""
    set_up_django(APP)
    refuse_powerful_role()
    options = {
        "bind": f"{host}:{port}",
        "workers": processes,
        "threads": threads,
        "worker_class": "gthread",
        "preload_app": True,
        "timeout": 60,
        "graceful_timeout": 10,
        "max_requests": 5000,  # a slow leak anywhere never grows into an outage
        "max_requests_jitter": 500,
        "control_socket_disable": True,
        "loglevel": "warning",
    }
    Web(options).run()
