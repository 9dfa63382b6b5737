"""The machines by name, with how many walks of fifty steps `dev.py sim` takes of each."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.machines.cart import Cart
from tests.machines.queue import Queue
from tests.machines.sessions import Sessions
from tests.machines.shelf import Shelf
from tests.machines.wizard import Wizard

STEPS = 50
MACHINES: dict[str, tuple[type[RuleBasedStateMachine], int]] = {
    "cart": (Cart, 50),
    "shelf": (Shelf, 70),
    "queue": (Queue, 30),
    "sessions": (Sessions, 200),
    "wizard": (Wizard, 45),
}


def walk(name: str, examples: int, steps: int = STEPS, *, anew: bool = False) -> None:
    """Walk a machine; raises with the first walk that fails. `anew` draws other walks."""
    run_state_machine_as_test(
        MACHINES[name][0],
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=not anew,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
