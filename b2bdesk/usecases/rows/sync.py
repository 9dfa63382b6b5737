"""Rows of synchronisation: progress while it runs, the receipt after it, the state between."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from b2bdesk.usecases.changes import ChangeSet


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long task is: a code for the words, done and total (0 = unknown), bytes."""

    code: str
    done: int = 0
    total: int = 0
    bytes: int = 0
    params: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FeedReceipt:
    """What one feed brought: rows read, written, deleted; bytes on the wire; seconds; mode."""

    rows: int
    upserted: int
    deleted: int
    bytes: int
    seconds: float
    mode: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """The result of one run: per feed, self-checks per scope, prices and goods that moved.

    `notes` are remarks for support and for the receipt's details: code and parameters;
    `incarnation` is the portal's (PROTOCOL R7).
    """

    feeds: dict[str, FeedReceipt]
    checks: dict[str, bool]
    started_at: datetime
    seconds: float
    risen: int = 0
    fallen: int = 0
    appeared: int = 0
    vanished: int = 0
    new_documents: int = 0
    moved_orders: int = 0
    changes: ChangeSet = field(default_factory=ChangeSet)
    notes: tuple[dict[str, Any], ...] = ()
    incarnation: str = ""


@dataclass(frozen=True, slots=True)
class SyncState:
    """What the status bar shows. `online` None = not tried yet; `error` is a code.

    `live`: the portal says by itself when something moves.
    """

    running: bool
    online: bool | None
    freshness: dict[str, datetime]
    error: str = ""
    params: dict[str, Any] = field(default_factory=dict)
    outbox: dict[str, int] = field(default_factory=dict)
    offline_since: datetime | None = None
    last_receipt: Receipt | None = None
    live: bool = False
