"""Fetching snapshots: asked for, resumed, proven, unpacked (PROTOCOL R8).

A part lands in the cache folder under its digest. A cut is gone on with from the last byte; what
an earlier run left behind, too. Nothing is taken on trust: size and digest of the packed file, the
size of the unpacked one. Two failures and the scope comes as row pages instead.
"""

import hashlib
import logging
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from errno import ENOSPC
from pathlib import Path
from string import hexdigits
from typing import BinaryIO, Protocol

from b2bdesk.sync.api import Api
from b2bdesk.sync.calls import MAX_PART, PASSING
from b2bdesk.sync.ports import Cancel, Cancelled, Chance, stop_at
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.ports.cache import CacheBuild, Head, ScopeId
from b2bdesk.wire.feeds import FEEDS
from b2bdesk.wire.snapshot import FORMAT, Manifest
from b2bdesk.wire.zst import ZstdError, unpacker

log = logging.getLogger(__name__)
MAX_RAW = 8 << 30
TRIES = 2
_CUTS_IN_A_ROW = 4
_PAUSE = 1.0
_WAIT_SECONDS = 180.0
_LONGEST_WAIT = 5.0
_ROOM = 2.5
_STEP = 1 << 20
_RETRIED = {*PASSING, "network_unreachable"}
_PROGRESS = 64 << 10
"""Bytes that come between two cuts of a line: a portal may give one each time."""
Told = Callable[[int, int, int], None]


class PartTaker(Protocol):
    """Writes a part into a build of the cache (`models`)."""

    def take(self, build: CacheBuild, head: Head, part: Path, look: Callable[[], None]) -> None:
        """Write the scope; raises Expected `bad_snapshot`, and what `look` raises to stop it."""
        ...


@dataclass(frozen=True, slots=True)
class Waiting:
    """What a fetch does while it works: look whether to stop, tell how far it is."""

    cancel: Cancel
    tell: Told

    def look(self) -> None:
        """Raise `Cancelled` when somebody has stopped the run."""
        stop_at(self.cancel)


class Snapshots:
    """The snapshots of one portal, fetched into a folder."""

    def __init__(self, api: Api, taker: PartTaker, folder: Path, chance: Chance) -> None:
        self._api = api
        self._taker = taker
        self._folder = folder
        self._chance = chance
        self.kept = 0
        """Bytes of the file loaded last that an earlier run had fetched."""

    def load(
        self, scope: ScopeId, building: Callable[[], CacheBuild], waiting: Waiting
    ) -> Manifest:
        """Fetch the snapshot of a scope and write it into a build.

        Raises:
            Expected: `snapshot_unavailable`, `bad_snapshot`, or what the portal refuses with: take
                row pages. The build holds nothing of the scope then.
            Environment: no connection, not signed in, disk full: what came is kept.
            Cancelled: somebody stopped it; what came is kept.
        """
        failed: Expected | None = None
        for _ in range(TRIES):
            manifest: Manifest | None = None
            try:
                manifest = self._manifest(scope, waiting)
                head = _head(manifest, scope)
                part = self._fetched(manifest, waiting)
                try:
                    self._taker.take(building(), head, part, waiting.look)
                finally:
                    _remove(part)
                _remove(self._packed(manifest))
                return manifest
            except Expected as error:
                if manifest is None and error.code != "bad_snapshot":
                    raise
                log.info("snapshot of %s refused: %s", scope, error)
                if manifest is not None:
                    _remove(self._packed(manifest))
                failed = error
        raise failed or bad(scope, "never came")

    def _manifest(self, scope: ScopeId, waiting: Waiting) -> Manifest:
        """Return the manifest of a file that is there; wait while the portal makes it."""
        left = _WAIT_SECONDS
        while True:
            manifest = self._api.snapshot(*scope)
            if (manifest.feed, manifest.scope) != tuple(scope):
                raise bad(scope, "another scope")
            if manifest.ready:
                return manifest
            pause = min(max(manifest.retry_after, 0.2), _LONGEST_WAIT)
            left -= pause
            if left < 0:
                raise Expected("snapshot_unavailable", reason="slow")
            if waiting.cancel.wait(pause):
                raise Cancelled

    def _fetched(self, manifest: Manifest, waiting: Waiting) -> Path:
        """Return the unpacked file; the packed one stays until it was used."""
        self._folder.mkdir(parents=True, exist_ok=True)
        packed = self._packed(manifest)
        for other in self._folder.glob(f"{_stem(manifest)}-*"):
            if other != packed:
                _remove(other)
        needed = int(_ROOM * (manifest.raw_bytes + manifest.bytes))
        if shutil.disk_usage(self._folder).free < needed:
            raise Environment("disk_full", file=packed.name, place=str(self._folder))
        try:
            self._download(manifest, packed, waiting)
            return self._unpacked(manifest, packed)
        except OSError as error:
            code = "disk_full" if error.errno == ENOSPC else "store_unreachable"
            raise Environment(code, file=packed.name, place=str(self._folder)) from error

    def _download(self, manifest: Manifest, packed: Path, waiting: Waiting) -> None:
        cuts, self.kept = 0, _size(packed)
        while (have := _size(packed)) != manifest.bytes:
            try:
                with self._api.part(manifest, have) as (answer, pieces):
                    again = answer.status == 206 and _starts_at(answer.headers, have)
                    with packed.open("ab" if again else "wb") as target:
                        _save(pieces, target, manifest, waiting)
                if have and not again:
                    self.kept = 0
                if _size(packed) <= have:
                    raise bad(ScopeId(manifest.feed, manifest.scope), "another size")
            except Environment as error:
                cuts = 1 if _size(packed) >= have + _PROGRESS else cuts + 1
                if error.code not in _RETRIED or cuts >= _CUTS_IN_A_ROW:
                    raise
                pause = self._chance.uniform(0, _PAUSE * 2**cuts)
                if waiting.cancel.wait(pause):
                    raise Cancelled from error
        if _digest(packed) != manifest.sha256:
            raise bad(ScopeId(manifest.feed, manifest.scope), "another digest")

    def _unpacked(self, manifest: Manifest, packed: Path) -> Path:
        plain = packed.with_suffix(".db")
        size = 0
        with plain.open("wb") as target:
            for piece in _pieces(manifest, packed):
                size += len(piece)
                if size > manifest.raw_bytes:
                    break
                target.write(piece)
        if size != manifest.raw_bytes:
            _remove(plain)
            raise bad(ScopeId(manifest.feed, manifest.scope), "another size")
        return plain

    def _packed(self, manifest: Manifest) -> Path:
        return self._folder / f"{_stem(manifest)}-{manifest.sha256[:32]}.zst"


def bad(scope: ScopeId, reason: str) -> Expected:
    """Return the refusal of a snapshot."""
    return Expected("bad_snapshot", feed=scope.feed, scope=scope.key, reason=reason)


def _head(manifest: Manifest, scope: ScopeId) -> Head:
    """Check what a manifest says and return it as the head of a whole scope."""
    tables = {
        wire: columns
        for wire, columns in manifest.tables.items()
        if wire in FEEDS[scope.feed].tables
    }
    plain = all(name.partition(":")[0].isidentifier() for each in tables.values() for name in each)
    sound = (
        plain
        and bool(tables)
        and len(tables) == len(manifest.tables)
        and 0 < manifest.bytes <= MAX_PART
        and 0 < manifest.raw_bytes <= MAX_RAW
        and len(manifest.sha256) == 64
        and set(manifest.sha256) <= set(hexdigits)
    )
    if manifest.format != FORMAT or not sound:
        raise bad(scope, "another format")
    return Head(
        scope,
        tables,
        True,
        manifest.generation,
        manifest.incarnation,
        manifest.fold_version,
        manifest.count,
    )


def _save(pieces: Iterator[bytes], target: BinaryIO, manifest: Manifest, waiting: Waiting) -> None:
    done = target.tell()
    for piece in pieces:
        waiting.look()
        done += len(piece)
        if done > manifest.bytes:
            raise bad(ScopeId(manifest.feed, manifest.scope), "another size")
        target.write(piece)
        waiting.tell(done, manifest.bytes, manifest.count)


def _pieces(manifest: Manifest, packed: Path) -> Iterator[bytes]:
    press = unpacker()
    try:
        with packed.open("rb") as source:
            while not press.eof:
                block = source.read(_STEP) if press.needs_input else b""
                if press.needs_input and not block:
                    break
                yield press.decompress(block, _STEP)
    except ZstdError as error:
        raise bad(ScopeId(manifest.feed, manifest.scope), "not packed as said") from error


def _starts_at(headers: object, start: int) -> bool:
    told = getattr(headers, "get", lambda *_: "")("content-range", "")
    return str(told).startswith(f"bytes {start}-")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _stem(manifest: Manifest) -> str:
    return f"{manifest.feed}-{hashlib.sha256(manifest.scope.encode()).hexdigest()[:12]}"


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink()
