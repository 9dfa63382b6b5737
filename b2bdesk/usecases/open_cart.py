"""An opened cart in memory: lines, today's facts, running sums.

It makes the cost of one edit independent of the cart's size: a line goes out of the sums and in
again, a cart threshold re-prices everything only when it is crossed. What is committed to desk.db
is the truth; `usecases.carts` builds one of these per cart and throws it away when facts move.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from b2bdesk.domain.cart import Facts, Figures, Line, Mark, Sums, blocks
from b2bdesk.domain.edits import CartHead, Edit
from b2bdesk.trade.collector import collector_paused
from b2bdesk.trade.money import line_sum
from b2bdesk.usecases.line_figures import counted
from b2bdesk.usecases.line_index import LineIndex
from b2bdesk.usecases.ports.carts import CartRecord, Situation, Summary
from b2bdesk.usecases.rows.carts import LineRow, LineState, Totals

Units = Callable[[str], str]
Watching = Callable[[Line, Facts, str], tuple[Mark, ...]]


class OpenCart:
    """Lines of one cart with what they come to today."""

    def __init__(
        self,
        record: CartRecord,
        lines: Iterable[Line],
        situation: Situation,
        units: Units,
        watching: Watching | None = None,
        beyond: int = 0,
    ) -> None:
        """Count lines.

        Args:
            record: the stored cart.
            lines: its lines, or some of them.
            situation: facts of their items.
            units: short names of units.
            watching: what is unusual about a line.
            beyond: what lines that are not here add to the sum that thresholds are measured by.
        """
        self.record = record
        self.head: CartHead = record.head
        self.facts: dict[str, Facts] = dict(situation.facts)
        self.book = situation.book
        self.lines: dict[str, Line] = {}
        self.sums = Sums(self.book.terms)
        self._units = units
        self._watching = watching
        self._thresholds = self.book.thresholds
        self._exponent = self.book.terms.exponent
        self._figures: dict[str, Figures] = {}
        self._uncounted: list[tuple[Figures, bool]] = []
        self._marks: dict[str, tuple[Mark, ...]] = {}
        self._index = LineIndex()
        self._measures: dict[str, int] = {}
        self._measured = beyond
        self._band = 0
        self._order: list[str] | None = None
        self._places: dict[str, int] = {}
        self._rows: dict[str, LineRow] = {}
        found = list(lines)
        self._prepare(found)
        for line in found:
            self.lines[line.line_id] = line
            self._index.put(line)
            self._measure(line)
        self._settle(tuple(self.lines))

    @property
    def id(self) -> str:
        """The cart's id."""
        return self.record.id

    def apply(self, edit: Edit) -> None:
        """Take an edit over; the caller has committed it or takes it back when that fails."""
        self._prepare([swap.after for swap in edit.swaps if swap.after is not None])
        for swap in edit.swaps:
            if swap.before is not None and swap.after is not None:
                self._exchange(swap.before, swap.after)
            elif swap.before is not None:
                self._take_out(swap.before)
            elif swap.after is not None:
                self._put_in(swap.after)
            if self._moves(swap.before, swap.after):
                self._order = None
        if edit.head is not None:
            self.head = edit.head[1]
        self._settle([swap.line_id for swap in edit.swaps if swap.after is not None])

    def renew(self, situation: Situation) -> None:
        """Take over what holds of the items now; lines whose goods did not move stay as they are.

        The book has to count like the one before; lines at a quantity break are counted anew, for
        its price may have moved alone.
        """
        before, facts = self.facts, dict(situation.facts)
        moved = [
            line
            for line in self.lines.values()
            if (now := facts.get(line.item_id)) != before.get(line.item_id)
            or (now is not None and now.step_from_e3 and now.stepped(line.base_e3))
        ]
        for line in moved:
            self._take_out(line)
        self.facts, self.book = facts, situation.book
        self._prepare(moved)
        for line in moved:
            self._put_in(line)
        self._settle([line.line_id for line in moved])

    def add_facts(self, situation: Situation) -> None:
        """Learn about items that are not in the cart yet."""
        self.facts.update(situation.facts)
        self.book.take_over(situation.book)

    def order(self) -> Sequence[str]:
        """Line ids in the buyer's order."""
        if self._order is None:
            self._order = sorted(self.lines, key=lambda each: (self.lines[each].rank, each))
            self._places = {line_id: at for at, line_id in enumerate(self._order, 1)}
        return self._order

    def in_order(self) -> Iterator[Line]:
        """Lines in the buyer's order."""
        return (self.lines[line_id] for line_id in self.order())

    def last_rank(self) -> int:
        """The rank of the last line, 0 in an empty cart."""
        order = self.order()
        return self.lines[order[-1]].rank if order else 0

    def of_item(self, item_id: str) -> list[Line]:
        """Lines of one item, in the buyer's order."""
        found = [self.lines[line_id] for line_id in self._index.of_item(item_id)]
        return sorted(found, key=lambda line: (line.rank, line.line_id))

    def of_key(self, key: tuple[str, ...]) -> Line | None:
        """The first line of a merge key."""
        found = self._index.of_key(key)
        if len(found) < 2:
            return next((self.lines[line_id] for line_id in found), None)
        return min((self.lines[line_id] for line_id in found), key=lambda line: line.rank)

    def item_ids(self) -> Iterable[str]:
        """Items that have lines."""
        return self._index.items()

    def price_of(self, line: Line) -> int | None:
        """Today's unit price of a line, cart threshold included; None = no price."""
        facts = self.facts.get(line.item_id)
        if facts is None:
            return None
        if self._band:
            return self.book.final(line.item_id, facts, line.base_e3, self._measured)
        return self.book.price(line.item_id, facts, line.base_e3)

    def seen_price(self, line: Line) -> int | None:
        """Today's unit price of a line for its quantity before any cart threshold.

        This is what `price_at_add_e5` keeps: it moves when the supplier moves it, not when other
        lines of the cart do.
        """
        facts = self.facts.get(line.item_id)
        return None if facts is None else self.book.price(line.item_id, facts, line.base_e3)

    def as_seen(self, before: Line | None, after: Line) -> Line:
        """Return an edited line with the price the buyer sees now.

        A price that moved since the line was added stays told as long as the quantity reaches no
        other price row.
        """
        facts = self.facts.get(after.item_id)
        if before is not None and before.item_id == after.item_id:
            if facts is None or not facts.step_from_e3:
                return after
            if not (facts.stepped(after.base_e3) or facts.stepped(before.base_e3)):
                return after
            if self.seen_price(after) == self.seen_price(before):
                return after
        seen = self.seen_price(after)
        return after if after.price_at_add_e5 == seen else after.seen_at(seen)

    def figures_of(self, line_id: str) -> Figures:
        """What a line comes to."""
        return self._figures[line_id]

    def marks_of(self, line_id: str) -> tuple[Mark, ...]:
        """Why a line is marked, what is unusual and the repetition of its item included."""
        found = self._marks[line_id]
        line = self.lines[line_id]
        item_id = line.item_id
        if self._watching is not None and item_id in self.facts:
            found = (*found, *self._watching(line, self.facts[item_id], self.head.entity_id))
        if item_id and len(self._index.of_item(item_id)) > 1:
            others = len(self._index.of_item(item_id)) - 1
            found = (*found, Mark("duplicate", "info", {"others": others}))
        return found

    def look_again(self, item_ids: Collection[str], codes: Collection[str]) -> tuple[str, ...]:
        """Show lines of these items anew; returns those that are marked with one of the codes."""
        found = []
        for item_id in item_ids:
            for line in self.of_item(item_id):
                self._rows.pop(line.line_id, None)
                if any(mark.code in codes for mark in self.marks_of(line.line_id)):
                    found.append(line.line_id)
        return tuple(found)

    def summary(self) -> Summary:
        """What the list of carts shows."""
        return Summary(self.sums.lines, self.sums.gross)

    def totals(self, line_ids: Iterable[str] | None = None) -> Totals:
        """Sums of the cart, or of some of its lines."""
        sums = self.sums if line_ids is None else self._sums_of(line_ids)
        return Totals(
            sums.lines,
            sums.net,
            sums.vat,
            sums.gross,
            sums.weight_g,
            sums.volume_cm3,
            self.head.currency,
            tuple(sorted((code, vat) for code, vat in sums.by_code.items() if vat)),
            sums.blocked,
        )

    def row(self, line_id: str) -> LineRow:
        """One line as screens show it; kept until the line or its place changes."""
        self.order()
        kept = self._rows.get(line_id)
        if kept is None or kept.position != self._places[line_id]:
            kept = self._rows[line_id] = self._made(line_id)
        return kept

    def rows(self) -> tuple[LineRow, ...]:
        """All lines as screens show them, in the buyer's order."""
        with collector_paused():
            return tuple(map(self.row, self.order()))

    def _made(self, line_id: str) -> LineRow:
        line, counted = self.lines[line_id], self._figures[line_id]
        facts = self.facts.get(line.item_id)
        found = self.marks_of(line_id)
        states = tuple(LineState(*each) for each in found) if found else ()
        amounts = counted.amounts
        known = facts or _UNKNOWN
        return LineRow(
            line_id,
            self._places[line_id],
            line.item_id,
            facts.n if facts else None,
            facts.article if facts else line.article,
            facts.name if facts else line.name,
            line.okei,
            self._units(line.okei),
            line.factor_e3,
            line.quantity_e3,
            line.base_e3,
            counted.price_e5,
            line.price_at_add_e5,
            known.vat_code,
            amounts.net,
            amounts.vat,
            amounts.gross,
            known.stock_e3,
            known.at_least,
            known.minimum_e3,
            known.multiple_e3,
            counted.weight_g,
            counted.volume_cm3,
            states,
            line.typed,
            line.comment,
            known.brand,
            line.place,
            line.address_id,
            known.incoming_date,
            known.incoming_e3,
            line.stock_at_add_e3,
        )

    def _prepare(self, lines: Sequence[Line]) -> None:
        """Let the book read what the quantities of these lines reach, all in one query."""
        wanted = []
        for line in lines:
            facts = self.facts.get(line.item_id)
            if facts is not None and facts.step_from_e3:
                base = line.base_e3
                if facts.stepped(base):
                    wanted.append((line.item_id, base))
        if wanted:
            self.book.prepare(wanted)

    def _put_in(self, line: Line) -> None:
        self.lines[line.line_id] = line
        self._index.put(line)
        self._stale(line.item_id)
        self._measure(line)

    def _exchange(self, before: Line, after: Line) -> None:
        """Another state of a line; lines that tell of each other do so by their keys alone."""
        if not before.keyed_as(after):
            self._take_out(before)
            self._put_in(after)
            return
        self._uncount(before.line_id)
        self.lines[after.line_id] = after
        self._rows.pop(after.line_id, None)
        self._measure(after)

    def _uncount(self, line_id: str) -> None:
        found = self._marks.pop(line_id)
        self._uncounted.append((self._figures.pop(line_id), blocks(found) if found else False))
        self._measured -= self._measures.pop(line_id, 0)

    def _take_out(self, line: Line) -> None:
        line_id = line.line_id
        self._uncount(line_id)
        self._index.drop(line)
        del self.lines[line_id]
        self._rows.pop(line_id, None)
        self._stale(line.item_id)

    def _stale(self, item_id: str) -> None:
        """Lines of one item tell of each other (`duplicate`), so they are shown anew together."""
        for line_id in self._index.of_item(item_id) if item_id else ():
            self._rows.pop(line_id, None)

    def _measure(self, line: Line) -> None:
        """Add a line to the sum after step 6, by which thresholds are measured (§3 step 7)."""
        facts = self.facts.get(line.item_id)
        if not self._thresholds or facts is None:
            return
        base = line.base_e3
        price = self.book.price(line.item_id, facts, base)
        if price is not None:
            measure = line_sum(price, base, self._exponent)
            self._measures[line.line_id] = measure
            self._measured += measure

    def _count(self, lines: Iterable[Line]) -> None:
        done: list[tuple[Figures, bool]] = []
        measured = self._measured if self._band else None
        for line, come_to, found in counted(lines, self.facts, self.book, measured):
            self._figures[line.line_id] = come_to
            self._marks[line.line_id] = found
            done.append((come_to, blocks(found) if found else False))
        self.sums.add_all(done)

    def _settle(self, fresh: Collection[str]) -> None:
        """Count fresh lines; when the cart sum crossed a threshold, all of them."""
        band = bisect_right(self._thresholds, self._measured)
        self.sums.add_all(self._uncounted, -1)
        self._uncounted.clear()
        if band == self._band:
            self._count(map(self.lines.__getitem__, fresh))
            return
        self._band = band
        self.sums = Sums(self.book.terms)
        self._rows.clear()
        self._count(self.lines.values())

    def _sums_of(self, line_ids: Iterable[str]) -> Sums:
        sums = Sums(self.book.terms)
        for line_id in line_ids:
            if line_id in self.lines:
                sums.add(self._figures[line_id], blocks(self._marks[line_id]))
        return sums

    @staticmethod
    def _moves(before: Line | None, after: Line | None) -> bool:
        return before is None or after is None or before.rank != after.rank


_UNKNOWN = Facts(0, "", "", "", "", 0, 0, "", None, None)
