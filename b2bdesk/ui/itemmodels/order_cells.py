"""How rows of the order sheet are painted: columns, cells of a line, of a row being typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from b2bdesk.texts import formats, tr
from b2bdesk.ui.itemmodels.order_states import row_state
from b2bdesk.ui.itemmodels.rows import (
    ARTICLE,
    INDEX,
    NUMBER,
    QUANTITY,
    STATE,
    Cell,
    Column,
    GridRow,
    Pill,
    RowState,
)  # fmt: skip
from b2bdesk.usecases.rows.carts import LineRow
from b2bdesk.usecases.rows.offers import OfferRow

BLANK = "·blank"
ARTICLE_COLUMN, NAME_COLUMN, QUANTITY_COLUMN, COMMENT_COLUMN = "article", "name", "qty", "comment"


@dataclass(frozen=True, slots=True)
class TypedRow:
    """A row without a cart line yet: the empty one, or one whose text is being looked up."""

    key: str
    text: str = ""
    quantity: str = ""


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A cart line that is not counted yet."""

    line_id: str


Raw = LineRow | TypedRow | UnreadRow


def order_columns(currency_sign: str) -> list[Column]:
    """Columns of the order sheet."""
    return [
        Column("n", tr("No."), INDEX, 52, min_width=52, hideable=False),
        Column(ARTICLE_COLUMN, tr("Article"), ARTICLE, 154, editable=True),
        Column(NAME_COLUMN, tr("Name"), width=300, max_width=400, stretch=True, min_width=180,
               editable=True),
        Column("brand", tr("Brand"), width=110, weak=True, hidden=True),
        Column("unit", tr("Unit"), width=52, weak=True),
        Column("stock", tr("Stock"), NUMBER, 76, weak=True),
        Column("multiple", tr("Multiple"), NUMBER, 66, short=tr("Mult."), weak=True),
        Column(QUANTITY_COLUMN, tr("Qty"), QUANTITY, 82, editable=True),
        Column("price", tr("Price, {sign}").format(sign=currency_sign), NUMBER, 80),
        Column("sum", tr("Sum, {sign}").format(sign=currency_sign), NUMBER, 98),
        Column(COMMENT_COLUMN, tr("Comment"), width=150, editable=True, hidden=True),
        Column("state", tr("State"), STATE, 250, stretch=True, min_width=180, max_width=4000),
    ]  # fmt: skip


def typed_row(raw: TypedRow, number: int) -> GridRow:
    """The empty row, or one whose text is being looked up."""
    if raw.key == BLANK:
        cells: dict[str, str | Cell] = {
            "n": Cell(str(number + 1)),
            ARTICLE_COLUMN: Cell("", edit=""),
            NAME_COLUMN: Cell(tr("Article, barcode or name"), tone="text3", edit=" "),
            QUANTITY_COLUMN: Cell("", locked=True),
            COMMENT_COLUMN: Cell("", locked=True),
        }
        return GridRow(BLANK, cells)
    cells = {
        "n": str(number + 1),
        ARTICLE_COLUMN: Cell(raw.text, locked=True),
        NAME_COLUMN: Cell(tr("Looking it up…"), tone="text3", locked=True),
        QUANTITY_COLUMN: Cell(raw.quantity),
        COMMENT_COLUMN: Cell("", locked=True),
    }
    return GridRow(raw.key, cells)


def line_row(
    line: LineRow, key: str, number: int, similar: Sequence[OfferRow] = (),
    currency: str = "RUB", *, locked: bool = False,
) -> GridRow:  # fmt: skip
    """A cart line, ready to paint."""
    state = row_state(line)
    found = bool(line.item_id)
    name: str | Cell = line.name
    if not found:
        pills = tuple(Pill(offer.id, offer.article) for offer in similar[:3])
        words = tr("Similar:") if pills else line.typed
        name = Cell(words, tone="text2", pills=pills, edit=line.typed)
    gross = formats.amount(line.gross_minor, currency) if line.price_e5 is not None else "—"
    cells: dict[str, str | Cell] = {
        "n": str(number),
        ARTICLE_COLUMN: line.article or line.typed,
        NAME_COLUMN: name,
        "brand": line.brand,
        "unit": line.unit if found else "",
        "stock": _stock(line) if found else "",
        "multiple": formats.quantity(line.multiple_e3) if line.multiple_e3 else "",
        QUANTITY_COLUMN: Cell(
            formats.quantity(line.quantity_e3), value=line.quantity_e3,
            edit=_plain(line.quantity_e3),
        ),
        "price": "—" if line.price_e5 is None else formats.price(line.price_e5),
        "sum": Cell(gross, value=line.gross_minor, tone="" if gross != "—" else "text3"),
        COMMENT_COLUMN: line.comment,
    }  # fmt: skip
    return GridRow(key, cells, state, muted=_is_bad(state), locked=locked)


def _is_bad(state: RowState | None) -> bool:
    return state is not None and state.tone == "bad"


def _stock(line: LineRow) -> str | Cell:
    if line.stock_e3 is None:
        return "—"
    if line.stock_e3 <= 0:
        return Cell(tr("none"), tone="bad")
    words = formats.quantity(line.stock_e3)
    if line.at_least:
        return f"≥ {words}".replace(" ", formats.NBSP)
    return Cell(words, tone="warn") if line.stock_e3 < line.base_e3 else words


def _plain(quantity_e3: int) -> str:
    """What the editor starts with: no group spaces."""
    return formats.quantity(quantity_e3).replace(formats.NBSP, "").replace(" ", "")
