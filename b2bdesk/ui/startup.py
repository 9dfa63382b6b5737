"""Makes the Qt application as the program wants it, and tells trouble before there is a window."""

from __future__ import annotations

import sys

from PySide6.QtCore import QLibraryInfo, Qt, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout

from b2bdesk.texts import language, tr
from b2bdesk.texts.errors import describe
from b2bdesk.texts.resources import resources_dir
from b2bdesk.trade.errors import CodedError
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.button import PRIMARY, Button
from b2bdesk.ui.widgets.labels import Panel, PlainLabel

APP_ID = "ru.b2bdesk.B2BDesk"
WIDTH = 460


def make_application(theme: str) -> QApplication:
    """Return the one application with fonts, style, palette, icon and Qt's own texts."""
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("b2bdesk")
    app.setDesktopFileName(APP_ID)
    app.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus, False)
    icon = resources_dir() / "b2bdesk.svg"
    if icon.exists():
        app.setWindowIcon(QIcon(str(icon)))
    look.start(app, theme)
    _translate_qt(app)
    return app


def show_trouble(app: QApplication, error: CodedError) -> None:
    """Say in a window of its own why the program cannot open its profile; ends when closed."""
    window = TroubleWindow(error)
    window.show()
    app.exec()


class TroubleWindow(Panel):
    """What happened, what to do, one button."""

    def __init__(self, error: CodedError) -> None:
        super().__init__("surface")
        words = describe(error.code, error.params)
        self.setWindowTitle("b2bdesk")
        self.setFixedWidth(WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(PlainLabel(words.title, 16, look.SEMIBOLD, wrap=True))
        for sentence in (words.sentence, words.next_step):
            if sentence:
                column.addWidget(PlainLabel(sentence, 13, tone="text2", wrap=True))
        close = Button(tr("Close"), PRIMARY)
        close.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(close)
        column.addSpacing(12)
        column.addLayout(row)


def _translate_qt(app: QApplication) -> None:
    """Load Qt's own words (file and print dialogs) in the program's language."""
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language()}", folder):
        app.installTranslator(translator)
