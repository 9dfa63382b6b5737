"""Tables of own codes: which column holds the buyer's code, which one our goods. Pure.

Any list will do: headings decide where they speak («Наш код», «Артикул»), the catalogue decides
where they do not; columns a person named win over both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from b2bdesk.trade.lists.headings import ARTICLE, BARCODE, NUMBER, OTHER, OWN_CODE, role_of
from b2bdesk.trade.lists.layout import Hits, Layout, detect_layout
from b2bdesk.trade.tablerows import RawSheet

_CODES = frozenset({ARTICLE, BARCODE, OWN_CODE, OTHER, NUMBER})
_FILLED = 30


class CodePair(NamedTuple):
    """A row: its number in the file, the buyer's code, the text that names our goods."""

    row: int
    code: str
    goods: str


@dataclass(frozen=True, slots=True)
class CodeTable:
    """A sheet of own codes; columns count from 0, `hits` is the share of known goods in percent."""

    sheet: str
    code: int
    goods: int
    hits: int
    pairs: Sequence[CodePair]


def find_table(
    sheet: RawSheet, hits: Hits, code: int | None = None, goods: int | None = None
) -> CodeTable | None:
    """Find the two columns of a sheet.

    Args:
        sheet: the rows as read.
        hits: says for each text whether it names goods of the catalogue (own codes do not count).
        code: the column of the buyer's codes when a person named it.
        goods: the column of articles, barcodes or ids when a person named it.

    Returns:
        The rows that have anything in one of the two, or None when a column is not to be found.
    """
    layout = _with_first_row(sheet, detect_layout(sheet, hits), hits)
    own = layout.column(OWN_CODE) if code is None else code
    right = _goods_column(layout, own) if goods is None else goods
    left = _code_column(layout, right) if own is None or own == right else own
    if left is None or right is None or left == right:
        return None
    pairs = [
        CodePair(row.number, row.cell(left).strip(), row.cell(right).strip())
        for row in sheet.rows
        if row.number >= layout.first_row
    ]
    share = layout.features[right].hits if right in layout.features else 0
    heading = (layout.headings.get(left, "").strip(), layout.headings.get(right, "").strip())
    kept = [one for one in pairs if any(one[1:]) and one[1:] != heading]
    return CodeTable(sheet.name, left, right, share, kept)


def _with_first_row(sheet: RawSheet, layout: Layout, hits: Hits) -> Layout:
    """The layout with a first row of words as its heading, where none was found.

    Two columns called «Код» are too little for a list of goods; here they are the rule.
    """
    if layout.header_rows or not sheet.rows:
        return layout
    first = sheet.rows[0]
    texts = {at: cell.strip() for at, cell in enumerate(first.cells) if cell.strip()}
    wordy = not any(sign.isdigit() for text in texts.values() for sign in text)
    if not wordy or not any(map(role_of, texts.values())) or any(hits(list(texts.values()))):
        return layout
    return replace(layout, header_rows=(first.number,), headings=texts)


def _goods_column(layout: Layout, taken: int | None) -> int | None:
    """The column the catalogue knows most of; without any, the one called so."""
    known = {
        at: (each.hits, at == layout.column(ARTICLE), at == layout.column(BARCODE), -at)
        for at, each in layout.features.items()
        if at != taken and each.hits
    }
    if known:
        return max(known, key=lambda at: known[at])
    named = (layout.column(role) for role in (ARTICLE, BARCODE))
    return next((at for at in named if at is not None and at != taken), None)


def _code_column(layout: Layout, goods: int | None) -> int | None:
    """The column that reads most like codes of somebody else."""
    ranked = {}
    for at, each in layout.features.items():
        heading = role_of(layout.headings.get(at, ""))
        if at == goods or each.filled < _FILLED or (heading and heading.role not in _CODES):
            continue
        named = heading.strength if heading and heading.role in (ARTICLE, BARCODE) else 0
        ranked[at] = (named, not each.running, max(each.code, each.whole), each.distinct, -at)
    return max(ranked, key=lambda at: ranked[at]) if ranked else None
