"""Copies of a profile order their common carts once, and the play finds seeded bugs."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sim.copies import MUTANTS, play, switched_on

SHOWN_BY = {
    "parts have ids of their own": (6, "I1"),
    "kin are not compared": (6, "I1"),
    "parts of a split are the same goods": (3, "I2"),
    "what was taken back counts as known": (9, "I1"),
    "nothing is known of own orders": (75, "I2"),
}


def test_what_one_copy_ordered_no_other_orders_again(tmp_path: Path) -> None:
    wrong = {}
    for seed in (6, 9, 55, 75, 123):  # 55 and 123: a part split further and sent, then taken back
        (tmp_path / str(seed)).mkdir()
        wrong[seed] = play(seed, tmp_path / str(seed))
    assert not any(wrong.values()), wrong


@pytest.mark.parametrize("name", MUTANTS)
def test_seeded_bugs_are_seen(name: str, tmp_path: Path) -> None:
    seed, invariant = SHOWN_BY[name]
    with switched_on(name):
        assert [each.partition(":")[0] for each in play(seed, tmp_path)][:1] == [invariant]
