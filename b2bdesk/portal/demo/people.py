"""The demo's firms: a supplier, three legal entities of one buyer, contracts that differ.

Each contract shows another case: prices with and without VAT, discounts by brand and group, a
quantity threshold, deferral, prepayment, a foreign currency, a narrower stock view.
"""

import datetime as dt

from b2bdesk.portal.accounts.rows import AddressRow, CompanyRow, ContractRow, EntityRow
from b2bdesk.portal.stock.store import PlaceRow, StockView
from b2bdesk.trade.pricing import PriceType, Terms
from b2bdesk.wire.account import Bank, Calendar, Choice, Combination, Manager, News, Party

COMPANY = "company-romashka"
ASSORTMENT = "assortment-main"
TIMEZONE = "Europe/Moscow"

SELLER = Party(
    name="ООО «Оптима Снаб»",
    full_name="Общество с ограниченной ответственностью «Оптима Снаб»",
    inn="7709876545",
    kpp="770901001",
    ogrn="1057709876542",
    okpo="78451236",
    address="109052, г. Москва, ул. Нижегородская, д. 32, стр. 15",
    phone="+7 495 000-15-15",
    email="opt@optima-snab.example",
    director="Петров П. П.",
    accountant="Сидорова С. С.",
    bank=Bank(
        name="АО «Учебный Банк» г. Москва",
        bik="044525974",
        account="40702810500000012345",
        corr_account="30101810145250000974",
    ),
)

BUYER = CompanyRow(
    COMPANY,
    "Группа «Ромашка»",
    Manager(
        name="Мария Ковалёва",
        phone="+7 495 000-15-27",
        email="kovaleva@optima-snab.example",
        note="отвечает обычно за 12 минут",
    ),
)

ENTITIES = (
    EntityRow(
        "entity-romashka",
        COMPANY,
        Party(
            name="ООО «Ромашка»",
            full_name="Общество с ограниченной ответственностью «Ромашка»",
            inn="7706123455",
            kpp="770601001",
            ogrn="1037706123454",
            address="119180, г. Москва, ул. Большая Полянка, д. 44/2",
            phone="+7 495 000-44-20",
            director="Кузнецов А. В.",
        ),
        consignees=(
            Party(
                name="ООО «Ромашка», склад Химки",
                inn="7706123455",
                kpp="504745001",
                address="141407, Московская обл., г. Химки, ул. Складская, д. 4",
            ),
        ),
        ord=1,
    ),
    EntityRow(
        "entity-sever",
        COMPANY,
        Party(
            name="ООО «СтройМонтаж-Север»",
            full_name="Общество с ограниченной ответственностью «СтройМонтаж-Север»",
            inn="7811543219",
            kpp="781101001",
            ogrn="1107811543212",
            address="192019, г. Санкт-Петербург, наб. Обводного канала, д. 24А",
            phone="+7 812 000-24-24",
            director="Орлова Е. И.",
        ),
        ord=2,
    ),
    EntityRow(
        "entity-ip",
        COMPANY,
        Party(
            name="ИП Лебедев Д. С.",
            full_name="Индивидуальный предприниматель Лебедев Денис Сергеевич",
            inn="502412345682",
            ogrn="316502400012340",
            address="143402, Московская обл., г. Красногорск, ул. Ленина, д. 5, кв. 12",
            phone="+7 915 000-12-12",
            director="Лебедев Д. С.",
        ),
        ord=3,
    ),
)

ADDRESSES = (
    AddressRow(
        "address-himki",
        "entity-romashka",
        "Химки, ул. Складская, 4",
        "141407, Московская обл., г. Химки, ул. Складская, д. 4, ворота 3",
        default=True,
        place="himki",
        ord=1,
    ),
    AddressRow(
        "address-severny",
        "entity-romashka",
        "Объект «Северный»",
        "127204, г. Москва, Дмитровское шоссе, д. 157, корп. 9",
        place="himki",
        ord=2,
    ),
    AddressRow(
        "address-podolsk",
        "entity-romashka",
        "Подольск, магазин",
        "142100, Московская обл., г. Подольск, ул. Комсомольская, д. 24",
        place="podolsk",
        ord=3,
    ),
    AddressRow(
        "address-obvodny",
        "entity-sever",
        "База на Обводном",
        "192019, г. Санкт-Петербург, наб. Обводного канала, д. 24А",
        default=True,
        place="spb",
        ord=1,
    ),
    AddressRow(
        "address-kudrovo",
        "entity-sever",
        "Объект «Кудрово»",
        "188689, Ленинградская обл., г. Кудрово, Европейский пр-т, д. 14",
        place="spb",
        ord=2,
    ),
    AddressRow(
        "address-krasnogorsk",
        "entity-ip",
        "Красногорск, торговый зал",
        "143402, Московская обл., г. Красногорск, ул. Речная, д. 20, пом. 3",
        default=True,
        place="himki",
        ord=1,
    ),
)

PLACES = (
    PlaceRow("himki", "Химки", "Химки", 1),
    PlaceRow("podolsk", "Подольск", "Подольск", 2),
    PlaceRow("spb", "Санкт-Петербург", "Санкт-Петербург", 3),
    PlaceRow("ekb", "Екатеринбург", "Екатеринбург", 4),
    PlaceRow("kazan", "Казань", "Казань", 5),
)

VIEW_ALL = StockView("view-all", "Все склады, точно")
VIEWS = (
    VIEW_ALL,
    StockView("view-north", "Северо-Запад и Москва", ("spb", "himki"), (100_000, 1_000_000)),
    StockView("view-small", "Химки, округлённо", ("himki",), (10_000, 50_000, 100_000), False),
)

RETAIL = PriceType("pt-retail", "Розница")
WHOLESALE = PriceType("pt-opt", "Опт")
LARGE = PriceType("pt-opt2", "Опт-2")
NET = PriceType("pt-net", "Партнёр без НДС", vat_included=False)
PRICE_TYPES = (RETAIL, WHOLESALE, LARGE, NET)

_DELIVERY = (
    Choice(
        id="delivery",
        name="Доставка поставщиком",
        kind="delivery",
        cost="1900.00",
        free_from="100000.00",
    ),
    Choice(id="pickup", name="Самовывоз", kind="pickup"),
    Choice(id="carrier", name="Транспортная компания", kind="carrier", cost="650.00"),
)
_PAYMENT = (
    Choice(id="deferral", name="Безналичный, отсрочка", kind="deferral"),
    Choice(id="prepay", name="Безналичный, предоплата", kind="transfer"),
)


def contracts(today: dt.date) -> tuple[ContractRow, ...]:
    """Return the buyer's contracts; the supplier is closed on days around the given one."""
    holiday = next(
        day for day in (today + dt.timedelta(shift) for shift in range(8, 20)) if day.weekday() < 5
    )
    calendar = Calendar(closed_dates=[holiday.isoformat()], cut_off="15:00", lead_days=1)
    year = today.year
    return (
        ContractRow(
            "contract-15",
            COMPANY,
            "entity-romashka",
            "15",
            f"{year}-01-12",
            ASSORTMENT,
            (LARGE.id, WHOLESALE.id),
            VIEW_ALL.id,
            deferral_days=14,
            payment_terms="14 дней с даты отгрузки",
            credit_limit=1_500_000_00,
            minimum_sum=5_000_00,
            delivery_methods=_DELIVERY,
            payment_methods=_PAYMENT,
            calendar=calendar,
            ord=1,
        ),
        ContractRow(
            "contract-15k",
            COMPANY,
            "entity-romashka",
            "15-К",
            f"{year}-03-02",
            ASSORTMENT,
            (WHOLESALE.id,),
            VIEW_ALL.id,
            kind="consignment",
            deferral_days=45,
            payment_terms="консигнация, оплата по отчёту раз в месяц",
            credit_limit=500_000_00,
            delivery_methods=_DELIVERY[:2],
            payment_methods=_PAYMENT[:1],
            calendar=calendar,
            ord=2,
        ),
        ContractRow(
            "contract-7",
            COMPANY,
            "entity-sever",
            "7/СЗ",
            f"{year}-02-01",
            ASSORTMENT,
            (NET.id, WHOLESALE.id),
            "view-north",
            deferral_days=30,
            payment_terms="30 дней с даты отгрузки",
            credit_limit=2_000_000_00,
            minimum_sum=15_000_00,
            delivery_methods=_DELIVERY,
            payment_methods=_PAYMENT,
            combinations=(
                Combination(delivery_method="delivery", places=["spb"]),
                Combination(delivery_method="pickup", places=["spb", "himki"]),
                Combination(
                    delivery_method="carrier", payment_methods=["prepay"], places=["himki"]
                ),
            ),
            calendar=calendar,
            ord=3,
        ),
        ContractRow(
            "contract-7v",
            COMPANY,
            "entity-sever",
            "7/ВЭД",
            f"{year}-04-15",
            ASSORTMENT,
            (LARGE.id,),
            "view-north",
            currency="CNY",
            deferral_days=10,
            payment_terms="10 дней, расчёт в юанях",
            credit_limit=80_000_00,
            delivery_methods=_DELIVERY[1:],
            payment_methods=_PAYMENT,
            calendar=calendar,
            ord=4,
        ),
        ContractRow(
            "contract-ip",
            COMPANY,
            "entity-ip",
            "ИП-208",
            f"{year}-05-20",
            ASSORTMENT,
            (RETAIL.id,),
            "view-small",
            payment_terms="предоплата 100 %",
            minimum_sum=3_000_00,
            delivery_methods=_DELIVERY[:2],
            payment_methods=_PAYMENT[1:],
            calendar=calendar,
            ord=5,
        ),
    )


def terms(today: dt.date, groups: dict[tuple[str, ...], str]) -> dict[str, Terms]:
    """Return the price terms by contract id; `groups` gives the ids of the category paths."""
    rate = {"from": "RUB", "to": "CNY", "rate": "0.0877", "date": None}
    fasteners = {"kind": "group", "id": groups[("Крепёж",)]}
    light = {"kind": "group", "id": groups[("Электрика", "Свет")]}
    until = (today + dt.timedelta(days=21)).isoformat()
    rules = {
        "contract-15": [
            _rule("r1", "percent_off", {"kind": "brand", "id": "Крепмаш"}, "7", "по бренду"),
            _rule("r2", "percent_off", fasteners, "3", "по группе «Крепёж»"),
            _rule(
                "r3",
                "promotion",
                light,
                {"name": "Светлая осень", "percent": "5"},
                "акция",
                until,
            ),
            _rule(
                "r4",
                "cart_threshold",
                {"kind": "all"},
                {"sum": "300000", "percent": "2"},
                "за объём заказа",
            ),
        ],
        "contract-15k": [],
        "contract-7": [
            _rule("r5", "percent_off", {"kind": "segment", "id": "A"}, "4", "сегмент A"),
            _rule("r6", "percent_off", {"kind": "brand", "id": "Кабельград"}, "6", "по бренду"),
        ],
        "contract-7v": [],
        "contract-ip": [_rule("r7", "percent_off", {"kind": "all"}, "5", "постоянному клиенту")],
    }
    found = {row.id: row for row in contracts(today)}
    return {
        key: Terms.from_dict(
            {
                "currency": found[key].currency,
                "price_types": list(found[key].price_types),
                "rates": [rate] if found[key].currency != "RUB" else [],
                "rules": rows,
            }
        )
        for key, rows in rules.items()
    }


def _rule(
    key: str, kind: str, on: dict[str, str], value: object, text: str, until: str | None = None
) -> dict[str, object]:
    return {"id": key, "kind": kind, "on": on, "value": value, "text": text, "to": until}


def news(today: dt.date) -> list[News]:
    """Return three announcements of the last days."""
    return [
        News(date=(today - dt.timedelta(days=days)).isoformat(), title=title)
        for days, title in (
            (1, "График отгрузок перед праздниками"),
            (3, "Новый склад в Казани принимает заказы"),
            (5, "Прайс на кабель меняется с 1 декабря"),
        )
    ]
