"""Snapshots of the model portal, and what takes them into a build of the model cache (R8).

A file holds the scope as it was when it was packed; here it is JSON lines instead of SQLite, packed
with the real zstd. An ordinary portal names files by their digest and keeps the one before; one
that keeps to a single address (`one_address`) gives the newest under every name, so that only its
ETag tells them apart.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import shutil
import tempfile
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.ports.cache import Batch, CacheBuild, Head
from b2bdesk.wire.codec import encode
from b2bdesk.wire.feeds import sum64_text
from b2bdesk.wire.snapshot import FORMAT, SNAPSHOT_FEEDS
from b2bdesk.wire.zst import ZstdCompressor
from tests.sim.answers import COLUMNS, Answer, problem

if TYPE_CHECKING:
    from tests.sim.portal import Portal
    from tests.sim.portal_data import Scope

RENEW = 6
"""Changes of a scope after which the next file is made; the old one is given meanwhile."""


class Shelf:
    """The files of one portal."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self.offered = False
        self.one_address = False
        self.moved = 0
        self.newest: dict[Scope, dict[str, Any]] = {}
        self.files: dict[str, tuple[Scope, bytes]] = {}

    def pack(self, scope: Scope) -> None:
        """Make the file of a scope as it is now; the one before stays."""
        portal = self._portal
        self.moved += self.one_address
        table, mark = portal.table(scope), portal.mark(scope)
        raw = b"".join(encode(row) + b"\n" for row in table.rows.values())
        packed, sha256 = packed_of(raw)
        old = self.newest.get(scope)
        kept = {old["sha256"], sha256} if old else {sha256}
        old_ones = [key for key, (owner, _) in self.files.items() if owner == scope]
        for key in set(old_ones) - kept:
            del self.files[key]
        self.files[sha256] = (scope, packed)
        self.newest[scope] = {
            "ready": True, "feed": scope[0], "scope": scope[1], "format": FORMAT,
            "incarnation": portal.incarnation, "generation": mark,
            "cursor": f"{mark}|{table.seqs[-1]}|{table.seqs[-1]}",
            "tables": {COLUMNS[scope[0]][0]: COLUMNS[scope[0]][1]},
            "count": len(table.rows), "sum64": sum64_text(table.total),
            "bytes": len(packed), "raw_bytes": len(raw), "sha256": sha256,
        }  # fmt: skip

    def manifest(self, scope: Scope) -> Answer:
        """Say what the newest file is; while there is none for this generation it is made."""
        if scope[0] not in SNAPSHOT_FEEDS or not self._portal.table(scope).rows:
            return problem(422, "snapshot_unavailable")
        kept = self.newest.get(scope)
        if kept is None or kept["generation"] != self._portal.mark(scope):
            self.pack(scope)
            waiting = {"ready": False, "feed": scope[0], "scope": scope[1], "retry_after": 1.0}
            return Answer(202, encode(waiting))
        answer = Answer(200, encode(kept))
        if self._portal.table(scope).seqs[-1] - int(kept["cursor"].split("|")[1]) > RENEW:
            self.pack(scope)
        return answer

    def file(self, scope: Scope, sha256: str, asked: Any) -> Answer:
        """Give a file or its rest; If-Range keeps the rest of another file away."""
        if self.one_address and scope in self.newest:
            sha256 = self.newest[scope]["sha256"]
        if sha256 not in self.files:
            return problem(404, "not_found")
        packed = self.files[sha256][1]
        start = int(asked.get("Range", "bytes=0-").removeprefix("bytes=").rstrip("-"))
        named = asked.get("If-Range", f'"{sha256}"') == f'"{sha256}"'
        if not start or not named:
            return Answer(200, packed)
        if start >= len(packed):
            return problem(416, "range_not_there")
        told = {"content-range": f"bytes {start}-{len(packed) - 1}/{len(packed)}"}
        return Answer(206, packed[start:], headers=told)


@lru_cache(4_096)
def packed_of(raw: bytes) -> tuple[bytes, str]:
    """Return a packed file and its digest.

    Level and form are those that say least when a byte is wrong: literals, and no checksum.
    """
    press = ZstdCompressor(level=-50)
    packed = press.compress(raw) + press.flush()
    return packed, hashlib.sha256(packed).hexdigest()


class Taker:
    """Reads a file into a build, as `models.interchange` does with the real form."""

    def take(self, build: CacheBuild, head: Head, part: Path, look: Callable[[], None]) -> None:
        """Write the scope; raises Expected `bad_snapshot` when it is no such file."""
        build.begin(head)
        table, columns, _ = COLUMNS[head.scope.feed]
        told = {"feed": head.scope.feed, "scope": head.scope.key, "reason": "form"}
        if head.columns != {table: columns}:
            raise Expected("bad_snapshot", **told)
        try:
            rows = [tuple(json.loads(line)) for line in part.read_bytes().splitlines()]
        except (ValueError, TypeError) as error:
            raise Expected("bad_snapshot", **told) from error
        if any(len(row) != len(columns) or not isinstance(row[-1], int) for row in rows):
            raise Expected("bad_snapshot", **told)
        for row in rows:
            look()
            build.put(head, Batch(table, (row,)))


class Folder:
    """Where parts lie on the client's disk: in memory where there is such a place."""

    def __init__(self) -> None:
        memory = Path("/dev/shm")
        place = memory if memory.is_dir() else Path(tempfile.gettempdir())
        self.path = place / f"b2bdesk-sim-{os.getpid()}-{next(_numbers)}"

    def remove(self) -> None:
        """Remove what is left there."""
        if self.path.exists():
            shutil.rmtree(self.path, ignore_errors=True)

    def rot(self, at: int) -> bool:
        """Change a byte of a part that a run has left behind."""
        parts = [each for each in sorted(self.path.glob("*.zst")) if each.stat().st_size]
        if not parts:
            return False
        part = parts[at % len(parts)]
        data = bytearray(part.read_bytes())
        data[at % len(data)] ^= 1
        part.write_bytes(data)
        return True


_numbers = itertools.count()
