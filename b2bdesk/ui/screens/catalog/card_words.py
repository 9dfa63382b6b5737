"""What a product card says, as ready rows in the reader's language. No Qt objects of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from b2bdesk.domain.shelf_life import short_dated
from b2bdesk.texts import formats, language, tr, trn
from b2bdesk.texts.currencies import sign
from b2bdesk.trade.unit import short
from b2bdesk.ui.itemmodels.catalogue_rows import pack_words, stock_words
from b2bdesk.ui.screens.catalog.card_parts import Line
from b2bdesk.ui.widgets.row_list import ListItem
from b2bdesk.usecases.rows.goods import Beside
from b2bdesk.usecases.rows.offers import CardRow, ItemFile, OfferRow, PriceStep, Purchase

PURCHASES, ANALOGUES = 5, 6
_ONE = 1000
_CELLS = 3
_LARGE_CM3 = 10_000
_BATCHES = 6


def facts_line(card: CardRow) -> str:
    """Article, barcode, brand."""
    offer = card.offer
    return " · ".join(part for part in (offer.article, *card.barcodes[:1], offer.brand) if part)


def price_notes(offer: OfferRow, rate: Decimal | None, vat_included: bool) -> tuple[str, str]:
    """Per what and with which VAT; how it is sold."""
    unit = short(offer.okei, language())
    vat = ""
    if rate is not None:
        words = tr("incl. VAT {rate}") if vat_included else tr("plus VAT {rate}")
        vat = ", " + words.format(rate=formats.percent(rate))
    return tr("per {unit}").format(unit=unit) + vat, pack_words(offer)


def step_lines(steps: Sequence[PriceStep], price_e5: int | None) -> list[Line]:
    """The price step by step; the last is the price in force."""
    lines = [Line(_step(step), formats.price(step.after_e5)) for step in steps]
    if lines and price_e5 is not None and steps[-1].after_e5 != price_e5:
        lines.append(Line(tr("Your price"), formats.price(price_e5)))
    return lines


def _step(step: PriceStep) -> str:
    if step.kind == "price_type":
        return tr("Price type “{name}”").format(name=step.text)
    if step.kind == "quantity_break":
        return tr("From {n}").format(n=_number(step.text))
    if step.kind == "rate":
        return tr("Rate {rate}").format(rate=step.text)
    words = step.text[:1].upper() + step.text[1:]
    if step.before_e5 and step.before_e5 != step.after_e5 and "%" not in words:
        words += f" {_change(step.before_e5, step.after_e5)}"
    return words


def _number(text: str) -> str:
    try:
        return formats.number(Decimal(text))
    except ArithmeticError:
        return text


def _change(before: int, after: int) -> str:
    share = Decimal(after - before) * 100 / Decimal(before)
    sign = "+" if share > 0 else formats.MINUS
    return (
        f"{sign}{formats.number(abs(share).quantize(Decimal('0.1')).normalize())}".replace(
            "E+1", "0"
        )
        + f"{formats.NBSP}%"
    )


def break_cells(card: CardRow, quantity_e3: int) -> tuple[list[tuple[str, str]], int, str]:
    """Cells (price, from), the current one, and what the next would bring."""
    offer = card.offer
    if offer.price_e5 is None:
        return [], 0, ""
    rows = [(max(offer.minimum_e3, _ONE), offer.price_e5)]
    for minimum, price in card.breaks:
        if price < rows[-1][1]:
            rows.append((minimum, price))
    if len(rows) < 2:
        return [], 0, ""
    rows = rows[:_CELLS]
    current = max((n for n, (least, _) in enumerate(rows) if quantity_e3 >= least), default=0)
    unit = short(offer.okei, language())
    cells = [
        (formats.price(price), tr("from {n} {unit}").format(n=formats.quantity(least), unit=unit))
        for least, price in rows
    ]
    fact = ""
    if current + 1 < len(rows) and quantity_e3:
        missing = formats.quantity(rows[current + 1][0] - quantity_e3)
        fact = tr("{n} more — {price}").format(n=missing, price=formats.price(rows[current + 1][1]))
    return cells, current, fact


def stock_lines(card: CardRow, today: dt.date) -> list[Line]:
    """Places with what they have, then arrivals by date, then until when it may be used."""
    most = max((place.stock_e3 or 0 for place in card.stock), default=0) or 1
    lines, coming = [], []
    for place in card.stock:
        words = place.city or place.place
        there = place.stock_e3 or 0
        text = (">" if place.at_least else "") + formats.quantity(there) if there else "—"
        tone = "text" if there else "text3"
        lines.append(Line(words, text, tone, there / most))
        for day, quantity in place.incoming:
            coming.append((day, words, quantity))
    for day, words, quantity in sorted(coming)[:4]:
        date = f"{day.day:02}.{day.month:02}" if day.year == today.year else formats.date(day)
        where = tr("In transit {date}, {place}").format(date=date, place=words)
        share = min(1.0, quantity / most)
        lines.append(Line(where, formats.quantity(quantity), "text", share, "chart2"))
    return [*lines, *_dated_lines(card, today)]


def _dated_lines(card: CardRow, today: dt.date) -> list[Line]:
    """Until when what lies there may be used, the soonest first."""
    dated = sorted(
        (use_by, place.city or place.place, quantity)
        for place in card.stock
        for use_by, quantity in place.batches
    )
    lines = []
    for use_by, where, quantity in dated[:_BATCHES]:
        words = tr("Use by {date}, {place}").format(date=formats.date(use_by), place=where)
        value = "—" if quantity is None else formats.quantity(quantity)
        lines.append(Line(words, value, "warn" if short_dated(use_by, today) else "text"))
    return lines


def fact_lines(card: CardRow) -> list[Line]:
    """Attributes, and when the next batch is made."""
    lines = [Line(name, value) for name, value in card.attributes if value]
    if card.next_batch is not None:
        lines.append(Line(tr("Next batch"), formats.date(card.next_batch)))
    return lines


def pack_lines(card: CardRow) -> list[Line]:
    """Units and packs, multiple, weight, codes."""
    offer = card.offer
    unit = short(offer.okei, language())
    lines = [
        Line(_capital(row.name or short(row.okei, language())),
             tr("{n} {unit}").format(n=formats.quantity(row.factor_e3), unit=unit))
        for row in card.units
    ]  # fmt: skip
    if offer.minimum_e3 > _ONE:
        lines.append(Line(tr("Minimum order"), f"{formats.quantity(offer.minimum_e3)} {unit}"))
    if offer.weight_g:
        words = formats.number(Decimal(offer.weight_g) / 1000) + formats.NBSP + tr("kg")
        lines.append(Line(tr("Weight per unit"), words))
    if offer.volume_cm3:
        lines.append(Line(tr("Volume per unit"), _volume(offer.volume_cm3)))
    lines += [Line(tr("Barcode"), code) for code in card.barcodes[:2]]
    return lines


def _volume(cm3: int) -> str:
    """Small goods in cubic centimetres, large ones in cubic metres."""
    if cm3 < _LARGE_CM3:
        return formats.number(cm3) + formats.NBSP + tr("cm³")
    return formats.number(Decimal(cm3) / 1_000_000) + formats.NBSP + tr("m³")


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def purchase_lines(purchases: Sequence[Purchase], currency: str) -> list[Line]:
    """Own purchases, the latest first; another currency than the contract's is named."""
    return [
        Line(
            tr("{date} · No. {number}").format(date=formats.date(p.date), number=p.order_number),
            f"{formats.quantity(p.quantity_e3)} {short(p.okei, language())}"
            f" × {formats.price(p.price_e5)}"
            + (f" {sign(p.currency)}" if p.currency not in ("", currency) else ""),
        )
        for p in purchases[:PURCHASES]
    ]


def purchase_fact(purchases: Sequence[Purchase]) -> str:
    """How often it was bought."""
    n = len(purchases)
    return trn("{n} time", "{n} times", n).format(n=n) if n else ""


def price_points(card: CardRow) -> Sequence[tuple[dt.datetime, int]]:
    """What the price was and when: as logged here, before that as own orders paid it.

    Only orders by the contract in use count: another one has other prices, or another currency.
    """
    logged = card.price_history
    paid = [
        (dt.datetime.combine(each.date, dt.time(), dt.UTC), each.price_e5)
        for each in reversed(card.purchases)
        if each.okei == card.offer.okei
        and each.price_e5
        and each.contract_id == card.contract_id
        and each.currency in ("", card.currency)
    ]
    if card.history_is_own:
        before = [point for point in paid if point[0] < logged[0][0]]
        points = [*before, *logged]
        return points if len(points) > 1 else ()
    if len(logged) > 1:
        return logged
    if paid and card.offer.price_e5:
        paid.append((dt.datetime.now(dt.UTC), card.offer.price_e5))
    return paid if len({price for _, price in paid}) > 1 else ()


def ship_words(beside: Beside) -> str:
    """The first day it can leave."""
    if beside.ships_on is not None:
        return tr("Ships from {date}, if ordered now").format(date=formats.date(beside.ships_on))
    if beside.arrives_on is not None:
        words = tr("Nothing is in stock; ships from {date}, when it has arrived")
        return words.format(date=formats.date(beside.arrives_on))
    return ""


def variant_words(count: int) -> str:
    """The button to the sheet of variants."""
    return trn("{n} variant", "{n} variants", count).format(n=formats.number(count))


def paper_items(files: Sequence[ItemFile], here: frozenset[int]) -> list[ListItem]:
    """Documents and certificates: what they are, how large, whether they are on this machine."""
    return [
        ListItem(
            str(at), file.title or _paper(file.kind), _paper_note(file, at in here),
            icon="file-text", action=tr("Save…"),
        )
        for at, file in enumerate(files)
    ]  # fmt: skip


def _paper(kind: str) -> str:
    names = {"certificate": tr("Certificate"), "passport": tr("Passport")}
    return names.get(kind, tr("File"))


def _paper_note(file: ItemFile, is_here: bool) -> str:
    kind = {"application/pdf": "PDF", "image/jpeg": "JPEG", "image/png": "PNG"}.get(file.media_type)
    size = formats.file_size(file.size) if file.size else ""
    where = tr("on this computer") if is_here else tr("will be fetched from the portal")
    return " · ".join(part for part in (kind, size, where) if part)


def analogue_items(offers: Sequence[OfferRow]) -> list[ListItem]:
    """Analogues with price, stock and the action that orders one pack."""
    return [
        ListItem(
            str(offer.n), offer.name,
            f"{offer.article} · {stock_words(offer)}",
            right="—" if offer.price_e5 is None else formats.price(offer.price_e5),
            action="+" if offer.in_assortment else "",
        )
        for offer in offers[:ANALOGUES]
    ]  # fmt: skip


def history_words(points: Sequence[tuple[dt.datetime, int]]) -> tuple[str, list[str]]:
    """Change over the time shown, and max / now / min."""
    prices = [price for _, price in points]
    change = _change(prices[0], prices[-1]) if prices[0] and prices[0] != prices[-1] else ""
    since = formats.date(points[0][0].date())
    fact = tr("{change} since {date}").format(change=change, date=since) if change else ""
    return fact, [
        tr("max {price}").format(price=formats.price(max(prices))),
        formats.price(prices[-1]),
        tr("min {price}").format(price=formats.price(min(prices))),
    ]
