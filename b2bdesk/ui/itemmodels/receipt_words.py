"""What synchronisations brought, in words with the place where each can be looked at.

Counts come from the journal's plain data, so that the runs of a whole day can be added up: the
window synchronises twice a minute, and what came at eight in the morning is news at nine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from b2bdesk.texts import formats, tr
from b2bdesk.ui.widgets.row_list import ListItem
from b2bdesk.usecases.rows.radar import CAME, FELL, ROSE, WENT
from b2bdesk.usecases.rows.sync import Receipt

Run = Mapping[str, Any]
"""A run of the journal: `started_at` and a receipt's fields, or `error` with `params`."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What runs brought: prices, goods, records of stock, documents, orders."""

    risen: int = 0
    fallen: int = 0
    appeared: int = 0
    vanished: int = 0
    stock: int = 0
    new_documents: int = 0
    moved_orders: int = 0

    @classmethod
    def of(cls, run: Run) -> Self:
        """Read them from a run."""
        stock = (run.get("feeds") or {}).get("stock") or {}
        told = {each.name: int(run.get(each.name) or 0) for each in fields(cls)}
        moved = stock.get("upserted") if stock.get("mode") == "delta" else 0  # a load is no news
        return cls(**{**told, "stock": int(moved or 0)})

    @classmethod
    def of_receipt(cls, receipt: Receipt) -> Self:
        """Read them from a receipt."""
        told = {each.name: getattr(receipt, each.name, 0) for each in fields(cls)}
        stock = receipt.feeds.get("stock")
        moved = stock.upserted if stock is not None and stock.mode == "delta" else 0
        return cls(**{**told, "stock": moved})

    def plus(self, other: Counts) -> Counts:
        """Add what another run brought."""
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    def any(self) -> bool:
        """Whether anything came."""
        return any(getattr(self, each.name) for each in fields(self))


@dataclass(frozen=True, slots=True)
class Brought:
    """A line of the receipt: key, icon, tone, words, value; screen and arguments it leads to."""

    key: str
    icon: str
    tone: str
    words: str
    value: str
    screen: str = ""
    args: tuple[tuple[str, str], ...] = ()


def brought(counts: Counts, since: str) -> list[Brought]:
    """What came, line by line; zero is left out.

    Args:
        counts: of one run, or of many.
        since: from when the screen of changes is to look: `sync`, or a day as 2026-11-22.
    """
    look = ("since", since)
    rows = (
        ("risen", "trending-up", "warn", tr("Prices rose"), "radar", (look, ("kind", ROSE))),
        ("fallen", "trending-down", "ok", tr("Prices fell"), "radar", (look, ("kind", FELL))),
        ("appeared", "plus", "text2", tr("New goods"), "radar", (look, ("kind", CAME))),
        (
            "vanished", "minus", "text2", tr("Goods discontinued"), "radar",
            (look, ("kind", WENT)),
        ),
        ("stock", "package", "text2", tr("Stock records updated"), "catalog", ()),
        ("new_documents", "file-text", "text2", tr("New documents"), "documents", ()),
        ("moved_orders", "truck", "text2", tr("Orders updated"), "orders", ()),
    )  # fmt: skip
    return [
        Brought(key, icon, tone, words, formats.number(count), screen, args)
        for key, icon, tone, words, screen, args in rows
        if (count := getattr(counts, key))
    ]


def brought_items(rows: Iterable[Brought]) -> list[ListItem]:
    """The lines as rows of a list."""
    return [
        ListItem(
            row.key,
            row.words,
            right=row.value,
            icon=row.icon,
            icon_tone=row.tone,
            leads=bool(row.screen),
        )
        for row in rows
    ]


def checksum_item(good: bool) -> ListItem:
    """Whether what is here agrees with the portal's own sums."""
    return ListItem(
        "checks",
        tr("Compared with the portal"),
        right=tr("all agrees") if good else tr("differs"),
        icon="shield-check",
        icon_tone="ok" if good else "warn",
    )


def started(run: Run) -> dt.datetime:
    """When a run began, by the clock of this machine."""
    return dt.datetime.fromisoformat(str(run.get("started_at"))).astimezone()
