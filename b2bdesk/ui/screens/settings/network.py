"""Настройки › Сеть: which proxy leads to the portal, whose certificates count, does it work."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QFileDialog

from b2bdesk.texts import errors, tr
from b2bdesk.trade.errors import CodedError
from b2bdesk.ui.frame.context import ScreenContext, ToastSpec
from b2bdesk.ui.screens.settings.network_form import ASKED, OWN, NetworkForm
from b2bdesk.ui.screens.settings.pages import fill_facts
from b2bdesk.usecases.changes import ChangeSet
from b2bdesk.usecases.network import STRAIGHT, SYSTEM, with_password
from b2bdesk.usecases.services import Services


class NetworkPage(NetworkForm):
    """Proxy and certificates; every change works with the next request."""

    def __init__(self, context: ScreenContext, services: Services) -> None:
        super().__init__()
        self._context, self._services = context, services
        self._connect()

    def _connect(self) -> None:
        self.proxy.chosen.connect(self._on_kind)
        self.address.entered.connect(self._on_apply)
        self.password.entered.connect(self._on_apply)
        self.keep.clicked.connect(self._on_apply)
        self.file.clicked.connect(self._on_file)
        self.drop.clicked.connect(partial(self.trust, ""))
        self.check.clicked.connect(self._on_check)

    def read(self) -> None:
        """Show what is set."""
        network = self._services.network
        kept = network.proxy()
        own = kept not in (SYSTEM, STRAIGHT)
        self.proxy.set_current(OWN if own else kept or ASKED)
        login, _, place = kept.removeprefix("http://").rpartition("@") if own else ("", "", "")
        self.address.set_text(place)
        self.login.set_text(login)
        self.password.set_text("")
        self.show_typed(own)
        self.drop.setVisible(bool(network.certificates()))
        fill_facts(
            self.facts,
            [
                (tr("In use now"), network.proxy_in_use() or tr("none, straight to the portal")),
                (tr("Certificates"), network.certificates() or tr("those of the computer")),
            ],
        )

    def _on_kind(self, kind: str) -> None:
        self.show_typed(kind == OWN)
        if kind == OWN:
            self.address.setFocus()
        else:
            self._set(SYSTEM if kind == ASKED else kind)

    def _on_apply(self, _text: object = None) -> None:
        place = self.address.text().strip()
        login = self.login.text().strip()
        at = "@" if login else ""
        self._set(with_password(f"http://{login}{at}{place}", self.password.text())
                  if "@" not in place else place)  # fmt: skip

    def _set(self, typed: str) -> None:
        self.address.set_error("")
        self._run(partial(self._services.network.set_proxy, typed))

    def _on_file(self) -> None:
        start = str(self._services.profile.exports)
        name, _ = QFileDialog.getOpenFileName(
            self, tr("Further certificates"), start, "*.pem *.crt *.cer"
        )
        if name:
            self.trust(name)

    def trust(self, file: str) -> None:
        """Trust the certificates of a file, too; empty = only those of the system."""
        self._run(partial(self._services.network.set_certificates, file))

    def _on_set(self, _changes: object) -> None:
        self.read()
        self._context.toast(ToastSpec(tr("Kept; it works from the next request on.")))

    def _on_wrong(self, error: BaseException) -> bool:
        if isinstance(error, CodedError) and error.code == "proxy_address":
            self.address.set_error(errors.describe(error.code, error.params).next_step)
            self.address.setFocus()
            return True
        return self._told(error)

    def _on_check(self) -> None:
        self.check.set_enabled(False, tr("The portal is being asked"))
        self._context.runner.run(
            self._services.session.refresh,
            self._on_reached,
            on="net",
            failed=self._on_unreached,
            owner=self,
        )

    def _on_reached(self, _status: object) -> None:
        self.check.set_enabled(True)
        self.read()
        self._context.toast(ToastSpec(tr("The portal answers"), tone="ok"))

    def _on_unreached(self, error: BaseException) -> bool:
        self.check.set_enabled(True)
        self.read()
        return self._told(error)

    def _told(self, error: BaseException) -> bool:
        if not isinstance(error, CodedError):
            return False
        told = errors.describe(error.code, error.params)
        self._context.toast(ToastSpec(told.title, f"{told.sentence} {told.next_step}", "bad"))
        return True

    def _run(self, work: Callable[[], ChangeSet]) -> None:
        self._context.runner.run(work, self._on_set, on="write", failed=self._on_wrong, owner=self)
