"""Another quantity of one row, without judging the whole list anew.

Only the plainest and most frequent correction is taken: a whole number for a row that is in the
cart already and of which nothing else was said. Its goods stay the same, so only the rows of its
line are counted again; everything else goes the long way (`BulkEntry`), which gives the same.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from b2bdesk.domain.bulk_lines import make_lines
from b2bdesk.domain.bulk_quantity import parse_quantity
from b2bdesk.domain.bulk_rowlist import BulkResult, Judged
from b2bdesk.domain.bulk_rows import (
    IN_CART,
    MATCHED,
    BulkLine,
    BulkRow,
    ItemState,
    Reason,
)
from b2bdesk.usecases.bulk_preview import gross_of
from b2bdesk.usecases.ports.carts import Situation
from b2bdesk.usecases.rows.bulk import Answered, ListPreview

_OF_LINE = frozenset({"rounded_up", "off_multiple", "short", "sum_of", "summed_into"})
_TYPED = "typed_over"
_MOST_E3 = 1_000_000_000
Look = Callable[[BulkRow], tuple[ItemState, Situation]]


def corrected_alone(
    preview: ListPreview, answered: Answered, number: int, text: str, look: Look
) -> ListPreview | None:
    """The list with another quantity of a row.

    Args:
        preview: what was shown; it stays as it is.
        answered: what the buyer said, this correction included.
        number: of the row.
        text: the quantity as typed.
        look: state and prices of the goods of a row, as they are now.

    Returns:
        None when the whole list has to be judged.
    """
    asked = _plain(text)
    found = _line_of(preview, number) if asked else None
    if found is None:
        return None
    at, line = found
    places = preview.rows.places(line.rows)
    rows = [preview.rows[place] for place in places]
    mine = next(row for row in rows if row.row == number)
    if mine.status not in IN_CART or {each.code for each in mine.reasons} - _OF_LINE - {_TYPED}:
        return None
    state, situation = look(mine)
    anew = [_bare(row, asked if row is mine else row.quantity_e3) for row in rows]
    made = make_lines(list[Judged](anew), {state.id: state}, preview.options)
    if len(made) != 1:
        return None
    for row in anew:
        if row.row in answered.amounts:
            typed = Reason(_TYPED, {"text": answered.amounts[row.row]})
            row.reasons = (*row.reasons, typed)
            row.cells = {"quantity": "", "unit": "", **row.cells}
    return _with(preview, answered, dict(zip(places, anew, strict=True)), (at, made[0], situation))


def _plain(text: str) -> int:
    """Thousandths of a whole number above nothing, 0 = anything else."""
    e3, unit, problem, each_e3, note = parse_quantity(text)
    if e3 is None or unit or problem or each_e3 or note or e3 % 1000:
        return 0
    return e3 if 0 < e3 <= _MOST_E3 else 0


def _line_of(preview: ListPreview, number: int) -> tuple[int, BulkLine] | None:
    parts = preview.plan.parts
    if len(parts) > 1 or len(parts[0].sections) > 1 or preview.sized:
        return None
    if "quantity" not in parts[0].sections[0].layout.columns:
        return None
    for at, line in enumerate(preview.result.lines):
        if number in line.rows:
            return at, line
    return None


def _bare(row: BulkRow, quantity_e3: int | None) -> BulkRow:
    """A row as it was before its line was counted."""
    kept = tuple(each for each in row.reasons if each.code not in _OF_LINE and each.code != _TYPED)
    return replace(row, status=MATCHED, reasons=kept, quantity_e3=quantity_e3, added_e3=0)


def _with(
    preview: ListPreview,
    answered: Answered,
    changed: dict[int, BulkRow],
    counted: tuple[int, BulkLine, Situation],
) -> ListPreview:
    at, line, situation = counted
    rows, lines = preview.rows, list(preview.result.lines)
    statuses = Counter(preview.statuses)
    before, lines[at] = lines[at], line
    for place, row in changed.items():
        statuses[rows[place].status] -= 1
        statuses[row.status] += 1
    now = gross_of([line], situation)[1]
    was = gross_of([before], situation)[1]
    counts = {status: count for status, count in statuses.items() if count}
    return replace(
        preview,
        result=BulkResult(rows.replaced(changed), lines, counts),
        gross_minor=preview.gross_minor - was + now,
        answered=answered,
    )
