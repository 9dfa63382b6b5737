"""One pass over the rows of a table: a status for each, its item, its quantity.

Goods the catalogue knows are goods whatever they look like; the rest is judged by `bulk_kinds`.
Called by `bulk` once per section; pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from b2bdesk.domain import bulk_rows as st
from b2bdesk.domain.bulk_keys import KeyColumns, row_keys
from b2bdesk.domain.bulk_kinds import BARE, HEADER, ITEM, TEXT, TOTAL, RowJudge
from b2bdesk.domain.bulk_plain import plain_rows
from b2bdesk.domain.bulk_quantity import ParsedQuantity, nearest_e3, parse_quantity
from b2bdesk.domain.bulk_resolve import NOTHING, Resolution, by_name, resolve_row
from b2bdesk.domain.bulk_rowlist import Judged, PlainRow
from b2bdesk.domain.bulk_rows import BulkRow, Candidate, ItemState, Match, Reason
from b2bdesk.domain.bulk_units import to_base_unit
from b2bdesk.trade.lists.layout import COLUMN_ROLES, Layout
from b2bdesk.trade.quantity import Quantity, fit
from b2bdesk.trade.tablerows import MARK_DATE, MARK_ERROR, MARK_FORMULA, RawRow

_REMEMBERED = 400
_TINY = 3  # digits of a number that is in every catalogue
Propose = Callable[[Sequence[str]], Sequence[Sequence[Candidate]]]


@dataclass(frozen=True, slots=True)
class Known:
    """What the catalogue knows about a list: hits by text, states by item id, names on demand.

    `propose` gets names of rows nothing was found for (one call) and returns candidates for each.
    """

    resolved: Mapping[str, Sequence[Match]]
    facts: Mapping[str, ItemState]
    propose: Propose | None = None


class _Verdict(NamedTuple):
    """What was found out about one goods row: reasons, and statuses that apply."""

    reasons: list[Reason]
    troubles: list[str]


class Judging:
    """One pass over the rows of a list."""

    def __init__(self, rows: Sequence[RawRow], layout: Layout, known: Known) -> None:
        self._rows = rows
        self._columns = layout.columns
        self._roles = [(r, layout.columns[r]) for r in COLUMN_ROLES if r in layout.columns]
        self._keys = KeyColumns.of(layout.columns)
        self._unit = layout.columns.get("unit")
        self._quantity = layout.columns.get("quantity")
        self._asks_one = self._quantity is None and not (
            {"price", "stock", "sum", "unit"} & set(layout.columns)
        )
        self._known = known
        self._judge = RowJudge(rows, layout)
        self._goods: list[Mapping[str, str]] = []
        self._usual: tuple[str, ...] | None = None
        self._closed = False
        self._above: Mapping[str, str] = {}

    def run(self, *, followed: bool = False) -> list[Judged]:
        """Judge every row; text rows get their status once it is known what follows.

        Args:
            followed: another table comes after the last row.
        """
        done: list[Judged] = []
        waiting: list[tuple[BulkRow, RawRow]] = []
        plain = plain_rows(self._rows, self._roles, self._known.resolved, self._known.facts)
        passed = 0
        for at in [at for at, quick in enumerate(plain) if quick is None]:
            run = [quick for quick in plain[passed:at] if quick is not None]
            passed = at + 1
            row = self._rows[at]
            if run:
                waiting = self._passed(run, waiting)
                done.extend(run)
            out, kind = self._one(at, row)
            done.append(out)
            if kind == TEXT:
                waiting.append((out, row))
                continue
            if waiting and kind in (ITEM, HEADER):
                self._settle(waiting, followed=True)
                waiting = []
            self._noted(at, out, kind)
        rest = [quick for quick in plain[passed:] if quick is not None]
        waiting = self._passed(rest, waiting) if rest else waiting
        self._settle(waiting, followed=followed)
        return done + rest

    def alone(self, at: int) -> BulkRow | None:
        """Judge one row by itself; None when what it is may hang on the rows around it."""
        row = self._rows[at]
        if not resolve_row(row_keys(row, self._keys), self._known.resolved).items:
            return None
        out, kind = self._one(at, row)
        return out if kind == ITEM and (out.item_id or out.candidates) else None

    def _passed(
        self, run: Sequence[PlainRow], waiting: Sequence[tuple[BulkRow, RawRow]]
    ) -> list[tuple[BulkRow, RawRow]]:
        """Note plain goods that stand one after another; nothing waits behind them."""
        self._settle(waiting, followed=True)
        for pick, _number, texts, *_rest in run[: _REMEMBERED - len(self._goods)]:
            self._goods.append(pick(texts))
        at = self._columns.get("name")
        if at is not None:
            named = (row for row in reversed(run) if at < len(row[2]) and row[2][at])
            last = next(named, None)
            self._above = last[0](last[2]) if last is not None else self._above
        return []

    def _noted(self, at: int, out: BulkRow, kind: str) -> None:
        """Note what a row tells of those after it."""
        if kind == ITEM:
            self._above = out.cells if "name" in out.cells else self._above
            if len(self._goods) < _REMEMBERED:
                self._goods.append(out.cells)
        elif kind == TOTAL and self._goods:
            self._usual = self._usual_roles()
            self._closed = self._has_gap(at)

    def _has_gap(self, at: int) -> bool:
        after = self._rows[at + 1 : at + 2]
        return bool(after) and after[0].number > self._rows[at].number + 1

    def _usual_roles(self) -> tuple[str, ...]:
        """What nearly all goods above a closing total fill."""
        filled = Counter(role for cells in self._goods for role in cells)
        telling = ("article", "barcode", "unit", "price", "quantity")
        return tuple(role for role in telling if 10 * filled[role] >= 8 * len(self._goods))

    def _settle(self, waiting: Sequence[tuple[BulkRow, RawRow]], *, followed: bool) -> None:
        for out, row in waiting:
            note = not followed or self._judge.is_note(row)
            out.status = st.NOTE_ROW if note else st.GROUP_ROW

    def _one(self, at: int, row: RawRow) -> tuple[BulkRow, str]:
        texts, width = row.cells, len(row.cells)
        cells = {role: texts[at] for role, at in self._roles if at < width and texts[at]}
        found = resolve_row(row_keys(row, self._keys), self._known.resolved)
        if len(found.items) > 1:
            found = by_name(found, row.cell(self._columns.get("name")), self._known.facts)
        parsed = self._parsed(row)
        out = BulkRow(row.number, cells, st.NOT_FOUND)
        tiny = cells.get("article", "").strip()
        if found.items and len(tiny) < _TINY and tiny.isdigit() and self._judge.is_marked(row):
            found = NOTHING
        if not found.items:
            kind = self._unknown(at, row, out, parsed)
            if kind != ITEM:
                return out, kind
        self._item(out, row, found, parsed)
        return out, ITEM

    def _unknown(self, at: int, row: RawRow, out: BulkRow, parsed: ParsedQuantity) -> str:
        """Judge a row whose codes lead nowhere; gives it its status unless it is goods."""
        number = parsed.e3 is not None
        kind = self._judge.kind(row, quantity_is_number=number)
        if kind == BARE and self._judge.continues(row):
            out.cells = {"name": self._above.get("name", ""), **out.cells}
            return ITEM
        if kind == BARE and self._judge.is_blank_line(row):
            out.status = st.NOTE_ROW
            return TOTAL
        if kind == BARE:
            kind = TOTAL if self._is_closing(at) else ITEM
        if (
            kind == ITEM
            and number
            and self._judge.is_sum_group(row, self._rows[at + 1 : at + 2001])
        ):
            out.status = st.GROUP_ROW
            return TOTAL
        if kind == ITEM and self._is_below(row):
            return TEXT
        if kind != ITEM:
            out.status = st.HEADER_ROW if kind == HEADER else st.TOTAL_ROW
        return kind

    def _is_below(self, row: RawRow) -> bool:
        """Say whether a row is a signature or the like below the closing total."""
        if self._usual is None or not self._judge.lacks_usual(row, self._usual):
            return False
        return self._closed or self._judge.is_note(row)

    def _is_closing(self, at: int) -> bool:
        """A row of bare numbers closes a table when a gap or nothing but text follows."""
        after = self._rows[at + 1 : at + 2]
        if not after or after[0].number > self._rows[at].number + 1:
            return True
        keys = row_keys(after[0], self._keys)
        if any(self._known.resolved.get(key.text) for key in keys):
            return False
        number = self._parsed(after[0]).e3 is not None
        return self._judge.kind(after[0], quantity_is_number=number) != ITEM

    def _parsed(self, row: RawRow) -> ParsedQuantity:
        if self._quantity is None:
            return ParsedQuantity(None, problem="one" if self._asks_one else "empty")
        text = row.cell(self._quantity)
        if row.marks:
            mark = row.mark(self._quantity)
            if mark == MARK_FORMULA:
                return ParsedQuantity(None, problem="bad_formula")
            if mark == MARK_DATE:
                return ParsedQuantity(None, problem="bad_date")
            if mark == MARK_ERROR:
                return ParsedQuantity(None, problem="bad_error")
        return parse_quantity(text)

    def _item(self, out: BulkRow, row: RawRow, found: Resolution, parsed: ParsedQuantity) -> None:
        """Fill a goods row: item, quantity, then the first status that applies."""
        verdict = _Verdict(list(found.reasons), [])
        item = self._known.facts.get(found.items[0]) if len(found.items) == 1 else None
        if item is not None:
            _identify(out, item, found.kind)
        if item is None or parsed.e3 is None:
            self._asked(out, row, parsed, item, verdict)
        else:
            self._converted(out, row, parsed, (found, item), verdict)
        self._goods_of(out, found, item, verdict)
        troubles = verdict.troubles
        out.status = min(troubles, key=st.STATUSES.index) if troubles else st.MATCHED
        others = dict.fromkeys(trouble for trouble in troubles if trouble != out.status)
        out.reasons = (*verdict.reasons, *map(Reason, others))

    def _asked(
        self,
        out: BulkRow,
        row: RawRow,
        parsed: ParsedQuantity,
        item: ItemState | None,
        verdict: _Verdict,
    ) -> None:
        """The quantity of a row that has none to convert, or no item to convert it for."""
        if parsed.problem == "one":
            if item is not None:
                out.quantity_e3 = fit(1000, item.minimum_e3, item.multiple_e3).up_e3
                verdict.reasons.append(Reason("one_assumed"))
        elif parsed.problem == "empty":
            verdict.troubles.append(st.NO_QUANTITY)
        elif parsed.e3 is None:
            verdict.troubles.append(st.BAD_QUANTITY)
            text = row.cell(self._quantity)
            told = {"text": text[:80]}
            if parsed.problem == "too_fine":
                told["to"] = Quantity(nearest_e3(text)).text()
            verdict.reasons.append(Reason(parsed.problem, told))
        else:
            out.quantity_e3 = parsed.e3
            if parsed.e3 < 0:
                verdict.troubles.append(st.NEGATIVE)

    def _converted(
        self,
        out: BulkRow,
        row: RawRow,
        parsed: ParsedQuantity,
        found: tuple[Resolution, ItemState],
        verdict: _Verdict,
    ) -> None:
        """The quantity in the item's base unit; what cannot be converted is never guessed."""
        resolution, item = found
        out.quantity_e3 = parsed.e3
        if (parsed.e3 or 0) < 0:
            verdict.troubles.append(st.NEGATIVE)
        if parsed.note:
            verdict.reasons.append(Reason("quantity_note"))
        unit = row.cell(self._unit)
        if resolution.okei and resolution.okei != item.okei and not parsed.unit and not unit:
            unit = resolution.okei
        base = to_base_unit(parsed, unit, item)
        verdict.reasons.extend(base.reasons)
        if base.e3 is None:
            verdict.troubles.append(st.BAD_QUANTITY)
        else:
            out.quantity_e3 = base.e3

    def _goods_of(
        self,
        out: BulkRow,
        found: Resolution,
        item: ItemState | None,
        verdict: _Verdict,
    ) -> None:
        reasons, troubles = verdict
        if not found.items:
            troubles.append(st.NOT_FOUND)
            return
        if len(found.items) > 1 or not found.sure:
            troubles.append(st.AMBIGUOUS if len(found.items) > 1 else st.PROPOSED)
            facts = (self._known.facts.get(one) for one in found.items[:20])
            out.candidates = tuple(_candidate(one) for one in facts if one)
            articles = {candidate.article for candidate in out.candidates}
            out.article = articles.pop() if len(articles) == 1 else ""
            if item is not None:
                out.item_id, out.match_kind = "", found.kind
        elif item is None:
            troubles.append(st.OUT_OF_ASSORTMENT)
            return
        if item is None:
            return
        if not item.in_assortment:
            troubles.append(st.OUT_OF_ASSORTMENT)
        if item.replaced_by:
            reasons.append(Reason("replaced_by"))
            other = self._known.facts.get(item.replaced_by)
            if other is not None:
                out.candidates = (*out.candidates, _candidate(other))
        if item.price_e5 is None:
            troubles.append(st.NO_PRICE)


def _identify(out: BulkRow, item: ItemState, kind: str) -> None:
    out.item_id, out.article, out.name = item.id, item.article, item.name
    out.unit_okei, out.price_e5, out.stock_e3 = item.okei, item.price_e5, item.stock_e3
    out.match_kind = kind


def _candidate(item: ItemState, score: int = 100) -> Candidate:
    return Candidate(item.id, item.article, item.name, score)
