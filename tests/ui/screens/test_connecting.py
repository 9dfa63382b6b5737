"""A connection opened, dropped or linked: the sign-in is filled in, nothing happens by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication

from b2bdesk.ui.frame.context import ToastSpec
from b2bdesk.ui.screens.signin.screen import SignInCover
from b2bdesk.ui.screens.signin.view import SignInView
from b2bdesk.ui.shell.connecting import Connecting, profile_name, same_portal
from b2bdesk.ui.shell.dropping import Dropping
from tests.support.desktop import Desktop
from tests.ui.keyboard import scan

LINK = "b2bdesk://connect?portal=https%3A%2F%2Fb2b.example.ru&login=ivanova"


def connecting(desk: Desktop, started: list[tuple[str, str]]) -> Connecting:
    cover = SignInCover(desk.window, desk.services, desk.runner)

    def start(profile: str, target: str) -> None:
        started.append((profile, target))

    return Connecting(desk.window, desk.services, cover, start)


def test_the_portal_of_the_profile_needs_no_second_sign_in(desk: Desktop) -> None:
    started: list[tuple[str, str]] = []
    known = desk.services.session.status().portal_url
    connecting(desk, started).open(f"b2bdesk://connect?portal={known}")
    desk.settle()
    assert desk.window.findChild(SignInView) is None
    assert started == []


def test_another_portal_is_offered_a_profile_of_its_own(
    desk: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[tuple[str, str]] = []
    told: list[ToastSpec] = []
    monkeypatch.setattr(desk.window, "toast", told.append)
    connecting(desk, started).open(LINK)
    (toast,) = told
    assert started == [], "nothing opens by itself"
    assert toast.run is not None
    toast.run()
    assert started == [("b2b-example-ru", LINK)]


def test_a_signed_out_window_shows_the_address_and_waits(
    desk: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.services.session.sign_out()
    monkeypatch.setattr("b2bdesk.ui.shell.connecting.same_portal", lambda *_: True)
    connecting(desk, []).open(LINK)
    view = desk.window.findChild(SignInView)
    assert view is not None
    assert (view.address.text(), view.login.text()) == ("https://b2b.example.ru", "ivanova")
    assert view.password.text() == ""


def test_a_password_typed_by_a_machine_is_no_scan(
    desk: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.services.session.sign_out()
    monkeypatch.setattr("b2bdesk.ui.shell.connecting.same_portal", lambda *_: True)
    scanned = QSignalSpy(desk.window.scanned)
    connecting(desk, []).open(LINK)
    view = desk.window.findChild(SignInView)
    assert view is not None
    submitted = QSignalSpy(view.submitted)
    view.login.setFocus()
    scan("petrova")
    view.password.setFocus()
    scan("correct horse")
    assert (view.login.text(), view.password.text()) == ("ivanovapetrova", "correct horse")
    assert scanned.count() == 0
    assert submitted.count() >= 1


def test_a_dropped_connection_is_no_list(desk: Desktop, tmp_path: Path) -> None:
    path = tmp_path / "Опт.b2bdesk"
    path.write_text("https://b2b.example.ru", encoding="utf-8")
    dropping = Dropping(desk.window, desk.services, desk.runner)
    given: list[str] = []
    dropping.given.connect(given.append)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    QApplication.sendEvent(desk.window, QDragEnterEvent(QPoint(600, 400), copy, mime, left, none))
    drop = QDropEvent(QPointF(600, 400), copy, mime, left, none)
    QApplication.sendEvent(desk.window, drop)
    assert given == [str(path)]
    dropping.deleteLater()


def test_addresses_are_told_apart_by_host_and_port() -> None:
    assert same_portal("https://a.ru/", "https://a.ru/api")
    assert not same_portal("https://a.ru", "https://a.ru:8443")
    assert profile_name("http://127.0.0.1:8000") == "127-0-0-1-8000"
