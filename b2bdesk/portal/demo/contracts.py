"""The demo's contracts, each showing another case, and their price terms.

Prices with and without VAT, discounts by brand and group, a threshold of the order's sum, deferral
and prepayment, consignment, a foreign currency, a narrower stock view; a delivery with a least sum
and orders stopped by overdue debt (15-К), a credit limit that is nearly used up (7/ВЭД), delivery
to one address only (7/СЗ).
"""

import datetime as dt

from msgspec.structs import replace

from b2bdesk.portal.accounts.rows import ContractRow
from b2bdesk.portal.demo.people import (
    ASSORTMENT,
    COMPANY,
    LARGE,
    NET,
    RETAIL,
    VIEW_ALL,
    WHOLESALE,
)
from b2bdesk.trade.pricing import Terms
from b2bdesk.wire.account import Calendar, Choice, Combination

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
    """Return the buyer's contracts; the supplier is closed on a day soon after the given one."""
    return (*_romashka(today), *_sever(today), _trader(today))


def _calendar(today: dt.date) -> Calendar:
    days = (today + dt.timedelta(shift) for shift in range(8, 20))
    holiday = next(day for day in days if day.weekday() < 5)
    return Calendar(closed_dates=[holiday.isoformat()], cut_off="15:00", lead_days=1)


def _signed(today: dt.date, month: int, day: int) -> str:
    """Return the last such date that lies more than a year back: before all of the history."""
    year_ago = today - dt.timedelta(days=370)
    signed = dt.date(year_ago.year, month, day)
    return (signed if signed < year_ago else signed.replace(year=signed.year - 1)).isoformat()


def _romashka(today: dt.date) -> tuple[ContractRow, ...]:
    return (
        ContractRow(
            "contract-15",
            COMPANY,
            "entity-romashka",
            "15",
            _signed(today, 1, 12),
            ASSORTMENT,
            (LARGE.id, WHOLESALE.id),
            VIEW_ALL.id,
            deferral_days=14,
            payment_terms="14 дней с даты отгрузки",
            credit_limit=1_500_000_00,
            minimum_sum=5_000_00,
            delivery_methods=_DELIVERY,
            payment_methods=_PAYMENT,
            calendar=_calendar(today),
            ord=1,
        ),
        ContractRow(
            "contract-15k",
            COMPANY,
            "entity-romashka",
            "15-К",
            _signed(today, 3, 2),
            ASSORTMENT,
            (WHOLESALE.id,),
            VIEW_ALL.id,
            kind="consignment",
            deferral_days=45,
            payment_terms="консигнация, оплата по отчёту раз в месяц",
            credit_limit=500_000_00,
            stop_overdue=True,
            delivery_methods=(replace(_DELIVERY[0], minimum="20000.00"), _DELIVERY[1]),
            payment_methods=_PAYMENT[:1],
            calendar=_calendar(today),
            ord=2,
        ),
    )


def _sever(today: dt.date) -> tuple[ContractRow, ...]:
    return (
        ContractRow(
            "contract-7",
            COMPANY,
            "entity-sever",
            "7/СЗ",
            _signed(today, 2, 1),
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
                Combination(
                    delivery_method="delivery",
                    places=["spb"],
                    address_ids=["address-obvodny"],
                ),
                Combination(delivery_method="pickup", places=["spb", "himki"]),
                Combination(
                    delivery_method="carrier", payment_methods=["prepay"], places=["himki"]
                ),
            ),
            calendar=_calendar(today),
            ord=3,
        ),
        ContractRow(
            "contract-7v",
            COMPANY,
            "entity-sever",
            "7/ВЭД",
            _signed(today, 4, 15),
            ASSORTMENT,
            (LARGE.id,),
            "view-north",
            currency="CNY",
            deferral_days=10,
            payment_terms="10 дней, расчёт в юанях",
            credit_limit=6_000_00,
            delivery_methods=_DELIVERY[1:],
            payment_methods=_PAYMENT,
            calendar=_calendar(today),
            ord=4,
        ),
    )


def _trader(today: dt.date) -> ContractRow:
    return ContractRow(
        "contract-ip",
        COMPANY,
        "entity-ip",
        "ИП-208",
        _signed(today, 5, 20),
        ASSORTMENT,
        (RETAIL.id,),
        "view-small",
        payment_terms="предоплата 100 %",
        minimum_sum=3_000_00,
        delivery_methods=_DELIVERY[:2],
        payment_methods=_PAYMENT[1:],
        calendar=_calendar(today),
        ord=5,
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
