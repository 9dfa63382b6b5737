"""Facets below the tree: brands, attributes of the goods shown, warehouses, price from and to.

The sections follow the result; while counts are on their way the old ones stay. What is chosen is
said as fields of a `Query` (`wanted`), and shown from one (`follow`).
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.domain.facets import RANGE, TILES, AttributeFacet
from b2bdesk.texts import formats, tr, trc
from b2bdesk.trade.decimals import parse_decimal
from b2bdesk.ui.screens.catalog.facet_parts import Range, Section, Ticks, Tiles
from b2bdesk.ui.widgets.field import Field
from b2bdesk.usecases.rows.facets import FacetsRow
from b2bdesk.usecases.rows.offers import Query

WIDTH, SCROLL = 207, 10
_E5 = 100_000


class Facets(QWidget):
    """What narrows the result.

    Args:
        sign: currency sign of the contract.
        parent: owner.

    Signals:
        changed: something was chosen or left by the person.
    """

    changed = Signal()

    def __init__(self, sign: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.brands = Ticks(tr("Brand"))
        self.places = Ticks(tr("Warehouse"))
        self.price = Section(tr("Price, {sign}").format(sign=sign))
        self.price_from = _bound(tr("Price from"), trc("bound", "from"))
        self.price_to = _bound(tr("Price to"), trc("bound", "to"))
        self._attributes: dict[tuple[str, str], Ticks | Tiles | Range] = {}
        self._query = Query()
        self._between = QVBoxLayout()
        self._between.setSpacing(8)
        self._lay_out()
        self.setFixedWidth(WIDTH - SCROLL)
        for section in (self.brands, self.places):
            section.changed.connect(self.changed)
            section.hide()
        for field in (self.price_from, self.price_to):
            field.finished.connect(self._on_price)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for field in (self.price_from, self.price_to):
            field.set_height(28)
            field.edit.setMinimumWidth(20)
            row.addWidget(field)
        self.price.body.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 8, 12)
        column.setSpacing(8)
        column.addWidget(self.brands)
        column.addLayout(self._between)
        column.addWidget(self.places)
        column.addWidget(self.price)
        column.addStretch(1)

    def offer(self, facets: FacetsRow) -> None:
        """Show the facets of the present result; what is chosen stays even when nothing has it."""
        self.brands.offer([(each.value, each.count) for each in facets.brands])
        self.brands.setVisible(len(facets.brands) > 1 or bool(self._query.brands))
        names = {place.id: place.name for place in facets.places}
        self.places.offer([(place.id, place.count) for place in facets.places], names)
        self.places.setVisible(len(facets.places) > 1)
        self._arrange(facets.attributes)
        low, high = facets.price_low_e5, facets.price_high_e5
        spread = low is not None and high is not None and low != high
        self.price.tell(f"{_round(low)}–{_round(high)}" if spread else "")
        self._show_chosen()

    def follow(self, query: Query) -> None:
        """Show what is chosen."""
        self._query = query
        self._show_chosen()

    def wanted(self) -> dict[str, object]:
        """What is chosen, as fields of a `Query`."""
        ticked, ranges = [], []
        for (name, _), section in self._attributes.items():
            if isinstance(section, Range):
                low, high = section.bounds()
                if low or high:
                    ranges.append((name, low, high))
            elif section.chosen():
                ticked.append((name, section.chosen()))
        return {
            "brands": self.brands.chosen(),
            "places": self.places.chosen(),
            "attributes": tuple(ticked),
            "ranges": tuple(ranges),
            "price_from_e5": _e5(self.price_from),
            "price_to_e5": _e5(self.price_to),
        }

    def _arrange(self, facets: tuple[AttributeFacet, ...]) -> None:
        """Keep the sections that stay, make new ones, in the order of the facets."""
        wanted = [(each.name, each.kind) for each in facets]
        for key in [key for key in self._attributes if key not in wanted]:
            gone = self._attributes.pop(key)
            self._between.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        made = dict(self._attributes)
        self._attributes = {}
        for at, facet in enumerate(facets):
            section = made.get(wanted[at]) or self._made(facet)
            self._attributes[wanted[at]] = section
            if self._between.indexOf(section) != at:
                self._between.insertWidget(at, section)
            section.offer(facet.values)
            section.show()

    def _made(self, facet: AttributeFacet) -> Ticks | Tiles | Range:
        section: Ticks | Tiles | Range
        if facet.kind == RANGE:
            section = Range(facet.title, facet.unit)
        elif facet.kind == TILES:
            section = Tiles(facet.title, facet.unit)
        else:
            section = Ticks(facet.title, facet.unit)
        section.changed.connect(self.changed)
        return section

    def _show_chosen(self) -> None:
        query = self._query
        self.brands.choose(query.brands)
        self.places.choose(query.places)
        ticked = dict(query.attributes)
        ranges = {name: (low, high) for name, low, high in query.ranges}
        for (name, _), section in self._attributes.items():
            if isinstance(section, Range):
                section.choose(ranges.get(name, ("", "")))
            else:
                section.choose(ticked.get(name, ()))
        for field, e5 in (
            (self.price_from, query.price_from_e5), (self.price_to, query.price_to_e5),
        ):  # fmt: skip
            if _e5(field) != e5 and not field.has_error():
                field.set_text("" if e5 is None else formats.price(e5))

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


def _round(e5: int | None) -> str:
    return "" if e5 is None else formats.number(e5 // _E5)
