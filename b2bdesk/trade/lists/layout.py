"""Where the columns of a list are: decided by headings and by content together.

`detect_layout` looks at one sheet. The share of catalogue hits, the strongest witness, comes from a
callable (one batch per sheet), because neither this module nor the reader knows a catalogue; the
portal's price-list load has none and decides by headings and looks alone.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from b2bdesk.trade.decimals import parse_decimal
from b2bdesk.trade.lists.choose import choose_columns
from b2bdesk.trade.lists.features import ColumnFeatures, features_of
from b2bdesk.trade.lists.heading_rows import HeadingRows, find_heading, heading_like
from b2bdesk.trade.lists.headings import QUANTITY, STOCK, Heading, plain_heading
from b2bdesk.trade.tablerows import MAX_COLUMNS, RawRow, RawSheet

Hits = Callable[[Sequence[str]], Sequence[bool]]
COLUMN_ROLES = (
    "article",
    "name",
    "quantity",
    "unit",
    "barcode",
    "price",
    "comment",
    "address",
    "own_code",
)
_STOCK_TITLE = re.compile(r"^\W*(ведомость |отч[её]т )?(остатки|залишки|наличие)\b", re.IGNORECASE)
_SAMPLE = 120
_HIT_SAMPLE = 40
_HIT_COLUMNS = 24
_LEAST_ABOVE = 3


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read one sheet.

    `header_rows` are row numbers as people see them (empty: no headings), `columns` maps roles of
    COLUMN_ROLES (and `number`, `sum`, `stock`, `pack`, `brand`, `group` where seen) to columns from
    0. `confidence` is in percent. `features` (not compared) lets a wizard show what was seen.
    `fixed`: a person moved the columns, so no further heading of the sheet may. `above` is the
    number of the first row of goods above the heading (a table that begins without one), or 0.
    """

    sheet: str
    header_rows: tuple[int, ...]
    columns: Mapping[str, int]
    confidence: int
    fingerprint: str
    headings: Mapping[int, str] = field(default_factory=dict)
    features: Mapping[int, ColumnFeatures] = field(default_factory=dict, compare=False)
    fixed: bool = False
    above: int = 0

    @property
    def first_row(self) -> int:
        """The number of the first row that is read; rows above are titles."""
        if self.above:
            return self.above
        return self.header_rows[-1] + 1 if self.header_rows else 1

    def column(self, role: str) -> int | None:
        """The column of a role, or None."""
        return self.columns.get(role)


def detect_layout(sheet: RawSheet, hits: Hits | None = None) -> Layout:
    """Find headings and columns of a sheet.

    Args:
        sheet: the rows as read.
        hits: says for each text whether the catalogue knows it (article, barcode or own code).
    """
    heading = find_heading(sheet)
    body = sheet.rows[heading.indexes[-1] + 1 :] if heading else sheet.rows
    sample = sample_rows(body)
    features = measure(sample, hits)
    roles = heading.roles if heading else {}
    headed = heading.texts if heading else None
    if heading and _is_stock_report(sheet.rows[: heading.indexes[0]]):
        roles = {at: _as_stock(role, 9) for at, role in roles.items()}
    elif sum(role.role == STOCK for role in roles.values()) >= 2:
        roles = {at: _as_stock(role, 7) for at, role in roles.items()}
    columns, confidence = choose_columns(roles, features, sample, headed)
    return Layout(
        sheet=sheet.name,
        header_rows=tuple(sheet.rows[at].number for at in heading.indexes) if heading else (),
        columns=columns,
        confidence=confidence,
        fingerprint=fingerprint(heading),
        headings=dict(heading.texts) if heading else {},
        features=features,
        above=_goods_above(sheet.rows[: heading.indexes[0]], columns) if heading else 0,
    )


def _goods_above(rows: Sequence[RawRow], columns: Mapping[str, int]) -> int:
    """The number of the first of the rows above a heading that fill its columns like goods.

    A first table may have no heading while the next ones have: three such rows at least, and more
    of them than of other rows from there on.
    """
    amounts = [columns[role] for role in ("price", "quantity") if role in columns]
    label = columns.get("article", columns.get("name", columns.get("barcode")))
    found = [
        at
        for at, row in enumerate(rows)
        if any(parse_decimal(row.cell(column)) is not None for column in amounts)
        and 2 * sum(bool(row.cell(column).strip()) for column in columns.values()) > len(columns)
        and row.cell(label).strip()
    ]
    if len(found) < _LEAST_ABOVE or 2 * len(found) <= len(rows) - found[0]:
        return 0
    return rows[found[0]].number


def without_empty_codes(layout: Layout, body: Sequence[RawRow]) -> Layout:
    """The layout without headed columns of codes that no row fills; names or others remain."""
    empty = {
        role
        for role in ("article", "barcode")
        if (at := layout.column(role)) is not None and not any(r.cell(at).strip() for r in body)
    }
    if not empty:
        return layout
    columns = {role: at for role, at in layout.columns.items() if role not in empty}
    return replace(layout, columns=columns)


def _is_stock_report(titles: Sequence[RawRow]) -> bool:
    """«Остатки товаров на складах» above the table: its quantities are not orders."""
    return any(_STOCK_TITLE.search(cell) for row in titles for cell in row.cells)


def _as_stock(heading: Heading, strength: int) -> Heading:
    """Quantities up to a strength are stock; «Заказано» beside stocks of stores is, too."""
    if heading.role == QUANTITY and 7 <= heading.strength <= strength:
        return Heading(STOCK, heading.strength)
    return heading


def fingerprint(heading: HeadingRows | None) -> str:
    """A short name of a heading, the same for the next file of the same sender; "" without one."""
    if heading is None:
        return ""
    cells = [f"{column}:{plain_heading(text)}" for column, text in sorted(heading.texts.items())]
    return hashlib.sha256("\n".join(cells).encode()).hexdigest()[:16]


def sample_rows(body: Sequence[RawRow]) -> list[RawRow]:
    """Rows that stand for a long list: the first ones and some spread over the rest."""
    half = _SAMPLE // 2
    if len(body) <= _SAMPLE:
        picked = list(body)
    else:
        step = max(1, (len(body) - half) // half)
        picked = [*body[:half], *body[half::step][:half]]
    return [row for row in picked if not heading_like(row)]


def measure(rows: Sequence[RawRow], hits: Hits | None) -> dict[int, ColumnFeatures]:
    """Features of every column that holds anything, with shares of catalogue hits."""
    width = min(max((len(row.cells) for row in rows), default=0), MAX_COLUMNS)
    features = {}
    for column in range(width):
        found = features_of(rows, column)
        if found.filled:
            features[column] = found
    if hits is None or not features:
        return features
    return _with_hits(rows, features, hits)


def _with_hits(
    rows: Sequence[RawRow], features: dict[int, ColumnFeatures], hits: Hits
) -> dict[int, ColumnFeatures]:
    samples: dict[int, list[str]] = {}
    for column in list(features)[:_HIT_COLUMNS]:
        texts = dict.fromkeys(t for row in rows if (t := row.cell(column).strip()) and len(t) < 60)
        samples[column] = list(texts)[:_HIT_SAMPLE]
    asked = list(dict.fromkeys(text for texts in samples.values() for text in texts))
    known = dict(zip(asked, hits(asked), strict=True))
    for column, tried in samples.items():
        share = round(100 * sum(known[text] for text in tried) / len(tried)) if tried else 0
        features[column] = replace(features[column], hits=share)
    return features
