"""Qt's own dialogs speak Russian where its translation is silent."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from b2bdesk.texts import speaking
from b2bdesk.ui.qt_words import QtWords


def test_a_file_dialog_without_the_systems_style_has_no_english_label(qtbot: QtBot) -> None:
    app = QApplication.instance()
    assert app is not None
    words = QtWords()
    with speaking("ru"):
        app.installTranslator(words)
        try:
            dialog = QFileDialog()
            dialog.setOption(QFileDialog.Option.DontUseNativeDialog, True)
            qtbot.addWidget(dialog)
            foreign = QCoreApplication.translate("QPNGHandler", "of somebody else")
            shown = [label.text() for label in dialog.findChildren(QLabel)]
        finally:
            app.removeTranslator(words)
    assert "&Папка:" in shown
    assert "&Тип файлов:" in shown
    assert foreign == "of somebody else", "what is not ours stays as it is"
