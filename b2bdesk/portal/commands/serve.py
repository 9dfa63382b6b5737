"""`serve`: the portal as a server, one process or several; the demo supplier beside it.

`--port 0` takes a free port and prints it as the first line. With `--with-parent` the server ends
when its standard input closes, so that the program that started it never leaves it behind.
"""

from __future__ import annotations

import argparse
import importlib
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from types import FrameType
from typing import Any, Protocol

import uvicorn
from starlette.applications import Starlette
from uvicorn.supervisors import Multiprocess

from b2bdesk.portal.app import create_app
from b2bdesk.portal.housekeeping import Housekeeper
from b2bdesk.portal.http.logs import configure
from b2bdesk.portal.options import BAD_ARGUMENTS, DATABASE, DONE, complain, db_option, say
from b2bdesk.portal.storage.work import Storage, open_storage
from b2bdesk.texts import tr

if sys.platform != "win32":
    import resource

PORT, BACKLOG, FILES = 8080, 512, 65_536
_SUPPLIER = "b2bdesk.portal.demo.supplier"


class Helper(Protocol):
    """Somebody who works beside the server, one per portal."""

    def start(self) -> None:
        """Begin in a thread of its own."""

    def stop(self) -> None:
        """End; returns when nothing is under way."""


def register(subparsers: Any) -> None:
    """Add `serve`."""
    parser = subparsers.add_parser("serve", parents=[db_option()], help=tr("Serve the portal"))
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=PORT)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--with-parent", action="store_true", help=argparse.SUPPRESS)
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Serve until a signal, or until the parent goes."""
    configure()
    _more_files()
    storage = open_storage(arguments.db)
    try:
        listener = _listen(arguments.host, arguments.port)
    except OSError as error:
        storage.close()
        complain(tr("The port is not free: {reason}").format(reason=error))
        return BAD_ARGUMENTS
    port = listener.getsockname()[1]
    say(str(port) if arguments.port == 0 else f"http://{arguments.host}:{port}")
    helpers: list[Helper] = [Housekeeper(storage)]
    supplier = demo_supplier(storage)
    if supplier is not None:
        helpers.append(supplier)
    for helper in helpers:
        helper.start()
    # uvicorn ends in order and then raises the signal again: that is an ordinary end here
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        _serve(arguments, storage, listener)
    except KeyboardInterrupt:
        return DONE
    finally:
        for helper in helpers:
            helper.stop()
        listener.close()
        storage.close()
    return DONE


def application() -> Starlette:
    """The application of a worker process, on the database named by the environment."""
    configure()
    app = create_app(open_storage(os.environ[DATABASE]))
    # uvicorn has set its own handlers by now; before it waits for open streams they are ended
    for number in (signal.SIGINT, signal.SIGTERM):
        _before(number, app.state.hub.close)
    return app


def demo_supplier(storage: Storage) -> Helper | None:
    """The supplier of the demo, for a portal that holds the demo."""
    if not storage.facts().demo:
        return None
    # lazy: a portal without the demo does not need its catalogue of families
    found: Helper = importlib.import_module(_SUPPLIER).Supplier(storage)
    return found


def _serve(arguments: argparse.Namespace, storage: Storage, listener: socket.socket) -> None:
    options: dict[str, Any] = {
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "ws": "none",
        "lifespan": "off",
        "timeout_graceful_shutdown": 5,
    }
    if arguments.workers > 1:
        os.environ[DATABASE] = arguments.db
        config = uvicorn.Config(
            "b2bdesk.portal.commands.serve:application",
            factory=True,
            workers=arguments.workers,
            **options,
        )
        processes = Multiprocess(config, [listener])
        if arguments.with_parent:
            _on_end_of_input(processes.should_exit.set)
        processes.run()
        return
    app = create_app(storage)
    server = _Server(uvicorn.Config(app, **options), app.state.hub.close)

    def leave() -> None:
        server.should_exit = True

    if arguments.with_parent:
        _on_end_of_input(leave)
    server.run([listener])


class _Server(uvicorn.Server):
    """Ends the streams of listeners before it waits for what is under way."""

    def __init__(self, config: uvicorn.Config, leaving: Callable[[], None]) -> None:
        super().__init__(config)
        self._leaving = leaving

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._leaving()
        await super().shutdown(sockets)


def _before(number: int, act: Callable[[], None]) -> None:
    """Do something when a signal comes, then what was to be done about it."""
    then = signal.getsignal(number)

    def handle(signum: int, frame: FrameType | None) -> None:
        act()
        if callable(then):
            then(signum, frame)

    signal.signal(number, handle)


def _more_files() -> None:
    """Each listener is an open connection: take as many as the system lets us have."""
    if sys.platform == "win32":  # it has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if hard == resource.RLIM_INFINITY else min(FILES, hard)
    if soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # with the protocol named asyncio turns Nagle's delay off: without it every answer waits 40 ms
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        # whoever reads the port may connect at once; it waits in the backlog until a worker is up
        listener.listen(BACKLOG)
    except OSError:
        listener.close()
        raise
    listener.set_inheritable(True)
    return listener


def _on_end_of_input(leave: Any) -> None:
    descriptor = sys.stdin.fileno()

    def watch() -> None:
        # not through sys.stdin: its lock, held by this thread, would abort the interpreter's end
        while os.read(descriptor, 4096):
            continue
        leave()

    threading.Thread(target=watch, daemon=True).start()
