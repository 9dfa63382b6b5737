"""`import`: any list becomes a cart, with one status for every row."""

import argparse
from pathlib import Path

from b2bdesk.cli import exits
from b2bdesk.cli.console import Call, Result
from b2bdesk.cli.import_texts import list_document, list_text
from b2bdesk.cli.parser import Commands
from b2bdesk.cli.progress import Teller
from b2bdesk.domain.bulk_layout import ListMapping
from b2bdesk.domain.bulk_rows import BulkOptions
from b2bdesk.texts import formats, tr, trc, trn
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.rows.bulk import ListPreview
from b2bdesk.usecases.rows.carts import CartRow


def register(commands: Commands) -> None:
    """Add the command."""
    parser = commands.add(
        "import",
        tr("Read a list (xlsx, xls, csv, ods …) into a cart; every row gets a status"),
        _import,
        examples=(
            "import list.xlsx",
            "import list.xlsx --dry-run --json",
            "import list.xlsx --cart Июнь --report report.xlsx",
            "import shops.xlsx --all-sheets --by-address",
        ),
    )
    parser.add_argument("file", metavar=trc("cli", "FILE"))
    _add_reading(parser)
    add_options(parser)
    _add_answers(parser)
    parser.add_argument("--dry-run", action="store_true", help=tr("change nothing, only tell"))


def _add_reading(parser: argparse.ArgumentParser) -> None:
    """Add what says how the file is read."""
    parser.add_argument(
        "--sheet", default="", metavar=trc("cli", "NAME"), help=tr("sheet of the file")
    )
    parser.add_argument(
        "--also-sheet",
        action="append",
        default=[],
        metavar=trc("cli", "NAME"),
        help=tr("a further sheet of the same list; may be repeated"),
    )
    parser.add_argument(
        "--all-sheets", action="store_true", help=tr("all sheets that ask for goods")
    )
    parser.add_argument(
        "--by-address",
        action="store_true",
        help=tr("a cart for each address of the list instead of one cart"),
    )
    parser.add_argument(
        "--carry",
        action="append",
        default=[],
        metavar=trc("cli", "COLUMN"),
        help=tr("a column of the list (heading or letter) to put into the comments of the lines"),
    )


def _add_answers(parser: argparse.ArgumentParser) -> None:
    """Add the files that tell what became of the list."""
    parser.add_argument(
        "--report", default="", metavar="OUT.xlsx", help=tr("write what became of each row")
    )
    parser.add_argument(
        "--unknown",
        default="",
        metavar="OUT.xlsx",
        help=tr("write only the rows that were not recognised"),
    )
    parser.add_argument(
        "--fill-back",
        default="",
        metavar="OUT.xlsx",
        help=tr("write a copy of the list with articles, prices, stock and statuses beside it"),
    )


def add_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that `watch` has too."""
    add = parser.add_argument
    add("--cart", default="", metavar=trc("cli", "CART"), help=tr("name; made when there is none"))
    add("--map", default="", metavar=trc("cli", "NAME"), help=tr("saved mapping of columns"))
    summing = parser.add_mutually_exclusive_group()
    summing.add_argument(
        "--sum-duplicates",
        action="store_const",
        const=True,
        dest="summing",
        help=tr("add equal goods up (so it is when nothing is said)"),
    )
    summing.add_argument(
        "--keep-duplicates",
        action="store_const",
        const=False,
        dest="summing",
        help=tr("keep equal goods as lines of their own"),
    )
    rounding = parser.add_mutually_exclusive_group()
    rounding.add_argument(
        "--round",
        action="store_const",
        const=True,
        dest="rounding",
        help=tr("round up to pack and multiple (so it is when nothing is said)"),
    )
    rounding.add_argument(
        "--no-round",
        action="store_const",
        const=False,
        dest="rounding",
        help=tr("leave quantities as they are and mark them"),
    )


def read_list(call: Call, path: Path, sheet: str = "") -> ListPreview:
    """Read a list with the options of the command.

    Raises:
        Expected: `file_not_found`, `list_…`, `mapping_not_found`, `no_contract`.
    """
    options = call.options
    if not path.is_file():
        raise Expected("file_not_found", file=str(path))
    bulk = call.services.bulk_entry
    mapping = bulk.mapping(options.map) if options.map else None
    wanted = bulk_options(options, mapping)
    with Teller(call) as teller:

        def tell(rows: int) -> None:
            read = trn("{n} row read", "{n} rows read", rows)
            teller.say(read.format(n=formats.number(rows)))

        return bulk.open(path, sheet, mapping, wanted, tell)


def bulk_options(options: argparse.Namespace, mapping: ListMapping | None) -> BulkOptions | None:
    """Return what was said about summing and rounding; None = nothing, as remembered."""
    if options.summing is None and options.rounding is None:
        return None
    known = mapping or ListMapping({})
    return BulkOptions(
        known.sum_duplicates if options.summing is None else options.summing,
        known.round_up if options.rounding is None else options.rounding,
        known.branches_apart,
    )


def cart_for(call: Call, name: str) -> CartRow:
    """Return the draft of a name, made when there is none; the active one without a name.

    Raises:
        Expected: `cart_sealed` when the cart of that name is on its way.
    """
    carts = call.services.carts
    if not name:
        return carts.active()
    found = carts.find(name)
    if found is not None and found.state != "draft":
        raise Expected("cart_sealed", name=found.name, state=found.state)
    return found or carts.create(name)


def list_code(preview: ListPreview) -> int:
    """The exit code of a read list."""
    return exits.ATTENTION if preview.needs_attention else exits.DONE


def _import(call: Call) -> Result:
    call.need_catalogue()
    options = call.options
    preview = _widened(call, read_list(call, call.path(options.file), options.sheet))
    document = list_document(preview)
    name = ""
    if options.by_address and not options.dry_run:
        made = call.services.bulk_entry.add_by_address(preview, options.cart)
        name = ", ".join(each.cart.name for each in made)
        document["carts"] = [
            {"id": each.cart.id, "name": each.cart.name, "address": each.address,
             "added": each.added.added, "summed": each.added.summed}
            for each in made
        ]  # fmt: skip
    elif not options.dry_run:
        cart = cart_for(call, options.cart)
        added = call.services.bulk_entry.add(preview, cart.id)
        name = cart.name
        document["cart"] = {"id": cart.id, "name": cart.name, "added": added.added,
                            "summed": added.summed}  # fmt: skip
    document |= _files(call, preview)
    return Result(document, list_text(preview, name), list_code(preview))


def _widened(call: Call, preview: ListPreview) -> ListPreview:
    """Add the sheets and carry the columns that were asked for.

    Raises:
        Expected: `list_sheet_unknown`, `list_column_unknown`.
    """
    names = list(call.options.also_sheet)
    known = {each.name for each in preview.sheets}
    for name in names:
        if name not in known:
            raise Expected("list_sheet_unknown", sheet=name, file=preview.file)
    if call.options.all_sheets:
        names += [each.name for each in preview.unread]
    bulk = call.services.bulk_entry
    read = bulk.with_sheets(preview, names) if names else preview
    return bulk.carry(read, call.options.carry) if call.options.carry else read


def _files(call: Call, preview: ListPreview) -> dict[str, str]:
    """Write the files that were asked for; where they are, and how the answers were written."""
    made: dict[str, str] = {}
    if call.options.report:
        made["report"] = str(
            call.services.bulk_entry.report(preview, call.path(call.options.report))
        )
    if call.options.unknown:
        target = call.path(call.options.unknown)
        made["unknown"] = str(call.services.bulk_entry.report(preview, target, unknown_only=True))
    if call.options.fill_back:
        target = call.path(call.options.fill_back)
        made["fill_back"] = str(target)
        made["fill_back_kind"] = call.services.bulk_entry.fill_back(preview, target)
        if made["fill_back_kind"] == "copy":
            call.note(tr("The answers stand in a plain copy: this kind of file cannot keep more."))
    return made
