"""Words of Qt's own dialogs that its translation lacks: file dialogs without the system's style."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, QTranslator

from b2bdesk.texts import mark, tr

_WORDS = {
    ("QFileDialog", "&Look in:"): mark("&Look in:"),
    ("QFileDialog", "Files of &type:"): mark("Files of &type:"),
    ("QFileDialog", "Computer"): mark("Computer"),
    ("QFileSystemModel", "%1 bytes"): mark("%1 bytes"),
    ("QFileSystemModel", "%1 KB"): mark("%1 KB"),
    ("QAbstractFileIconProvider", "Folder"): mark("Folder"),
    ("QAbstractFileIconProvider", "File Folder"): mark("Folder"),
    ("QAbstractFileIconProvider", "File"): mark("File"),
    ("QAbstractFileIconProvider", "%1 File"): mark("File %1"),
    ("QAbstractFileIconProvider", "Drive"): mark("Drive"),
    ("QAbstractFileIconProvider", "Unknown"): mark("Unknown"),
    ("QSidebar", "Remove"): mark("Remove from the list"),
}


class QtWords(QTranslator):
    """Answers for these words in the language in force; everything else is left to Qt."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def isEmpty(self) -> bool:  # noqa: N802
        """It has words."""
        return False

    def translate(
        self,
        context: str,
        sourceText: str,  # noqa: N803
        disambiguation: str | None = None,
        n: int = -1,
    ) -> Any:
        """Return our word; None leaves it to Qt, where an empty text would be the word."""
        text = _WORDS.get((context, sourceText))
        return tr(text) if text is not None else None
