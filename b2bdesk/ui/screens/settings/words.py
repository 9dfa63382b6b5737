"""What the pages of Настройки say, from use-case rows to texts."""

from __future__ import annotations

import datetime as dt

from b2bdesk.texts import formats, tr, trn
from b2bdesk.texts.syncing import sync_text
from b2bdesk.ui.shell.rhythm import BY_HAND
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
            right=formats.ago(at.astimezone(), now)
            if (at := state.freshness.get(feed))
            else tr("never"),
            right_tone="text2",
        )
        for feed in FEEDS
    ]


def group_name(group: str) -> str:
    """A group of the schedule in words."""
    names = {
        "prices": tr("Prices and stock"),
        "catalog": tr("Catalogue and terms of contracts"),
        "orders": tr("Orders, documents, settlements"),
    }
    return names.get(group, group)


def pause_name(seconds: int) -> str:
    """A choice of the schedule in words."""
    if seconds == BY_HAND:
        return tr("Only by hand, F5")
    if not seconds:
        return tr("As soon as something changes")
    if seconds < 3600:
        n = seconds // 60
        return trn("Every {n} minute", "Every {n} minutes", n).format(n=n)
    n = seconds // 3600
    if n == 1:
        return tr("Every hour")
    return trn("Every {n} hour", "Every {n} hours", n).format(n=n)


def hours_name(hours: int) -> str:
    """An age in words."""
    if hours % 24:
        return trn("{n} hour", "{n} hours", hours).format(n=hours)
    return trn("{n} day", "{n} days", hours // 24).format(n=hours // 24)


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
