"""What became of a list, as a file: the report, the unrecognised rest, the answers for fill-back.

Rows come from the use case by shape (`ReportLine`), because `files` does not know the domain. Texts
are those of the language in force; articles are always text cells.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Protocol

from b2bdesk.files.xlsx_rows import Column, Kind, Value
from b2bdesk.files.xlsx_writer import XlsxWriter
from b2bdesk.texts import tr, trc
from b2bdesk.texts.reasons import import_reason
from b2bdesk.texts.statuses import status_text

_YELLOW, _RED, _GREEN, _GREY = 1, 2, 3, 4
_TINTS = {
    "matched": _GREEN, "rounded": _YELLOW, "short": _YELLOW, "duplicate": _YELLOW,
    "off_multiple": _YELLOW, "proposed": _YELLOW, "ambiguous": _RED, "not_found": _RED,
    "bad_quantity": _RED, "negative": _RED, "no_price": _RED, "out_of_assortment": _RED,
}  # fmt: skip
NO_GOODS = frozenset({"header_row", "group_row", "total_row", "note_row"})


class Because(Protocol):
    """A reason: code and values."""

    @property
    def code(self) -> str:
        """Its code."""
        ...

    @property
    def params(self) -> Mapping[str, str]:
        """Values of its sentence."""
        ...


class Offered(Protocol):
    """A candidate for a row."""

    @property
    def article(self) -> str:
        """Article of the catalogue."""
        ...

    @property
    def name(self) -> str:
        """Name of the catalogue."""
        ...


class ReportLine(Protocol):
    """A judged row of a list; `domain.bulk_rows.BulkRow` has this shape."""

    row: int
    cells: Mapping[str, str]
    status: str
    article: str
    name: str
    item_id: str
    quantity_e3: int | None
    added_e3: int
    price_e5: int | None
    stock_e3: int | None
    place: str

    @property
    def number(self) -> int:
        """The row number a person sees in the file."""
        ...

    @property
    def reasons(self) -> Sequence[Because]:
        """Why it has its status, and what else holds."""
        ...

    @property
    def candidates(self) -> Sequence[Offered]:
        """What could be meant."""
        ...


@dataclass(frozen=True, slots=True)
class AnswerPlan:
    """New columns for the buyer's own workbook: headings, kinds, and values by row number.

    `rows` are (row number, tint 0–4, values); `header_row` None = the list has no headings.
    """

    sheet: str
    header_row: int | None
    headings: tuple[str, ...]
    kinds: tuple[Kind, ...]
    rows: list[tuple[int, int, tuple[str | int | None, ...]]] = field(default_factory=list)


def why(line: ReportLine) -> str:
    """All reasons of a row in one sentence; empty when the status says it all."""
    return "; ".join(import_reason(reason.code, reason.params) for reason in line.reasons)


def write_report(
    stream: BinaryIO,
    lines: Sequence[ReportLine],
    source: str,
    only: Collection[str] | None = None,
) -> int:
    """Write the report of an import: every row with status, reason and what was added.

    Args:
        stream: where the .xlsx goes.
        lines: the judged rows.
        source: name of the list, shown on the second sheet.
        only: statuses to keep («only what was not recognised»); None = all rows.

    Returns:
        The number of rows written.
    """
    kept = [line for line in lines if only is None or line.status in only]
    tints = [_TINTS.get(line.status, _GREY) for line in kept]
    with XlsxWriter(stream) as writer:
        writer.sheet(tr("Rows"), _report_columns(kept), map(_report_row, kept), tints)
        writer.sheet(tr("Summary"), _summary_columns(), _summary(lines, source))
    return len(kept)


def _report_columns(lines: Sequence[ReportLine]) -> list[Column]:
    placed = any(line.place for line in lines)
    return [
        Column(tr("Row"), width=16) if placed else Column(tr("Row"), "whole", 7),
        Column(tr("Article in the list"), width=20),
        Column(tr("Name in the list"), width=42),
        Column(tr("Quantity in the list"), width=12),
        Column(tr("Unit in the list"), width=9),
        Column(tr("Status"), width=22),
        Column(tr("Reason"), width=48),
        Column(tr("Article"), width=20),
        Column(tr("Name"), width=42),
        Column(tr("Added"), "quantity", 11),
        Column(tr("Price"), "price", 12),
        Column(tr("Stock"), "quantity", 11),
        Column(tr("Could be meant"), width=48),
    ]


def _report_row(line: ReportLine) -> Sequence[Value]:
    cells = line.cells
    code = cells.get("article") or cells.get("barcode") or cells.get("own_code") or ""
    return (
        line.place or line.number,
        code,
        cells.get("name", ""),
        cells.get("quantity", ""),
        cells.get("unit", ""),
        status_text("import", line.status),
        why(line),
        line.article,
        line.name,
        line.added_e3 or None,
        line.price_e5,
        line.stock_e3,
        _candidates(line),
    )


def _candidates(line: ReportLine) -> str:
    return "; ".join(f"{one.article} {one.name}".strip() for one in line.candidates[:5])


def _summary_columns() -> list[Column]:
    return [Column(tr("Status"), width=34), Column(tr("Rows"), "whole", 12)]


def _summary(lines: Sequence[ReportLine], source: str) -> Iterable[Sequence[Value]]:
    counted = Counter(line.status for line in lines)
    for status, count in counted.most_common():
        yield status_text("import", status), count
    yield trc("report", "All rows of {file}").format(file=source), len(lines)


def answer_plan(
    lines: Iterable[ReportLine],
    sheet: str,
    header_row: int | None,
    terms: Mapping[str, str] | None = None,
    analogues: Mapping[str, str] | None = None,
) -> AnswerPlan:
    """Prepare the answers that go into the buyer's own workbook.

    Args:
        lines: the judged rows.
        sheet: the sheet they came from.
        header_row: the last heading row, None without headings.
        terms: when goods that are short will come, by item id, as text.
        analogues: what could be taken instead, by item id, as text.
    """
    headings = (
        tr("Answer"), tr("Article"), tr("Name"), tr("Added"), tr("Price"), tr("Stock"),
        tr("Expected"), tr("Analogue"),
    )  # fmt: skip
    kinds: tuple[Kind, ...] = (
        "text", "text", "text", "quantity", "price", "quantity", "text", "text",
    )  # fmt: skip
    plan = AnswerPlan(sheet, header_row, headings, kinds)
    for line in lines:
        if line.status in NO_GOODS or (line.status == "no_quantity" and not line.item_id):
            continue
        reason = why(line)
        status = status_text("import", line.status)
        values: tuple[str | int | None, ...] = (
            f"{status}: {reason}" if reason else status,
            line.article or None,
            line.name or None,
            line.added_e3 or None,
            line.price_e5,
            line.stock_e3,
            (terms or {}).get(line.item_id),
            (analogues or {}).get(line.item_id) or _candidates(line) or None,
        )
        plan.rows.append((line.number, _TINTS.get(line.status, 0), values))
    return plan


def plan_to_json(plan: AnswerPlan) -> dict[str, Any]:
    """A plan as it goes to the reading child."""
    return {
        "sheet": plan.sheet,
        "header_row": plan.header_row,
        "headings": list(plan.headings),
        "kinds": list(plan.kinds),
        "rows": [[number, tint, list(values)] for number, tint, values in plan.rows],
    }


def plan_from_json(data: Mapping[str, Any]) -> AnswerPlan:
    """A plan as the child got it."""
    return AnswerPlan(
        sheet=str(data["sheet"]),
        header_row=data["header_row"],
        headings=tuple(data["headings"]),
        kinds=tuple(data["kinds"]),
        rows=[(number, tint, tuple(values)) for number, tint, values in data["rows"]],
    )
