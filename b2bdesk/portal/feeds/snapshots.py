"""The shelf of snapshots: made once per scope and state, for everybody who may see it (R8).

A request never waits for a file: it gets the newest one that is near enough (a delta brings the
reader to now), and a thread of its own makes the next. Files of large scopes are made before
anybody asks, and old ones renewed (`renew`, by housekeeping). Several processes share the folder;
a lock file lets one of them work. What nobody asked for in a week goes, and so does what exceeds
the shelf's size, the longest unasked first.
"""

from __future__ import annotations

import hashlib
import logging
import os
import queue
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection

from b2bdesk.portal.feeds import pages, sums
from b2bdesk.portal.feeds.cursor import Mark
from b2bdesk.portal.feeds.interchange import arranged, write_part
from b2bdesk.portal.feeds.sources import Source, rows_after, sources
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.storage.changes import generation
from b2bdesk.portal.storage.facts import read_facts
from b2bdesk.portal.storage.work import Storage
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.wire.codec import encode
from b2bdesk.wire.feeds import FEEDS, sum64_text
from b2bdesk.wire.snapshot import FORMAT, SMALLEST, SNAPSHOT_FEEDS, Manifest
from b2bdesk.wire.zst import packer

log = logging.getLogger(__name__)
LEVEL, SMALL_LEVEL = 9, 16
SMALL_RAW = 10 << 20
"""Bytes of an unpacked file that is packed harder: that takes seconds, of a greater one minutes."""
MAX_BYTES = 2 << 30
# shares of the scope's rows that changed since: a new file is made, the old one is no more given
RENEW, TOO_OLD = 0.05, 0.25
FEW = 1_000
KEEP_SECONDS, REPLACED_SECONDS = 7 * 86_400, 3_600
LOCK_SECONDS, FAILED_SECONDS = 60, 600
# rows from which a file is made ahead: it takes longer than a buyer likes to wait
AHEAD = 200_000
RETRY_SECONDS, RETRY_LONGEST, ROWS_A_SECOND = 1.0, 5.0, 100_000
_STEP = 1 << 20
_RAW_BYTES = 160
"""Bytes of a row on the way, for the question whether the disk has room; rather too many."""


class Kept(msgspec.Struct, frozen=True):
    """What lies beside a file: its manifest and how far the feed had counted."""

    manifest: Manifest
    head: int


class Shelf:
    """The snapshots of one portal as one process serves them.

    `built` counts what this process made; `idle` is set while nothing is being made.
    """

    def __init__(self, storage: Storage, folder: Path) -> None:
        self._storage = storage
        self._folder = folder
        self._lock = threading.Lock()
        self._waiting: set[tuple[str, str]] = set()
        self._failed: dict[tuple[str, str], float] = {}
        self._queue: queue.SimpleQueue[tuple[str, str]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self.built = 0
        self.idle = threading.Event()
        self.idle.set()

    def manifest(self, feed: str, key: str) -> Manifest:
        """Return the newest snapshot of a scope, or that it is being made.

        Raises:
            Expected: `snapshot_unavailable`: too few rows, no room, or making it failed.
        """
        if feed not in SNAPSHOT_FEEDS:
            raise Expected("snapshot_unavailable", reason="feed")
        count, kept, behind = self._state(feed, key)
        if count < SMALLEST:
            raise Expected("snapshot_unavailable", reason="small")
        if behind > max(FEW, count * RENEW):
            self._ask_for(feed, key, count)
        if kept is None or behind > max(FEW, count * TOO_OLD):
            # a tenth of the time that it takes, so that a thousand who wait do not ask in vain
            pause = min(max(count / ROWS_A_SECOND / 10, RETRY_SECONDS), RETRY_LONGEST)
            return Manifest(ready=False, feed=feed, scope=key, retry_after=pause)
        self._touch(kept.manifest)
        return kept.manifest

    def renew(self, scopes: Iterable[tuple[str, str]]) -> None:
        """Have the files made that are missing and large, or there and too far behind.

        Args:
            scopes: feeds and keys that buyers have.
        """
        for feed, key in scopes:
            count, kept, behind = self._state(feed, key)
            if count < (SMALLEST if kept else AHEAD) or behind <= max(FEW, count * RENEW):
                continue
            try:
                self._ask_for(feed, key, count)
            except Expected as error:
                log.info("snapshot of %s/%s is not renewed: %s", feed, key, error.params)

    def file(self, feed: str, key: str, sha256: str) -> Path:
        """Return the file of a snapshot, the present one or the one before.

        Raises:
            Expected: `not_found`.
        """
        for path in self._folder.glob(f"{_stem(feed, key)}-*.zst"):
            if path.stem.rpartition("-")[2] == sha256:
                return path
        raise Expected("not_found")

    def make(self, feed: str, key: str) -> Manifest:
        """Make the snapshot of a scope now, in this thread."""
        self._folder.mkdir(parents=True, exist_ok=True)
        plain = self._folder / f"{_stem(feed, key)}.db"
        plain.unlink(missing_ok=True)
        try:
            with self._storage.reading() as connection:
                mark, head = self._now(connection, feed, key)
                tables = sources(SYSTEM, connection, feed, key)
                total = sums.total(self._storage, connection, mark, head, tables)
                reached = [0] * len(tables)
                columns = _columns(feed, tables)
                write_part(
                    plain, _given(feed, tables), _tables(connection, tables, reached), columns
                )
            made = Manifest(
                ready=True, feed=feed, scope=key, format=FORMAT, incarnation=mark.incarnation,
                generation=str(mark.generation), cursor=mark.seal(reached), tables=columns,
                count=total[0],
                sum64=sum64_text(total[1]), fold_version=mark.fold_version,
                raw_bytes=plain.stat().st_size,
            )  # fmt: skip
            made = self._shelve(plain, made, head)
        finally:
            plain.unlink(missing_ok=True)
        self.built += 1
        self.prune()
        return made

    def prune(self, max_bytes: int = MAX_BYTES) -> None:
        """Remove files that nobody needs, and the longest unasked ones beyond the size."""
        now = self._storage.clock().timestamp()
        current = {
            self._path(kept.manifest) for kept in map(_read, self._folder.glob("*.json")) if kept
        }
        left = []
        for path in self._folder.glob("*.zst"):
            with suppress(OSError):
                facts = path.stat()
                unasked = now - facts.st_mtime
                if unasked > (KEEP_SECONDS if path in current else REPLACED_SECONDS):
                    path.unlink()
                else:
                    left.append((facts.st_mtime, facts.st_size, path))
        total = sum(size for _, size, _ in left)
        for _, size, path in sorted(left):
            if total <= max_bytes:
                break
            with suppress(OSError):
                path.unlink()
                total -= size

    def _state(self, feed: str, key: str) -> tuple[int, Kept | None, int]:
        """The rows of a scope, its kept snapshot, and how many changes came after that."""
        with self._storage.reading() as connection:
            mark, head = self._now(connection, feed, key)
            tables = sources(SYSTEM, connection, feed, key)
            count, _ = sums.total(self._storage, connection, mark, head, tables)
        kept = self._kept(feed, key)
        holds = kept is not None and _holds(kept.manifest, mark, _columns(feed, tables))
        return count, kept, head - kept.head if kept and holds else head + 1

    def _due(self, feed: str, key: str) -> bool:
        """Whether it is still to be made: it may have come since it was asked for."""
        count, _, behind = self._state(feed, key)
        return behind > max(FEW, count * RENEW)

    def _now(self, connection: Connection, feed: str, key: str) -> tuple[Mark, int]:
        facts = read_facts(connection)
        folds = facts.fold_version if feed == "catalog" else 0
        mark = Mark(feed, key, facts.incarnation, generation(connection, feed, key), folds)
        return mark, sums.head_of(connection, feed)

    def _kept(self, feed: str, key: str) -> Kept | None:
        kept = _read(self._folder / f"{_stem(feed, key)}.json")
        return kept if kept and self._path(kept.manifest).is_file() else None

    def _path(self, manifest: Manifest) -> Path:
        return self._folder / f"{_stem(manifest.feed, manifest.scope)}-{manifest.sha256}.zst"

    def _touch(self, manifest: Manifest, asked: float | None = None) -> None:
        """Note when a file was asked for, by default now."""
        at = asked or self._storage.clock().timestamp()
        with suppress(OSError):
            os.utime(self._path(manifest), (at, at))

    def _shelve(self, plain: Path, made: Manifest, head: int) -> Manifest:
        packed = plain.with_suffix(".zst.part")
        level = LEVEL if made.raw_bytes > SMALL_RAW else SMALL_LEVEL
        digest, size, press = hashlib.sha256(), 0, packer(level)
        with plain.open("rb") as source, packed.open("wb") as target:
            while block := source.read(_STEP):
                size += _write(target, digest, press.compress(block))
            size += _write(target, digest, press.flush())
            target.flush()
            os.fsync(target.fileno())
        made = msgspec.structs.replace(made, bytes=size, sha256=digest.hexdigest())
        packed.replace(self._path(made))
        # one that was renewed is as long unasked as the one before
        before = self._kept(made.feed, made.scope)
        self._touch(made, self._path(before.manifest).stat().st_mtime if before else None)
        beside = self._folder / f"{_stem(made.feed, made.scope)}.json"
        draft = beside.with_suffix(".json.part")
        draft.write_bytes(encode(Kept(made, head)))
        draft.replace(beside)
        return made

    def _ask_for(self, feed: str, key: str, count: int) -> None:
        """Let the thread make a snapshot, unless it is about to or has just failed."""
        failed = self._failed.get((feed, key))
        if failed is not None and self._storage.clock().timestamp() - failed < FAILED_SECONDS:
            raise Expected("snapshot_unavailable", reason="failed")
        self._folder.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(self._folder).free < 2 * count * _RAW_BYTES:
            raise Expected("snapshot_unavailable", reason="room")
        with self._lock:
            if (feed, key) in self._waiting:
                return
            self._waiting.add((feed, key))
            self.idle.clear()
            self._queue.put((feed, key))
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, name="snapshots", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        while True:
            try:
                feed, key = self._queue.get(timeout=60)
            except queue.Empty:
                with self._lock:
                    if self._queue.empty():
                        self._thread = None
                        return
                continue
            try:
                with _alone(self._folder / f"{_stem(feed, key)}.lock") as mine:
                    if mine and self._due(feed, key):
                        made = self.make(feed, key)
                        log.info("snapshot of %s/%s: %s bytes", feed, key, made.bytes)
            except (Expected, Environment, OSError) as error:
                self._failed[feed, key] = self._storage.clock().timestamp()
                log.warning("no snapshot of %s/%s: %s", feed, key, error)
            except Exception:
                self._failed[feed, key] = self._storage.clock().timestamp()
                log.exception("snapshot of %s/%s failed", feed, key)
            finally:
                with self._lock:
                    self._waiting.discard((feed, key))
                    if not self._waiting:
                        self.idle.set()


def shelf_of(storage: Storage) -> Shelf:
    """Return the shelf of a portal; there is one per process."""
    shelf = storage.memory.setdefault(
        "snapshots", Shelf(storage, storage.blobs.beside("snapshots"))
    )
    if not isinstance(shelf, Shelf):
        raise TypeError("no shelf")
    return shelf


def _tables(
    connection: Connection, tables: list[Source], reached: list[int]
) -> Iterator[tuple[str, Iterator[list[Any]]]]:
    """The rows of every table; `reached` learns the last place of each."""
    for at, source in enumerate(tables):
        yield source.table, _rows(connection, source, at, reached)


def _rows(
    connection: Connection, source: Source, at: int, reached: list[int]
) -> Iterator[list[Any]]:
    with pages.fetched(connection, rows_after(source, 0)) as fetch:
        while rows := fetch(pages.PAGE_ROWS):
            reached[at] = rows[-1][-1]
            yield [row[:-1] for row in rows]


def _columns(feed: str, tables: Sequence[Source]) -> dict[str, list[str]]:
    """The columns of a file's tables, as its manifest tells them."""
    return arranged(_given(feed, tables))


def _given(feed: str, tables: Sequence[Source]) -> dict[str, list[str]]:
    spec = FEEDS[feed].tables
    return {each.table: list(spec[each.table].columns) for each in tables}


def _holds(manifest: Manifest, mark: Mark, columns: Mapping[str, Sequence[str]]) -> bool:
    """Whether a snapshot is of this portal as it is, and of the tables this program serves."""
    return manifest.tables == columns and (
        manifest.format,
        manifest.incarnation,
        manifest.generation,
        manifest.fold_version,
    ) == (FORMAT, mark.incarnation, str(mark.generation), mark.fold_version)


def _stem(feed: str, key: str) -> str:
    return f"{feed}-{hashlib.sha256(key.encode()).hexdigest()[:16]}"


def _read(path: Path) -> Kept | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Kept)
    except (OSError, msgspec.DecodeError):
        return None


def _write(target: Any, digest: Any, block: bytes) -> int:
    digest.update(block)
    target.write(block)
    return len(block)


@contextmanager
def _alone(lock: Path) -> Iterator[bool]:
    """Hold a lock file; False when another process holds it. One that was left behind is taken.

    Whoever holds it touches it again and again, so a killed process is known by an old file.
    """
    with suppress(OSError):
        if lock.exists() and _age(lock) > LOCK_SECONDS:
            log.info("%s was left behind by a process that has ended", lock.name)
            lock.unlink()
    try:
        handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
    except FileExistsError:
        yield False
        return
    os.close(handle)
    done = threading.Event()
    alive = threading.Thread(target=_touch_until, args=(lock, done), daemon=True)
    alive.start()
    try:
        yield True
    finally:
        done.set()
        alive.join()
        lock.unlink(missing_ok=True)


def _touch_until(lock: Path, done: threading.Event) -> None:
    while not done.wait(LOCK_SECONDS / 6):
        with suppress(OSError):
            os.utime(lock)


def _age(path: Path) -> float:
    with path.parent.joinpath(f"{path.name}.now").open("wb") as now:
        moment = os.fstat(now.fileno()).st_mtime
    path.parent.joinpath(f"{path.name}.now").unlink(missing_ok=True)
    return moment - path.stat().st_mtime
