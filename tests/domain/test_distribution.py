"""Dealing out: shares always add up, whole lots wherever it can be."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from b2bdesk.domain.distribution import by_weight, evenly


def test_ten_packs_to_three_addresses_go_in_whole_packs() -> None:
    assert evenly(10_000, 1_000, 3) == [4_000, 3_000, 3_000]
    assert evenly(2_500, 1_000, 2) == [1_500, 1_000]


def test_weights_are_kept_as_near_as_lots_allow() -> None:
    assert by_weight(100_000, 10_000, [60, 30, 10]) == [60_000, 30_000, 10_000]
    assert by_weight(30_000, 10_000, [50, 45, 5]) == [20_000, 10_000, 0]
    assert by_weight(20_000, 1_000, [0, 0]) == [10_000, 10_000]
    assert by_weight(7_000, 1_000, []) == []


@given(
    st.integers(0, 10**9),
    st.integers(1, 50_000),
    st.lists(st.integers(0, 10**6), min_size=1, max_size=50),
)
def test_shares_add_up_to_the_quantity(quantity: int, lot: int, weights: list[int]) -> None:
    shares = by_weight(quantity, lot, weights)
    assert sum(shares) == quantity
    assert min(shares) >= 0
    assert sum(share % lot > 0 for share in shares) <= 1
