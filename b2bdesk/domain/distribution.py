"""Dealing the quantity of a line out to addresses, in whole lots, to the last piece.

What does not come out even goes to the first addresses, a rest below one lot to the first of all:
the shares always add up to the quantity.
"""

from collections.abc import Sequence


def evenly(quantity_e3: int, lot_e3: int, count: int) -> list[int]:
    """Return equal shares of a quantity for `count` addresses."""
    return by_weight(quantity_e3, lot_e3, [1] * count)


def by_weight(quantity_e3: int, lot_e3: int, weights: Sequence[int]) -> list[int]:
    """Return shares in the proportion of weights (largest remainders first).

    Args:
        quantity_e3: what is dealt out, in the line's unit.
        lot_e3: what a share is a multiple of.
        weights: one an address; all zero = equal shares.
    """
    if not weights:
        return []
    total = sum(weights)
    if total <= 0:
        weights, total = [1] * len(weights), len(weights)
    lot = max(lot_e3, 1)
    lots, odd = divmod(quantity_e3, lot)
    whole = [lots * weight // total for weight in weights]
    over = [(lots * weight % total, -at) for at, weight in enumerate(weights)]
    for _, negative in sorted(over, reverse=True)[: lots - sum(whole)]:
        whole[-negative] += 1
    shares = [count * lot for count in whole]
    heaviest = max(range(len(weights)), key=lambda at: (weights[at], -at))
    shares[heaviest] += odd
    return shares
