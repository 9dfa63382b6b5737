"""What goes with an order besides its lines: what the contract offers, what nobody chose, what
stands against it.

Nothing is guessed that the contract does not offer: the entity's default address, then the first
delivery and payment method that the contract allows for it. Used by the command line and by the
watched folder; the window begins its checkout with the same answer. Every rule comes from the
account the portal told (PROTOCOL §1), none is written here.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from b2bdesk.domain.check import Money, Problem, money_problems
from b2bdesk.trade.conditions import Choices, Combination, Offer, allowed, clash
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.shipping import ShippingDays, cut_off_of
from b2bdesk.usecases.rows.account import (
    AddressRow,
    CombinationRow,
    ContractRow,
    CreditRow,
    EntityRow,
    MethodRow,
)
from b2bdesk.usecases.rows.carts import Checkout

NOWHERE: frozenset[str] = frozenset()


def offer_of(contract: ContractRow) -> Offer:
    """Return what a contract offers."""
    return Offer(
        frozenset(each.id for each in contract.delivery_methods),
        frozenset(each.id for each in contract.payment_methods),
        tuple(
            Combination(
                each.delivery_method,
                frozenset(each.address_ids),
                frozenset(each.payment_methods),
                frozenset(each.places),
            )
            for each in contract.combinations
        ),
    )


def shipping_days(contract: ContractRow) -> ShippingDays:
    """Return the supplier's calendar of a contract."""
    calendar = contract.calendar
    return ShippingDays(
        frozenset(calendar.closed_weekdays),
        frozenset(calendar.closed_dates),
        cut_off_of(calendar.cut_off),
        calendar.lead_days,
    )


def choices_of(checkout: Checkout, places: frozenset[str] = NOWHERE) -> Choices:
    """Return what a checkout chose, for lines that name these warehouses."""
    return Choices(
        checkout.delivery_method, checkout.address_id, checkout.payment_method, places - {""}
    )


def fitting(
    contract: ContractRow, checkout: Checkout, places: frozenset[str] = NOWHERE
) -> Checkout:
    """Return the nearest conditions that the contract allows; the same ones when none fits.

    The address stays, then the delivery method, then the payment.
    """
    offer = offer_of(contract)
    if not clash(offer, choices_of(checkout, places)):
        return checkout
    deliveries = [each.id for each in contract.delivery_methods] or [""]
    payments = [each.id for each in contract.payment_methods] or [""]
    deliveries.sort(key=lambda each: each != checkout.delivery_method)
    payments.sort(key=lambda each: each != checkout.payment_method)
    for delivery in deliveries:
        for payment in payments:
            tried = replace(checkout, delivery_method=delivery, payment_method=payment)
            if not clash(offer, choices_of(tried, places)):
                return tried
    return checkout


def delivery_cost(contract: ContractRow, method_id: str, gross_minor: int) -> int:
    """Return what a delivery method costs for an order of a sum, minor units."""
    method = next((each for each in contract.delivery_methods if each.id == method_id), None)
    if method is None:
        return 0
    free_from = method.free_from_minor
    return 0 if free_from is not None and gross_minor >= free_from else method.cost_minor


def too_small(contract: ContractRow, method_id: str, gross_minor: int) -> list[Problem]:
    """Return what keeps an order of a sum from going by a delivery method: its least sum."""
    for method in contract.delivery_methods:
        least = method.minimum_minor
        if method.id == method_id and least is not None and gross_minor < least:
            params = {
                "delivery": method.name,
                "minimum_minor": least,
                "sum_minor": gross_minor,
                "lacking_minor": least - gross_minor,
                "currency": contract.currency,
            }
            return [Problem("below_delivery_minimum", True, params)]
    return []


def sum_problems(
    contract: ContractRow, credit: CreditRow | None, gross_minor: int, committed_minor: int = 0
) -> list[Problem]:
    """Return what the sum of an order meets: least sum, free credit, overdue debt.

    Args:
        contract: of the order.
        credit: what is owed under it; None = not told.
        gross_minor: what the order comes to.
        committed_minor: what orders on their way will still add to the debt.
    """
    free = credit.free_minor if credit else None
    if free is not None:
        free = max(free - committed_minor, 0)
    money = Money(
        gross_minor,
        contract.minimum_sum_minor,
        free,
        credit.limit_minor if credit else contract.credit_limit_minor,
        credit.overdue_minor if credit else None,
        contract.stop_overdue,
    )
    return money_problems(money, contract.currency)


def checkout_problems(
    firm: tuple[EntityRow | None, ContractRow],
    checkout: Checkout,
    places: frozenset[str],
    now: datetime,
) -> list[Problem]:
    """Return what the portal would refuse besides lines and sums.

    Args:
        firm: entity and contract of the order.
        checkout: what was decided.
        places: warehouses the lines name.
        now: in the supplier's zone.
    """
    entity, contract = firm
    found: list[Problem] = []
    if entity is not None:
        found += _unknown(entity, checkout)
    found += _clashing(firm, checkout, places)
    if checkout.ship_date is not None:
        found += _bad_day(contract, checkout.ship_date, now)
    return found


def _unknown(entity: EntityRow, checkout: Checkout) -> Iterable[Problem]:
    if checkout.address_id and all(checkout.address_id != each.id for each in entity.addresses):
        yield Problem("address_unknown", True, {"text": checkout.address_id})
    known = {entity.party.inn, *(each.inn for each in entity.consignees)}
    if checkout.consignee_inn and checkout.consignee_inn not in known:
        yield Problem("consignee_unknown", True, {"text": checkout.consignee_inn})


def _clashing(
    firm: tuple[EntityRow | None, ContractRow], checkout: Checkout, places: frozenset[str]
) -> Iterable[Problem]:
    entity, contract = firm
    if entity is not None and all(checkout.address_id != each.id for each in entity.addresses):
        checkout = replace(checkout, address_id="")  # said already
    offer, chosen = offer_of(contract), choices_of(checkout, places)
    what = clash(offer, chosen)
    if not what:
        return
    names = {each.id: each.name for each in (*contract.delivery_methods, *contract.payment_methods)}
    names |= {each.id: each.name or each.text for each in (entity.addresses if entity else ())}
    params = {
        "what": what,
        "delivery_method": checkout.delivery_method,
        "payment_method": checkout.payment_method,
        "delivery": names.get(checkout.delivery_method, checkout.delivery_method),
        "payment": names.get(checkout.payment_method, checkout.payment_method) or None,
        "address": names.get(checkout.address_id, checkout.address_id) or None,
        "allowed": ", ".join(names.get(each, each) for each in allowed(offer, chosen)) or None,
    }
    yield Problem("combination_not_allowed", True, params)


def _bad_day(contract: ContractRow, day: date, now: datetime) -> Iterable[Problem]:
    calendar = shipping_days(contract)
    why = calendar.why_not(day, now)
    if why:
        first = calendar.on_or_after(max(day, now.date()), now)
        params = {
            "date": day.isoformat(),
            "what": why,
            "first_date": first.isoformat() if first else None,
            "cut_off": contract.calendar.cut_off if calendar.late(now) else None,
        }
        yield Problem("date_not_available", True, params)


def default_checkout(
    entity: EntityRow,
    contract: ContractRow,
    address: str = "",
    delivery: str = "",
    payment: str = "",
) -> Checkout:
    """Return a checkout that the contract allows.

    Args:
        entity: who buys.
        contract: by which contract.
        address: id or name of the wished address, "" = the default one.
        delivery: id or name of the wished delivery method, "" = the first that fits.
        payment: id or name of the wished payment method, "" = the first that fits.

    Raises:
        Expected: `address_unknown`, `combination_not_allowed` for a wish nobody offers.
    """
    place = _address(entity, address)
    how = _delivery(contract, delivery, place)
    money = _payment(contract, payment, how, place)
    return Checkout(
        address_id=place.id if place else "",
        delivery_method=how.id if how else "",
        payment_method=money.id if money else "",
    )


def _address(entity: EntityRow, wanted: str) -> AddressRow | None:
    if wanted:
        for each in entity.addresses:
            if wanted == each.id or wanted.casefold() == each.name.casefold():
                return each
        raise Expected("address_unknown", text=wanted)
    default = (each for each in entity.addresses if each.default)
    return next(default, entity.addresses[0] if entity.addresses else None)


def _delivery(contract: ContractRow, wanted: str, place: AddressRow | None) -> MethodRow | None:
    if wanted:
        return _named(contract.delivery_methods, wanted, "delivery")
    for method in contract.delivery_methods:
        if not contract.combinations or _combination(contract, method.id, place):
            return method
    return None


def _payment(
    contract: ContractRow, wanted: str, how: MethodRow | None, place: AddressRow | None
) -> MethodRow | None:
    if wanted:
        return _named(contract.payment_methods, wanted, "payment")
    offer = offer_of(contract)
    for method in contract.payment_methods:
        chosen = Choices(how.id if how else "", place.id if place else "", method.id)
        if not clash(offer, chosen):
            return method
    return None


def _combination(
    contract: ContractRow, delivery: str, place: AddressRow | None
) -> CombinationRow | None:
    for each in contract.combinations:
        if each.delivery_method != delivery:
            continue
        if place is None or not each.address_ids or place.id in each.address_ids:
            return each
    return None


def _named(methods: tuple[MethodRow, ...], wanted: str, what: str) -> MethodRow:
    for each in methods:
        if wanted == each.id or wanted.casefold() == each.name.casefold():
            return each
    raise Expected(
        "combination_not_allowed",
        **{
            "what": f"{what}_not_offered",
            f"{what}_method": wanted,
            "allowed": ", ".join(each.name for each in methods) or "—",
        },
    )
