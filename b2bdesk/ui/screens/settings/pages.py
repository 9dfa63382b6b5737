"""The pages of Настройки as plain layouts; the screen fills and connects them."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.theme import look
from b2bdesk.ui.theme.tokens import CONTRAST, DARK, LIGHT
from b2bdesk.ui.widgets.button import DANGER, FORM, SECONDARY, Button
from b2bdesk.ui.widgets.checks import CheckBox
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.screen_parts import FactRow
from b2bdesk.ui.widgets.segment import Segment
from b2bdesk.ui.widgets.select import Select

WIDTH = 640
SCALES = (80, 90, 100, 110, 125, 150, 175, 200)


class Page(QWidget):
    """A column of a fixed width with a title."""

    def __init__(self, title: str, note: str = "") -> None:
        super().__init__()
        self.setMaximumWidth(WIDTH)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 18, 24, 24)
        self.column.setSpacing(10)
        self.column.addWidget(PlainLabel(title, 16, look.SEMIBOLD))
        if note:
            self.column.addWidget(PlainLabel(note, 13, tone="text2", wrap=True))
        self.column.addSpacing(4)

    def labelled(self, words: str, widget: QWidget, note: str = "") -> None:
        """Add a control with its words above and a remark below."""
        self.column.addWidget(PlainLabel(words, 12, tone="text2"))
        row = QHBoxLayout()
        row.addWidget(widget)
        row.addStretch(1)
        self.column.addLayout(row)
        if note:
            self.column.addWidget(PlainLabel(note, 12, tone="text3", wrap=True))
        self.column.addSpacing(6)

    def buttons(self, *buttons: Button) -> None:
        """Add buttons in a row."""
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.column.addLayout(row)


class ViewPage(Page):
    """Theme, language, scale, menu bar."""

    def __init__(self) -> None:
        super().__init__(tr("View"))
        self.theme = Segment(
            [
                (look.SYSTEM, tr("As in the system")),
                (LIGHT, tr("Light")),
                (DARK, tr("Dark")),
                (CONTRAST, tr("High contrast")),
            ]
        )
        self.language = Segment([("ru", "Русский"), ("en", "English")])
        self.scale = Select(tr("Scale"))
        self.scale.set_options([(str(each), f"{each} %") for each in SCALES], "100")
        self.scale.setFixedWidth(180)
        self.menu = CheckBox(tr("Always show the menu"))
        self.labelled(tr("Theme"), self.theme)
        self.labelled(tr("Language"), self.language)
        self.column.addWidget(self.scale)
        self.column.addWidget(
            PlainLabel(tr("The scale takes effect at the next start."), 12, tone="text3")
        )
        self.column.addSpacing(6)
        self.column.addWidget(self.menu)
        self.column.addStretch(1)


class SafetyPage(Page):
    """Who is signed in, leaving."""

    def __init__(self) -> None:
        super().__init__(tr("Security"))
        self.facts = QVBoxLayout()
        self.facts.setSpacing(2)
        self.out = Button(tr("Sign out"), SECONDARY, icon="logout", height=FORM)
        self.wipe = Button(tr("Sign out and remove cached data"), DANGER, icon="trash", height=FORM)
        self.column.addLayout(self.facts)
        self.column.addSpacing(8)
        self.column.addWidget(
            PlainLabel(
                tr("Carts and the queue stay on this machine in either case."), 12, tone="text3"
            )
        )
        self.buttons(self.out, self.wipe)
        self.column.addStretch(1)


class AboutPage(Page):
    """Version, folders, licences."""

    def __init__(self) -> None:
        super().__init__("b2bdesk")
        self.facts = QVBoxLayout()
        self.facts.setSpacing(2)
        self.column.addLayout(self.facts)
        self.column.addSpacing(8)
        words = tr(
            "MIT licence. Qt for Python is used under the LGPL; its libraries can be replaced. "
            "The licences of all parts are in the file NOTICE."
        )
        self.column.addWidget(PlainLabel(words, 13, tone="text2", wrap=True))
        self.column.addStretch(1)


def fill_facts(box: QVBoxLayout, rows: list[tuple[str, str]]) -> None:
    """Show pairs of words and values in the place of what was there."""
    while box.count():
        item = box.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.deleteLater()
    for title, value in rows:
        if value:
            fact = FactRow(title)
            fact.set(value)
            box.addWidget(fact)
