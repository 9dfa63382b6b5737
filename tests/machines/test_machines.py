"""A few walks of every machine, the same each time; `dev.py sim` takes many."""

from __future__ import annotations

import pytest

from tests.machines.running import MACHINES, walk

SHARE = {
    "cart": (4, 30),
    "shelf": (4, 30),
    "queue": (2, 20),
    "sessions": (12, 40),
    "wizard": (3, 25),
}


@pytest.mark.parametrize("name", MACHINES)
def test_the_program_does_what_the_model_says(name: str) -> None:
    examples, steps = SHARE[name]
    walk(name, examples, steps)
