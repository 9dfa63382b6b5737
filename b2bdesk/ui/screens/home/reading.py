"""What the first page reads, in one go on a reader: overview, credit, manager, news, last sync.

For the orders offered to be repeated it also looks how much of them is in stock today.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from b2bdesk.ui.itemmodels.day_tally import DayTally, read_day
from b2bdesk.ui.screens.home.goods import GoodsNews, read_goods
from b2bdesk.usecases.rows.account import CreditRow, ManagerRow, NewsRow
from b2bdesk.usecases.rows.orders import HomeRow, OrderRow
from b2bdesk.usecases.services import Services

REPEATED, NEWS = 5, 4


@dataclass(frozen=True, slots=True)
class Repeatable:
    """An order that can be repeated: how many of its lines are out of stock or gone."""

    order: OrderRow
    missing: int
    gone: int


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the first page shows; None before the first account.

    Attributes:
        day: what came today.
        synced_at: the latest moment that anything was brought up to date.
        others: numbers of the entity's contracts that are not in use, by id.
    """

    home: HomeRow | None
    credit: CreditRow | None = None
    manager: ManagerRow | None = None
    news: tuple[NewsRow, ...] = ()
    day: DayTally = field(default_factory=DayTally)
    synced_at: dt.datetime | None = None
    repeatable: tuple[Repeatable, ...] = ()
    stock_at: dt.datetime | None = None
    goods: GoodsNews = field(default_factory=GoodsNews)
    others: Mapping[str, str] = field(default_factory=dict)


def read_page(services: Services, tally: DayTally) -> Page:
    """Read the page for the context in use; `tally` is brought up to the present."""
    home = services.home.overview()
    context = services.account.context()
    if home is None or context is None:
        return Page(None)
    state = services.sync.state()
    return Page(
        home,
        services.account.credit(context.contract.id),
        services.account.manager(),
        services.account.news()[:NEWS],
        read_day(services.sync.journal, tally),
        max(state.freshness.values(), default=None),
        tuple(_repeatable(services, order) for order in home.recent[:REPEATED]),
        state.freshness.get("stock"),
        read_goods(services),
        {
            each.id: each.number
            for each in context.entity.contracts
            if each.id != context.contract.id
        },
    )


def _repeatable(services: Services, order: OrderRow) -> Repeatable:
    lines = services.orders.card(order.id).lines
    items = [line.item_id for line in lines if line.item_id]
    offers = services.catalogue.by_ids(items)
    known = [offers[item] for item in items if item in offers]
    gone = len(lines) - len(known)
    gone += sum(1 for offer in known if offer.status == "deleted" or not offer.in_assortment)
    return Repeatable(order, sum(1 for offer in known if not offer.stock_e3), gone)
