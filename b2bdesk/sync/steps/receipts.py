"""Adding up what a run did: per feed, per scope, in prices and goods."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from b2bdesk.sync.plan import KINDS
from b2bdesk.trade.errors import CodedError
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.ports.cache import Applied, ScopeId
from b2bdesk.usecases.rows.sync import FeedReceipt, Receipt


@dataclass(slots=True)
class Tally:
    """The receipt while it is being made."""

    started_at: datetime
    started: float
    feeds: dict[str, FeedReceipt] = field(default_factory=dict)
    checks: dict[str, bool] = field(default_factory=dict)
    notes: list[dict[str, Any]] = field(default_factory=list)
    total: Applied = field(default_factory=Applied)
    kinds: set[str] = field(default_factory=set)

    def add(self, scope: ScopeId, made: FeedReceipt, applied: Applied) -> None:
        """Count one scope."""
        before = self.feeds.get(scope.feed)
        self.feeds[scope.feed] = made if before is None else _sum(before, made)
        if applied.sum_ok is not None:
            self.checks[f"{scope.feed}/{scope.key}"] = applied.sum_ok
        self.count(applied)
        if made.upserted or made.deleted or made.mode == "full":
            self.kinds.update(KINDS[scope.feed])

    def count(self, applied: Applied) -> None:
        """Add prices and goods that moved."""
        total = self.total
        for name in ("risen", "fallen", "appeared", "vanished", "new_documents", "moved_orders"):
            setattr(total, name, getattr(total, name) + getattr(applied, name))
        total.item_ids |= applied.item_ids

    def note(self, code: str, **params: object) -> None:
        """Remember a remark for the journal (healed scope, refused deletion)."""
        self.notes.append({"code": code, **params})

    def resumed(self, scope: ScopeId, rows: int = 0, bytes_kept: int = 0) -> None:
        """Say what of a scope an earlier run had fetched."""
        if rows:
            self.note("sync_resumed", feed=scope.feed, rows=rows)
        if bytes_kept:
            self.note("sync_resumed_file", feed=scope.feed, bytes=bytes_kept)

    def receipt(self, now: float) -> Receipt:
        """Return the finished receipt."""
        total = self.total
        return Receipt(
            feeds=dict(self.feeds),
            checks=dict(self.checks),
            started_at=self.started_at,
            seconds=now - self.started,
            risen=total.risen,
            fallen=total.fallen,
            appeared=total.appeared,
            vanished=total.vanished,
            new_documents=total.new_documents,
            moved_orders=total.moved_orders,
            changes=ChangeSet.of(*self.kinds, "sync"),
            notes=tuple(self.notes),
        )


def for_journal(receipt: Receipt) -> dict[str, Any]:
    """Return a receipt as plain data for the journal of syncs."""
    plain = _plain(receipt)
    plain.pop("changes")
    plain["feeds"] = {feed: _plain(each) for feed, each in receipt.feeds.items()}
    plain["started_at"] = receipt.started_at.isoformat()
    return plain


def _plain(row: Receipt | FeedReceipt) -> dict[str, Any]:
    """Return the fields of a row; what they hold is written down, not kept."""
    return {each.name: getattr(row, each.name) for each in fields(row)}


def broken_off(started_at: datetime, error: CodedError) -> dict[str, Any]:
    """Return a run that ended with an error as plain data for the journal of syncs."""
    return {"started_at": started_at.isoformat(), "error": error.code, "params": dict(error.params)}


def _joined(one: str, other: str) -> str:
    """Return the mode of two pulls of a feed; the delta after a snapshot belongs to it."""
    if one == other or {one, other} == {"snapshot", "delta"}:
        return one
    return "mixed"


def _sum(one: FeedReceipt, other: FeedReceipt) -> FeedReceipt:
    return FeedReceipt(
        one.rows + other.rows,
        one.upserted + other.upserted,
        one.deleted + other.deleted,
        one.bytes + other.bytes,
        one.seconds + other.seconds,
        _joined(one.mode, other.mode),
    )
