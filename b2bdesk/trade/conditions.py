"""What a contract allows besides the lines: methods, and what goes together (PROTOCOL §1).

Both ends use it: the buyer is told before sending what the portal would refuse.
"""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Combination:
    """One allowed combination; empty sets allow anything."""

    delivery_method: str
    address_ids: frozenset[str] = frozenset()
    payment_methods: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Choices:
    """What the buyer chose for one order; empty = left to the supplier.

    `places` are the warehouses its lines name.
    """

    delivery: str = ""
    address_id: str = ""
    payment: str = ""
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Offer:
    """What a contract offers: methods one by one, and what goes together (none = anything)."""

    deliveries: frozenset[str]
    payments: frozenset[str]
    combinations: tuple[Combination, ...] = ()


def clash(offer: Offer, chosen: Choices) -> str:
    """Return what does not go: a code, empty when the contract allows it all together.

    `delivery_not_offered` and `payment_not_offered` are about one method, the others name what
    does not go with the delivery method: `address`, `payment`, `place`, or the `combination`.
    """
    if chosen.delivery and chosen.delivery not in offer.deliveries:
        return "delivery_not_offered"
    if chosen.payment and chosen.payment not in offer.payments:
        return "payment_not_offered"
    if not chosen.delivery or not offer.combinations:
        return ""
    rows = [each for each in offer.combinations if each.delivery_method == chosen.delivery]
    if any(_fits(each, chosen) for each in rows):
        return ""
    if not rows:
        return "delivery_not_offered"
    without = (
        ("address", Choices(chosen.delivery, "", chosen.payment, chosen.places)),
        ("payment", Choices(chosen.delivery, chosen.address_id, "", chosen.places)),
        ("place", Choices(chosen.delivery, chosen.address_id, chosen.payment)),
    )
    for name, rest in without:
        if any(_fits(each, rest) for each in rows):
            return name
    return "combination"


def _fits(row: Combination, chosen: Choices) -> bool:
    return (
        row.delivery_method == chosen.delivery
        and _allows(row.address_ids, chosen.address_id)
        and _allows(row.payment_methods, chosen.payment)
        and (not row.places or chosen.places <= row.places)
    )


def _allows(allowed: Collection[str], one: str) -> bool:
    return not allowed or not one or one in allowed


def allowed(offer: Offer, chosen: Choices) -> tuple[str, ...]:
    """Return what there is to choose instead of what clashes: ids of methods, addresses, places.

    Empty when nothing clashes.
    """
    what = clash(offer, chosen)
    rows = [each for each in offer.combinations if each.delivery_method == chosen.delivery]
    if what == "delivery_not_offered":
        named = {each.delivery_method for each in offer.combinations}
        return tuple(sorted(offer.deliveries & named if named else offer.deliveries))
    if what == "payment_not_offered":
        return tuple(sorted(offer.payments))
    sets = {
        "address": [each.address_ids for each in rows],
        "payment": [each.payment_methods for each in rows],
        "place": [each.places for each in rows],
    }.get(what, [])
    return tuple(sorted({name for each in sets for name in each}))
