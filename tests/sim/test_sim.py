"""A small share of the simulator: it runs clean, is deterministic, and still finds old bugs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.sim.invariants import names
from tests.sim.mutants import MUTANTS, switched_on
from tests.sim.running import checked, hunt, one, seeds
from tests.sim.schedule import Schedule, draw

KEPT = sorted((Path(__file__).parent / "regressions").glob("*.json"))


def test_schedules_end_in_agreement() -> None:
    found = seeds(0, 150)
    assert [(each.seed, what) for each, what in found.failing] == []
    assert found.schedules == 150


def test_the_same_seed_gives_the_same_trace() -> None:
    first, again, other = (one(draw(seed)).proof.hexdigest() for seed in (7, 7, 8))
    assert first == again
    assert first != other


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_what_was_found_once_stays_away(path: Path) -> None:
    kept = json.loads(path.read_text(encoding="utf-8"))
    assert checked(Schedule.read(kept)).watch.violations == []


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.stem)
def test_what_was_found_once_would_be_found_again(path: Path) -> None:
    """A kept schedule still shows its bug when the bug is switched on."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    schedule = Schedule.read(kept)
    with switched_on(kept["mutant"]):
        assert names(checked(schedule).watch.violations) == kept["violates"]


@pytest.mark.parametrize("name", ["new key per retry", "tombstones ignored"])
def test_seeded_bugs_are_caught(name: str) -> None:
    assert name in MUTANTS
    assert hunt(name, 200)[1] > 0
