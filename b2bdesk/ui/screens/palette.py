"""What Ctrl+K finds besides commands: goods, carts, orders and documents by number.

Sources run on a reader and answer with rows that name the screen they lead to.
"""

from __future__ import annotations

from functools import partial

from b2bdesk.texts import formats, language, tr, trc, trn
from b2bdesk.texts.statuses import status_text
from b2bdesk.trade.keyboard import swap_layout
from b2bdesk.trade.unit import short
from b2bdesk.ui.frame.context import Hit, PaletteSource
from b2bdesk.ui.itemmodels.catalogue_rows import stock_words
from b2bdesk.ui.itemmodels.found_marks import article_marks
from b2bdesk.ui.screens.catalog.news import wrong_words
from b2bdesk.usecases.rows.offers import Found, OfferRow, Query
from b2bdesk.usecases.rows.orders import DocumentFilter, OrderFilter
from b2bdesk.usecases.saved_searches import SavedSearches
from b2bdesk.usecases.services import Services

GOODS, NUMBERS, CARTS, KEPT = 6, 4, 5, 8
_LEAST_LETTERS, _LEAST_DIGITS = 2, 2


def sources(services: Services) -> tuple[PaletteSource, ...]:
    """The sources in the order they are shown."""
    return (
        partial(_carts, services),
        partial(kept_searches, services),
        partial(_goods, services),
        partial(_orders, services),
        partial(_documents, services),
    )


def _goods(services: Services, words: str) -> list[Hit]:
    if len(words) < _LEAST_LETTERS:
        return []
    query = Query(words, limit=GOODS, quick=True)
    found = services.search.find(query)
    if not found.total:
        return _instead(services, query, found)
    missing = ", ".join(found.left_out)
    return [
        Hit(trc("group of results", "Goods"), offer.name, note=_about(offer), icon="package",
            screen="catalog", args={"item": offer.id}, corrected=found.corrected,
            note_marks=article_marks(found.corrected or words, offer.article), missing=missing,
            order=partial(_order_pack, services, offer) if _can_order(offer) else None)
        for offer in services.search.offers(found.ns[:GOODS])
    ]  # fmt: skip


def _instead(services: Services, query: Query, found: Found) -> list[Hit]:
    """What may have been meant by words that find nothing, and what of them does not read."""
    told = wrong_words(found)
    hits = [
        Hit(trc("group of results", "Goods"), told, icon="alert-circle", screen="catalog",
            args={"search": query.text, "anew": True}, guess=True)
    ] if told else []  # fmt: skip
    for each in services.search.instead(query, found):
        count = trn("{n} item", "{n} items", each.total).format(n=formats.number(each.total))
        hits.append(
            Hit(tr("Did you mean"), each.words, note=count, icon="search", screen="catalog",
                args={"search": each.words, "anew": True}, guess=True)
        )  # fmt: skip
    return hits


def kept_searches(services: Services, words: str) -> list[Hit]:
    """Kept searches by name or text; all of them for no words."""
    wanted = words.casefold()
    return [
        Hit(tr("Saved searches"), kept.name, note=kept.text if kept.text != kept.name else "",
            icon="bookmark", screen="catalog", args={"search": kept.text, "anew": True})
        for kept in SavedSearches(services.settings).all()
        if wanted in kept.name.casefold() or wanted in kept.text.casefold()
    ][:KEPT]  # fmt: skip


def _can_order(offer: OfferRow) -> bool:
    return offer.in_assortment and offer.status != "deleted"


def _order_pack(services: Services, offer: OfferRow) -> str:
    """Add one pack to the active cart; returns what is to be told."""
    cart = services.carts.active()
    have = services.carts.quantities(cart.id).get(offer.id, 0)
    pack = max(offer.multiple_e3, 1000)
    wanted = max(have + pack, offer.minimum_e3)
    services.carts.order_item(offer.id, wanted)
    words = tr("{article}: {n} {unit} in the cart “{cart}”")
    return words.format(
        article=offer.article, n=formats.quantity(wanted), unit=short(offer.okei, language()),
        cart=cart.name,
    )  # fmt: skip


def _about(offer: OfferRow) -> str:
    price = formats.price(offer.price_e5) if offer.price_e5 is not None else "—"
    return f"{offer.article} · {stock_words(offer)} · {price}"


def _carts(services: Services, words: str) -> list[Hit]:
    if services.account.context() is None:
        return []
    by_name = {words.casefold(), swap_layout(words).casefold()}
    every = any(tr("Cart").casefold().startswith(each) for each in by_name if len(each) > 1)
    found = []
    for row in services.carts.list(every_entity=False):
        if every or any(each in row.name.casefold() for each in by_name):
            lines = trn("{n} line", "{n} lines", row.lines).format(n=formats.number(row.lines))
            note = f"{lines} · {formats.money(row.gross_minor, row.currency)}"
            title = tr("“{name}”").format(name=row.name)
            found.append(
                Hit(tr("Carts"), title, note=note, icon="shopping-cart", screen="order",
                    args={"cart": row.id})
            )  # fmt: skip
    return found[:CARTS]


def _orders(services: Services, words: str) -> list[Hit]:
    if not _is_number(words):
        return []
    found = services.orders.list(OrderFilter(text=words))[:NUMBERS]
    return [
        Hit(tr("Orders"), tr("Order No. {number}").format(number=row.number),
            note=f"{formats.date(row.created_at.astimezone().date())}"
            f" · {formats.money(row.total_minor, row.currency)}"
            f" · {status_text('order', row.status)}",
            icon="truck-delivery", screen="orders", args={"order": row.number})
        for row in found
    ]  # fmt: skip


def _documents(services: Services, words: str) -> list[Hit]:
    if not _is_number(words):
        return []
    found = services.documents.list(DocumentFilter(text=words))[:NUMBERS]
    return [
        Hit(tr("Documents"),
            tr("{kind} No. {number}").format(
                kind=status_text("document", row.kind).capitalize(), number=row.number),
            note=f"{formats.date(row.issued)} · {formats.money(row.gross_minor, row.currency)}",
            icon="file-text", screen="documents", args={"document": row.id})
        for row in found
    ]  # fmt: skip


def _is_number(words: str) -> bool:
    return sum(char.isdigit() for char in words) >= _LEAST_DIGITS
