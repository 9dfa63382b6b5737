"""Makes the Qt application as the program wants it; read before the first paint, so it is light."""

from __future__ import annotations

import sys

from PySide6.QtCore import QLibraryInfo, Qt, QTranslator
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication

from b2bdesk.texts import language
from b2bdesk.texts.resources import resources_dir
from b2bdesk.ui.qt_words import QtWords
from b2bdesk.ui.theme import look

APP_ID = "ru.b2bdesk.B2BDesk"
TURN_SECONDS = 0.001
"""For how long another thread may keep the interpreter while the window waits for it. Python's own
5 ms count once for every thread that works, so that the window stood still for several of them."""


def make_application(theme: str) -> QApplication:
    """Return the one application with fonts, style, palette, icon and Qt's own texts."""
    known = QApplication.instance()
    app = known if isinstance(known, QApplication) else QApplication(sys.argv[:1])
    sys.setswitchinterval(TURN_SECONDS)
    app.setApplicationName("b2bdesk")
    app.setDesktopFileName(APP_ID)
    app.setAttribute(Qt.ApplicationAttribute.AA_DontShowIconsInMenus, False)
    icon = resources_dir() / "b2bdesk.svg"
    if icon.exists():
        app.setWindowIcon(QIcon(str(icon)))
    look.start(app, theme)
    _translate_qt(app)
    return app


def _translate_qt(app: QApplication) -> None:
    """Load Qt's own words (file and print dialogs) in the program's language."""
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language()}", folder):
        app.installTranslator(translator)
    app.installTranslator(QtWords(app))
