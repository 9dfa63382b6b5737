"""A real portal server on a free port of the loopback, in a thread of the test process.

    with serving(storage) as url: …

The application is the product's own; only the process boundary is missing. `sign_in` gives a
client that carries a bearer token.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import uvicorn

from b2bdesk.portal.accounts.rows import UserRow
from b2bdesk.portal.accounts.store import put_user
from b2bdesk.portal.app import create_app
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.sessions.passwords import hash_password
from b2bdesk.portal.storage.work import Storage
from b2bdesk.wire.routes import BASE

PASSWORD = "correct horse"


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    def install_signal_handlers(self) -> None:
        """Signals belong to the test process."""


@contextmanager
def serving(storage: Storage) -> Iterator[str]:
    """Serve a portal; yields its address without a path."""
    app = create_app(storage)
    config = uvicorn.Config(
        app, log_config=None, ws="none", lifespan="off", timeout_graceful_shutdown=2
    )
    server = _Server(config)
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.bind(("127.0.0.1", 0))
    thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
    thread.start()
    try:
        if not server.ready.wait(20):
            raise RuntimeError("the portal did not start")
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        app.state.hub.close()
        server.should_exit = True
        thread.join(20)
        listener.close()


def add_user(
    storage: Storage, login: str, role: str = "buyer", companies: tuple[str, ...] = ()
) -> None:
    """Add a user with the password `PASSWORD`."""
    row = UserRow(f"u-{login}", login, login.title(), role, frozenset(companies), _hash())
    with storage.writing() as work:
        put_user(SYSTEM, work, row)


def sign_in(url: str, login: str, password: str = PASSWORD) -> httpx.Client:
    """A client of the API with a bearer token; close it after use."""
    client = httpx.Client(base_url=url + BASE, timeout=30, trust_env=False)
    answer = client.post("/session", json={"login": login, "password": password})
    answer.raise_for_status()
    client.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
    return client


_HASHES: list[str] = []


def _hash() -> str:
    if not _HASHES:
        _HASHES.append(hash_password(PASSWORD))
    return _HASHES[0]
