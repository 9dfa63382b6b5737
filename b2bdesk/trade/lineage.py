"""Which cart came out of which, read from their ids alone (PROTOCOL R2, R12).

A part of a split cart is called `<cart>.<split>-<number>`, a part of that part
`<cart>.<split>-<number>.<split>-<number>`; lines of parts likewise. `<split>` follows from what
was put where, so that copies of a data folder that split one cart alike make the same carts. Both
ends ask `same_goods` before goods are ordered: the buyer's program of its own orders, the portal
of those a copy has sent.
"""

import hashlib
from collections.abc import Iterable, Sequence

_STEP, _NUMBER = ".", "-"
_DIGITS = 16


def split_mark(cart_id: str, way: str, again: int, parts: Iterable[object]) -> str:
    """Name a split by its content.

    Args:
        cart_id: the cart that is split.
        way: how.
        again: how often the same split was made here before and taken back.
        parts: what goes into each part, as values whose `repr` tells it.
    """
    content = "\x1f".join((cart_id, way, str(again), *map(repr, parts)))
    return hashlib.sha256(content.encode()).hexdigest()[:_DIGITS]


def part_of(source_id: str, mark: str, number: int) -> str:
    """The id of a part of a cart, or of a piece of a line; `number` counts within the split."""
    return f"{source_id}{_STEP}{mark}{_NUMBER}{number}"


def root_of(cart_id: str) -> str:
    """The cart that all parts came out of in the end; itself for a cart that is no part."""
    return cart_id.partition(_STEP)[0]


def same_goods(one: str, other: str) -> bool:
    """Say whether two different carts stand for the same goods.

    They do when one came out of the other, or when they came out of one cart that was split in
    two ways. Parts of one and the same split, and what came out of those, do not.
    """
    mine, theirs = one.split(_STEP), other.split(_STEP)
    if mine[0] != theirs[0] or one == other:
        return False
    for my_step, their_step in zip(mine[1:], theirs[1:], strict=False):
        if my_step != their_step:
            return my_step.partition(_NUMBER)[0] != their_step.partition(_NUMBER)[0]
    return True


def ordered_twice(one: str, beside: Sequence[str], other: str, other_beside: Sequence[str]) -> bool:
    """Say whether two orders under different keys are the same goods unknown to each other.

    A cart has one order at most: what was withdrawn or refused is none.

    Args:
        one: the cart of the first order.
        beside: carts whose orders its sender knew of.
        other: the cart of the second.
        other_beside: carts whose orders that sender knew of.
    """
    if one == other:
        return True
    return same_goods(one, other) and other not in beside and one not in other_beside
