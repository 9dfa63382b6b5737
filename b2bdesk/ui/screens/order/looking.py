"""Finding a line among those of the cart: what the bar over the rows looks through.

A number is the row of that number, anything else words of article, name, comment or of what the
buyer's list said. Every line is folded once; a key costs one look through folded texts.
"""

from __future__ import annotations

from PySide6.QtCore import QObject

from b2bdesk.texts import formats, tr
from b2bdesk.trade.fold import fold_article
from b2bdesk.ui.itemmodels.order_cells import QUANTITY_COLUMN
from b2bdesk.ui.itemmodels.order_rows import OrderRows
from b2bdesk.ui.screens.order.parts import Parts
from b2bdesk.usecases.rows.carts import LineRow


class LineTexts:
    """The folded texts of lines, each made once."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[LineRow, str]] = {}

    def hits(self, rows: OrderRows, words: str) -> list[str]:
        """Keys of the shown rows that fit, in order; the row of a number comes first."""
        asked = words.split()
        if not asked:
            return []
        folded = [(_plain(word), fold_article(word)) for word in asked]
        found = [
            rows.key_of_line(raw.line_id)
            for raw in rows.raw_rows()
            if isinstance(raw, LineRow) and self._fits(raw, folded)
        ]
        numbered = _row_of_number(rows, words.strip())
        return [numbered, *(key for key in found if key != numbered)] if numbered else found

    def _fits(self, line: LineRow, folded: list[tuple[str, str]]) -> bool:
        kept = self._kept.get(line.line_id)
        if kept is None or kept[0] is not line:
            plain = _plain(f"{line.article}\n{line.name}\n{line.typed}\n{line.comment}")
            kept = self._kept[line.line_id] = (line, f"{plain}\n{fold_article(line.article)}")
        text = kept[1]
        return all(plain in text or (code and code in text) for plain, code in folded)


class Looking(QObject):
    """Wires the bar to the grid: the cursor goes to the hit, the keys stay in the field."""

    def __init__(self, parts: Parts, parent: QObject) -> None:
        super().__init__(parent)
        self._book, self._grid, self._bar = parts.book, parts.view.grid, parts.view.finder
        self._texts = LineTexts()
        self._hits: list[str] = []
        self._at = 0
        self._bar.edited.connect(self._on_edited)
        self._bar.stepped.connect(self._on_stepped)
        self._bar.closed.connect(self.close)

    def open(self) -> None:
        """Show the bar; what was looked for last is chosen, to be typed over."""
        self._bar.show()
        self._bar.field.setFocus()
        self._bar.field.edit.selectAll()
        self._look(self._bar.field.text(), move=False)

    def close(self) -> None:
        """Hide the bar; the cursor stays on the line that was found."""
        self._bar.hide()
        self._grid.setFocus()

    def _on_edited(self, words: str) -> None:
        self._look(words, move=True)

    def _on_stepped(self, by: int) -> None:
        if self._hits:
            self._at = (self._at + by) % len(self._hits)
            self._go()

    def _look(self, words: str, *, move: bool) -> None:
        self._hits = self._texts.hits(self._book.rows, words)
        self._at = 0
        if self._hits and move:
            self._go()
        else:
            self._tell(words)

    def _go(self) -> None:
        self._grid.go_to(self._hits[self._at], QUANTITY_COLUMN)
        self._tell(self._bar.field.text())

    def _tell(self, words: str) -> None:
        told = ""
        if self._hits:
            told = tr("{at} of {n}").format(
                at=formats.number(self._at + 1), n=formats.number(len(self._hits))
            )
        elif words.strip():
            told = tr("not among these lines")
        self._bar.place.set_text(told)


def _plain(text: str) -> str:
    return text.casefold().replace("ё", "е")


def _row_of_number(rows: OrderRows, text: str) -> str:
    """Key of the row whose number is typed, empty when it is no number of a row."""
    number = int(text) if text.isdecimal() and not text.startswith("0") and len(text) < 7 else 0
    if not 0 < number <= len(rows.lines()):
        return ""
    for raw in rows.raw_rows()[number - 1 : number] if rows.filter() == "all" else rows.raw_rows():
        if isinstance(raw, LineRow) and (rows.filter() == "all" or raw.position == number):
            return rows.key_of_line(raw.line_id)
    return ""
