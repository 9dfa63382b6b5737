"""What goes with an order besides its lines when nobody chose otherwise.

Nothing is guessed that the contract does not offer: the entity's default address, then the first
delivery and payment method that the contract allows for it. Used by the command line and by the
watched folder; the window begins its checkout with the same answer.
"""

from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.rows.account import (
    AddressRow,
    CombinationRow,
    ContractRow,
    EntityRow,
    MethodRow,
)
from b2bdesk.usecases.rows.carts import Checkout


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
    money = _payment(contract, payment, how)
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
        return _named(contract.delivery_methods, wanted, delivery_method=wanted)
    for method in contract.delivery_methods:
        if not contract.combinations or _combination(contract, method.id, place):
            return method
    return None


def _payment(contract: ContractRow, wanted: str, how: MethodRow | None) -> MethodRow | None:
    if wanted:
        return _named(contract.payment_methods, wanted, payment_method=wanted)
    found = _combination(contract, how.id, None) if how else None
    allowed = found.payment_methods if found else ()
    for method in contract.payment_methods:
        if not allowed or method.id in allowed:
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


def _named(methods: tuple[MethodRow, ...], wanted: str, **params: str) -> MethodRow:
    for each in methods:
        if wanted == each.id or wanted.casefold() == each.name.casefold():
            return each
    raise Expected("combination_not_allowed", **params)
