"""`doc list`, `doc get`, `invoice`: documents as PDF files."""

from pathlib import Path
from typing import Any

from b2bdesk.cli import figures
from b2bdesk.cli.checkout import parse_day
from b2bdesk.cli.console import Call, Result, table
from b2bdesk.cli.parser import Commands
from b2bdesk.texts import formats, tr, trc
from b2bdesk.texts.statuses import status_text
from b2bdesk.trade.errors import Environment
from b2bdesk.usecases.rows.orders import DocumentFilter, DocumentRow


def register(commands: Commands) -> None:
    """Add the commands."""
    doc = commands.group("doc", tr("Invoices, waybills and other documents"))
    listing = doc.add("list", tr("List documents, the latest first"), _list)
    listing.add_argument(
        "--kind",
        default="",
        metavar=trc("cli", "KIND"),
        help=tr("only this kind: invoice, upd, torg12 …"),
    )
    listing.add_argument("--since", default="", metavar=trc("cli", "DATE"), help=tr("issued since"))
    listing.add_argument("--unpaid", action="store_true", help=tr("only unpaid invoices"))
    get = doc.add(
        "get",
        tr("Lay a document as PDF into a folder"),
        _get,
        examples=("doc get 4f0c12ab -o documents",),
    )
    get.add_argument("id", metavar="ID")
    get.add_argument(
        "-o", "--output", default=".", metavar=trc("cli", "FOLDER"), help=tr("where to")
    )
    invoice = commands.add(
        "invoice",
        tr("Print the invoice of an order as PDF"),
        _invoice,
        examples=("invoice 100234 -o invoice.pdf",),
    )
    invoice.add_argument("number", metavar=trc("cli", "NUMBER"), help=tr("number of the order"))
    invoice.add_argument(
        "-o", "--output", default="", metavar=trc("cli", "FILE"), help=tr("where to")
    )


def document_row(row: DocumentRow) -> dict[str, Any]:
    """A document in a list."""
    return {
        "id": row.id,
        "kind": row.kind,
        "number": row.number,
        "issued": figures.day(row.issued),
        "order": row.order_number or None,
        "state": row.state,
        "gross": figures.money(row.gross_minor, row.currency),
        "currency": row.currency,
        "pay_until": figures.day(row.pay_until),
        "overdue": row.overdue,
        "local": row.local,
    }


def _list(call: Call) -> Result:
    options = call.options
    since = parse_day(options.since) if options.since else None
    wanted = DocumentFilter(kind=options.kind, unpaid=options.unpaid, since=since)
    rows = call.services.documents.list(wanted)
    headings = (
        trc("cli", "Document"),
        trc("cli", "Number"),
        trc("cli", "Issued"),
        trc("cli", "Order"),
        trc("cli", "Sum"),
        "ID",
    )
    shown = [
        (
            status_text("document", row.kind),
            row.number,
            formats.date(row.issued),
            row.order_number,
            formats.money(row.gross_minor, row.currency),
            row.id,
        )
        for row in rows
    ]
    text = table(headings, shown, right="4") if shown else tr("There are no documents.")
    return Result([document_row(row) for row in rows], text)


def _get(call: Call) -> Result:
    made = call.services.documents.pdf(call.options.id)
    folder = call.path(call.options.output)
    target = folder / made.name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target.write_bytes(made.read_bytes())
    except OSError as error:
        raise Environment("folder_not_writable", place=str(folder)) from error
    return _file(target)


def _invoice(call: Call) -> Result:
    output = call.options.output
    target = call.path(output) if output else None
    return _file(call.services.documents.invoice(call.options.number, target))


def _file(path: Path) -> Result:
    return Result({"file": str(path), "bytes": path.stat().st_size}, str(path))
