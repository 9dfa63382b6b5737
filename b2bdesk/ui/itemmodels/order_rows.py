"""The rows of the order sheet: cart lines, lines being typed, one empty row always at the end.

An edit touches only its rows: lines are put, inserted, dropped and moved in place, chip counters
are kept running, so ten thousand lines cost what ten do. A line that was typed here keeps the key
it had while it was looked up, so that an open editor stays on it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QObject

from b2bdesk.ui.itemmodels.base_list import ListRowModel
from b2bdesk.ui.itemmodels.order_cells import (
    BLANK,
    QUANTITY_COLUMN,
    Raw,
    TypedRow,
    UnreadRow,
    line_row,
    order_columns,
    typed_row,
)  # fmt: skip
from b2bdesk.ui.itemmodels.order_states import ALL, CHIPS, CLEAN, INFO, chips_of, is_problem
from b2bdesk.ui.itemmodels.rows import GridRow, Key
from b2bdesk.usecases.rows.carts import LineRow
from b2bdesk.usecases.rows.offers import OfferRow


class OrderRows(ListRowModel[Raw]):
    """The model of the order sheet.

    Args:
        currency_sign: of the cart's contract, for the column headings.
        parent: owner.
    """

    def __init__(self, currency_sign: str, parent: QObject | None = None) -> None:
        super().__init__(order_columns(currency_sign), self._key_of, self._painted, parent)
        self.counts: Counter[str] = Counter()
        self.currency = "RUB"
        self._lines: dict[str, LineRow] = {}
        self._alias: dict[str, str] = {}
        self._line_of: dict[str, str] = {}
        self._similar: dict[str, tuple[OfferRow, ...]] = {}
        self._filter = ALL
        self._typed = 0
        self.locked = False

    def glance(self, line_ids: Sequence[str], lines: Sequence[LineRow]) -> None:
        """Show some lines of a cart at their places; the others are empty until `load`."""
        known = {line.line_id: line for line in lines}
        self._lines = {}
        self.counts = Counter({ALL: len(line_ids)})
        rows: list[Raw] = [known.get(each) or UnreadRow(each) for each in line_ids]
        self.set_rows([*rows, *self._blank()])

    def load(self, lines: Sequence[LineRow], flying: Collection[str] = ()) -> None:
        """Show these lines; lines being typed stay, the empty row stays last.

        The same lines in the same order are put in place, without a reset.

        Args:
            lines: all lines of the cart.
            flying: ids of lines whose edits are under way; what is typed over them stays.
        """
        waiting = [raw for raw in self._raw if isinstance(raw, TypedRow) and raw.key != BLANK]
        self._lines = {line.line_id: line for line in lines}
        marked = [line for line in lines if line.states]
        self.counts = Counter({ALL: len(lines), CLEAN: len(lines) - len(marked)})
        for line in marked:
            self.counts.update(chip for chip in chips_of(line) if chip != ALL)
        every = self._filter == ALL
        shown: list[Raw] = [line for line in lines if every or self._passes(line)]
        keys: set[Key] = {self.key_of_line(each) for each in flying}
        rows = [*shown, *waiting, *self._blank()]
        if not self.fill_rows(rows, keys):
            kept = {spot: over for spot, over in self._overlays.items() if spot[0] in keys}
            self.set_rows(rows)
            self._overlays.update(kept)

    def put(self, lines: Iterable[LineRow], *, settle: bool = True) -> list[LineRow]:
        """Replace lines in place; returns those that are not here.

        Args:
            lines: the lines as they are now.
            settle: what is typed over them is committed; False while more is on its way.
        """
        unknown: list[LineRow] = []
        for line in lines:
            old = self._lines.get(line.line_id)
            if old is None:
                unknown.append(line)
                continue
            self._count(old, line)
            self._lines[line.line_id] = line
            self._put_raw(line, settle=settle)
        return unknown

    def begin_typing(self, text: str) -> str:
        """Turn the empty row into one being looked up, put a new empty row below; its key."""
        self._typed += 1
        key = f"·typed{self._typed}"
        at = len(self._raw) - 1
        self.beginInsertRows(QModelIndex(), at, at)
        self._raw.insert(at, TypedRow(key, text))
        self._ready.insert(at, None)
        self._at[key] = at
        self._at[BLANK] = at + 1
        self._ready[at + 1] = None
        self.endInsertRows()
        return key

    def note_quantity(self, key: str, text: str) -> None:
        """Keep a quantity typed before the row was found."""
        raw = self.raw(key)
        if isinstance(raw, TypedRow):
            self._raw[self._at[key]] = replace(raw, quantity=text)
            self._ready[self._at[key]] = None

    def typed_quantity(self, key: str) -> str:
        """The quantity typed into a row that is being looked up."""
        raw = self.raw(key)
        return raw.quantity if isinstance(raw, TypedRow) else ""

    def become(self, key: str, line: LineRow) -> None:
        """A row that was typed is a cart line now; it keeps its key."""
        at = self._at.get(key, -1)
        if at < 0:
            self.append([line])
            return
        self._alias[line.line_id] = key
        self._line_of[key] = line.line_id
        self._lines[line.line_id] = line
        self._count(None, line)
        self._raw[at] = line
        self._ready[at] = None
        if self.overlay(key, QUANTITY_COLUMN) is None:
            self._drop_overlays({key})
        self._repaint(key)

    def append(self, lines: Sequence[LineRow]) -> None:
        """Add lines above the empty row."""
        at = len(self._raw) - len(self._blank())
        for line in lines:
            self._lines[line.line_id] = line
            self._count(None, line)
        shown = [line for line in lines if self._passes(line)]
        if not shown:
            return
        self.beginInsertRows(QModelIndex(), at, at + len(shown) - 1)
        self._raw[at:at] = shown
        self._ready[at:at] = [None] * len(shown)
        self._reindex(at)
        self.endInsertRows()

    def drop(self, keys: Iterable[str]) -> None:
        """Take rows away, lines and typed ones."""
        rows = sorted((at for key in set(keys) if (at := self._at.get(key, -1)) >= 0), reverse=True)
        for at in rows:
            raw = self._raw[at]
            if isinstance(raw, TypedRow) and raw.key == BLANK:
                continue
            self.beginRemoveRows(QModelIndex(), at, at)
            if isinstance(raw, LineRow):
                self._count(raw, None)
                self._lines.pop(raw.line_id, None)
            self._at.pop(self._key_of(raw), None)
            del self._raw[at], self._ready[at]
            self._reindex(at)
            self.endRemoveRows()

    def shift(self, key: str, by: int) -> None:
        """Move a row one place up or down."""
        at = self._at.get(key, -1)
        to = at + by
        if at < 0 or not 0 <= to < len(self._raw) - len(self._blank()):
            return
        if not self.beginMoveRows(QModelIndex(), at, at, QModelIndex(), to + (1 if by > 0 else 0)):
            return
        self._raw[at], self._raw[to] = self._raw[to], self._raw[at]
        low = min(at, to)
        self._ready[low : low + 2] = [None, None]
        self._reindex(low, low + 2)
        self.endMoveRows()
        if self._filter == ALL:
            kept = (raw for raw in self._raw if isinstance(raw, LineRow))
            self._lines = {line.line_id: line for line in kept}

    def set_filter(self, chip: str) -> None:
        """Show the lines one chip counts."""
        self._filter = chip
        self.load(list(self._lines.values()))

    def filter(self) -> str:
        """The chip in force."""
        return self._filter

    def line(self, key: object) -> LineRow | None:
        """The cart line of a row."""
        raw = self.raw(str(key)) if key is not None else None
        return raw if isinstance(raw, LineRow) else None

    def line_id(self, key: object) -> str:
        """The id of the cart line of a row, empty while there is none."""
        line = self.line(key)
        return line.line_id if line is not None else ""

    def key_of_line(self, line_id: str) -> str:
        """The row key of a cart line."""
        return self._alias.get(line_id, line_id)

    def lines(self) -> list[LineRow]:
        """All lines, shown or not."""
        return list(self._lines.values())

    def next_problem(self, key: object, step: int) -> str | None:
        """Key of the next (step 1) or previous (−1) row that wants a decision, around the ends."""
        total = len(self._raw)
        start = self._at.get(str(key), -1 if step > 0 else total)
        for distance in range(1, total + 1):
            raw = self._raw[(start + step * distance) % total]
            if isinstance(raw, LineRow) and is_problem(raw):
                return self._key_of(raw)
        return None

    def has_problems(self) -> bool:
        """Whether some line wants a decision."""
        return any(self.counts.get(chip.key, 0) for chip in CHIPS if chip.tone != INFO)

    def set_similar(self, line_id: str, offers: Sequence[OfferRow]) -> None:
        """Proposals for a line that was not found."""
        self._similar[line_id] = tuple(offers)
        line = self._lines.get(line_id)
        if line is not None:
            self._put_raw(line)

    def similar(self, line_id: str) -> tuple[OfferRow, ...] | None:
        """Proposals for a line, None when they were not looked up yet."""
        return self._similar.get(line_id)

    def _blank(self) -> list[Raw]:
        return [] if self.locked else [TypedRow(BLANK)]

    def _passes(self, line: LineRow) -> bool:
        return self._filter == ALL or self._filter in chips_of(line)

    def _count(self, old: LineRow | None, new: LineRow | None) -> None:
        if old is not None:
            self.counts.subtract(chips_of(old))
        if new is not None:
            self.counts.update(chips_of(new))

    def _put_raw(self, line: LineRow, *, settle: bool = True) -> None:
        key = self._key_of(line)
        at = self._at.get(key, -1)
        if at >= 0:
            self._raw[at] = line
            self._ready[at] = None
            if settle:
                self._drop_overlays({key})
            self._repaint(key)

    def _reindex(self, start: int, end: int | None = None) -> None:
        stop = len(self._raw) if end is None else end
        for at in range(start, stop):
            self._at[self._key_of(self._raw[at])] = at
            self._ready[at] = None

    def _key_of(self, raw: Raw) -> str:
        if isinstance(raw, TypedRow):
            return raw.key
        return self._alias.get(raw.line_id, raw.line_id)

    def _painted(self, raw: Raw, number: int) -> GridRow:
        if isinstance(raw, UnreadRow):
            return GridRow(raw.line_id, {}, locked=True)
        if isinstance(raw, TypedRow):
            return typed_row(raw, number)
        shown = number + 1 if self._filter == ALL else raw.position
        return line_row(raw, self._key_of(raw), shown, self._similar.get(raw.line_id, ()),
                        self.currency, locked=self.locked)  # fmt: skip
