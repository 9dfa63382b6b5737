"""What the pages of Настройки say, from use-case rows to texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from b2bdesk.texts import formats, tr, trn
from b2bdesk.texts.syncing import sync_text
from b2bdesk.ui.widgets.row_list import ListItem
from b2bdesk.usecases.rows.sync import SyncState

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
