"""Facets below the tree: brands with counts, price from and to."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.texts import formats, tr, trc, trn
from b2bdesk.trade.decimals import parse_decimal
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.button import BAR, TEXT, Button
from b2bdesk.ui.widgets.checks import CheckBox
from b2bdesk.ui.widgets.field import Field
from b2bdesk.ui.widgets.labels import Line, PlainLabel
from b2bdesk.usecases.rows.offers import FacetRow

SHOWN = 6
_E5 = 100_000


class Facets(QWidget):
    """What narrows the result.

    Signals:
        changed: a brand or a bound of the price was changed by the person.
    """

    changed = Signal()

    def __init__(self, sign: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._brands: tuple[FacetRow, ...] = ()
        self._chosen: set[str] = set()
        self._all = False
        self._boxes: list[CheckBox] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._title = PlainLabel(tr("Brand"), 12, look.SEMIBOLD)
        self._more = Button("", TEXT, height=BAR)
        self._more.clicked.connect(self._on_more)
        self.price_from = _bound(tr("Price from"), trc("bound", "from"))
        self.price_to = _bound(tr("Price to"), trc("bound", "to"))
        self._price = PlainLabel(tr("Price, {sign}").format(sign=sign), 12, look.SEMIBOLD)
        self._lay_out()
        for field in (self.price_from, self.price_to):
            field.finished.connect(self._on_price)

    def brands(self) -> tuple[str, ...]:
        """The brands that are on."""
        return tuple(sorted(self._chosen))

    def set_brands(self, brands: Sequence[str]) -> None:
        """Turn exactly these brands on."""
        self._chosen = set(brands)
        self._show()

    def offer(self, brands: Sequence[FacetRow]) -> None:
        """Show the brands of the present result; chosen ones stay even when they have none."""
        if tuple(brands) != self._brands:
            self._brands = tuple(brands)
            self._show()

    def price_bounds(self) -> tuple[int | None, int | None]:
        """Price from and to in e5, None where there is no bound."""
        return _e5(self.price_from), _e5(self.price_to)

    def clear_price(self) -> None:
        """Take both bounds away."""
        for field in (self.price_from, self.price_to):
            field.set_text("")
            field.set_error("")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 12, 12)
        column.setSpacing(4)
        column.addWidget(self._title)
        column.addLayout(self._list)
        column.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(4)
        column.addWidget(Line())
        column.addSpacing(4)
        column.addWidget(self._price)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.price_from)
        row.addWidget(self.price_to)
        column.addLayout(row)
        column.addStretch(1)

    def _show(self) -> None:
        counts = {brand.value: brand.count for brand in self._brands}
        rest = [brand for brand in self._chosen if brand not in counts]
        order = [*(brand for brand in counts if brand in self._chosen), *rest]
        order += [brand for brand in counts if brand not in self._chosen]
        shown = order if self._all else order[: max(SHOWN, len(self._chosen))]
        self._fit(len(shown))
        for box, brand in zip(self._boxes, shown, strict=True):
            box.setText(brand)
            box.setAccessibleName(brand)
            box.setChecked(brand in self._chosen)
            box.set_count(formats.number(counts.get(brand, 0)))
            box.updateGeometry()
        hidden = len(order) - len(shown)
        self._more.setVisible(bool(hidden) or self._all)
        more = trn("{n} more brand", "{n} more brands", hidden).format(n=hidden)
        self._more.setText(tr("Fewer") if self._all else more)
        self._title.setVisible(bool(order))

    def _fit(self, count: int) -> None:
        while len(self._boxes) < count:
            box = CheckBox("")
            box.clicked.connect(self._on_brand)
            self._boxes.append(box)
            self._list.addWidget(box)
        while len(self._boxes) > count:
            box = self._boxes.pop()
            self._list.removeWidget(box)
            box.hide()
            box.deleteLater()

    def _on_brand(self) -> None:
        box = self.sender()
        if isinstance(box, CheckBox):
            self._chosen ^= {box.text()}
            self.changed.emit()

    def _on_more(self) -> None:
        self._all = not self._all
        self._show()

    def _on_price(self, _text: str) -> None:
        good = True
        for field in (self.price_from, self.price_to):
            bad = bool(field.text().strip()) and parse_decimal(field.text()) is None
            field.set_error(tr("Not a number") if bad else "")
            good = good and not bad
        if good:
            self.changed.emit()


def _bound(name: str, placeholder: str) -> Field:
    return Field("", placeholder=placeholder, name=name)


def _e5(field: Field) -> int | None:
    value = parse_decimal(field.text())
    return None if value is None or value < 0 else int(value * _E5)
