"""A small portal with two companies, for tests: every id is a plain word one can read in a failure.

`build` fills an empty portal: company `alfa` (two entities, contracts on price types `opt` and
`retail`) and company `beta`; five items; two places; a listed assortment `part` beside `all`.
"""

from __future__ import annotations

import datetime as dt

from b2bdesk.portal.accounts import store as accounts
from b2bdesk.portal.accounts.rows import AddressRow, CompanyRow, ContractRow, EntityRow
from b2bdesk.portal.catalog import assortments
from b2bdesk.portal.catalog import store as catalog
from b2bdesk.portal.catalog.rows import BarcodeRow, GroupRow, ItemRow, LinkRow, UnitRow
from b2bdesk.portal.pricing import store as pricing
from b2bdesk.portal.scope import SYSTEM
from b2bdesk.portal.stock import store as stock
from b2bdesk.portal.storage.facts import write_facts
from b2bdesk.portal.storage.work import Storage, Work
from b2bdesk.trade.pricing import PriceType, Terms
from b2bdesk.wire.account import Bank, Choice, Combination, Party
from b2bdesk.wire.codec import encode

NOON = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
SELLER = Party(
    name="ООО «Поставщик»",
    inn="7707083893",
    kpp="770701001",
    address="101000, Москва, ул. Мясницкая, 1",
    bank=Bank(
        name="ПАО Сбербанк",
        bik="044525225",
        account="40702810138250123017",
        corr_account="30101810400000000225",
    ),
)
ITEMS = ("bolt", "nut", "lamp", "cable", "pen")


class TestClock:
    """A clock that stands until it is moved."""

    __test__ = False

    def __init__(self, moment: dt.datetime = NOON) -> None:
        self.moment = moment

    def __call__(self) -> dt.datetime:
        return self.moment

    def move(self, **delta: float) -> None:
        """Move on by a `timedelta`'s arguments."""
        self.moment += dt.timedelta(**delta)


def build(storage: Storage) -> dict[str, int]:
    """Fill an empty portal; returns item numbers by id."""
    with storage.writing() as work:
        write_facts(work.connection, {"name": "Тест", "seller": encode(SELLER).decode()})
        numbers = _goods(work)
        _views(work, numbers)
        _buyer(work, "alfa", ("alfa-1", "alfa-2"), "opt")
        _buyer(work, "beta", ("beta-1",), "retail")
    return numbers


def _goods(work: Work) -> dict[str, int]:
    groups = [GroupRow("metal", "", "Крепёж", 1), GroupRow("bolts", "metal", "Болты", 2)]
    catalog.put_groups(SYSTEM, work, [*groups, GroupRow("light", "", "Свет", 3)])
    numbers = catalog.put_items(
        SYSTEM,
        work,
        [
            ItemRow("bolt", "Болт М8×40", "Б-840", group_id="bolts", brand="Метиз", vat="22"),
            ItemRow("nut", "Гайка М8", "35809A", group_id="metal", brand="Метиз", vat="22",
                    minimum_e3=100_000, multiple_e3=50_000),
            ItemRow("lamp", "Лампа E27", "35809a", group_id="light", vat="10"),
            ItemRow("cable", "Кабель ВВГ 3х2,5", "00123", group_id="light", base_unit="006",
                    vat="22"),
            ItemRow("pen", "Ручка", "P-1", vat="none", status="deleted"),
        ],
    )  # fmt: skip
    catalog.put_parts(SYSTEM, work, "unit", [UnitRow(n, "796", "шт") for n in numbers.values()])
    catalog.put_parts(SYSTEM, work, "unit", [UnitRow(numbers["bolt"], "778", "упак", 100_000)])
    catalog.put_parts(SYSTEM, work, "barcode", [BarcodeRow(numbers["bolt"], "4600000000015")])
    catalog.put_parts(SYSTEM, work, "link", [LinkRow(numbers["bolt"], "related", "nut")])
    return numbers


def _views(work: Work, numbers: dict[str, int]) -> None:
    pricing.put_price_types(
        SYSTEM, work, [PriceType("retail", "Розница"), PriceType("opt", "Опт", vat_included=False)]
    )
    base = {"bolt": 1579_000, "nut": 200_000, "lamp": 9_900_000, "cable": 7_512_345}
    rows = [("retail", numbers[name], 0, price) for name, price in base.items()]
    rows += [("opt", numbers[name], 0, price * 8 // 10) for name, price in base.items()]
    pricing.put_prices(SYSTEM, work, [*rows, ("opt", numbers["bolt"], 400_000, 1_200_000)])
    stock.put_places(
        SYSTEM, work, [stock.PlaceRow("msk", "Москва", "Москва"), stock.PlaceRow("spb", "СПб")]
    )
    stock.put_stock(
        SYSTEM,
        work,
        [(numbers["bolt"], "msk", 5_000_000, 0), (numbers["bolt"], "spb", 300_000, 0),
         (numbers["nut"], "msk", 0, 0), (numbers["lamp"], "msk", 12_000, 2_000)],
    )  # fmt: skip
    stock.put_incoming(SYSTEM, work, [(numbers["nut"], "msk", "2026-11-28", 900_000)])
    stock.put_view(SYSTEM, work, stock.StockView("exact", "Точно"))
    stock.put_view(SYSTEM, work, stock.StockView("rough", "Примерно", ("msk",), (100_000,), False))
    assortments.put_assortment(SYSTEM, work, assortments.Assortment("all", "Всё"))
    assortments.put_assortment(SYSTEM, work, assortments.Assortment("part", "Часть", whole=False))
    assortments.set_items(SYSTEM, work, "part", [numbers["bolt"], numbers["nut"]])


def _buyer(work: Work, company: str, entities: tuple[str, ...], price_type: str) -> None:
    accounts.put_company(SYSTEM, work, CompanyRow(company, company.title()))
    for entity in entities:
        party = Party(name=f"ООО «{entity}»", inn="7707083893", kpp="770701001", address="Москва")
        accounts.put_entities(SYSTEM, work, [EntityRow(entity, company, party)])
        address = f"{entity}-a"
        accounts.put_addresses(
            SYSTEM, work, [AddressRow(address, entity, "Склад", "Москва, Ленина, 1", True)]
        )
        contract = ContractRow(
            id=f"{entity}-c",
            company_id=company,
            entity_id=entity,
            number="15",
            date="2026-01-12",
            assortment="all" if company == "alfa" else "part",
            price_types=(price_type,),
            stock_view="exact" if company == "alfa" else "rough",
            deferral_days=14,
            delivery_methods=(
                Choice(id="car", name="Доставка", kind="delivery"),
                Choice(id="self", name="Самовывоз", kind="pickup"),
            ),
            payment_methods=(Choice(id="bank", name="Безналичный", kind="transfer"),),
            combinations=(
                Combination(delivery_method="car", address_ids=[address]),
                Combination(delivery_method="self"),
            ),
        )
        accounts.put_contracts(SYSTEM, work, [contract])
        accounts.put_terms(SYSTEM, work, contract.id, Terms("RUB", contract.price_types).as_dict())
