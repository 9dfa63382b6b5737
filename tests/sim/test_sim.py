"""A small share of the simulator: it runs clean, is deterministic, and still finds old bugs."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from tests.sim import loads, powercut
from tests.sim.alphabet import EVENTS, STRIKES
from tests.sim.coverage import CELLS, ELSEWHERE, EVENT, WRITE, holes, unreachable
from tests.sim.diagram import diagram
from tests.sim.invariants import names
from tests.sim.leads import PLACES
from tests.sim.mutants import MUTANTS, switched_on
from tests.sim.net import KINDS
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


def test_a_cell_that_is_empty_or_not_in_the_table_is_a_hole() -> None:
    full = Counter({(kind, *place): 3 for place, kind in CELLS})
    full += Counter({("sent_late", *place): 3 for place in PLACES})
    full += Counter({(EVENT, *each): 3 for each in EVENTS})
    full += Counter({(how, WRITE, what): 3 for what, how in STRIKES})
    full += Counter(dict.fromkeys(loads.CELLS, 3))
    assert holes(full, 3) == []
    every = (CELLS, EVENTS, STRIKES, loads.CELLS)
    assert len(holes(full, 4)) == sum(map(len, every))
    (route, state), kind = CELLS[0]
    one_less = full.copy()
    one_less[kind, route, state] = 0
    assert len(holes(one_less, 1)) == 1
    assert "void_order went out in sending" in holes(
        full + Counter({("lost", "void_order", "sending"): 1}), 3
    )[0]  # fmt: skip


def test_a_story_is_drawn_with_what_was_lost_on_the_way() -> None:
    drawn = list(
        diagram(
            (
                "      0.10  outbox: k01 ready -> sending ",
                "      0.10  client -> net: submit_order k01 lost",
                "      0.15  portal -> net: 201 submit_order k01",
                "      0.15  outbox: k01 sending -> unknown network_broken",
                "      2.00  client -> net: order_by_client_id k01 refuse",
            )
        )
    )
    assert "● k01 ready -> sending" in drawn[1]
    assert drawn[2].endswith("▶┃  fault: lost")
    assert "✗─ lost ── 201" in drawn[3]
    assert drawn[5].endswith("✗ refuse")


def test_each_fault_that_cannot_be_says_why() -> None:
    routes = {route for route, _ in PLACES}
    assert routes == set(ELSEWHERE)
    assert all(each["why"] for each in unreachable())
    assert {kind for _, kind in CELLS} == set(KINDS)


def test_a_power_cut_loses_nothing_that_was_acknowledged_and_the_control_does() -> None:
    assert powercut.days(0, 1, 60).clean
    control = powercut.days(0, 1, 60, "OFF")
    assert control.damaged + control.torn + control.lost > 0
    assert powercut.days(0, 1, 60, "NORMAL").lost > 0
