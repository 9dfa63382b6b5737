"""What the pages of Настройки say, from use-case rows to texts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from b2bdesk.texts import formats, tr, trn
from b2bdesk.texts.syncing import sync_text
from b2bdesk.ui.widgets.row_list import ListItem
from b2bdesk.usecases.rows.account import EntityRow, ManagerRow
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


def entity_items(entities: Sequence[EntityRow]) -> list[ListItem]:
    """Return one row per legal entity."""
    return [
        ListItem(
            row.id,
            row.name,
            tr("INN {inn}").format(inn=row.party.inn),
            right=trn("{n} contract", "{n} contracts", len(row.contracts)).format(
                n=len(row.contracts)
            ),
        )
        for row in entities
    ]


def entity_facts(row: EntityRow, manager: ManagerRow | None) -> list[tuple[str, str]]:
    """Return requisites, contracts, addresses and the manager as pairs."""
    party = row.party
    facts = [
        (tr("Full name"), party.full_name),
        (tr("INN / KPP"), " / ".join(part for part in (party.inn, party.kpp) if part)),
        (tr("OGRN"), party.ogrn),
        (tr("Address"), party.address),
        (tr("Director"), party.director),
    ]
    for contract in row.contracts:
        kinds = ", ".join(price_type.name for price_type in contract.price_types)
        dated = (
            f" {tr('of {date}').format(date=formats.date(contract.date))}" if contract.date else ""
        )
        facts.append(
            (
                tr("Contract No. {number}").format(number=contract.number) + dated,
                " · ".join(part for part in (contract.payment_terms, kinds) if part),
            )
        )
    facts += [(tr("Delivery address"), address.text) for address in row.addresses]
    if manager is not None:
        reach = " · ".join(part for part in (manager.phone, manager.email) if part)
        facts.append((tr("Your manager: {name}").format(name=manager.name), reach))
    return facts
