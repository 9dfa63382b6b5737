"""Paints the components and the frame to compare them with the target pictures.

`python -m tests.visual.gallery FOLDER [light|dark|contrast] [scale]`. The pages are also walked
by the accessibility tests: every focusable widget on them must name itself.
"""

from __future__ import annotations

import os
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from PySide6.QtWidgets import QApplication

from b2bdesk.texts import set_language
from b2bdesk.ui.frame.context import ToastSpec
from b2bdesk.ui.main_window import MainWindow
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.grid import DeskGrid
from tests.visual.components import components
from tests.visual.framed import frame


def _shoot(window: MainWindow, folder: Path, mark: str) -> None:
    window.resize(1440, 900)
    window.show()
    window.findChildren(DeskGrid)[0].setFocus()
    window.grab().save(str(folder / f"frame-{mark}.png"))
    window.open_entities()
    window.toast(
        ToastSpec(
            "Добавлено 37 строк в «Ноябрь»",
            "из файла «Заявка ноябрь.xlsx»",
            action="Отменить",
            key="Ctrl+Z",
        )
    )
    window.grab().save(str(folder / f"entity-{mark}.png"))
    window.open_palette()
    window.grab().save(str(folder / f"palette-{mark}.png"))


def main(folder: Path, theme: str) -> None:
    """Paint the pictures of one theme into a folder."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    set_language("ru")
    look.start(app, theme, reduced_motion=True)
    page = components()
    page.show()
    folder.mkdir(parents=True, exist_ok=True)
    mark = f"{theme}@{page.devicePixelRatioF():g}"
    page.grab().save(str(folder / f"components-{mark}.png"))
    page.close()
    with ThreadPoolExecutor(2) as executor:
        window = frame(executor)
        _shoot(window, folder, mark)
        small = frame(executor)
        small.resize(1024, 680)
        small.show()
        small.grab().save(str(folder / f"frame-small-{mark}.png"))
        window.close()
        small.close()


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    if len(sys.argv) > 3:
        os.environ["QT_SCALE_FACTOR"] = sys.argv[3]
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else "light")
