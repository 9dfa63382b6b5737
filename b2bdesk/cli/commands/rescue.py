"""`db copies`, `db restore`, `db export`: for a profile that cannot be opened, or should not be.

They run without the stores: a damaged desk.db, or one of a newer program, must not stop them.
"""

import argparse
import csv
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from b2bdesk.cli import figures
from b2bdesk.cli.console import Call, Result, table
from b2bdesk.cli.parser import Commands
from b2bdesk.texts import formats, tr, trc
from b2bdesk.texts.statuses import status_text
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.ports.upkeep import RescuePort
from b2bdesk.usecases.rows.upkeep import CopyRow, SavedStore

CARTS, ORDERS = "carts.csv", "orders.csv"


@dataclass(frozen=True, slots=True)
class Bare:
    """A command without services: the closed profile, the options, the folder it was typed in."""

    rescue: RescuePort
    options: argparse.Namespace
    folder: Path


def register(commands: Commands) -> None:
    """Add the commands."""
    store = commands.group("db", tr("The data on this computer"))
    copies = store.add("copies", tr("List the backups of carts, outbox and settings"), _in_use)
    copies.set_defaults(bare=_copies)
    restore = store.add(
        "restore",
        tr("Put a backup back; the present file is laid aside, orders on their way are asked for"),
        _in_use,
        examples=("db restore", "db restore desk-20261121T090000000000Z-seal-000012.db"),
    )
    restore.add_argument(
        "copy", nargs="?", metavar=trc("cli", "FILE"), help=tr("none: the newest that is whole")
    )
    restore.set_defaults(bare=_restore)
    export = store.add(
        "export",
        tr("Write carts and orders as CSV, also out of the data of a newer program"),
        _in_use,
    )
    export.add_argument("folder", metavar=trc("cli", "FOLDER"))
    export.set_defaults(bare=_export)


def _in_use(call: Call) -> Result:
    """These commands are never handed to a window that has the profile open."""
    raise Environment("profile_in_use")


def _copies(bare: Bare) -> Result:
    rows = bare.rescue.copies()
    headings = (trc("cli", "File"), trc("cli", "Made"), trc("cli", "Lines"), trc("cli", "State"))
    shown = [
        (
            row.path.name,
            formats.moment(row.made.astimezone()) if row.made else "",
            str(row.lines),
            trc("cli", "in order") if row.good else trc("cli", "damaged"),
        )
        for row in rows
    ]
    text = table(headings, shown, right="2") if shown else tr("There are no backups.")
    return Result([_copy_document(row) for row in rows], text)


def _copy_document(row: CopyRow) -> dict[str, Any]:
    return {
        "file": str(row.path),
        "made": figures.instant(row.made),
        "lines": row.lines,
        "good": row.good,
    }


def _restore(bare: Bare) -> Result:
    done = bare.rescue.restore(_chosen(bare))
    made = formats.moment(done.made.astimezone()) if done.made else done.copy.name
    lines = [tr("The backup of {made} is in place.").format(made=made)]
    if done.aside is not None:
        lines.append(tr("The file it replaced: {file}").format(file=done.aside))
    lines.append(tr("What was typed later is missing. Orders on their way are asked for first."))
    document = {
        "copy": str(done.copy),
        "made": figures.instant(done.made),
        "aside": str(done.aside) if done.aside else None,
    }
    return Result(document, "\n".join(lines))


def _chosen(bare: Bare) -> Path | None:
    """The backup that was named: by the name in the list, or as a file anywhere."""
    wanted = bare.options.copy
    if not wanted:
        return None
    for row in bare.rescue.copies():
        if row.path.name == wanted:
            return row.path
    path = bare.folder / Path(wanted).expanduser()
    if not path.is_file():
        raise Environment("file_not_found", file=str(wanted))
    return path


def _export(bare: Bare) -> Result:
    saved = bare.rescue.read_out()
    folder = bare.folder / Path(bare.options.folder).expanduser()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in (CARTS, ORDERS):
            if (folder / name).exists():
                raise Expected("file_exists", file=str(folder / name))
        _write(folder / CARTS, _cart_headings(), _cart_rows(saved))
        _write(folder / ORDERS, _order_headings(), _order_rows(saved))
    except OSError as error:
        raise Environment("folder_not_writable", place=str(folder)) from error
    document = {
        "version": saved.version,
        "files": [str(folder / CARTS), str(folder / ORDERS)],
        "lines": len(saved.lines),
        "orders": [asdict(each) for each in saved.orders],
    }
    text = tr("{lines} cart lines and {orders} orders were written to {folder}.").format(
        lines=len(saved.lines), orders=len(saved.orders), folder=folder
    )
    return Result(document, text)


def _cart_headings() -> Sequence[str]:
    return (
        trc("cli", "Cart"),
        trc("cli", "Article"),
        trc("cli", "Name"),
        trc("cli", "Quantity"),
        trc("cli", "Unit"),
        trc("cli", "Comment"),
    )


def _order_headings() -> Sequence[str]:
    return (
        "ID",
        trc("cli", "Cart"),
        trc("cli", "State"),
        trc("cli", "Sum"),
        trc("cli", "Currency"),
        trc("cli", "Order"),
    )


def _cart_rows(saved: SavedStore) -> Iterable[Sequence[str]]:
    for line in saved.lines:
        quantity = figures.quantity(line.quantity_e3) or ""
        yield (line.cart, line.article or line.typed, line.name, quantity, line.okei, line.comment)


def _order_rows(saved: SavedStore) -> Iterable[Sequence[str]]:
    for order in saved.orders:
        total = figures.money(order.gross_minor, order.currency) or ""
        state = status_text("outbox", order.state)
        yield (order.client_id, order.title, state, total, order.currency, order.number)


def _write(path: Path, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a file that Excel opens by a double click: semicolons, UTF-8 with its mark."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(headings)
        writer.writerows([_harmless(cell) for cell in row] for row in rows)


def _harmless(cell: str) -> str:
    """A text that a spreadsheet would run as a formula begins with an apostrophe."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
