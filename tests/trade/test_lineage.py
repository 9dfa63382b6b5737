"""Which carts are the same goods: read from ids of parts of parts."""

from __future__ import annotations

import pytest

from b2bdesk.trade.lineage import ordered_twice, part_of, root_of, same_goods, split_mark

CART = "0192c3a4b5"
BY_PLACE = [part_of(CART, "aaaa", number) for number in (1, 2)]
BY_MAKER = [part_of(CART, "bbbb", number) for number in (1, 2)]
NESTED = [part_of(BY_PLACE[0], "cccc", number) for number in (1, 2)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (CART, CART, False),
        (CART, "0192c3a4b6", False),
        (CART, BY_PLACE[0], True),
        (BY_PLACE[0], BY_PLACE[1], False),
        (BY_PLACE[0], BY_MAKER[0], True),
        (BY_PLACE[0], NESTED[1], True),
        (BY_PLACE[1], NESTED[1], False),
        (BY_MAKER[1], NESTED[1], True),
        (NESTED[0], NESTED[1], False),
        (CART, NESTED[0], True),
        (part_of(CART, "aaaa", 1), part_of(CART, "aaaa", 10), False),
    ],
)
def test_goods_are_the_same_above_below_and_in_another_split(
    one: str, other: str, same: bool
) -> None:
    assert same_goods(one, other) is same
    assert same_goods(other, one) is same
    assert root_of(one) == CART or one != CART


def test_an_order_that_one_of_the_two_knew_of_is_no_surprise() -> None:
    rest, sent = CART, BY_PLACE[0]
    assert ordered_twice(rest, (), sent, ())
    assert ordered_twice(sent, (), sent, ()), "a cart has one order at most"
    assert not ordered_twice(rest, (sent,), sent, ())
    assert not ordered_twice(sent, (), rest, (sent,))
    assert ordered_twice(rest, (BY_PLACE[1],), sent, ())


def test_a_split_is_named_by_what_was_put_where() -> None:
    content = [("himki", ("l1", 5)), ("spb", ("l2", 3))]
    mark = split_mark(CART, "warehouse", 0, content)
    assert mark == split_mark(CART, "warehouse", 0, list(content))
    others = {
        split_mark("0192c3a4b6", "warehouse", 0, content),
        split_mark(CART, "branch", 0, content),
        split_mark(CART, "warehouse", 1, content),
        split_mark(CART, "warehouse", 0, content[:1]),
        split_mark(CART, "warehouse", 0, [("himki", ("l1", 4)), content[1]]),
    }
    assert len(others | {mark}) == 6
