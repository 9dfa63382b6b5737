"""The fake portal with the capability of snapshots, and ways to spoil them."""

from __future__ import annotations

import hashlib
import sqlite3
import tempfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from b2bdesk.portal.feeds.interchange import write_part
from b2bdesk.wire.codec import encode
from b2bdesk.wire.feeds import FEEDS, row_sum, sum64_text
from b2bdesk.wire.routes import BASE
from b2bdesk.wire.snapshot import FORMAT, SNAPSHOT_FEEDS, Manifest
from b2bdesk.wire.zst import packer
from tests.support.fake_portal import FakePortal, Fault, Pieces, problem


@dataclass
class SnapshotPortal(FakePortal):
    """Serves files of whole scopes.

    `spoil` works on the plain file before it is packed, `lies` are fields of the manifest that are
    not true; `building` so many answers say that the file is being made; `ranges` are the Range
    headers that came.
    """

    spoil: Callable[[Path], object] | None = None
    lies: dict[str, Any] = field(default_factory=dict)
    building: int = 0
    ranges: list[str] = field(default_factory=list)
    ignores_ranges: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        self.capabilities = [*self.capabilities, "snapshot"]
        self.parts: dict[str, bytes] = {}

    def handle(self, request: httpx.Request) -> httpx.Response:
        """Answer the routes of snapshots; everything else as the fake portal does."""
        path = request.url.path.removeprefix(BASE)
        if not path.startswith("/snapshots/"):
            return super().handle(request)
        self.seen.append(f"{request.method} {path}")
        feed, _, sha256 = path.removeprefix("/snapshots/").partition("/")
        route = "part" if sha256 else "snapshot"
        fault = self.faults[route].pop(0) if self.faults[route] else Fault()
        if fault.unreachable:
            raise httpx.ConnectError("refused")
        if fault.answer is not None:
            return fault.answer
        if sha256:
            return self._part(request, sha256, fault)
        return self._manifest(feed, request.url.params["scope"])

    def _manifest(self, feed: str, scope: str) -> httpx.Response:
        if feed not in SNAPSHOT_FEEDS:
            return problem(422, "snapshot_unavailable")
        if self.building:
            self.building -= 1
            waiting = Manifest(ready=False, feed=feed, scope=scope, retry_after=1.0)
            return httpx.Response(202, content=encode(waiting), headers=JSON)
        return httpx.Response(200, content=encode(self._made(feed, scope)), headers=JSON)

    def _made(self, feed: str, scope: str) -> Manifest:
        rows = self.rows[feed, scope]
        columns = {name: list(spec.columns) for name, spec in FEEDS[feed].tables.items()}
        tables = [
            (name, [[_plain(row) for (table, _), row in rows.items() if table == name]])
            for name in columns
        ]
        with tempfile.TemporaryDirectory() as folder:
            plain = Path(folder) / "part.db"
            write_part(plain, columns, tables)
            if self.spoil:
                self.spoil(plain)
            raw = plain.read_bytes()
        press = packer(3)
        packed = press.compress(raw) + press.flush()
        sha256 = hashlib.sha256(packed).hexdigest()
        self.parts[sha256] = packed
        total = sum(row_sum(table, key, row[-1]) for (table, key), row in rows.items())
        last = max((row[-1] for row in rows.values()), default=1)
        facts = {
            "ready": True, "feed": feed, "scope": scope, "format": FORMAT,
            "incarnation": self.incarnation, "generation": self.generation,
            "cursor": f"{self.incarnation}/{self.generation}|{last}", "tables": columns,
            "count": len(rows), "sum64": sum64_text(total), "fold_version": self.fold_version,
            "bytes": len(packed), "raw_bytes": len(raw), "sha256": sha256,
        }  # fmt: skip
        return Manifest(**{**facts, **self.lies})

    def _part(self, request: httpx.Request, sha256: str, fault: Fault) -> httpx.Response:
        packed = self.parts.get(sha256)
        if packed is None:
            return problem(404, "not_found")
        wanted = request.headers.get("range", "")
        self.ranges.append(wanted)
        status, headers = 200, {"etag": f'"{sha256}"', "content-type": "application/zstd"}
        same = request.headers.get("if-range") == f'"{sha256}"'
        if wanted and same and not self.ignores_ranges:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            status, headers["content-range"] = (
                206,
                f"bytes {start}-{len(packed) - 1}/{len(packed)}",
            )
            packed = packed[start:]
        cut = None if fault.cut is None else int(len(packed) * fault.cut)
        return httpx.Response(status, headers=headers, stream=Pieces(packed, cut, fault.broken))


JSON = {"content-type": "application/json"}


def _plain(row: list[Any]) -> tuple[Any, ...]:
    return tuple(encode(cell).decode() if isinstance(cell, dict) else cell for cell in row)


def with_statements(*statements: str) -> Callable[[Path], None]:
    """A way to spoil a file: run SQL on it."""

    def spoil(path: Path) -> None:
        with closing(sqlite3.connect(path, isolation_level=None)) as raw:
            raw.execute("PRAGMA writable_schema=ON")
            for statement in statements:
                raw.execute(statement)

    return spoil
