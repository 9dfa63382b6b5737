"""Favourites and changes on the stage: conditions set, and a sync that brought what it brings.

The demo portal stands still while pictures are taken, so the log of changes is written by hand:
as if prices had been others before, goods absent, stock empty.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from b2bdesk.ui.screens.catalog.screen import CatalogueScreen
from b2bdesk.ui.shell.status import status_items
from b2bdesk.usecases.rows.bought import BoughtFilter
from b2bdesk.usecases.rows.offers import Query

if TYPE_CHECKING:
    from devtools.shots.theatre import Theatre

State = Callable[["Theatre"], Iterator[None]]
_LISTS = ("Склад на Павелецкой", "Склад на Павелецкой", "Срочное")


def favourites(theatre: Theatre) -> Iterator[None]:
    """A dozen favourites in two lists, with every kind of condition."""
    services = theatre.services
    found = services.search.find(Query(text="М10", limit=200))
    offers = services.search.offers(list(found.ns[:200]))
    gone = [offer for offer in offers if offer.stock_e3 == 0][:3]
    chosen = [*[offer for offer in offers if offer.stock_e3][:9], *gone]
    for number, offer in enumerate(chosen):
        services.favourites.add([offer.id], _LISTS[number] if number < len(_LISTS) else "")
    for number, offer in enumerate(chosen[:5]):
        if offer.price_e5:
            part = 90 if number % 2 else 110
            services.favourites.set_rule(offer.id, "price", str(offer.price_e5 * part // 100))
    services.favourites.set_rule(chosen[3].id, "fell", "1000")
    _came_true(theatre, [offer.id for offer in chosen[:3]])
    theatre.window.navigate("favourites")
    yield


def searched(words: str) -> State:
    """Words typed in the catalogue, nothing else chosen."""

    def act(theatre: Theatre) -> Iterator[None]:
        theatre.window.commands.run("catalog.list")
        theatre.window.navigate("catalog", search=words, anew=True)
        yield
        yield

    return act


def dated(theatre: Theatre) -> Iterator[None]:
    """Goods to be used by a day, some of them soon; the column is shown."""
    theatre.window.commands.run("catalog.list")
    theatre.window.navigate("catalog", search="круг отрезной 125", anew=True)
    yield
    [screen] = theatre.window.findChildren(CatalogueScreen)
    screen.view.grid.layout_columns.set_hidden("use_by", hidden=False)
    ns = [int(n) for n in screen.rows.ids()[:400]]
    short = [offer.n for offer in theatre.services.search.offers(ns) if offer.short_dated]
    if short:
        screen.view.grid.go_to(short[0], "qty")
    yield
    yield


def offline(theatre: Theatre) -> Iterator[None]:
    """The portal was not reached for two hours; everything is there all the same."""
    theatre.window.navigate("catalog", search="гайка М10", anew=True)
    yield
    now = dt.datetime.now(dt.UTC)
    state = replace(
        theatre.services.sync.state(),
        online=False, offline_since=now - dt.timedelta(hours=2), error="network_unreachable",
    )  # fmt: skip
    theatre.window.set_status(status_items(state, None, now))
    yield


def pasted(theatre: Theatre) -> Iterator[None]:
    """Three lines came from the clipboard; the way back is offered."""
    theatre.window.navigate("catalog", search="гайка М10", anew=True)
    yield
    [screen] = theatre.window.findChildren(CatalogueScreen)
    offers = theatre.services.search.offers([int(n) for n in screen.rows.ids()[:3]])
    screen.pasting.paste("\n".join(f"{offer.article}\t250" for offer in offers))
    yield
    yield


def discontinued(theatre: Theatre) -> str:
    """The article of a discontinued item that has a successor in the assortment."""
    with closing(sqlite3.connect(_active_cache(theatre.services.profile.home))) as raw:
        (article,) = raw.execute(
            "SELECT o.article FROM item o JOIN item i ON i.id = o.replaced_by"
            " WHERE o.status IN ('discontinued', 'deleted') ORDER BY o.n LIMIT 1"
        ).fetchone()
    return str(article)


def _came_true(theatre: Theatre, item_ids: list[str]) -> None:
    """Conditions that waited until the last sync: a check finds them true."""
    with closing(sqlite3.connect(theatre.services.profile.home / "desk.db")) as raw, raw:
        marks = ", ".join("?" * len(item_ids))
        raw.execute(f"UPDATE watch_rule SET state = 'waits' WHERE item_id IN ({marks})", item_ids)
    theatre.services.favourites.check()


def radar(theatre: Theatre) -> Iterator[None]:
    """What a busy day changed, own goods among it."""
    _write_changes(theatre)
    theatre.window.navigate("radar", since="week")
    yield


def _write_changes(theatre: Theatre) -> None:
    """Log changes as a sync would: prices were others, goods absent, stock empty, packs smaller."""
    services = theatre.services
    context = services.account.context()
    assert context is not None
    own = [row.offer.n for row in services.bought.rows(BoughtFilter()) if row.offer is not None]
    found = services.search.find(Query(text="кабель", in_stock=True, limit=40))
    other = [n for n in found.ns if n not in own]
    now = int(dt.datetime.now(dt.UTC).timestamp())
    scopes = {
        "terms": context.contract.id,
        "catalog": context.contract.assortment,
        "stock": context.contract.stock_view,
    }
    with closing(sqlite3.connect(_active_cache(services.profile.home))) as raw, raw:
        sids = {
            feed: raw.execute(
                "SELECT sid FROM scope WHERE feed = ? AND key = ?", (feed, key)
            ).fetchone()[0]
            for feed, key in scopes.items()
        }
        put = "INSERT OR IGNORE INTO offer_change VALUES (?, ?, ?, ?, ?, ?, NULL)"
        for number, n in enumerate([*own[:22], *other[:12]]):
            (price,) = raw.execute(
                "SELECT price FROM base_price WHERE cid = ? AND n = ?", (sids["terms"], n)
            ).fetchone() or (None,)
            if price:
                part = 94 if number % 3 else 107
                old = price * part // 100 // 1000 * 1000
                raw.execute(put, (sids["terms"], now, n, "price", old, price))
        for n in other[12:16]:
            raw.execute(put, (sids["catalog"], now, n, "came", None, 1))
        for n in other[16:18]:
            raw.execute(put, (sids["catalog"], now, n, "pack", 10_000_000, 1_000))
        for n in own[22:24]:
            raw.execute(put, (sids["stock"], now, n, "stock", 0, 1_000))


def _active_cache(home: Path) -> Path:
    with closing(sqlite3.connect(home / "desk.db")) as raw:
        (name,) = raw.execute("SELECT value FROM desk_mark WHERE key = 'active_cache'").fetchone()
    return home / str(name)
