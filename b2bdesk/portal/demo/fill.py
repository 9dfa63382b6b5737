"""Fills a portal with the demo's catalogue, prices and stock through the ordinary stores.

Called by the `demo` command once per portal. Same size, seed and day = same rows.
"""

import datetime as dt
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from b2bdesk.portal.accounts import store as accounts
from b2bdesk.portal.catalog import store as catalog
from b2bdesk.portal.catalog.assortments import Assortment, put_assortment
from b2bdesk.portal.catalog.rows import BarcodeRow, FileRow, GroupRow, ItemRow, LinkRow, UnitRow
from b2bdesk.portal.demo import extras, people
from b2bdesk.portal.demo.catalogue import DemoItem, Identities, items
from b2bdesk.portal.demo.contracts import contracts, terms
from b2bdesk.portal.pricing import store as pricing
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.stock import store as stock
from b2bdesk.portal.storage.facts import write_facts
from b2bdesk.portal.storage.work import Work
from b2bdesk.wire.codec import encode

BATCH = 20_000
Told = Callable[[int, int], None]
# Percent of the list price (retail) by price type, and the quantity breaks of the wholesale one:
# (lots, percent of its own price).
SHARES = ((people.RETAIL.id, 100), (people.WHOLESALE.id, 88), (people.LARGE.id, 81))
NET_SHARE = 68
BREAKS = ((10, 97), (50, 94))
EMPTY_PERCENT = 9
UNKNOWN_PERCENT = 2


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where one item lies: known quantities by place (e3), what is on its way."""

    held: tuple[tuple[str, int], ...]
    coming: tuple[tuple[str, str, int], ...]


def fill_firms(work: Work, groups: Mapping[tuple[str, ...], str]) -> None:
    """Store the supplier, the buyer with entities, contracts, terms, places, views, price types."""
    today = work.today
    write_facts(
        work.connection,
        {
            "demo": "1",
            "name": people.SELLER.name,
            "seller": encode(people.SELLER).decode(),
            "news": encode(people.news(today)).decode(),
            "assortment": people.ASSORTMENT,
            "stock_view": people.VIEW_ALL.id,
            "price_type": people.RETAIL.id,
        },
    )
    stock.put_places(SYSTEM, work, people.PLACES)
    for view in people.VIEWS:
        stock.put_view(SYSTEM, work, view)
    pricing.put_price_types(SYSTEM, work, list(people.PRICE_TYPES))
    put_assortment(SYSTEM, work, Assortment(people.ASSORTMENT, "Весь каталог"))
    accounts.put_company(SYSTEM, work, people.BUYER)
    accounts.put_entities(SYSTEM, work, people.ENTITIES)
    accounts.put_addresses(SYSTEM, work, people.ADDRESSES)
    accounts.put_contracts(SYSTEM, work, contracts(today))
    for contract_id, body in terms(today, dict(groups)).items():
        accounts.put_terms(SYSTEM, work, contract_id, body.as_dict())


def fill_groups(work: Work, paths: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], str]:
    """Store every group on the given paths in their order; returns the ids by path."""
    found: dict[tuple[str, ...], str] = {}
    for path in paths:
        for depth in range(1, len(path) + 1):
            found.setdefault(path[:depth], f"group-{len(found) + 1:04d}")
    catalog.put_groups(
        SYSTEM,
        work,
        [
            GroupRow(key, found[path[:-1]] if len(path) > 1 else "", path[-1], order)
            for order, (path, key) in enumerate(found.items(), 1)
        ],
    )
    return found


def fill_catalogue(
    work: Work, size: int, seed: int, groups: Mapping[tuple[str, ...], str], told: Told
) -> None:
    """Store items with units, barcodes, links and picture marks, their prices and stock."""
    ids = Identities(size)
    rng = random.Random(f"{seed}:stock")
    done = 0
    for part in _batches(items(size, seed)):
        catalog.put_items(
            SYSTEM, work, [_row(item, groups, work.today) for item in part], fresh=True
        )
        catalog.put_parts(SYSTEM, work, "unit", list(_units(part)), fresh=True)
        catalog.put_parts(SYSTEM, work, "barcode", list(_barcodes(part)), fresh=True)
        catalog.put_parts(SYSTEM, work, "link", list(_links(part, ids)), fresh=True)
        catalog.put_parts(SYSTEM, work, "file", list(_files(part)), fresh=True)
        pricing.put_prices(SYSTEM, work, list(_prices(part)), fresh=True)
        shelves = [(item, shelf(item, rng, work.today)) for item in part]
        stock.put_stock(
            SYSTEM,
            work,
            [(item.n, place, qty, 0) for item, each in shelves for place, qty in each.held],
            fresh=True,
        )
        stock.put_incoming(
            SYSTEM,
            work,
            [
                (item.n, place, day, qty)
                for item, each in shelves
                for place, day, qty in each.coming
            ],
            fresh=True,
        )
        stock.put_batches(SYSTEM, work, list(_dated(shelves, work.today)), fresh=True)
        done += len(part)
        told(done, size)


def shelf(item: DemoItem, rng: random.Random, today: dt.date) -> Shelf:
    """Draw the stock of one item: some nowhere, some unknown, most in several places."""
    draw = rng.randrange(100)
    places = [place.id for place in people.PLACES]
    coming: list[tuple[str, str, int]] = []
    if draw < EMPTY_PERCENT + 6:
        days = rng.choice((2, 3, 5, 9, 16))
        day = (today + dt.timedelta(days=days)).isoformat()
        coming.append((places[0], day, item.multiple * rng.randint(5, 40) * 1000))
    if draw >= 100 - UNKNOWN_PERCENT:
        return Shelf((), tuple(coming))
    if draw < EMPTY_PERCENT or item.status == "deleted":
        return Shelf(tuple((place, 0) for place in places), tuple(coming))
    held = []
    for place in places:
        scale = 40 if place == places[0] else 14
        lots = int(rng.expovariate(1 / scale)) if rng.random() < 0.82 else 0
        held.append((place, lots * item.multiple * 1000))
    return Shelf(tuple(held), tuple(coming))


def _dated(
    shelves: Iterable[tuple[DemoItem, Shelf]], today: dt.date
) -> Iterator[tuple[int, str, str, int]]:
    """Until when what lies on the shelves may be used, in one or two batches a place."""
    for item, each in shelves:
        for place, quantity in each.held:
            lot = item.multiple * 1000
            for use_by, part in extras.batches(item.keeps, item.n, place, quantity, lot, today):
                yield (item.n, place, use_by, part)


def _batches(source: Iterator[DemoItem]) -> Iterator[list[DemoItem]]:
    while part := list(islice(source, BATCH)):
        yield part


def _row(item: DemoItem, groups: Mapping[tuple[str, ...], str], today: dt.date) -> ItemRow:
    return ItemRow(
        id=item.id,
        name=item.name,
        article=item.article,
        code=item.code,
        brand=item.brand,
        group_id=groups[item.path],
        base_unit=item.okei,
        minimum_e3=item.minimum * 1000,
        multiple_e3=item.multiple * 1000,
        vat=item.vat,
        weight_e3=item.weight,
        volume_e6=item.volume,
        status=item.status,
        replaced_by=item.replaced_by,
        attributes=encode(item.attributes).decode(),
        description=item.description,
        next_batch=extras.next_batch(item.n, today),
        segment=item.segment,
        variant=item.variant,
        added=extras.added_on(item.n, today),
    )


def _units(part: list[DemoItem]) -> Iterator[UnitRow]:
    for item in part:
        for pack in item.packs:
            yield UnitRow(item.n, pack.okei, pack.name, pack.factor * 1000)


def _barcodes(part: list[DemoItem]) -> Iterator[BarcodeRow]:
    for item in part:
        yield BarcodeRow(item.n, item.barcode)
        if item.pack_barcode:
            yield BarcodeRow(item.n, item.pack_barcode, item.packs[0].okei)


def _files(part: list[DemoItem]) -> Iterator[FileRow]:
    for item in part:
        for file in item.files:
            yield FileRow(item.n, file.kind, file.ord, media=file.media, title=file.title)


def _links(part: list[DemoItem], ids: Identities) -> Iterator[LinkRow]:
    for item in part:
        linked = (("analogue", item.analogues), ("related", item.related), ("fits", item.fits))
        for kind, others in linked:
            for rank, other in enumerate(others, 1):
                yield LinkRow(item.n, kind, ids.of(other), rank)


def _prices(part: list[DemoItem]) -> Iterator[tuple[str, int, int, int]]:
    for item in part:
        if not item.price:
            continue
        for price_type, percent in SHARES:
            base = max(1, item.price * percent // 100)
            yield (price_type, item.n, 0, base * 1000)
            if price_type == people.WHOLESALE.id and item.multiple > 1:
                for lots, share in BREAKS:
                    cheaper = max(1, base * share // 100)
                    yield (price_type, item.n, lots * item.multiple * 1000, cheaper * 1000)
        yield (people.NET.id, item.n, 0, max(1, item.price * NET_SHARE // 100) * 1000)
