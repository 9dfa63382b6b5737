"""The pane at the right of the review: what a row may mean, chosen by Enter or 1 … 5."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from b2bdesk.domain.bulk_rows import BulkRow
from b2bdesk.texts import formats, tr
from b2bdesk.ui.itemmodels.import_rows import chip_of, code_of, is_problem, reason_words
from b2bdesk.ui.tasks import TaskRunner
from b2bdesk.ui.theme import look
from b2bdesk.ui.widgets.button import SOFT, Button
from b2bdesk.ui.widgets.field import SearchField
from b2bdesk.ui.widgets.labels import IconLabel, Line, Panel, PlainLabel
from b2bdesk.ui.widgets.row_list import ListItem, RowList
from b2bdesk.ui.widgets.screen_parts import FactRow
from b2bdesk.usecases.rows.offers import OfferRow
from b2bdesk.usecases.services import Services

WIDTH, LOW = 296, 480
_DELAY_MS = 90


class ResolverPane(Panel):
    """Candidates of the current row.

    Signals:
        taken: row number, item id.
        swapped: row number, id of goods to take instead of what the row means.
        skipped: go on to the next problem.
    """

    taken = Signal(int, str)
    swapped = Signal(int, str)
    skipped = Signal()

    def __init__(
        self, runner: TaskRunner, services: Services, parent: QWidget | None = None
    ) -> None:
        super().__init__("surface", "l", parent)
        self.setFixedWidth(WIDTH)
        self._runner, self._services = runner, services
        self._row: BulkRow | None = None
        self._words = ""
        self._icon = IconLabel("help-circle", 16, tone="bad")
        self._title = PlainLabel("", 14, look.SEMIBOLD)
        self._note = PlainLabel("", 12, tone="text2", wrap=True)
        self.list = RowList(row_height=62)
        self.list.two_line = True
        self.list.setAccessibleName(tr("Similar goods"))
        self.list.fill_height(5)
        self.list.setMinimumHeight(64)
        self.search = SearchField(tr("Search for other goods"), name=tr("Search for other goods"))
        self._kept = PlainLabel("", 12, tone="text2", wrap=True)
        self._choose = Button(tr("Choose"), SOFT, key="Enter")
        self._skip = Button(tr("Skip"))
        self._facts = {
            key: FactRow(words)
            for key, words in (
                ("columns", tr("Columns")), ("layout", tr("Layout")), ("twice", tr("Repeats")),
                ("round", tr("Rounding")), ("other", tr("Other rows")),
            )
        }  # fmt: skip
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_DELAY_MS)
        self._timer.timeout.connect(self._look_up)
        self._lay_out()
        self.list.chosen.connect(self.take)
        self.search.edited.connect(self._on_edited)
        self.search.entered.connect(self.take_current)
        self._choose.clicked.connect(self.take_current)
        self._skip.clicked.connect(self.skipped)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._choose, 1)
        buttons.addWidget(self._skip)
        self._parts: list[QWidget] = [self.list, self.search, self._kept, self._choose, self._skip]
        column = QVBoxLayout(self)
        column.setContentsMargins(17, 14, 16, 12)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._note)
        column.addWidget(self.list)
        column.addWidget(self.search)
        column.addWidget(self._kept)
        column.addLayout(buttons)
        column.addStretch(1)
        self._read = QWidget()
        facts = QVBoxLayout(self._read)
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setSpacing(0)
        facts.addWidget(Line())
        facts.addSpacing(10)
        facts.addWidget(PlainLabel(tr("Read from the file"), 12, look.SEMIBOLD))
        facts.addSpacing(4)
        for fact in self._facts.values():
            facts.addWidget(fact)
        column.addWidget(self._read)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._read.setVisible(self.height() > LOW)

    def show_facts(self, facts: Mapping[str, str]) -> None:
        """What was read and how."""
        for key, row in self._facts.items():
            row.set(facts.get(key, "—"))

    def show_row(self, row: BulkRow | None) -> None:
        """Explain a row; offer goods when it wants a decision."""
        self._row = row
        self.search.set_text("")
        asking = row is not None and is_problem(row)
        goods = row is not None and chip_of(row) != "amount"
        swaps = row is not None and _can_swap(row)
        for part in self._parts:
            shown = asking and (goods or part is self._skip)
            part.setVisible(shown or (swaps and part in (self.list, self.search, self._choose)))
        self._choose.setText(tr("Take instead") if swaps else tr("Choose"))
        self._choose.set_key("F4" if swaps else "Enter")
        self._icon.setVisible(row is not None)
        if row is None:
            self._title.set_text("")
            self._note.set_text("")
            return
        code = code_of(row) or row.cells.get("name", "")
        self._title.set_text(tr("Row {n}: “{code}”").format(n=row.number, code=code))
        self._icon.set(*(("help-circle", "bad") if asking else ("info-circle", "text2")))
        self._note.set_text(self._told(row))
        if swaps:
            self._show_swaps(row)
            return
        if not asking or not goods:
            self.list.set_items([])
            return
        self._kept.set_text(self._kept_words(row))
        self._show_candidates(row)

    def _kept_words(self, row: BulkRow) -> str:
        code = code_of(row) or row.cells.get("name", "")
        return tr("“{code}” will be remembered as your code").format(code=code)

    def _told(self, row: BulkRow) -> str:
        parts = [row.cells.get("name", "") or code_of(row), row.cells.get("quantity", "")]
        told = ", ".join(part for part in parts if part)
        if chip_of(row) == "lost":
            return tr("{what}. Which of our goods is it?").format(what=told or code_of(row))
        sentence = f"{reason_words(row)}." if not told else f"{told}. {reason_words(row)}."
        if chip_of(row) == "amount":
            advice = tr("Type the quantity here: 5 or 2 boxes; the list itself stays as it is.")
            return f"{sentence} {advice}"
        return sentence

    def _show_candidates(self, row: BulkRow) -> None:
        ids = [each.item_id for each in row.candidates]
        scores = {each.item_id: each.score for each in row.candidates}
        self.list.set_items(
            [
                ListItem(
                    each.item_id, each.name, each.article, keycap=str(n), right=f"{each.score} %"
                )
                for n, each in enumerate(row.candidates[:5], 1)
            ]
        )
        self.list.select_first()
        self.list.setVisible(bool(ids))
        self._choose.set_enabled(bool(ids), tr("Search for goods first"))
        if ids:
            work = partial(self._services.catalogue.by_ids, ids)
            self._runner.run(
                work, partial(self._on_offers, row, ids, scores), lane="import.offers", owner=self
            )

    def _on_offers(
        self, row: BulkRow, ids: Sequence[str], scores: Mapping[str, int],
        found: Mapping[str, OfferRow],
    ) -> None:  # fmt: skip
        if row is self._row:
            offers = [found[each] for each in ids if each in found]
            self._show_offers(offers, scores)

    def _show_offers(self, offers: Sequence[OfferRow], scores: Mapping[str, int]) -> None:
        self.list.set_items(
            [
                candidate_item(n, offer, scores.get(offer.id))
                for n, offer in enumerate(offers[:5], 1)
            ]
        )
        self.list.select_first()
        self.list.setVisible(bool(offers))
        self._choose.set_enabled(bool(offers), tr("Search for goods first"))

    def _show_swaps(self, row: BulkRow) -> None:
        """Goods that could be taken instead, as the supplier names them."""
        self.list.set_items([])
        self.list.hide()
        self._choose.set_enabled(False, tr("Search for goods first"))
        work = partial(_substitutes, self._services, row.item_id)
        self._runner.run(work, partial(self._on_swaps, row), lane="import.offers", owner=self)

    def _on_swaps(self, row: BulkRow, offers: Sequence[OfferRow]) -> None:
        if row is self._row:
            self._show_offers(offers, {})
            self._kept.set_text("" if offers else tr("The supplier names no substitutes"))
            self._kept.setVisible(not offers)

    def take_number(self, number: int) -> None:
        """Take the candidate of a number, from 1."""
        items = self.list.items()
        if not self.isVisible():
            return
        asked = self._row is not None and (is_problem(self._row) or _can_swap(self._row))
        if asked and number <= len(items):
            self.take(items[number - 1].key)

    def begin(self) -> None:
        """Put the keys on the list of goods, or on the search when there are none."""
        target = self.list if self.list.items() else self.search.edit
        if target.isVisible():
            target.setFocus()

    def take_current(self, _words: str | bool = "") -> None:
        """Take the candidate under the cursor."""
        if self.list.current():
            self.take(self.list.current())

    def take(self, item_id: str) -> None:
        """The row means these goods."""
        if self._row is not None:
            signal = self.swapped if _can_swap(self._row) else self.taken
            signal.emit(self._row.row, item_id)

    def _on_edited(self, words: str) -> None:
        self._words = words
        self._timer.start()

    def _look_up(self) -> None:
        if self._row is None:
            return
        if not self._words.strip() and _can_swap(self._row):
            self._show_swaps(self._row)
            return
        if not self._words.strip():
            self._kept.set_text(self._kept_words(self._row))
            self._show_candidates(self._row)
            return
        work = partial(self._services.search.suggest, self._words, 5)
        self._runner.run(work, self._on_found, lane="import.offers", owner=self)

    def _on_found(self, offers: Sequence[OfferRow]) -> None:
        self._show_offers(offers, {})
        words = tr("Nothing found for “{words}”").format(words=self._words.strip())
        if offers and self._row is not None:
            words = "" if _can_swap(self._row) else self._kept_words(self._row)
        self._kept.set_text(words)
        self._kept.setVisible(bool(words))


def _can_swap(row: BulkRow) -> bool:
    """Whether other goods may be taken instead: what the row means is known and is not there."""
    return bool(row.item_id) and chip_of(row) in ("low", "out")


def _substitutes(services: Services, item_id: str) -> Sequence[OfferRow]:
    """Analogues of goods, best first; runs on a reader."""
    offer = services.catalogue.by_id(item_id)
    card = services.catalogue.card(offer.n) if offer is not None else None
    return card.analogues if card is not None else ()


def candidate_item(number: int, offer: OfferRow, score: int | None) -> ListItem:
    """One candidate: name, article and stock below; percent and key at the right."""
    parts = [offer.article]
    if offer.stock_e3 is not None:
        parts.append(formats.quantity(offer.stock_e3) if offer.stock_e3 > 0 else tr("none"))
    right = formats.percent(score) if score is not None else ""
    return ListItem(offer.id, offer.name, " · ".join(parts), right=right, keycap=str(number))
