"""Rows of the import review: what stands in the file beside what goes into the cart, and why.

One table says for each status which chip counts it and how it is drawn; the counters of the chips
sum to the rows read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from b2bdesk.domain.bulk_rowlist import BulkRows
from b2bdesk.domain.bulk_rows import IN_CART, NO_GOODS, BulkRow
from b2bdesk.texts import formats, tr, trn
from b2bdesk.texts.reasons import import_reason
from b2bdesk.texts.statuses import status_text
from b2bdesk.trade.unit import short
from b2bdesk.ui.itemmodels.rows import (
    ARTICLE,
    INDEX,
    NUMBER,
    QUANTITY,
    STATE,
    TEXT,
    Cell,
    Column,
    GridRow,
    Pill,
    RowState,
)  # fmt: skip

ALL = "all"


@dataclass(frozen=True, slots=True)
class StatusChip:
    """A filter chip of the review: which statuses it counts, its share of the bar."""

    key: str
    tone: str
    icon: str
    statuses: frozenset[str]
    share: str


CHIPS = (
    StatusChip("ready", "ok", "circle-check", frozenset({"matched"}), "ok"),
    StatusChip("round", "info", "circle-arrow-up", frozenset({"rounded"}), "info"),
    StatusChip("low", "warn", "clock", frozenset({"short"}), "warn"),
    StatusChip("pack", "warn", "packages", frozenset({"off_multiple"}), "warn"),
    StatusChip(
        "lost", "bad", "help-circle", frozenset({"not_found", "ambiguous", "proposed"}), "bad"
    ),
    StatusChip("amount", "bad", "alert-circle", frozenset({"bad_quantity", "negative"}), "bad"),
    StatusChip("out", "bad", "lock", frozenset({"out_of_assortment", "no_price"}), "bad"),
    StatusChip("twice", "info", "copy", frozenset({"duplicate"}), "line2"),
    StatusChip("empty", "text2", "circle-minus", frozenset({"no_quantity"}), "line2"),
    StatusChip(
        "other", "text2", "list", frozenset({"header_row", "group_row", "total_row", "note_row"}),
        "line2",
    ),
)  # fmt: skip
_CHIP_OF = {status: chip for chip in CHIPS for status in chip.statuses}
_PILLS = 2
_ASKED = 9
PROBLEMS = frozenset({"lost", "amount", "out"})
WAITING = frozenset(status for status, chip in _CHIP_OF.items() if chip.key in PROBLEMS)


def chip_words() -> dict[str, tuple[str, str]]:
    """Words of the chips, and short ones."""
    return {
        "ready": (tr("Ready"), tr("Ready")),
        "round": (tr("Rounded"), tr("Rounded")),
        "low": (tr("Low stock"), tr("Low")),
        "pack": (tr("Not a multiple"), tr("Pack")),
        "lost": (tr("Not found"), tr("Not found")),
        "amount": (tr("Quantity"), tr("Quantity")),
        "out": (tr("Not sold to you"), tr("Not sold")),
        "twice": (tr("Repeated rows"), tr("Repeated")),
        "empty": (tr("No quantity"), tr("No qty")),
        "other": (tr("Not goods"), tr("Other")),
    }


def chip_of(row: BulkRow) -> str:
    """Key of the chip that counts a row."""
    chip = _CHIP_OF.get(row.status)
    return chip.key if chip is not None else "other"


def chip_counts(statuses: Mapping[str, int]) -> dict[str, int]:
    """Counters of the chips from the counters of the statuses."""
    counts: dict[str, int] = {}
    for status, count in statuses.items():
        chip = _CHIP_OF.get(status)
        key = chip.key if chip is not None else "other"
        counts[key] = counts.get(key, 0) + count
    return counts


@dataclass(frozen=True, slots=True)
class ListShape:
    """What decides the columns of a review.

    Attributes:
        cart: what the second band is named after, "" = several carts.
        places: rows stand on several sheets or in several tables.
        sized: quantities stand in columns of sizes and cannot be typed over.
        addressed: lines name addresses.
        code: signs of the longest code of the list, so that none is cut and none takes too much.
        article: signs of the longest article.
        asked: signs of the longest number of the list's quantities.
        most: signs of the greatest quantity that goes into the cart.
    """

    cart: str = ""
    places: bool = False
    sized: bool = False
    addressed: bool = False
    code: int = 16
    article: int = 16
    asked: int = 0
    most: int = 0


_LEAST_SIGNS, _USUAL_SIGNS, _MOST_SIGNS = 9, 16, 20
_FEW = 20
"""One code of so many may be cut: a few long ones do not take the room of all names."""


def signs(texts: Iterable[str]) -> int:
    """How many signs a column of codes has to show."""
    lengths = sorted(map(len, texts))
    if not lengths:
        return 0
    most = lengths[-1 - len(lengths) // _FEW]
    return min(max(most, min(lengths[-1], _USUAL_SIGNS)), _MOST_SIGNS)


def _width(count: int) -> int:
    """Pixels of a column of codes."""
    return round(7.7 * max(count, _LEAST_SIGNS)) + 22


def _wide(least: int, count: int) -> int:
    """Pixels of a column of numbers."""
    return max(least, round(7.2 * count) + 18)


def asked_signs(rows: Iterable[BulkRow]) -> int:
    """Signs of the longest number that rows ask for; words may be cut."""
    words = (asked_words(row) for row in rows)
    return min(max((len(each) for each in words if _is_number(each)), default=0), _MOST_SIGNS)


def import_columns(shape: ListShape) -> list[Column]:
    """Columns in two bands: the file, the cart."""
    file, ours = tr("In the file"), tr("Will be added to “{cart}”").format(cart=shape.cart)
    if not shape.cart:
        ours = tr("Will be added")
    places = shape.places
    address = Column("address", tr("Address"), width=110, band=file, weak=True)
    return [
        Column("n", tr("No."), TEXT if places else INDEX, 108 if places else 50, band=file,
               hideable=False, weak=places),
        Column("code", tr("Code"), ARTICLE, _width(shape.code), band=file, weak=True),
        Column("theirs", tr("Name"), width=150, band=file, weak=True, min_width=90, stretch=True,
               max_width=280),
        Column("asked", tr("Qty"), NUMBER, _wide(88, shape.asked), band=file, weak=True),
        *([address] if shape.addressed else []),
        Column("article", tr("Article"), ARTICLE, _width(shape.article), band=ours),
        Column("name", tr("Name"), width=230, band=ours, min_width=112, stretch=True,
               max_width=460),
        Column("qty", tr("Qty"), QUANTITY, _wide(76, shape.most), band=ours,
               editable=not shape.sized),
        Column("unit", tr("Unit"), width=48, band=ours, weak=True),
        Column("state", tr("What was done"), STATE, 220, stretch=True, min_width=150,
               max_width=2000),
    ]  # fmt: skip


def rows_of(rows: BulkRows, chip: str) -> BulkRows:
    """The rows a chip counts."""
    if chip == ALL:
        return rows
    return rows.of(next(each.statuses for each in CHIPS if each.key == chip))


def has_problems(statuses: Mapping[str, int]) -> bool:
    """Whether F8 has a row to stop at."""
    return any(statuses.get(status) for status in WAITING)


def code_of(row: BulkRow) -> str:
    """What the buyer's list calls the goods."""
    cells = row.cells
    for role in ("article", "own_code", "barcode"):
        text = cells.get(role, "").strip("\x00 ")
        if text and text != row.item_id:
            return text
    return ""


def is_problem(row: BulkRow) -> bool:
    """Whether F8 stops at a row."""
    return chip_of(row) in PROBLEMS


def painted(row: BulkRow) -> GridRow:
    """A row as the grid paints it."""
    added = row.status in IN_CART
    quantity = formats.quantity(row.added_e3) if added and row.status != "duplicate" else ""
    state = _state(row)
    name: str | Cell = row.name
    if chip_of(row) == "lost":
        pills = tuple(
            Pill(each.item_id, each.article, formats.percent(each.score))
            for each in row.candidates[:_PILLS]
        )
        name = Cell(tr("Not found"), tone="bad", pills=pills)
    elif row.status == "duplicate":
        name = Cell(row.name, tone="text2")
    cells: dict[str, str | Cell] = {
        "n": row.place or str(row.number),
        "code": Cell(code_of(row), tone="text2"),
        "theirs": row.cells.get("name", ""),
        "asked": _short(asked_words(row)),
        "address": row.cells.get("address", ""),
        "article": Cell(row.article, tone="text2") if row.status == "duplicate" else row.article,
        "name": name,
        "qty": Cell(
            quantity, value=row.added_e3 if added else None, edit=_typed(row),
            locked=row.status in NO_GOODS,
        ),
        "unit": short(row.unit_okei) if row.unit_okei else "",
    }  # fmt: skip
    return GridRow(row.row, cells, state, muted=not added)


def asked_words(row: BulkRow) -> str:
    """Quantity and unit as they stand in the list; a unit written with the number is enough."""
    text, unit = row.cells.get("quantity", ""), row.cells.get("unit", "")
    return text if not unit or any(map(str.isalpha, text)) else f"{text} {unit}".strip()


def _short(words: str) -> str:
    """Words of the narrow column; numbers are never cut, sentences are."""
    if len(words) <= _ASKED or _is_number(words):
        return words
    return f"{words[: _ASKED - 1].rstrip()}…"


def _is_number(words: str) -> bool:
    return not any(map(str.isalpha, words))


def _typed(row: BulkRow) -> str:
    """What the editor of a quantity starts with: the row's own quantity, also of a sum."""
    if row.unit_okei and row.quantity_e3 is not None:
        return formats.quantity(row.quantity_e3)
    return asked_words(row)


_BY = {"own_code": "book-2", "instead": "arrows-exchange"}


def _state(row: BulkRow) -> RowState | None:
    chip = _CHIP_OF.get(row.status)
    if chip is None or (chip.key == "ready" and not row.reasons and row.match_kind not in _BY):
        return None
    words = reason_words(row)
    if chip.key == "ready":
        icon = _BY.get(row.match_kind, "wand")
        return RowState("info", icon, words)
    tone = chip.tone if chip.tone in ("info", "warn", "bad") else "text3"
    return RowState(tone, chip.icon, words)


def reason_words(row: BulkRow) -> str:
    """Why a row has its status, in one short sentence."""
    if chip_of(row) == "lost" and row.candidates:
        count = len(row.candidates)
        words = trn("{n} similar, the best {best}", "{n} similar, the best {best}", count)
        best = formats.percent(row.candidates[0].score)
        return words.format(n=count, best=best)
    if row.reasons:
        words = import_reason(row.reasons[0].code, row.reasons[0].params)
    elif row.match_kind == "own_code":
        words = tr("by your own code")
    elif row.match_kind == "instead":
        words = tr("taken instead")
    else:
        words = status_text("import", row.status)
    return words[:1].upper() + words[1:]
