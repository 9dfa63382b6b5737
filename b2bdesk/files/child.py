"""The reading child: opens foreign files so that the window's process never does.

Run by the hidden verb `b2bdesk-cli --child import`; `host` starts the process, sets its limits
through `limit` and gives it the pipes. The child answers one request after another until the pipe
closes, so that a warm child reads the next list without starting anew. It never writes anything but
what a `fill_back` request names, and prints nothing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from b2bdesk.files.excel_import.reader import ReadOptions, read_book
from b2bdesk.files.fill_back import fill_back
from b2bdesk.files.frames import ByteReader, ByteWriter, FrameError, read_frame, write_frame
from b2bdesk.files.report import plan_from_json
from b2bdesk.files.row_blocks import blocks_of
from b2bdesk.trade.collector import collector_paused
from b2bdesk.trade.errors import CodedError, Environment
from b2bdesk.trade.tablerows import RawBook

Handler = Callable[[dict[str, Any], ByteWriter], None]


def serve(
    source: ByteReader | None = None,
    sink: ByteWriter | None = None,
    limit: Callable[[], None] | None = None,
) -> int:
    """Answer requests until the pipe closes.

    Args:
        source: pipe of requests; standard input when None.
        sink: pipe of answers; standard output when None.
        limit: sets the limits of this process (memory, CPU) before the first file is opened.

    Returns:
        The exit code of the process: 0.
    """
    reader = source or sys.stdin.buffer
    writer = sink or sys.stdout.buffer
    if limit is not None:
        limit()
    while True:
        try:
            request = read_frame(reader)
        except FrameError:
            return 0
        if request is None:
            return 0
        try:
            _HANDLERS[str(request.get("op"))](request, writer)
        except CodedError as err:
            environment = isinstance(err, Environment)
            answer = {"error": err.code, "params": _plain(err.params), "environment": environment}
            write_frame(writer, answer)
        except (MemoryError, RecursionError):
            write_frame(writer, {"error": "list_stopped", "params": _file(request)})
        except Exception:  # noqa: BLE001  whatever a parser raises over a foreign file is its answer
            write_frame(writer, {"error": "list_damaged", "params": _file(request)})


def _read(request: dict[str, Any], writer: ByteWriter) -> None:
    options = ReadOptions(request.get("encoding"), request.get("delimiter"))
    with collector_paused():
        send_book(read_book(Path(str(request["path"])), options), writer)


def send_book(book: RawBook, writer: ByteWriter) -> None:
    """Stream a book: its head, each sheet's head and rows in frames, the end."""
    head = {"kind": book.kind, "encoding": book.encoding, "delimiter": book.delimiter}
    write_frame(writer, {"book": head | {"notes": list(book.notes)}})
    for sheet in book.sheets:
        write_frame(
            writer,
            {"sheet": {"name": sheet.name, "merges": list(sheet.merges), "hidden": sheet.hidden}},
        )
        for block in blocks_of(sheet.rows):
            write_frame(writer, {"rows": block})
    write_frame(writer, {"end": True})


def _fill_back(request: dict[str, Any], writer: ByteWriter) -> None:
    options = ReadOptions(request.get("encoding"), request.get("delimiter"))
    plan = plan_from_json(request["plan"])
    how = fill_back(Path(str(request["path"])), Path(str(request["target"])), plan, options)
    write_frame(writer, {"how": how})
    write_frame(writer, {"end": True})


def _ping(_request: dict[str, Any], writer: ByteWriter) -> None:
    write_frame(writer, {"end": True})


_HANDLERS: dict[str, Handler] = {"read": _read, "fill_back": _fill_back, "ping": _ping}


def _plain(params: dict[str, object]) -> dict[str, object]:
    return {key: v if isinstance(v, (int, str)) else str(v) for key, v in params.items()}


def _file(request: dict[str, Any]) -> dict[str, object]:
    return {"file": Path(str(request.get("path", ""))).name}
