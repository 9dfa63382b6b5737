"""What the pages of Настройки say, from use-case rows to texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from b2bdesk.texts import formats, tr, trn
from b2bdesk.texts.syncing import sync_text
from b2bdesk.ui.widgets.row_list import ListItem
from b2bdesk.usecases.rows.sync import SyncState
from b2bdesk.usecases.rows.upkeep import CopyRow, Health

FEEDS = ("catalog", "prices", "stock", "terms", "settlements", "orders", "documents")


def freshness_items(state: SyncState, now: dt.datetime) -> list[ListItem]:
    """Return one row per feed with its age."""
    return [
        ListItem(
            feed,
            sync_text(f"sync_{feed}"),
            right=formats.ago(at, now) if (at := state.freshness.get(feed)) else tr("never"),
        )
        for feed in FEEDS
    ]


def journal_items(rows: Sequence[Mapping[str, Any]]) -> list[ListItem]:
    """Return one row per earlier run: when, how much, how long."""
    return [_journal_item(number, row) for number, row in enumerate(rows)]


def _journal_item(number: int, row: Mapping[str, Any]) -> ListItem:
    feeds = row.get("feeds") or {}
    names = ", ".join(sync_text(f"sync_{name}") for name in feeds)
    count = sum(int(feed.get("rows", 0)) for feed in feeds.values())
    size = sum(int(feed.get("bytes", 0)) for feed in feeds.values())
    at = dt.datetime.fromisoformat(str(row.get("started_at")))
    checks = row.get("checks") or {}
    good = all(checks.values())
    rows_words = trn("{n} row", "{n} rows", count).format(n=formats.number(count))
    return ListItem(
        str(number),
        formats.moment(at),
        f"{names} · {rows_words} · {formats.file_size(size)}",
        icon="shield-check" if good else "alert-triangle",
        icon_tone="ok" if good else "warn",
    )


def health_facts(health: Health) -> list[tuple[str, str]]:
    """Return how the files are, as words and values."""
    names = {"desk": tr("Carts and orders"), "cache": tr("Copy of the portal's data")}
    rows = [
        (
            names.get(each.name, each.name),
            f"{formats.file_size(each.size)}, {each.trouble or tr('in order')}",
        )
        for each in health.stores
    ]
    wrong = [scope for scope, good in health.checks.items() if not good]
    if health.checks:
        agree = tr("agree with the portal's checksums")
        rows.append((tr("Cached rows"), ", ".join(wrong) if wrong else agree))
    rows.append((tr("Free space"), formats.file_size(health.free_bytes)))
    return rows


def copy_item(row: CopyRow, now: dt.datetime) -> ListItem:
    """Return one row per backup: when, why, what it holds, its size."""
    return ListItem(
        str(row.path),
        copy_title(row),
        copy_holds(row),
        right=formats.file_size(row.size),
        right_note=formats.ago(row.made, now) if row.made and row.made <= now else "",
        icon="database" if row.good else "alert-triangle",
        icon_tone="text2" if row.good else "bad",
    )


def copy_title(row: CopyRow) -> str:
    """Return when a backup was made, and for what."""
    made = formats.moment(row.made.astimezone()) if row.made else row.path.name
    reasons = {
        "seal": tr("after an order or a crash"),
        "hourly": tr("by the hour or by hand"),
        "migration": tr("before an update"),
    }
    reason = reasons.get(row.reason, "")
    return f"{made} · {reason}" if reason else made


def copy_holds(row: CopyRow) -> str:
    """Return what a backup holds."""
    if not row.good:
        return tr("Damaged: it cannot be put back")
    told = [
        trn("{n} cart", "{n} carts", row.carts).format(n=formats.number(row.carts)),
        trn("{n} line", "{n} lines", row.lines).format(n=formats.number(row.lines)),
    ]
    if row.waiting:
        words = trn("{n} order on its way", "{n} orders on their way", row.waiting)
        told.append(words.format(n=formats.number(row.waiting)))
    return " · ".join(told)


def restore_warnings() -> tuple[str, ...]:
    """Return what putting a backup back changes, a sentence each."""
    return (
        tr("Carts, own codes, templates and settings become what they were then. What was typed "
           "later is gone from the program."),
        tr("The present data are copied first and stay in the folder of the backups, so that you "
           "can come back."),
        tr("Orders sent later stay with the supplier. About each that was on its way the portal "
           "is asked before anything is sent, so nothing is ordered twice."),
        tr("The program closes and starts again."),
    )  # fmt: skip
