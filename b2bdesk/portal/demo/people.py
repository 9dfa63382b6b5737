"""The demo's firms: a supplier, three legal entities of one buyer and the people who sign in.

Also what contracts name: places, stock views, price types. The contracts are in `contracts`.
"""

import datetime as dt
from collections.abc import Callable

from b2bdesk.portal.accounts.rows import AddressRow, CompanyRow, EntityRow, UserRow
from b2bdesk.portal.stock.store import PlaceRow, StockView
from b2bdesk.trade.pricing import PriceType
from b2bdesk.wire.account import Bank, Manager, News, Party

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

# Who signs in: login (also the password), name, role.
_USERS = (
    ("demo", "Анна Белова", "administrator"),
    ("buyer", "Игорь Самойлов", "buyer"),
    ("approver", "Елена Орлова", "approver"),
    ("accountant", "Светлана Юдина", "accountant"),
    ("viewer", "Павел Гусев", "viewer"),
)


def users(hashed: Callable[[str], str]) -> tuple[UserRow, ...]:
    """Return the buyer's people; each one's password is the login.

    Args:
        hashed: makes the stored hash of a password.
    """
    return tuple(
        UserRow(f"user-{login}", login, name, role, frozenset((COMPANY,)), hashed(login))
        for login, name, role in _USERS
    )


def news(today: dt.date) -> list[News]:
    """Return three announcements of the last days."""
    change = (today.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return [
        News(date=(today - dt.timedelta(days=days)).isoformat(), title=title)
        for days, title in (
            (1, "График отгрузок перед праздниками"),
            (3, "Новый склад в Казани принимает заказы"),
            (5, f"Прайс на кабель меняется с {change:%d.%m.%Y}"),
        )
    ]
