"""What the connection in the status bar opens: how far a run is, what the last one brought, ages.

While a run is under way it stands on top with its rows, speed and «Отмена»; otherwise what the last
one brought, each line a way to look at it. Opened by a click on the status bar or by its key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import tr
from b2bdesk.ui.frame.context import StatusItem
from b2bdesk.ui.itemmodels.receipt_words import Brought, brought_items, checksum_item
from b2bdesk.ui.tasks import Progress as Step
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.banner import ProgressBlock
from b2bdesk.ui.widgets.button import HEADER, QUIET, SECONDARY, Button
from b2bdesk.ui.widgets.labels import Line, PlainLabel
from b2bdesk.ui.widgets.popover import Popover
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.ui.widgets.screen_parts import FactRow

WIDTH, _ROW = 420, 28
_SIDES = (12, 0, 10, 0)
NOW, LATER, STOP, SIGN_IN = "now", "settings", "stop", "sign_in"


@dataclass(frozen=True, slots=True)
class PanelFacts:
    """What the panel shows.

    Attributes:
        connection: of the status bar; its tip says why.
        title: of what came: when, or that nothing did.
        rows: what came.
        good: whether the checksums agreed; None = not known.
        ages: parts, how old they are, and in which tone.
        sign_in: nothing comes before one signs in.
        kept: names and words of what is kept though the supplier removed it.
    """

    connection: StatusItem
    title: str = ""
    rows: tuple[Brought, ...] = ()
    good: bool | None = None
    ages: tuple[tuple[str, str, str], ...] = ()
    sign_in: bool = False
    kept: tuple[tuple[str, str], ...] = ()


class SyncPanel(Popover):
    """The panel.

    Signals:
        acted: `now` synchronises, `stop` cancels, `settings` shows journal and schedule,
            `sign_in` asks for it.
        led: a `Brought` that was chosen.
        thought_again: name of what is kept, which is to be decided anew.
    """

    acted = Signal(str)
    led = Signal(object)
    thought_again = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window, width=WIDTH)
        self.setAccessibleName(tr("Synchronisation"))
        self._rows: dict[str, Brought] = {}
        self.head = PlainLabel("", 14, look.SEMIBOLD)
        self.why = PlainLabel("", 12, tone="text2", wrap=True)
        self.progress = ProgressBlock()
        self.progress.cancelled.connect(self._on_stop)
        self.title = PlainLabel("", 12, look.SEMIBOLD)
        self.brought = RowList(row_height=_ROW)
        self.brought.setAccessibleName(tr("What came"))
        self.brought.chosen.connect(self._on_led)
        self.kept = RowList(two_line=True)
        self.kept.setAccessibleName(tr("Kept by your decision"))
        self.kept.chosen.connect(self._on_kept)
        self.kept.action.connect(self._on_kept)
        self.ages = QVBoxLayout()
        self.ages.setSpacing(0)
        self._age_rows: list[FactRow] = []
        self._signs_in = False
        self.now = Button(tr("Synchronise"), SECONDARY, icon="refresh", key="F5", height=HEADER)
        self.settings = Button(tr("Journal and schedule"), QUIET, icon="history", height=HEADER)
        self.now.clicked.connect(self._on_now)
        self.settings.clicked.connect(self._on_settings)
        self._lay_out()

    def _lay_out(self) -> None:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 7, 0, 5)
        column.setSpacing(8)
        ages = QWidget()
        ages.setLayout(self.ages)
        self.ages.setContentsMargins(0, 0, 0, 0)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.now)
        buttons.addWidget(self.settings)
        buttons.addStretch(1)
        for part in (
            self.head, self.why, self.progress, self.title, self.brought, self.kept, Line(), ages,
            Line(),
        ):  # fmt: skip
            row = QHBoxLayout()
            if not isinstance(part, RowList):  # rows of a list bring their own
                row.setContentsMargins(*_SIDES)
            row.addWidget(part)
            column.addLayout(row)
        buttons.setContentsMargins(*_SIDES)
        column.addLayout(buttons)
        self.add(holder)

    def tell(self, facts: PanelFacts) -> None:
        """Show how things are."""
        running = self.progress.isVisibleTo(self)
        self.head.set_text(tr("Synchronising") if running else facts.connection.text)
        self.why.set_text(facts.connection.tip)
        self.why.setVisible(bool(facts.connection.tip))
        self._rows = {row.key: row for row in facts.rows}
        items = brought_items(facts.rows)
        if facts.good is not None:
            items.append(checksum_item(facts.good))
        self.title.set_text(facts.title)
        self.title.setVisible(bool(facts.title))
        self.brought.set_items(items)
        self.brought.setVisible(bool(items))
        self.kept.set_items(
            [
                ListItem(name, tr("Kept by your decision"), words, icon="archive",
                         icon_tone="warn", action=tr("Decide…"))
                for name, words in facts.kept
            ]
        )  # fmt: skip
        self.kept.setVisible(bool(facts.kept))
        self._tell_ages(facts.ages)
        self._signs_in = facts.sign_in
        self.now.setText(tr("Sign in") if facts.sign_in else tr("Synchronise"))
        self.refit()

    def _tell_ages(self, ages: Sequence[tuple[str, str, str]]) -> None:
        while len(self._age_rows) < len(ages):
            self._age_rows.append(FactRow(""))
            self.ages.addWidget(self._age_rows[-1])
        for row, (name, age, tone) in zip(self._age_rows, ages, strict=False):
            row.set(age, tone, name)

    def tell_step(self, step: Step | None) -> None:
        """Show how far the run is; None = there is none."""
        was = self.progress.isVisibleTo(self)
        if step is not None:
            self.head.set_text(tr("Synchronising"))
            self.progress.tell(step.what, step.done, step.total, step.note)
        self.progress.setVisible(step is not None)
        self.now.set_enabled(step is None, tr("A synchronisation is running"))
        if was != (step is not None):
            self.refit()

    def _on_led(self, key: str) -> None:
        row = self._rows.get(key)
        if row is not None and row.screen:
            self.close_now()
            self.led.emit(row)

    def _on_kept(self, name: str) -> None:
        self.close_now()
        self.thought_again.emit(name)

    def _on_stop(self) -> None:
        self.acted.emit(STOP)

    def _on_now(self) -> None:
        if self._signs_in:
            self.close_now()
        self.acted.emit(SIGN_IN if self._signs_in else NOW)

    def _on_settings(self) -> None:
        self.close_now()
        self.acted.emit(LATER)
