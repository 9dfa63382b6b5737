"""Every screen is photographed: the manifest knows all of them, in every state it promises."""

from __future__ import annotations

import inspect
from unittest.mock import Mock

from b2bdesk.ui.screens import entries
from b2bdesk.usecases.services import Services
from devtools.shots.manifest import README, SCREEN_OF, STATES


def test_every_screen_has_a_state() -> None:
    screens = {entry.key for entry in entries(Mock(spec=Services))}
    assert screens - set(SCREEN_OF.values()) == set()
    assert set(SCREEN_OF) <= set(STATES)


def test_states_are_played_step_by_step() -> None:
    for name, act in STATES.items():
        assert inspect.isgeneratorfunction(act), name


def test_the_pictures_of_the_readme_are_states() -> None:
    assert set(README) <= set(STATES)
