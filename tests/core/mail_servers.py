"""Servers that messages go to in the tests: a real SMTP server, and one that speaks GOV.UK Notify's API."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from aiosmtpd.controller import Controller

SERVICE = "11111111-1111-4111-8111-111111111111"
SECRET = "22222222-2222-4222-8222-222222222222"
KEY = f"tests-{SERVICE}-{SECRET}"


class Post:
    """What the SMTP server took, and how it is to answer: a reply to each step, a function called before."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.to_rcpt = "250 OK"
        self.to_data = "250 OK"
        self.before_answer: Callable[[], None] = lambda: None
        self.port = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.to_rcpt.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_rcpt

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.to_data.startswith("250"):
            self.taken.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]  # the default policy makes EmailMessage
        self.before_answer()
        return self.to_data


class AnyPort(Controller):
    """On a port that the system chooses."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def smtp() -> Iterator[Post]:
    """A real SMTP server on a free port of this machine, for as long as the block lasts."""
    post = Post()
    controller = AnyPort(post, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        post.port = controller.port
        yield post
    finally:
        controller.stop()


class Notify(ThreadingHTTPServer):
    """As api.notifications.service.gov.uk takes an email: a signed token, and a template with what fills it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), NotifyHandler)
        self.taken: list[dict[str, Any]] = []
        self.status = 201

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class NotifyHandler(BaseHTTPRequestHandler):
    server: Notify

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        token = self.headers["Authorization"].removeprefix("Bearer ")
        claims = jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_iat": False})
        fine = claims["iss"] == SERVICE and self.path == "/v2/notifications/email"
        status = self.server.status if fine else 403
        if status == 201:
            self.server.taken.append(asked)
        answer = json.dumps({"id": "1", "errors": [{"error": "X", "message": "no"}], "status_code": status}).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args: Any) -> None:
        """Nothing on stderr."""


@contextmanager
def notify() -> Iterator[Notify]:
    server = Notify()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
