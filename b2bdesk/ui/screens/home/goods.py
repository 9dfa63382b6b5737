"""What became of goods, for the first page: conditions come true, dearer goods, what is due."""

from __future__ import annotations

from dataclasses import dataclass

from b2bdesk.texts import formats, tr, trn
from b2bdesk.ui.itemmodels.favourite_rows import event_words
from b2bdesk.ui.itemmodels.radar_rows import money_words
from b2bdesk.usecases.rows.bought import DUE, BoughtFilter
from b2bdesk.usecases.rows.favourites import WatchEvent
from b2bdesk.usecases.rows.radar import FELL, ROSE, SYNC, RadarQuery
from b2bdesk.usecases.services import Services


@dataclass(frozen=True, slots=True)
class GoodsNews:
    """Events nobody has looked at, prices of own goods moved by the last sync, goods that are due.

    `rose_minor` and `fell_minor` are what the moves make in a year like the last one.
    """

    events: tuple[WatchEvent, ...] = ()
    rose: int = 0
    rose_minor: int = 0
    fell: int = 0
    fell_minor: int = 0
    due: tuple[str, ...] = ()
    currency: str = "RUB"


@dataclass(frozen=True, slots=True)
class GoodsLine:
    """A line of the page: icon, tone, title, note, action, screen and what it is asked for."""

    icon: str
    tone: str
    title: str
    note: str
    action: str
    screen: str
    args: tuple[tuple[str, str], ...]


def read_goods(services: Services) -> GoodsNews:
    """Read it for the context in use, on a reader."""
    context = services.account.context()
    if context is None:
        return GoodsNews()
    found = services.radar.look(RadarQuery(SYNC, bought=True))
    advice = services.bought.advice(BoughtFilter(context.entity.id))
    return GoodsNews(
        tuple(event for event in services.favourites.events(20) if not event.seen),
        found.counts.get(ROSE, 0),
        found.money_minor.get(ROSE, 0),
        found.counts.get(FELL, 0),
        found.money_minor.get(FELL, 0),
        tuple(each.row.name for each in advice if each.reason == DUE),
        found.currency,
    )


def goods_lines(news: GoodsNews) -> list[GoodsLine]:
    """Return the lines of the page, what came true first."""
    lines = []
    if news.events:
        first = news.events[0]
        title = trn("{n} watched condition came true", "{n} watched conditions came true",
                    len(news.events)).format(n=len(news.events))  # fmt: skip
        note = f"{first.name}: {event_words(first)}"
        lines.append(
            GoodsLine("star", "ok", title, note, tr("Show"), "favourites", (("filter", "fired"),))
        )
    if news.rose:
        title = trn("{n} item you buy got dearer", "{n} items you buy got dearer", news.rose)
        note = tr("{money} a year at your volumes").format(
            money=money_words(news.rose_minor, news.currency)
        )
        lines.append(
            GoodsLine(
                "trending-up", "warn", title.format(n=formats.number(news.rose)), note,
                tr("What changed"), "radar", (("since", SYNC), ("kind", ROSE)),
            )
        )  # fmt: skip
    if news.due:
        title = trn("Time to order {n} item", "Time to order {n} items", len(news.due))
        lines.append(
            GoodsLine(
                "calendar-due", "info", title.format(n=formats.number(len(news.due))),
                ", ".join(news.due[:3]), tr("Show"), "bought", (("filter", DUE),),
            )
        )  # fmt: skip
    return lines
