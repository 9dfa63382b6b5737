"""Настройки › Сеть: what is typed is kept and read again, trouble stands where it was typed."""

from __future__ import annotations

from pathlib import Path

from b2bdesk.ui.screens.settings.network import NetworkPage
from b2bdesk.ui.screens.settings.network_form import OWN
from b2bdesk.ui.screens.settings.screen import SettingsScreen
from tests.support.desktop import Desktop


def page(desk: Desktop) -> NetworkPage:
    screen = desk.screen("settings", section="network")
    assert isinstance(screen, SettingsScreen)
    return screen.network


def test_a_proxy_is_typed_kept_and_taken_back(desk: Desktop) -> None:
    network, shown = desk.services.network, page(desk)
    assert not shown.address.isVisible()
    shown.proxy.chosen.emit(OWN)
    assert shown.address.isVisible()
    shown.address.set_text("proxy:abc")
    shown.keep.click()
    desk.until(shown.address.has_error)
    assert network.proxy() == ""
    shown.address.set_text("proxy.firm.ru:3128")
    shown.login.set_text("FIRM\\anna")
    shown.password.set_text("p@ss")
    shown.keep.click()
    desk.until(lambda: network.proxy() == "http://FIRM\\anna@proxy.firm.ru:3128")
    desk.until(lambda: shown.password.text() == "")
    again = page(desk)
    again.read()
    assert (again.address.text(), again.login.text()) == ("proxy.firm.ru:3128", "FIRM\\anna")
    shown.proxy.chosen.emit("none")
    desk.until(lambda: network.proxy() == "none")
    desk.until(lambda: not shown.address.isVisible())


def test_a_file_that_holds_no_certificates_is_told(desk: Desktop, tmp_path: Path) -> None:
    shown = page(desk)
    file = tmp_path / "firm.pem"
    file.write_text("nothing")
    shown.trust(str(file))
    desk.until(lambda: bool(desk.window._toasts.history))
    assert "сертификат" in desk.window._toasts.history[0].spec.text
    assert desk.services.network.certificates() == ""
