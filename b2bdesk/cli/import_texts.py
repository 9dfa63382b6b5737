"""An imported list as the document of `import --json` and as text for people."""

from typing import Any

from b2bdesk.cli import figures
from b2bdesk.cli.console import table
from b2bdesk.domain.bulk_rows import ATTENTION, IN_CART, BulkRow
from b2bdesk.texts import formats, tr, trc, trn
from b2bdesk.texts.reasons import import_reason
from b2bdesk.texts.statuses import status_text
from b2bdesk.usecases.rows.bulk import ListPreview

ROLES = ("article", "name", "quantity", "unit", "barcode", "price", "comment")
SHOWN_ROWS = 40


def list_document(preview: ListPreview) -> dict[str, Any]:
    """The whole list: layout, counts, every row (CLI.md)."""
    columns = {role: preview.columns.get(role) for role in ROLES}
    columns |= {role: at for role, at in preview.columns.items() if role not in ROLES and at}
    return {
        "file": preview.file,
        "sheet": preview.sheet,
        "header_rows": list(preview.header_rows),
        "columns": columns,
        "encoding": preview.encoding,
        "remembered": preview.remembered,
        "rows_read": preview.rows_read,
        "statuses": dict(sorted(preview.statuses.items())),
        "sizes": preview.plan.sizes or None,
        "branches": list(preview.plan.branches),
        "unread_sheets": [{"sheet": each.name, "asked": each.asked} for each in preview.unread],
        "rows": [row_document(row, preview) for row in preview.rows],
        "totals": {
            "lines": preview.lines,
            "gross": figures.money(preview.gross_minor, preview.currency),
            "currency": preview.currency,
        },
    }


def row_document(row: BulkRow, preview: ListPreview) -> dict[str, Any]:
    """One row of the list; where there are several tables, the row says in which it stands."""
    where: dict[str, str] = {}
    if len(preview.plan.parts) > 1:
        place = preview.plan.place(row.row)
        where = {"sheet": place.sheet, "first_column": place.column}
    return {
        "row": row.number,
        **where,
        "cells": dict(row.cells),
        "status": row.status,
        "match": row.match_kind or None,
        "item_id": row.item_id or None,
        "article": row.article or None,
        "quantity": figures.quantity(row.quantity_e3),
        "added": figures.quantity(row.added_e3 if row.status in IN_CART else 0),
        "reasons": reasons(row),
        "candidates": [
            {"item_id": each.item_id, "article": each.article, "name": each.name,
             "score": each.score}
            for each in row.candidates
        ],
    }  # fmt: skip


def reasons(row: BulkRow) -> list[str]:
    """Why a row has its status and what else holds, as sentences."""
    return [import_reason(each.code, each.params) for each in row.reasons]


def list_text(preview: ListPreview, cart: str) -> str:
    """What became of the list, rows that wait for the buyer first.

    Args:
        preview: the list.
        cart: name of the cart it went into, "" for a dry run.
    """
    lines = [
        trn("{file}: {n} row read", "{file}: {n} rows read", preview.rows_read).format(
            file=preview.file, n=formats.number(preview.rows_read)
        ),
        _columns(preview),
    ]
    if preview.plan.branches:
        names = ", ".join(preview.plan.branches)
        lines.append(tr("Branches in columns: {names}").format(names=names))
    counts = sorted(preview.statuses.items(), key=lambda each: -each[1])
    lines += [f"  {formats.number(n)}  {status_text('import', status)}" for status, n in counts]
    waiting = [row for row in preview.rows if row.status in ATTENTION]
    if waiting:
        lines.append(_waiting(waiting[:SHOWN_ROWS], preview))
        rest = len(waiting) - SHOWN_ROWS
        if rest > 0:
            lines.append(trn("and {n} row more", "and {n} rows more", rest).format(n=rest))
    for each in preview.unread:
        asked = trn("{n} row", "{n} rows", each.asked).format(n=formats.number(each.asked))
        lines.append(
            tr("The sheet “{sheet}” asks for goods, too ({rows}): --also-sheet or --all-sheets")
            .format(sheet=each.name, rows=asked)
        )  # fmt: skip
    total = formats.money(preview.gross_minor, preview.currency)
    count = trn("{n} line", "{n} lines", preview.lines).format(n=formats.number(preview.lines))
    if cart:
        lines.append(tr("In the cart “{cart}”: {lines}, {total}").format(
            cart=cart, lines=count, total=total
        ))  # fmt: skip
    else:
        lines.append(tr("Would be added: {lines}, {total}").format(lines=count, total=total))
    return "\n".join(lines)


def _columns(preview: ListPreview) -> str:
    names = {
        "article": trc("cli", "article"),
        "name": trc("cli", "name"),
        "quantity": trc("cli", "quantity"),
        "unit": trc("cli", "unit"),
        "barcode": trc("cli", "barcode"),
        "price": trc("cli", "price"),
        "comment": trc("cli", "comment"),
        "address": trc("cli", "address"),
        "own_code": trc("cli", "own code"),
    }
    found = [
        f"{names.get(role, role)} {at}" for role, at in preview.columns.items() if at is not None
    ]
    return tr("Sheet “{sheet}”, columns: {columns}").format(
        sheet=preview.sheet, columns=", ".join(found)
    )


def _waiting(rows: list[BulkRow], preview: ListPreview) -> str:
    headings = (
        trc("cli", "Row"),
        trc("cli", "Article"),
        trc("cli", "Name"),
        trc("cli", "Quantity"),
        trc("cli", "Remarks"),
    )
    shown = [
        (
            preview.place(row),
            row.cells.get("article") or row.cells.get("barcode") or "",
            (row.cells.get("name") or "")[:40],
            row.cells.get("quantity") or "",
            "; ".join([status_text("import", row.status), *reasons(row)]),
        )
        for row in rows
    ]
    return table(headings, shown, right="0")
