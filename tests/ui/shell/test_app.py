"""The whole program over a copied home: language, files given, signing out, one owner."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from b2bdesk import app
from b2bdesk.bootstrap import open_services
from b2bdesk.texts import set_language
from b2bdesk.ui.screens.signin.view import SignInView
from b2bdesk.ui.shell.arguments import Started
from b2bdesk.ui.shell.names import LANGUAGE_SETTING
from b2bdesk.ui.startup import TroubleWindow
from b2bdesk.usecases.services import Services
from tests.support.desktop import LOGIN, Supplier, supplier
from tests.ui.keyboard import press

PATIENCE_MS = 60_000
RAISING = pytest.mark.expect_log("does not support raise")  # offscreen has no order


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Supplier]:
    """A small demo supplier, served."""
    with supplier(tmp_path_factory.mktemp("shop"), 60) as made:
        yield made


@pytest.fixture
def services(shop: Supplier, tmp_path: Path) -> Iterator[Services]:
    """The use cases of a home that is synchronised and signed in."""
    shutil.copytree(shop.home, tmp_path / "home")
    made = open_services(tmp_path / "home")
    made.session.sign_in(shop.url, LOGIN, LOGIN)
    made.settings.set(LANGUAGE_SETTING, "ru")
    yield made
    made.close()


@pytest.fixture
def desktop(services: Services, qtbot: QtBot) -> Iterator[app.Desktop]:
    """The program, started and shown."""
    made = app.Desktop(services, Started(False, None, None, ""))
    made.start()
    qtbot.waitUntil(lambda: made.window.header().entity is not None, timeout=PATIENCE_MS)
    yield made
    made.stop()
    made.window.close()
    made.window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    set_language("ru")


def test_the_language_changes_without_a_new_start(desktop: app.Desktop, qtbot: QtBot) -> None:
    russian = desktop.window.commands.title("sync.now")
    desktop.window.context.settings.set(LANGUAGE_SETTING, "en")
    qtbot.waitUntil(
        lambda: desktop.window.commands.title("sync.now") != russian, timeout=PATIENCE_MS
    )
    assert desktop.window.current_screen() == "home"
    assert desktop.window.header().entity is not None


@RAISING
def test_a_cart_file_becomes_the_active_cart(
    desktop: app.Desktop, services: Services, qtbot: QtBot, tmp_path: Path
) -> None:
    cart = services.carts.create("Передана")
    path = tmp_path / "cart.b2bcart"
    services.exchange.give(cart.id, path)
    known = len(services.carts.list())
    desktop.asked.emit("open", str(path))
    qtbot.waitUntil(lambda: len(services.carts.list()) == known + 1, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: desktop.window.current_screen() == "order", timeout=PATIENCE_MS)


@RAISING
def test_a_list_given_by_another_start_opens_the_import(
    desktop: app.Desktop, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text("article;qty\n1;2\n", encoding="utf-8")
    desktop.asked.emit("open", str(path))
    assert desktop.window.current_screen() == "import"


def test_signing_out_asks_for_a_sign_in(
    desktop: app.Desktop, services: Services, qtbot: QtBot
) -> None:
    services.session.sign_out()
    qtbot.waitUntil(lambda: bool(desktop.window.findChildren(SignInView)), timeout=PATIENCE_MS)


@pytest.mark.expect_log("the program ended by an error")
def test_an_error_before_the_window_is_logged_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: QApplication
) -> None:
    shown: list[BaseException] = []

    def fail(*_args: object) -> Services:
        raise RuntimeError("broken")

    def keep(_app: QApplication, error: BaseException, _version: str = "") -> None:
        shown.append(error)

    monkeypatch.setattr(app, "open_services", fail)
    monkeypatch.setattr(app, "show_trouble", keep)
    monkeypatch.setattr(app, "start_logs", lambda *_args: None)
    assert app.main(["--home", str(tmp_path)]) == 1
    assert str(shown[0]) == "broken"
    set_language("ru")


def test_the_window_of_trouble_says_what_and_gives_a_report(qtbot: QtBot) -> None:
    set_language("ru")
    window = TroubleWindow(RuntimeError("broken " * 40), "1.0")
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    press(Qt.Key.Key_Escape)
    assert not window.isVisible()
