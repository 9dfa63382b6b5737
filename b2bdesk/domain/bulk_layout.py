"""Which sheet is the order and which columns it has: detection, remembered and named mappings.

Detection itself is shared with the portal (`trade.lists`); here several sheets compete, a mapping
the buyer fixed by hand or confirmed for the same heading earlier takes precedence, and the second
file of a sender asks nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from b2bdesk.domain.bulk_quantity import parse_quantity
from b2bdesk.domain.text_lines import split_lines
from b2bdesk.trade.errors import Expected
from b2bdesk.trade.lists.layout import COLUMN_ROLES, Hits, Layout, detect_layout
from b2bdesk.trade.tablerows import RawBook, RawRow, RawSheet, column_index, column_letters

_ORDER_SHEET = re.compile(r"заказ|заявк|order|потребн|закуп", re.IGNORECASE)
_OTHER_SHEET = re.compile(
    r"реквизит|инструк|услови|справк|контакт|титул|readme|info", re.IGNORECASE
)
_SUMMARY_SHEET = re.compile(r"^свод|^итог\b|расшифр|^пример\b|pivot|summary", re.IGNORECASE)
_COUNTED = 400


@dataclass(frozen=True, slots=True)
class ListMapping:
    """Columns fixed by a person, kept by name (CLI `--map`) or by heading fingerprint and sender.

    `columns` are roles to spreadsheet letters. `header_rows` None = find them; () = none. `carried`
    are letters of columns whose texts go into the comments of the lines.
    """

    columns: Mapping[str, str]
    name: str = ""
    sheet: str = ""
    fingerprint: str = ""
    header_rows: tuple[int, ...] | None = None
    sum_duplicates: bool = True
    round_up: bool = True
    branches_apart: bool = True
    carried: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Values that JSON holds."""
        return {
            "columns": dict(self.columns),
            "name": self.name,
            "sheet": self.sheet,
            "fingerprint": self.fingerprint,
            "header_rows": None if self.header_rows is None else list(self.header_rows),
            "sum_duplicates": self.sum_duplicates,
            "round_up": self.round_up,
            "branches_apart": self.branches_apart,
            "carried": list(self.carried),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ListMapping:
        """Read back what `to_json` gave; unknown roles and letters are left out."""
        columns = {
            str(role): str(letters).upper()
            for role, letters in dict(data.get("columns") or {}).items()
            if role in COLUMN_ROLES and column_index(str(letters)) is not None
        }
        rows = data.get("header_rows")
        return cls(
            columns=columns,
            name=str(data.get("name", "")),
            sheet=str(data.get("sheet", "")),
            fingerprint=str(data.get("fingerprint", "")),
            header_rows=None if rows is None else tuple(int(row) for row in rows),
            sum_duplicates=bool(data.get("sum_duplicates", True)),
            round_up=bool(data.get("round_up", True)),
            branches_apart=bool(data.get("branches_apart", True)),
            carried=tuple(str(each).upper() for each in data.get("carried") or ()),
        )


@dataclass(frozen=True, slots=True)
class ChosenSheet:
    """The sheet to import with its layout; `others` are layouts of sheets that also hold goods.

    `remembered` says that a mapping confirmed earlier was used: nothing needs to be asked.
    """

    sheet: RawSheet
    layout: Layout
    others: tuple[Layout, ...] = ()
    remembered: bool = False
    mapping: ListMapping | None = field(default=None, compare=False)


Remembered = Callable[[str], ListMapping | None]


def choose_sheet(
    book: RawBook,
    hits: Hits | None = None,
    sheet: str = "",
    mapping: ListMapping | None = None,
    remembered: Remembered | None = None,
) -> ChosenSheet:
    """Find the order in a book.

    Args:
        book: what was read.
        hits: whether the catalogue knows texts (one call per sheet).
        sheet: name of the sheet a person chose, or "".
        mapping: columns a person chose; wins over everything.
        remembered: finds a mapping confirmed earlier by heading fingerprint.

    Raises:
        Expected: `list_sheet_unknown` when the named sheet does not exist, `list_empty`.
    """
    wanted = sheet or (mapping.sheet if mapping and book.sheet(mapping.sheet) else "")
    sheets = [one for one in book.sheets if one.rows and (not wanted or one.name == wanted)]
    if not sheets:
        if wanted:
            raise Expected("list_sheet_unknown", sheet=wanted, file="")
        raise Expected("list_empty", file="")
    if book.kind in ("text", "paste"):
        sheets = [split_lines(one) for one in sheets]
    found = [(one, detect_layout(one, hits)) for one in sheets]
    scores = [_score(one, layout) for one, layout in found]
    # Of sheets that are equally good (the same table per brand) the first one is meant.
    enough = max(scores) - abs(max(scores)) // 10
    best = next(at for at, score in enumerate(scores) if score >= enough)
    chosen, layout = found[best]
    others = tuple(
        other
        for at, (_one, other) in enumerate(found)
        if at != best and scores[at] >= 60 and scores[at] * 2 >= scores[best]
    )
    known = mapping
    if known is None and remembered is not None and layout.fingerprint:
        known = remembered(layout.fingerprint)
    if known is not None:
        layout = apply_mapping(chosen, layout, known)
    return ChosenSheet(chosen, layout, others, mapping is None and known is not None, known)


def apply_mapping(sheet: RawSheet, layout: Layout, mapping: ListMapping) -> Layout:
    """Lay a person's columns over a detected layout."""
    columns: dict[str, int] = {}
    for role, letters in mapping.columns.items():
        at = column_index(letters)
        if at is not None:
            columns[role] = at
    header = layout.header_rows if mapping.header_rows is None else mapping.header_rows
    headings = layout.headings
    if mapping.header_rows is not None and header != layout.header_rows:
        headings = _headings(sheet, header)
    detected = {role: at for role, at in layout.columns.items() if role in COLUMN_ROLES}
    if columns == detected and header == layout.header_rows:
        return replace(layout, confidence=100)
    for role, at in layout.columns.items():  # sums, stock … still tell goods from groups
        if role not in COLUMN_ROLES and at not in columns.values():
            columns[role] = at
    return replace(
        layout, columns=columns, header_rows=header, confidence=100, headings=headings, fixed=True
    )


def mapping_of(layout: Layout, name: str = "") -> ListMapping:
    """The mapping to remember once a person confirmed a layout."""
    columns = {r: column_letters(at) for r, at in layout.columns.items() if r in COLUMN_ROLES}
    return ListMapping(columns, name=name, sheet=layout.sheet, fingerprint=layout.fingerprint)


def layout_fingerprint(layout: Layout) -> str:
    """The name under which a mapping of this heading is remembered; "" without a heading."""
    return layout.fingerprint


def _headings(sheet: RawSheet, header: tuple[int, ...]) -> dict[int, str]:
    texts: dict[int, str] = {}
    for row in sheet.rows:
        if row.number in header:
            for column, cell in enumerate(row.cells):
                if cell.strip():
                    texts[column] = f"{texts.get(column, '')} {cell}".strip()
    return texts


def _score(sheet: RawSheet, layout: Layout) -> int:
    """How much a sheet looks like the order: goods with quantities first."""
    first = layout.first_row
    body = [row for row in sheet.rows if row.number >= first]
    points = layout.confidence
    asked = sum(asks(row, layout) for row in body[:_COUNTED])
    points += min(asked, 40) + (10 if asked else 0) + min(len(body), 40) // 4
    points += 20 if layout.header_rows else 0
    keys = [layout.columns[role] for role in ("article", "barcode") if role in layout.columns]
    seen = [layout.features[at].hits for at in keys if at in layout.features]
    points += max(seen, default=0) // 2
    if _ORDER_SHEET.search(sheet.name):
        points += 15
    if _OTHER_SHEET.search(sheet.name):
        points -= 25
    if _SUMMARY_SHEET.search(sheet.name):
        points -= 40
    return points - (100 if sheet.hidden else 0)


def asks(row: RawRow, layout: Layout) -> bool:
    """Say whether a row names goods and a quantity."""
    if parse_quantity(row.cell(layout.column("quantity"))).e3 is None:
        return False
    return any(row.cell(layout.column(role)).strip() for role in ("article", "barcode", "name"))
