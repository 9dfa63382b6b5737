"""Rules of sending an order besides its lines: what the contract offers, alone and together.

Pure functions over what the account says, the same that the portal refuses by (PROTOCOL §1); the
calendar of shipping days is in `trade.shipping`.
"""

from collections.abc import Iterable, Sequence

from b2bdesk.trade.conditions import Choices, Combination, Offer, allowed, clash
from b2bdesk.trade.shipping import ShippingDays, cut_off_of

__all__ = [
    "Choices",
    "Combination",
    "Offer",
    "ShippingDays",
    "allowed",
    "allowed_payments",
    "clash",
    "combination_allows",
    "cut_off_of",
]  # fmt: skip


def combination_allows(
    combinations: Sequence[Combination], delivery: str, address_id: str, payment: str
) -> bool:
    """Say whether the contract allows these choices together; no combinations = no limits."""
    if not combinations or not delivery:
        return True
    chosen = Choices(delivery, address_id, payment)
    rows = tuple(combinations)
    offered = frozenset(each.delivery_method for each in rows)
    payments = frozenset((payment,))
    return not clash(Offer(offered, payments, rows), chosen)


def allowed_payments(
    combinations: Sequence[Combination], methods: Iterable[str], delivery: str, address_id: str
) -> tuple[str, ...]:
    """Return the payment methods that go with a delivery method and an address."""
    return tuple(
        each for each in methods if combination_allows(combinations, delivery, address_id, each)
    )
