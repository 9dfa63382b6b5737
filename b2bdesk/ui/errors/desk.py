"""Turns failures into words: a toast, the banner of the frame, or the report of a bug.

`Expected` is told and done. `Environment` (offline, disk full, locked) stays as a banner until
it is gone. Everything else is our bug: it is logged, the person can copy a report, and the
program goes on. Screens that know better take their errors before (`failed=` of the runner).
"""

from __future__ import annotations

import logging
import platform
import sys
import traceback
from collections.abc import Callable
from typing import NamedTuple

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QObject, qVersion
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from b2bdesk.texts import tr
from b2bdesk.texts.errors import describe
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.ui.dialogs.sheet import Sheet, copy_text
from b2bdesk.ui.frame.context import ToastSpec
from b2bdesk.ui.tasks import Failure
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.banner import Banner
from b2bdesk.ui.widgets.button import PRIMARY
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.scroll import thin

_log = logging.getLogger(__name__)


class _Notice(NamedTuple):
    """What waits for the banner."""

    tone: str
    words: tuple[str, str]
    action: str
    run: Callable[[], object]


class ErrorDesk(QObject):
    """Shows failures in one window.

    Args:
        window: where reports open.
        banner: the banner of the frame.
        toast: shows a toast.
        version: version of the program, for the report.
    """

    def __init__(
        self,
        window: QWidget,
        banner: Banner,
        toast: Callable[[ToastSpec], None],
        version: str = "",
    ) -> None:
        super().__init__(window)
        self._window = window
        self._banner = banner
        self._toast = toast
        self._version = version
        self._again: Callable[[], object] | None = None
        self._about = ""
        self._notices: dict[str, _Notice] = {}
        self._report: Sheet | None = None
        banner.action.connect(self._on_again)
        banner.dismissed.connect(self._on_dismissed)

    def show_failure(self, failure: Failure) -> None:
        """Show a failure of the task runner."""
        self.show_error(failure.error, failure.what, failure.again)

    def show_error(
        self, error: BaseException, what: str = "", again: Callable[[], None] | None = None
    ) -> None:
        """Show any error.

        Args:
            error: the exception.
            what: name of the work, for the report.
            again: does the work once more.
        """
        if isinstance(error, Expected):
            text = describe(error.code, error.params)
            note = " ".join(part for part in (text.sentence, text.next_step) if part)
            self._toast(ToastSpec(text.title, note, "bad"))
        elif isinstance(error, Environment):
            text = describe(error.code, error.params)
            more = " ".join(part for part in (text.sentence, text.next_step) if part)
            self._again, self._about = again, ""
            action = tr("Try again") if again is not None else ""
            self._banner.tell("bad", text.title, more, action=action, closable=True)
        else:
            self.show_bug(error, what)

    def show_bug(self, error: BaseException, what: str = "") -> None:
        """Log our bug and offer the report; a second one while it is open is only logged."""
        _log.error("unexpected error in %s", what or "the window", exc_info=error)
        if self._report is not None:
            return
        text = report_text(error, what, self._version)
        self._report = open_report(self._window, text)
        self._report.closed.connect(self._on_report_closed)

    def notice(
        self, about: str, tone: str, words: tuple[str, str], action: str,
        run: Callable[[], object],
    ) -> None:  # fmt: skip
        """Say something in the banner that stays until it is closed or `clear` is told its name.

        One that comes while another is read waits for its turn.

        Args:
            about: its name.
            tone: of the banner.
            words: what is so, and a line more.
            action: words of the way out.
            run: takes it.
        """
        self._notices[about] = _Notice(tone, words, action, run)
        if self._banner.isHidden() or self._about == about:
            self._show_notice(about)

    def clear(self, about: str = "") -> None:
        """It is all right again: take the banner away if it speaks of this; "" = of trouble."""
        self._notices.pop(about, None)
        if self._about == about:
            self._banner.clear()
            self._next()

    def _show_notice(self, about: str) -> None:
        notice = self._notices[about]
        self._again, self._about = notice.run, about
        self._banner.tell(notice.tone, *notice.words, action=notice.action, closable=True)

    def _next(self) -> None:
        """Say what has waited for the banner."""
        self._about = ""
        for about in self._notices:
            self._show_notice(about)
            return

    def _on_dismissed(self) -> None:
        self._notices.pop(self._about, None)
        self._next()

    def _on_again(self) -> None:
        again, self._again = self._again, None
        self._banner.clear()
        self._on_dismissed()
        if again is not None:
            again()

    def _on_report_closed(self) -> None:
        self._report = None


def report_text(error: BaseException, what: str, version: str) -> str:
    """A report without data of the buyer: versions, the work, the stack."""
    stack = "".join(traceback.format_exception(error))
    return (
        f"b2bdesk {version or '—'}, Python {platform.python_version()}, Qt {qVersion()}, "
        f"PySide6 {pyside_version}, {platform.platform()}, {sys.platform}\n"
        f"{what}\n\n{stack}"
    )


def open_report(window: QWidget, text: str) -> Sheet:
    """Open the report of a bug with «Скопировать»."""
    sheet = Sheet(window, tr("Something went wrong in the program"), width=640)
    words = tr("Your data is saved and the program goes on. Send this report to the developers.")
    sheet.body.addWidget(PlainLabel(words, 13, tone="text2", wrap=True))
    box = QPlainTextEdit(text)
    box.setReadOnly(True)
    box.setAccessibleName(tr("Report"))
    box.setFont(look.font(12))
    box.setMinimumHeight(220)
    thin(box)
    sheet.body.addWidget(box)
    copy = _Copy(sheet, text)
    sheet.add_button("close", tr("Go on"))
    button = sheet.add_button("copy", tr("Copy the report"), PRIMARY)
    button.clicked.connect(copy.run)
    sheet.open_over()
    return sheet


class _Copy(QObject):
    def __init__(self, sheet: Sheet, text: str) -> None:
        super().__init__(sheet)
        self._text = text

    def run(self) -> None:
        """Put the report on the clipboard."""
        copy_text(self._text)
