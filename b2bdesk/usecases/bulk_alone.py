"""What the buyer said to some rows, without judging the whole list anew.

Taken are rows of goods that are known before and after: their rows and those of the same goods are
judged and counted again. Everything else (an unknown code, several tables, columns of sizes) goes
the long way (`BulkJudge`), which gives the same.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from b2bdesk.domain.bulk_judging import Judging, Known
from b2bdesk.domain.bulk_keys import wanted_texts
from b2bdesk.domain.bulk_lines import make_lines
from b2bdesk.domain.bulk_rowlist import BulkResult, Judged
from b2bdesk.domain.bulk_rows import MATCHED, NO_GOODS, BulkLine, BulkRow
from b2bdesk.domain.bulk_sections import Section
from b2bdesk.usecases.bulk_called import called_as
from b2bdesk.usecases.bulk_preview import gross_of, typed_over, with_answers
from b2bdesk.usecases.ports.carts import Situation
from b2bdesk.usecases.rows.bulk import Answered, ListPreview

_OF_LINE = frozenset({"rounded_up", "off_multiple", "short", "sum_of", "summed_into", "repeated"})
_TYPED = "typed_over"
_MOST = 200
Look = Callable[[Sequence[str], Collection[str]], tuple[Known, Situation]]


def judged_alone(
    preview: ListPreview, answered: Answered, numbers: Collection[int], look: Look
) -> ListPreview | None:
    """The list with some of its rows judged anew.

    Args:
        preview: what was shown; it stays as it is.
        answered: what the buyer said, these rows included.
        numbers: of the rows.
        look: what is known of texts and of goods (ids), as they are now.

    Returns:
        None when the whole list has to be judged.
    """
    places = _places(preview, numbers)
    if not places:
        return None
    section = _answered_section(preview, answered, places)
    before = {at: preview.rows[at] for at in places}
    ids = {row.item_id for row in before.values() if row.item_id}
    texts = wanted_texts((section.rows[at] for at in places), section.layout.columns)
    known, situation = look(texts, ids)
    judging = Judging(section.rows, section.layout, known)
    anew: dict[int, BulkRow] = {}
    for at in places:
        row = judging.alone(at)
        if row is None or any(state.replaced_by for state in known.facts.values()):
            return None
        anew[at] = row
    ids |= {row.item_id for row in anew.values()}
    lines = [line for line in preview.result.lines if line.item_id in ids]
    beside = {number for line in lines for number in line.rows} - set(numbers)
    for at in preview.rows.places(beside):
        anew[at] = _bare(preview.rows[at])
    rows: list[Judged] = [anew[at] for at in sorted(anew)]
    made = make_lines(rows, known.facts, preview.options)
    for row in anew.values():
        _say(preview, answered, row)
    return _with(preview, answered, anew, (lines, made, situation))


def _places(preview: ListPreview, numbers: Collection[int]) -> list[int]:
    """Where rows stand that can be judged alone; empty = they cannot."""
    parts = preview.plan.parts
    if len(numbers) > _MOST or len(parts) > 1 or len(parts[0].sections) > 1 or preview.sized:
        return []
    places = preview.rows.places(numbers)
    if len(places) != len(numbers) or "quantity" not in parts[0].sections[0].layout.columns:
        return []
    return [] if any(preview.rows.status(at) in NO_GOODS for at in places) else places


def _answered_section(preview: ListPreview, answered: Answered, places: Sequence[int]) -> Section:
    """The table with what the buyer said to these rows."""
    numbers = {preview.rows[at].row for at in places}
    said = Answered(
        {number: item for number, item in answered.chosen.items() if number in numbers},
        {number: text for number, text in answered.amounts.items() if number in numbers},
    )
    return with_answers(preview.plan, said).parts[0].sections[0]


def _bare(row: BulkRow) -> BulkRow:
    """A row as it was before its line was counted."""
    kept = tuple(each for each in row.reasons if each.code not in _OF_LINE and each.code != _TYPED)
    return replace(row, status=MATCHED, reasons=kept, added_e3=0)


def _say(preview: ListPreview, answered: Answered, row: BulkRow) -> None:
    """Say in a row what the buyer typed over it, or took in place of it."""
    text = answered.amounts.get(row.row)
    at = preview.rows.places((row.row,))[0]
    section = preview.plan.parts[0].sections[0]
    if text is not None:
        typed_over(row, section.rows[at], section.layout.columns, text)
    if row.row in answered.chosen:
        called_as(row, section.rows[at], section.layout.columns)
    if row.row in answered.instead and row.item_id == answered.chosen.get(row.row):
        row.match_kind = "instead"


def _with(
    preview: ListPreview,
    answered: Answered,
    changed: Mapping[int, BulkRow],
    counted: tuple[Sequence[BulkLine], Sequence[BulkLine], Situation],
) -> ListPreview:
    before, after, situation = counted
    statuses = Counter(preview.statuses)
    for place, row in changed.items():
        statuses[preview.rows.status(place)] -= 1
        statuses[row.status] += 1
    counts = {status: count for status, count in statuses.items() if count}
    lines = _exchanged(preview.result.lines, before, after)
    was, now = gross_of(before, situation)[1], gross_of(after, situation)[1]
    return replace(
        preview,
        result=BulkResult(preview.rows.replaced(changed), lines, counts),
        gross_minor=preview.gross_minor - was + now,
        answered=answered,
    )


def _exchanged(
    lines: Sequence[BulkLine], before: Iterable[BulkLine], after: Iterable[BulkLine]
) -> list[BulkLine]:
    """Lines in the order of their first rows, some of them exchanged."""
    gone = {line.rows for line in before}
    kept = [line for line in lines if line.rows not in gone]
    for line in after:
        kept.insert(bisect_left(kept, line.rows[0], key=lambda each: each.rows[0]), line)
    return kept
