"""Finds the heading rows of a sheet: where the table begins, and the text over each column.

A heading may stand deep (title rows above it), have two or three rows with merged cells, end in a
row that numbers the columns, or not exist at all. Called by `lists.layout`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from b2bdesk.trade.lists.features import number_in
from b2bdesk.trade.lists.heading_levels import levels_of, roles_of
from b2bdesk.trade.lists.headings import MAX_HEADING, NAME, OTHER, Heading, role_of
from b2bdesk.trade.tablerows import Merge, RawRow, RawSheet

SEARCHED_ROWS = 120
_MAX_LEVELS = 3
_MOST_LEVELS = 5  # price type, currency, VAT, «Остаток | Цена»: where merged cells say so
_SHORT = 30
_TERMS = 12  # rows that terms, discounts and contacts above a table may take
_CORE = frozenset({"article", "name", "quantity", "unit", "barcode", "price", "own_code"})
_ALONE = frozenset({"article", "barcode", "name"})
_MEASURES = frozenset({"price", "stock", "quantity", "sum", "unit", "pack", "vat"})
_DATED = re.compile(r"\d\d?\.\d\d\.\d\d|указан", re.IGNORECASE)
_LETTER = re.compile(r"[АБВABV]")
_NUMBERED = re.compile(r"(\d{1,2})[а-яa-z]?", re.IGNORECASE)
_COUNT = re.compile(r"\d{1,2}")
_NUMBERED_LEAST = 5
_CURRENCY = re.compile(
    r"(?:руб(?:л\w*)?|rub|usd|eur|byn|kzt|у\.? ?е|[$€₽])\.?"
    r"|(?:не )?(?:включая|включает|вкл|с|без)\.? ндс",
    re.IGNORECASE,
)
# What a row of units below the headings consists of: «шт.», «руб./шт», «%».
_MEASURE = re.compile(
    r"\W*(?:(?:тыс|млн)\W+)?(?:шт|штук|руб|р|коп|кг|г|гр|т|м|мм|см|м2|м3|м²|м³|л|мл|упак?|уп|кор"
    r"|ед|компл|пар|дн|мес|лет|usd|eur|rub|у\.?\s?е|pcs|kg|[%$€₽])"
    r"(?:\W{1,3}(?:шт|ед|кг|т|м|уп|упак|кор|л|м2|pcs|ndс|ндс|с ндс|без ндс))?\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class HeadingRows:
    """The heading of a table: indexes into `sheet.rows`, and one joined text per column."""

    indexes: tuple[int, ...]
    texts: dict[int, str]
    roles: dict[int, Heading]
    score: int


def find_heading(sheet: RawSheet, start: int = 0) -> HeadingRows | None:
    """Find the best heading at or after the row index `start`.

    Returns:
        The heading, or None when the sheet has none (or only looks like data from the start).
    """
    best: HeadingRows | None = None
    covers = _merges_by_row(sheet.merges)
    for index in range(start, min(len(sheet.rows), start + SEARCHED_ROWS)):
        row = sheet.rows[index]
        if _score(row, _row_roles(row)) <= 0 and not _stands_out(sheet, index):
            continue
        if _is_goods(sheet, index):
            continue
        found = _with_neighbours(sheet, index, covers, start)
        if best is not None and _has_goods(sheet.rows[best.indexes[-1] + 1 : index], best):
            if _labels(best) or index - best.indexes[-1] > _TERMS or _repeats(found, best):
                break  # a second table; what stands above it is no title
            if not _labels(found):
                continue  # terms and discounts above the table
        if best is not None and found.score < 2 * best.score and _has_goods([row], best):
            continue  # goods whose properties are named in their rows
        if found.score > (best.score if best else 0):
            best = found
    return best


def _labels(heading: HeadingRows) -> bool:
    """Say whether a heading names what the goods are known by; terms of delivery do not."""
    return any(role.role in _ALONE for role in heading.roles.values())


def _repeats(found: HeadingRows, best: HeadingRows) -> bool:
    """Say whether a heading puts all that an upper one knows into the same columns."""
    known = {at: role.role for at, role in best.roles.items() if role.role != OTHER}
    return all(at in found.roles and found.roles[at].role == role for at, role in known.items())


def _has_goods(rows: Sequence[RawRow], heading: HeadingRows) -> bool:
    """Say whether rows below a heading fill its columns, one of them with a number."""
    columns = [at for at, role in heading.roles.items() if role.role != OTHER]
    for row in rows:
        filled = [cell for at in columns if (cell := row.cell(at).strip())]
        if len(filled) >= 2 and any(number_in(cell) is not None for cell in filled):
            return True
    return False


def _is_goods(sheet: RawSheet, index: int) -> bool:
    """Say whether a row with the words of headings is a row of goods: «Товар А | 10 | шт».

    It has a number where the rows below have theirs (above, for the last one), and what reads as
    a heading besides names stands in the same column of one of them, too.
    """
    row = sheet.rows[index]
    below = sheet.rows[index + 1 : index + 6] or sheet.rows[max(index - 5, 0) : index]
    numbers = [column for column, cell in enumerate(row.cells) if cell and _is_number(cell)]
    if not numbers or not below or is_numbering(row):
        return False
    alike = sum(all(number_in(one.cell(at)) is not None for at in numbers) for one in below)
    if 2 * alike <= len(below):
        return False
    return all(
        heading.role == NAME or any(one.cell(at) == row.cells[at] for one in below)
        for at, heading in _row_roles(row).items()
        if at not in numbers
    )


def _stands_out(sheet: RawSheet, index: int) -> bool:
    """Say whether a row of words over columns of numbers is a heading, whatever its words.

    One of its columns must be known by name, for a first row of data may also be all words.
    """
    row = sheet.rows[index]
    filled = [column for column, cell in enumerate(row.cells) if cell.strip()]
    if len(filled) < 2 or any(number_in(row.cells[column]) is not None for column in filled):
        return False
    known = {heading.role for heading in _row_roles(row).values()}
    if not known - {OTHER} or max(len(row.cells[column]) for column in filled) > MAX_HEADING:
        return False
    below = sheet.rows[index + 1 : index + 6]
    numbers = sum(
        any(number_in(one.cell(column)) is not None for column in filled) for one in below
    )
    return bool(below) and 2 * numbers > len(below)


def heading_like(row: RawRow) -> bool:
    """Say whether one row alone reads as a heading of at least two columns."""
    roles = _row_roles(row)
    sure = {h.role for h in roles.values() if h.strength > 5}
    if len(sure & _CORE) < 2 or _score(row, roles) <= 0:
        return False
    return 4 * len(roles) >= sum(bool(cell.strip()) for cell in row.cells)


def is_numbering(row: RawRow) -> bool:
    """Say whether a row numbers the columns: 1, 2, 3 … (also А, Б, 1, 2)."""
    texts = [cell.strip() for cell in row.cells if cell.strip()]
    while texts and _LETTER.fullmatch(texts[0]):
        texts = texts[1:]
    found = [_NUMBERED.fullmatch(text) for text in texts]
    if len(found) > 4 and all(found) and not all(text.isdigit() for text in texts):
        numbers = [int(one[1]) for one in found if one]  # 1, 1а, 1б, 2, 2а, 3 …
        rises = [after - before for before, after in itertools.pairwise(numbers)]
        return numbers[0] == 1 and min(rises) >= 0 and max(rises) == 1
    values = [number_in(text) for text in texts]
    if len(values) < 3 or values[0] is None or values[0] > 3:
        return False
    steps = [b - a if a is not None and b is not None else 0 for a, b in itertools.pairwise(values)]
    return min(steps) >= 1 and max(steps) <= 3 and 2 * steps.count(Decimal(1)) > len(steps)


def _numbers_below(texts: Mapping[int, str], row: RawRow) -> bool:
    """Say whether the row under a heading numbers its columns, some of them hidden: 2, 4, 9 …"""
    if is_numbering(row):
        return True
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if len(filled) < _NUMBERED_LEAST or not all(map(_COUNT.fullmatch, filled)):
        return False
    rises = all(int(a) < int(b) for a, b in itertools.pairwise(filled))
    return rises and all(row.cell(at).strip() for at in texts)


def _row_roles(row: RawRow) -> dict[int, Heading]:
    roles: dict[int, Heading] = {}
    for column, cell in enumerate(row.cells):
        if cell and len(cell) <= MAX_HEADING and (heading := role_of(cell)):
            roles[column] = heading
    return roles


def _score(row: RawRow, roles: dict[int, Heading]) -> int:
    """Points of a row as a heading; 0 and less: not one."""
    filled = [cell for cell in row.cells if cell.strip()]
    if not filled or not roles:
        return 0
    numbers = sum(map(_is_number, filled)) - _sizes_in(filled)
    long = sum(len(cell) > MAX_HEADING for cell in filled)
    core = {h.role for h in roles.values()} & _CORE
    kinds = {h.role for h in roles.values() if h.role != OTHER}
    alone = len(filled) == 1 and len(filled[0]) <= _SHORT and _sure(roles)
    if len(kinds) < 2 and not (core & _ALONE and alone):
        return 0
    sure = {h.role for h in roles.values() if h.strength >= 8} & _CORE
    if not core or (3 * (numbers + long) > len(filled) and len(sure) < 3):
        return 0
    strength = sum(h.strength for h in roles.values() if h.role in _CORE)
    return 12 * len(core) + 4 * len(kinds) + min(strength, 60) // 3 - 6 * min(numbers + long, 5)


def _sizes_in(filled: Sequence[str]) -> int:
    """How many cells of a row are sizes of clothes: whole numbers that go up by small steps."""
    whole = [int(text) for text in filled if text.strip().isdigit() and len(text) < 4]
    if len(whole) < 3 or whole[0] < 15:
        return 0
    steps = [after - before for before, after in itertools.pairwise(whole)]
    return len(whole) if min(steps) > 0 and max(steps) <= 10 else 0


def _is_number(text: str) -> bool:
    """Say whether a cell is a number of data; 0.03 and 3 % are discounts over columns."""
    value = number_in(text)
    return value is not None and not 0 < value < 1 and not text.rstrip().endswith("%")


def _sure(roles: dict[int, Heading]) -> bool:
    return any(h.strength >= 8 for h in roles.values())


def _merges_by_row(merges: Sequence[Merge]) -> dict[int, list[Merge]]:
    rows: dict[int, list[Merge]] = {}
    for merge in merges:
        for number in range(merge.top, min(merge.bottom, merge.top + _MOST_LEVELS) + 1):
            rows.setdefault(number, []).append(merge)
    return rows


def _with_neighbours(
    sheet: RawSheet, index: int, covers: dict[int, list[Merge]], start: int
) -> HeadingRows:
    """Extend a heading row by the levels above and below that belong to it."""
    first = last = index
    while first > start and last - first < _MAX_LEVELS - 1 and _over(sheet, first, covers):
        first -= 1
    while last + 1 < len(sheet.rows) and last - first < _MOST_LEVELS - 1:
        upper, lower = _as_one(sheet.rows[first : last + 1]), sheet.rows[last + 1]
        plain = last - first < _MAX_LEVELS - 1 and _under(upper, lower, covers)
        if not plain and not _continued(upper, lower, covers):
            break
        last += 1
    rows = sheet.rows[first : last + 1]
    levels = levels_of(rows, covers)
    texts = {column: " ".join(parts) for column, parts in levels.items()}
    roles = roles_of(levels)
    if last + 1 < len(sheet.rows) and _numbers_below(texts, sheet.rows[last + 1]):
        last += 1
    score = _score(RawRow(rows[0].number, tuple(texts.values())), roles) - (index - start) // 8
    if score <= 0 and _stands_out(sheet, last):
        score = 8
    return HeadingRows(tuple(range(first, last + 1)), texts, roles, score)


def _over(sheet: RawSheet, index: int, covers: dict[int, list[Merge]]) -> bool:
    """Say whether the row above `index` is an upper level of it."""
    upper, row = sheet.rows[index - 1], sheet.rows[index]
    if row.number - upper.number != 1 or not _all_short(upper) or is_numbering(upper):
        return False
    if any(_DATED.search(cell) or _is_number(cell) for cell in upper.cells if cell):
        return False
    if any(m.top <= upper.number < m.bottom for m in covers.get(upper.number, ())):
        return True
    if any(_spans_two(merge, upper, row) for merge in covers.get(upper.number, ())):
        return True
    return (_caps(upper, row) or _rules(upper, row)) and bool(_row_roles(upper))


def _spans_two(merge: Merge, upper: RawRow, row: RawRow) -> bool:
    """Say whether a merged cell of the upper row stands over two headings of the lower one."""
    if merge.top != upper.number or merge.bottom != merge.top:
        return False
    return sum(bool(row.cell(at).strip()) for at in range(merge.left, merge.right + 1)) >= 2


def _rules(upper: RawRow, row: RawRow) -> bool:
    """Say whether the upper row names blocks of columns: fewer words, over the first of each."""
    above = {c for c, cell in enumerate(upper.cells) if cell.strip()}
    below = {c for c, cell in enumerate(row.cells) if cell.strip()}
    named = [role for role in _row_roles(upper).values() if role.role != OTHER]
    return above < below and min(above) == min(below) and 2 * len(named) > len(above)


def _as_one(rows: Sequence[RawRow]) -> RawRow:
    """Rows of a heading as one row, numbered like the last: the upper text where there are two."""
    width = max(len(row.cells) for row in rows)
    cells = [next(filter(str.strip, (row.cell(c) for row in rows)), "") for c in range(width)]
    return RawRow(rows[-1].number, tuple(cells))


def _under(row: RawRow, lower: RawRow, covers: dict[int, list[Merge]]) -> bool:
    """Say whether the row below a heading is a lower level of it."""
    if not _next_to(row, lower, covers) or is_numbering(lower) or _is_group(row, lower, covers):
        return False
    if _explains(row, lower):
        return True
    if not _all_short(lower):
        return False
    if any(number_in(cell) is not None for cell in lower.cells if cell.strip()):
        return False
    if any(m.top <= row.number < m.bottom for m in covers.get(row.number, ())):
        return True
    return _caps(row, lower) and len(_row_roles(lower)) >= 1


def _is_group(row: RawRow, lower: RawRow, covers: dict[int, list[Merge]]) -> bool:
    """Say whether a row is one cell over the whole table: the name of a group."""
    if sum(bool(cell.strip()) for cell in lower.cells) != 1:
        return False
    wide = [m for m in covers.get(lower.number, ()) if m.top == m.bottom == lower.number]
    headed = [sum(bool(row.cell(c).strip()) for c in range(m.left, m.right + 1)) for m in wide]
    return any(count >= 3 for count in headed)


def _next_to(row: RawRow, lower: RawRow, covers: dict[int, list[Merge]]) -> bool:
    """Say whether nothing is between two rows, or what is blank there is merged over both."""
    if lower.number - row.number == 1:
        return True
    over = [m for m in covers.get(row.number, ()) if m.bottom >= lower.number]
    return len([m for m in over if row.cell(m.left).strip()]) >= 2


def _continued(row: RawRow, lower: RawRow, covers: dict[int, list[Merge]]) -> bool:
    """Say whether a row is a level however deep: units alone, or beside headings merged down."""
    if not _next_to(row, lower, covers) or len(_row_roles(row)) < 2:
        return False
    if _measures(row, lower):
        return True
    filled = [cell for cell in lower.cells if cell.strip()]
    if any(number_in(cell) is not None or len(cell) > MAX_HEADING for cell in filled):
        return False
    merged = [m for m in covers.get(lower.number, ()) if m.top < lower.number <= m.bottom]
    return len([m for m in merged if row.cell(m.left).strip()]) >= 2


def _explains(row: RawRow, lower: RawRow) -> bool:
    """Say whether a row only explains headings above it: «(без НДС)», «Остаток» over stores."""
    filled = [column for column, cell in enumerate(lower.cells) if cell.strip()]
    return bool(filled) and all(
        row.cell(column).strip()
        and row.cell(column).strip() != lower.cells[column].strip()
        and (lower.cells[column].strip().startswith("(") or _surely_heading(lower.cells[column]))
        for column in filled
    )


def _measures(row: RawRow, lower: RawRow) -> bool:
    """Say whether a row holds nothing but units and currencies, each under a heading.

    One cell alone must be a currency or tell of VAT: a lone «шт» is no heading.
    """
    filled = [(at, cell.strip()) for at, cell in enumerate(lower.cells) if cell.strip()]
    pattern = _MEASURE if len(filled) > 1 else _CURRENCY
    return bool(filled) and all(
        row.cell(at).strip() and (pattern.fullmatch(cell) or _CURRENCY.fullmatch(cell))
        for at, cell in filled
    )


def _surely_heading(text: str) -> bool:
    heading = role_of(text)
    return heading is not None and heading.strength >= 8 and heading.role in _MEASURES


def _all_short(row: RawRow) -> bool:
    filled = [cell for cell in row.cells if cell.strip()]
    return len(filled) >= 2 and all(len(cell) <= MAX_HEADING for cell in filled)


def _caps(upper: RawRow, lower: RawRow) -> bool:
    """Say whether `lower` splits columns of `upper`: it fills what is blank there, and less."""
    width = max(len(upper.cells), len(lower.cells))
    above = {c for c in range(width) if upper.cell(c).strip()}
    below = {c for c in range(width) if lower.cell(c).strip()}
    return bool(below - above) and bool(above - below) and min(below) >= min(above)
