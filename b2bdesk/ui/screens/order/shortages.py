"""All shortages in one pass: what would be taken for each line and why, then one step.

Enter or a click on a line goes to its next choice: for all, for the rest, another, leave it.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from b2bdesk.texts import formats, tr, trn
from b2bdesk.texts.reasons import substitute_reason
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.button import PRIMARY, Button
from b2bdesk.ui.widgets.labels import PlainLabel
from b2bdesk.ui.widgets.popover import Popover
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.usecases.substitution import REPLACE, REST, Choice, Proposal, Shortage

WIDTH = 880
_ROWS, _OFFERED, _REASONS = 11, 3, 3


class Shortages(Popover):
    """The preview.

    Args:
        window: any widget of the window.
        found: shortages with their substitutes; lines without any are shown last.

    Signals: `taken` with a list of `Choice`.
    """

    taken = Signal(list)

    def __init__(self, window: QWidget, found: Sequence[Shortage]) -> None:
        super().__init__(window, width=WIDTH)
        first = sorted(found, key=lambda each: not each.proposals)
        self._found = {each.line.line_id: each for each in first}
        self._choices = {line_id: choices_of(each) for line_id, each in self._found.items()}
        self._at = dict.fromkeys(self._found, 0)
        title = tr("Substitutes for all shortages")
        self.list = RowList(two_line=True)
        self.list.setAccessibleName(title)
        self.list.fill_height(_ROWS)
        self.list.setMinimumHeight(min(len(found), 5) * 46 + 2)
        self._note = PlainLabel("", 12, tone="text2")
        self.apply = Button(tr("Apply"), PRIMARY)
        self.add(PlainLabel(title, 14, look.SEMIBOLD))
        self.add(PlainLabel(tr("Enter or a click: the next choice for the line"), 12, tone="text2"))
        self.add(self.list)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 4, 5, 4)
        foot.addWidget(self._note, 1)
        foot.addWidget(self.apply)
        self.layout_box().addLayout(foot)
        self.list.chosen.connect(self.turn)
        self.apply.clicked.connect(self._on_apply)
        self._show("")
        self.list.select_first()

    def turn(self, line_id: str) -> None:
        """Go to the next choice of a line."""
        if self._choices[line_id]:
            self._at[line_id] = (self._at[line_id] + 1) % (len(self._choices[line_id]) + 1)
            self._show(line_id)

    def choices(self) -> list[Choice]:
        """What would be done."""
        return [each for line_id in self._found if (each := self._choice(line_id)) is not None]

    def _choice(self, line_id: str) -> Choice | None:
        choices, at = self._choices[line_id], self._at[line_id]
        return choices[at] if at < len(choices) else None

    def _show(self, current: str) -> None:
        self.list.set_items([self._item(each) for each in self._found.values()], current)
        count, total = len(self.choices()), len(self._found)
        words = trn("{n} of {total} line will change", "{n} of {total} lines will change", count)
        self._note.set_text(words.format(n=formats.number(count), total=formats.number(total)))
        self.apply.set_enabled(count > 0, tr("Nothing is chosen"))

    def _item(self, short: Shortage) -> ListItem:
        line, choice = short.line, self._choice(short.line.line_id)
        title = f"{line.article} · {line.name}"
        if choice is None:
            none = tr("there are no substitutes") if not short.proposals else tr("stays as it is")
            return ListItem(line.line_id, title, none, strong=True)
        taken = next(each for each in short.proposals if each.item_id == choice.item_id)
        price = "" if taken.price_e5 is None else formats.price(taken.price_e5)
        note = " · ".join(part for part in (f"→ {taken.article}", price, _why(taken)) if part)
        way = _way(short, choice)
        return ListItem(line.line_id, title, note, right=way, right_tone="text2", strong=True)

    def _on_apply(self) -> None:
        self.close_now()
        self.taken.emit(self.choices())


def choices_of(short: Shortage) -> list[Choice]:
    """The choices of a line, the best first: what is there plus the substitute where some is."""
    found: list[Choice] = []
    for each in short.proposals[:_OFFERED]:
        modes = (REST, REPLACE) if short.there_e3 > 0 else (REPLACE,)
        found += [Choice(short.line.line_id, each.item_id, mode) for mode in modes]
    return found


def _way(short: Shortage, choice: Choice) -> str:
    if choice.mode == REPLACE:
        return tr("instead of all")
    words = tr("{there} stay, the rest is replaced")
    return words.format(there=formats.quantity(short.there_e3))


def _why(taken: Proposal) -> str:
    reasons = taken.reasons[:_REASONS]
    return "; ".join(substitute_reason(each.code, each.params) for each in reasons)
