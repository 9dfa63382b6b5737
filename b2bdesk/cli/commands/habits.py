"""`radar`: what became of prices and goods; `bought`: own purchases and what is due again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from b2bdesk.cli import figures
from b2bdesk.cli.console import Call, Result, table
from b2bdesk.cli.parser import Commands
from b2bdesk.texts import formats, tr, trc, trn
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.ports import tables
from b2bdesk.usecases.rows.bought import Advice, BoughtFilter, BoughtRow
from b2bdesk.usecases.rows.radar import (
    DATE,
    KINDS,
    ORDER,
    PRICED,
    PURCHASE,
    ROSE,
    SYNC,
    UNPRICED,
    RadarFound,
    RadarQuery,
    RadarRow,
)
from b2bdesk.usecases.rows.radar import FELL as CHEAPER

_LIMIT = 100
_PRICES = (ROSE, CHEAPER, PRICED, UNPRICED)
_STOCK = ("out", "returned", "pack")


def register(commands: Commands) -> None:
    """Add the commands."""
    radar = commands.add(
        "radar", tr("What rose, fell, came or went, in money at own volumes"), _radar,
        examples=("radar --since order --bought", "radar --since 2026-11-01 -o changes.xlsx"),
    )  # fmt: skip
    radar.add_argument(
        "--since", default=SYNC, metavar=trc("cli", "WHEN"),
        help=tr("sync (the last one), order (the last one), purchase (of each item), or a date"),
    )  # fmt: skip
    radar.add_argument("--kind", choices=KINDS, default="", help=tr("only this kind of change"))
    radar.add_argument("--bought", action="store_true", help=tr("only what was bought in a year"))
    radar.add_argument("--favourites", action="store_true", help=tr("only favourites"))
    radar.add_argument("--contract", default="", metavar="ID", help=tr("contract: id or number"))
    _common(radar)
    bought = commands.add(
        "bought", tr("What was bought before, how often, and what is due"), _bought,
        examples=("bought --due --json",),
    )  # fmt: skip
    bought.add_argument("--due", action="store_true", help=tr("only what is suggested, with why"))
    bought.add_argument("--address", default="", metavar=trc("cli", "TEXT"),
                        help=tr("only orders to this address"))  # fmt: skip
    bought.add_argument("--all-entities", action="store_true",
                        help=tr("purchases of all legal entities"))  # fmt: skip
    _common(bought)


def _common(parser: Any) -> None:
    parser.add_argument("--limit", type=int, default=_LIMIT, metavar="N",
                        help=tr("print at most so many"))  # fmt: skip
    parser.add_argument("-o", "--out", default="", metavar=trc("cli", "FILE"),
                        help=tr("write all of them as .xlsx, .csv or .pdf"))  # fmt: skip


def _radar(call: Call) -> Result:
    call.need_catalogue()
    found = call.services.radar.look(_query(call))
    changes = [each for each in found.changes if call.options.kind in ("", each.kind)]
    shown = call.services.radar.rows(found, changes[: max(0, call.options.limit)])
    if call.options.out:
        rows = call.services.radar.rows(found, changes)
        call.services.tables.save(call.path(call.options.out), _radar_table(rows))
    document = {
        "since": figures.instant(found.since),
        "known_from": figures.instant(found.logged_from),
        "currency": found.currency,
        "total": len(changes),
        "counts": found.counts,
        "money": {
            kind: figures.money(minor, found.currency) for kind, minor in found.money_minor.items()
        },
        "changes": [_change(row, found.currency) for row in shown],
    }
    return Result(document, _radar_text(found, shown, len(changes)))


def _query(call: Call) -> RadarQuery:
    options = call.options
    since, day = options.since, None
    if since not in (SYNC, ORDER, PURCHASE):
        try:
            since, day = DATE, dt.date.fromisoformat(options.since)
        except ValueError:
            raise Expected("bad_date", text=options.since) from None
    return RadarQuery(
        since, day, _contract(call, options.contract), options.bought, options.favourites
    )


def _contract(call: Call, wanted: str) -> str:
    if not wanted:
        return ""
    for entity in call.services.account.entities():
        for contract in entity.contracts:
            if wanted in (contract.id, contract.number):
                return contract.id
    raise Expected("entity_unknown", text=wanted)


def _change(row: RadarRow, currency: str) -> dict[str, Any]:
    change = row.change
    old: str | None = None
    new: str | None = None
    if change.kind in _PRICES:
        old, new = figures.price(change.old, currency), figures.price(change.new, currency)
    elif change.kind in _STOCK:
        old, new = figures.quantity(change.old), figures.quantity(change.new)
    return {
        "id": row.item_id,
        "article": row.article,
        "name": row.name,
        "kind": change.kind,
        "old": old,
        "new": new,
        "bought": figures.quantity(change.bought_e3),
        "money": figures.money(change.money_minor, currency),
        "stock": figures.quantity(row.offer.stock_e3) if row.offer else None,
        "at": figures.instant(dt.datetime.fromtimestamp(change.at, dt.UTC)),
    }


def _radar_text(found: RadarFound, rows: Sequence[RadarRow], total: int) -> str:
    headings = (
        trc("cli", "Article"), trc("cli", "Name"), trc("cli", "Change"), trc("cli", "Was"),
        trc("cli", "Now"), tr("A year, {currency}").format(currency=found.currency),
    )  # fmt: skip
    lines = []
    for row in rows:
        told = _change(row, found.currency)
        money = row.change.money_minor
        lines.append(
            (
                row.article, row.name, row.change.kind, told["old"] or "—", told["new"] or "—",
                f"{'+' if money > 0 else ''}{told['money']}" if money else "",
            )
        )  # fmt: skip
    words = trn("{n} change", "{n} changes", total).format(n=formats.number(total))
    if found.since is not None:
        words += " · " + tr("since {moment}").format(moment=formats.moment(found.since))
    return "\n".join([table(headings, lines, right="345"), words] if lines else [words])


def _radar_table(rows: Sequence[RadarRow]) -> tables.Table:
    columns = [
        tables.TableColumn(trc("cli", "Article"), width=20),
        tables.TableColumn(trc("cli", "Name"), width=48),
        tables.TableColumn(trc("cli", "Change"), width=14),
        tables.TableColumn(trc("cli", "Was"), tables.PRICE, 12),
        tables.TableColumn(trc("cli", "Now"), tables.PRICE, 12),
        tables.TableColumn(tr("Bought a year"), tables.QUANTITY, 12),
        tables.TableColumn(tr("In money a year"), tables.MONEY, 14),
    ]
    lines = [
        (
            row.article, row.name, row.change.kind,
            row.change.old if row.change.kind in _PRICES else None,
            row.change.new if row.change.kind in _PRICES else None,
            row.change.bought_e3 or None, row.change.money_minor or None,
        )
        for row in rows
    ]  # fmt: skip
    return tables.Table(tr("What changed"), "", columns, lines)


def _bought(call: Call) -> Result:
    call.need_catalogue()
    context = call.services.account.context()
    entity = "" if call.options.all_entities or context is None else context.entity.id
    wanted = BoughtFilter(entity, call.options.address)
    advice = {each.row.item_id: each for each in call.services.bought.advice(wanted)}
    rows: list[BoughtRow] = list(call.services.bought.rows(wanted))
    if call.options.due:
        rows = [each.row for each in advice.values()]
    shown = rows[: max(0, call.options.limit)]
    if call.options.out:
        call.services.tables.save(call.path(call.options.out), _bought_table(rows))
    currency = context.contract.currency if context else "RUB"
    document = {
        "total": len(rows),
        "items": [_item(row, advice.get(row.item_id), currency) for row in shown],
    }
    return Result(document, _bought_text(shown, len(rows)))


def _item(row: BoughtRow, advice: Advice | None, currency: str) -> dict[str, Any]:
    offer = row.offer
    return {
        "id": row.item_id,
        "article": row.article,
        "name": row.name,
        "orders": row.times,
        "last": figures.day(row.last),
        "paid": figures.price(row.price_e5, currency),
        "price": figures.price(offer.price_e5, currency) if offer else None,
        "stock": figures.quantity(offer.stock_e3) if offer else None,
        "typical": figures.quantity(row.typical_e3),
        "year": figures.quantity(row.total_e3),
        "every_days": row.every_days,
        "suggested": {"reason": advice.reason, **advice.params} if advice else None,
    }


def _bought_text(rows: Sequence[BoughtRow], total: int) -> str:
    headings = (
        trc("cli", "Article"), trc("cli", "Name"), tr("Orders"), tr("Last bought"), tr("Usual qty"),
        tr("Every, days"),
    )  # fmt: skip
    lines = [
        (
            row.article, row.name, str(row.times), formats.date(row.last),
            formats.quantity(row.typical_e3), str(row.every_days or ""),
        )
        for row in rows
    ]  # fmt: skip
    words = trn("{n} item", "{n} items", total).format(n=formats.number(total))
    return "\n".join([table(headings, lines, right="245"), words] if lines else [words])


def _bought_table(rows: Sequence[BoughtRow]) -> tables.Table:
    columns = [
        tables.TableColumn(trc("cli", "Article"), width=20),
        tables.TableColumn(trc("cli", "Name"), width=48),
        tables.TableColumn(tr("Orders"), tables.NUMBER, 9),
        tables.TableColumn(tr("Last bought"), tables.DATE, 12),
        tables.TableColumn(tr("Usual qty"), tables.QUANTITY, 12),
        tables.TableColumn(tr("Paid then"), tables.PRICE, 12),
    ]
    lines = [
        (row.article, row.name, row.times, row.last, row.typical_e3, row.price_e5) for row in rows
    ]
    return tables.Table(tr("Bought earlier"), "", columns, lines)
