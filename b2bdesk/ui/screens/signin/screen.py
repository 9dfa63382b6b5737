"""Signing in: wiring of the cover. Shown by the shell, not by the rail.

Offline work never needs it: with a cache on this machine the cover can be left. The demo is
started in a profile of its own, so that it never mixes with real data.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from shiboken6 import isValid

from b2bdesk.texts import tr
from b2bdesk.texts.errors import describe
from b2bdesk.trade.errors import CodedError
from b2bdesk.ui.screens.signin.view import SignInView
from b2bdesk.ui.shell.sync_ask import Ask, synchronise
from b2bdesk.ui.tasks import JobControl, Progress, Task, TaskRunner
from b2bdesk.usecases.services import Services

Start = Callable[[JobControl], None]
_CODE_WANTED = ("sign_in_totp",)
_NO_ANSWER = ("network_unreachable", "network_timeout", "network_broken")


class SignInCover(QObject):
    """The sign-in over a window.

    Signals:
        entered: signed in and the catalogue is here; the cover is gone.
        demo_asked: the person wants to look at demo data.
    """

    entered = Signal()
    demo_asked = Signal()

    def __init__(self, window: QWidget, services: Services, runner: TaskRunner) -> None:
        super().__init__(window)
        self._window = window
        self._services = services
        self._runner = runner
        self._view: SignInView | None = None
        self._back_to: QWidget | None = None
        self._task: Task | None = None
        window.installEventFilter(self)

    def ask(self) -> None:
        """Show the form, filled with what is remembered."""
        view = self._open()
        status = self._services.session.status()
        known = self._services.account.context() is not None
        view.set_known(status.portal_url, status.login, may_leave=known)

    def propose(self, address: str, login: str) -> None:
        """Show the form, filled with a connection that was handed to the program."""
        view = self._open()
        status = self._services.session.status()
        known = self._services.account.context() is not None
        view.set_known(address, login or status.login, may_leave=known)

    def start(self, work: Start) -> None:
        """Show the cover with the progress of a start that needs no form (the demo)."""
        view = self._open()
        view.set_busy(True)
        view.progress.tell(tr("Starting"))
        self._task = self._runner.run_job(
            work, self._on_ready, on="sync", progress=self._on_progress, failed=self._on_failed
        )

    def shown(self) -> bool:
        """Whether the cover is over the window."""
        return self._view is not None

    def _open(self) -> SignInView:
        if self._view is None:
            self._back_to = QApplication.focusWidget()
            self._hold_back(True)
            self._view = view = SignInView(self._window)
            view.submitted.connect(self._on_submitted)
            view.demo_asked.connect(self.demo_asked)
            view.cancelled.connect(self._on_cancelled)
            view.left.connect(self.close)
            view.setGeometry(self._window.rect())
            view.set_trouble("")
            view.show()
            view.raise_()
            view.setFocus(Qt.FocusReason.OtherFocusReason)
        return self._view

    def close(self) -> None:
        """Take the cover away."""
        if self._view is not None:
            self._view.hide()
            self._view.deleteLater()
            self._view = None
            self._hold_back(False)
            if self._back_to is not None and isValid(self._back_to):
                self._back_to.setFocus(Qt.FocusReason.OtherFocusReason)
            self._back_to = None

    def _hold_back(self, covered: bool) -> None:
        """What the cover hides takes no keys while it is there."""
        if isinstance(self._window, QMainWindow):
            self._window.menuBar().setEnabled(not covered)
            behind = self._window.centralWidget()
            if behind is not None:
                behind.setEnabled(not covered)

    def _on_submitted(self, address: str, login: str, password: str, code: str) -> None:
        view = self._view
        if view is None:
            return
        for field, filled in (
            (view.address, address),
            (view.login, login),
            (view.password, password),
        ):
            field.set_error("" if filled else tr("Fill in this field"))
            if not filled:
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        view.set_trouble("")
        view.set_busy(True)
        view.progress.tell(tr("Signing in"))
        self._task = self._runner.run_job(
            partial(self._sign_in, address, login, password, code),
            self._on_ready,
            on="sync",
            progress=self._on_progress,
            failed=self._on_failed,
        )

    def _sign_in(
        self, address: str, login: str, password: str, code: str, control: JobControl
    ) -> None:
        self._services.session.sign_in(address, login, password, code)
        synchronise(self._services, Ask(), control)

    def _on_progress(self, progress: Progress) -> None:
        if self._view is not None:
            self._view.progress.tell(progress.what, progress.done, progress.total, progress.note)

    def enter_early(self) -> None:
        """The catalogue can be searched: work begins, what is left of the load follows behind."""
        if self._task is not None and self._services.account.context() is not None:
            self._on_ready(None)

    def _on_ready(self, _nothing: object) -> None:
        if self._task is not None:
            self._task = None
            self.close()
            self.entered.emit()

    def _on_cancelled(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if self._view is not None:
            self._view.set_busy(False)
            self._view.enter.setFocus(Qt.FocusReason.TabFocusReason)  # Enter goes on from there

    def _on_failed(self, error: BaseException) -> bool:
        if self._view is None or not isinstance(error, CodedError):
            return False
        self._view.set_busy(False)
        if error.code in _CODE_WANTED:
            self._view.ask_code()
        if error.code in _NO_ANSWER:
            self._view.set_trouble(tr("The portal does not answer: check the address and network"))
            self._view.address.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._view.set_trouble(describe(error.code, error.params).one_line())
            self._view.password.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the cover as large as the window."""
        if watched is self._window and event.type() == QEvent.Type.Resize and self._view:
            self._view.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)
