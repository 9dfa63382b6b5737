"""Настройки: every change works at once and is kept; own codes; sections by keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from b2bdesk.ui.frame.standard import THEME_SETTING
from b2bdesk.ui.screens.settings import pages
from b2bdesk.ui.screens.settings.screen import SettingsScreen
from b2bdesk.ui.shell.names import LANGUAGE_SETTING, SCALE_SETTING
from b2bdesk.ui.theme import look
from tests.support.desktop import Desktop
from tests.ui.keyboard import press

K = Qt.Key


def settings(desk: Desktop, **args: object) -> SettingsScreen:
    screen = desk.screen("settings", **args)
    assert isinstance(screen, SettingsScreen)
    return screen


def test_arrows_walk_through_the_sections(desk: Desktop) -> None:
    screen = settings(desk)
    assert screen.view.isVisible()
    press(K.Key_Down)
    assert screen.sync.isVisible()
    press(K.Key_End)
    assert screen.about.isVisible()


@pytest.mark.parametrize("section", ["view", "sync", "entities", "codes", "safety", "about"])
def test_a_section_is_opened_by_its_name(desk: Desktop, section: str) -> None:
    screen = settings(desk, section=section)
    page: pages.Page = getattr(screen, section)
    assert page.isVisible()


def test_theme_scale_and_language_are_kept(desk: Desktop) -> None:
    screen = settings(desk)
    kept = desk.window.context.settings
    screen.view.theme.chosen.emit("dark")
    assert look.theme() == "dark"
    assert kept.get(THEME_SETTING) == "dark"
    screen.view.scale.chosen.emit("125")
    assert kept.get(SCALE_SETTING) == 125
    screen.view.language.chosen.emit("en")
    assert kept.get(LANGUAGE_SETTING) == "en"


def test_freshness_and_journal_tell_of_the_last_runs(desk: Desktop) -> None:
    screen = settings(desk, section="sync")
    assert screen.sync.fresh.accessibleName()
    assert screen.sync.journal.current_key is not None
    assert len(desk.services.sync.journal()) >= 1


def test_signing_out_leaves_the_carts(desk: Desktop) -> None:
    cart = desk.services.carts.create("Заявка")
    screen = settings(desk, section="safety")
    screen.safety.out.click()
    desk.settle()
    assert not desk.services.session.status().signed_in
    assert not screen.safety.out.isVisible()
    assert desk.services.carts.find(cart.id) is not None
