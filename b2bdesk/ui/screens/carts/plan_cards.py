"""Ways to send a cart side by side: painted cards, one of them chosen, like radio buttons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from b2bdesk.ui.theme import look, paint
from b2bdesk.ui.widgets.checks import radio_mark
from b2bdesk.ui.widgets.control import Control

_WIDTH, _HEIGHT, _GAP, _PAD = 232, 172, 12, 14


@dataclass(frozen=True, slots=True)
class CardFacts:
    """What a card says, in words.

    `rows` are (label, value, tone); `foot` is what the way is best at or what it loses.
    """

    key: str
    title: str
    note: str
    rows: tuple[tuple[str, str, str], ...]
    total: tuple[str, str]
    foot: str = ""
    foot_tone: str = "text2"


class PlanCards(QWidget):
    """Cards to choose one of.

    Signals:
        chosen: key of the card.
    """

    chosen = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._cards: list[_Card] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(_GAP)

    def set_cards(self, cards: Sequence[CardFacts], current: str) -> None:
        """Show cards; the one of the current key is chosen."""
        same = [card.facts.key for card in self._cards] == [each.key for each in cards]
        if not same:
            self._make(len(cards))
        for card, facts in zip(self._cards, cards, strict=True):
            card.tell(facts, on=facts.key == current)
        self._place()

    def current(self) -> str:
        """Key of the chosen card."""
        return next((card.facts.key for card in self._cards if card.isChecked()), "")

    def choose(self, key: str) -> None:
        """Choose a card and say so."""
        for card in self._cards:
            card.setChecked(card.facts.key == key)
        self.chosen.emit(key)

    def take_focus(self) -> None:
        """Give the keys to the chosen card."""
        card = next((each for each in self._cards if each.isChecked()), None)
        if card is not None:
            card.setFocus(Qt.FocusReason.TabFocusReason)

    def minimumSizeHint(self) -> QSize:
        """One card: cards that stand beside each other now may stand below each other."""
        return QSize(_WIDTH, self.height())

    def resizeEvent(self, _event: object) -> None:
        self._place()

    def _make(self, count: int) -> None:
        for card in self._cards:
            self._grid.removeWidget(card)
            card.deleteLater()
        self._cards = [_Card(self) for _ in range(count)]
        for card in self._cards:
            card.clicked.connect(self._on_clicked)
            card.stepped.connect(self._on_stepped)

    def _place(self) -> None:
        across = max(1, min((self.width() + _GAP) // (_WIDTH + _GAP), len(self._cards)))
        for number, card in enumerate(self._cards):
            self._grid.addWidget(card, number // across, number % across)
        rows = -(-len(self._cards) // across) if self._cards else 0
        self.setFixedHeight(max(0, rows * (_HEIGHT + _GAP) - _GAP))

    def _on_clicked(self) -> None:
        card = self.sender()
        if isinstance(card, _Card):
            self.choose(card.facts.key)

    def _on_stepped(self, by: int) -> None:
        card = self.sender()
        if isinstance(card, _Card):
            at = (self._cards.index(card) + by) % len(self._cards)
            self._cards[at].setFocus(Qt.FocusReason.TabFocusReason)
            self.choose(self._cards[at].facts.key)


class _Card(Control):
    """One card; arrows go to its neighbours."""

    stepped = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.facts = CardFacts("", "", "", (), ("", ""))
        self.setCheckable(True)
        self.setFixedHeight(_HEIGHT)

    def tell(self, facts: CardFacts, *, on: bool) -> None:
        """Change what the card says."""
        self.facts = facts
        words = [facts.title, facts.note, *(f"{label} {value}" for label, value, _ in facts.rows)]
        self.setAccessibleName(", ".join((*words, " ".join(facts.total), facts.foot)))
        self.setChecked(on)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        return QSize(_WIDTH // 2, _HEIGHT)  # so that a narrow window gets one column

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1,
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in steps:
            self.stepped.emit(steps[key])
            return
        super().keyPressEvent(event)

    def nextCheckState(self) -> None:  # noqa: N802
        self.setChecked(True)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        whole = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        on, facts = self.isChecked(), self.facts
        back = look.color("accent_soft" if on else "hover" if self.hovered() else "surface")
        paint.box(painter, whole, 8, back, look.color("focus" if on else "line2"))
        if on:
            paint.box(painter, whole.adjusted(1, 1, -1, -1), 7, None, look.color("focus"))
        if self.ringed() and not on:
            paint.ring(painter, QRectF(self.rect()), 8)
        radio_mark(painter, _PAD, 15, on=on)
        left, wide = _PAD + 26, whole.width() - 2 * _PAD - 26
        title = QRectF(left, 12, wide, 22)
        paint.text(painter, title, facts.title, look.font(14, look.SEMIBOLD), look.color("text"))
        note = QRectF(left, 33, wide, 18)
        paint.text(painter, note, facts.note, look.font(12), look.color("text2"))
        y = 58.0
        for label, value, tone in facts.rows:
            self._pair(painter, y, label, value, tone)
            y += 21
        paint.hline(painter, _PAD, y + 3, whole.width() - 2 * _PAD, look.color("line"))
        self._pair(painter, y + 5, *facts.total, "text", strong=True)
        if facts.foot:
            place = QRectF(_PAD, y + 27, whole.width() - 2 * _PAD, 18)
            tint = look.color(facts.foot_tone)
            paint.text(painter, place, facts.foot, look.font(12, look.MEDIUM), tint)
        painter.end()

    def _pair(
        self, painter: QPainter, y: float, label: str, value: str, tone: str, *,
        strong: bool = False,
    ) -> None:  # fmt: skip
        place = QRectF(_PAD, y, self.width() - 2 * _PAD - 1, 20)
        font = look.font(13, look.SEMIBOLD) if strong else look.font(12)
        tint = look.color("text" if strong else "text2")
        paint.text(painter, place, label, font, tint)
        weight = look.SEMIBOLD if strong else look.REGULAR
        paint.text(painter, place, value, look.font(13, weight), look.color(tone), paint.RIGHT)
