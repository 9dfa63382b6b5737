"""A desk with a small catalogue, closed after the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.desk import DeskFixture, Good

GOODS = (
    Good("bolt", price_e5=1_234_000, stock_e3=4_200_000, minimum_e3=50_000, multiple_e3=50_000),
    Good("nut", price_e5=310_000, stock_e3=40_000),
    Good("tape", price_e5=5_000_000, units=(("778", 10_000),)),
    Good("wire", price_e5=2_000_000, breaks=((100_000, 1_800_000), (500_000, 1_500_000))),
    Good("secret", member=False),
    Good("unpriced", price_e5=None),
    Good("gone", status="deleted"),
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[DeskFixture]:
    """A desk with the goods above."""
    made = DeskFixture(tmp_path)
    made.stock_up(GOODS)
    yield made
    made.close()
