"""`watch DIR`: each list laid into a folder becomes a cart or an order.

One round looks at the folder once; without `--once` the program (`b2bdesk.cli.rounds`) repeats
rounds and holds the profile only while there is something to do.
"""

from typing import Any

from b2bdesk.cli import exits
from b2bdesk.cli.commands.imports import add_options, bulk_options, list_code
from b2bdesk.cli.console import Call, Result
from b2bdesk.cli.import_texts import list_document
from b2bdesk.cli.parser import Commands
from b2bdesk.cli.rounds import EVERY_SECONDS
from b2bdesk.cli.sending import follow
from b2bdesk.texts import errors, formats, tr, trc, trn
from b2bdesk.usecases.rows.watch import Dropped, WatchOptions

SETTLE_SECONDS = 2


def register(commands: Commands) -> None:
    """Add the command."""
    watch = commands.add(
        "watch",
        tr("Turn each list laid into a folder into a cart or an order"),
        _round,
        examples=(
            "watch ./lists",
            "watch ./lists --send --once --json",
        ),
    )
    watch.add_argument("folder", metavar=trc("cli", "FOLDER"))
    add_options(watch)
    watch.add_argument(
        "--send",
        action="store_true",
        help=tr("send the order when all sheets are read, no row needs attention, no rule forbids"),
    )
    watch.add_argument("--once", action="store_true", help=tr("look once and end"))
    watch.add_argument(
        "--every",
        type=int,
        default=EVERY_SECONDS,
        metavar=trc("cli", "SECONDS"),
        help=tr("how often to look"),
    )
    watch.add_argument(
        "--settle",
        type=int,
        default=SETTLE_SECONDS,
        metavar=trc("cli", "SECONDS"),
        help=tr("a file that does not change for so long is whole"),
    )
    watch.set_defaults(endless=True)


def _round(call: Call) -> Result:
    call.need_catalogue()
    options = call.options
    bulk = call.services.bulk_entry
    mapping = bulk.mapping(options.map) if options.map else None
    wanted = WatchOptions(
        options.cart,
        options.send,
        not call.offline,
        max(0, options.settle),
        mapping,
        bulk_options(options, mapping),
    )
    dropped = call.services.watch.round(call.path(options.folder), wanted)
    told = [_told(call, each) for each in dropped]
    text = "\n".join(each.text for each in told) or tr("No lists in the folder.")
    return Result(
        {"lists": [each.document for each in told]},
        text,
        max((each.code for each in told), default=exits.DONE),
    )


def _told(call: Call, one: Dropped) -> Result:
    document: dict[str, Any] = {
        "file": one.file,
        "moved": str(one.moved),
        "report": str(one.report) if one.report else None,
        "cart": one.cart_name or None,
        "failed": one.failed,
        "code": one.code or None,
        "message": None,
        "orders": [],
    }
    lines = [one.file]
    code = exits.DONE
    if one.preview is not None:
        counted = list_document(one.preview)
        document |= {name: counted[name] for name in ("rows_read", "statuses", "totals")}
        code = list_code(one.preview)
        lines.append(_counted(one))
        document["unread_sheets"] = counted["unread_sheets"]
        for each in one.preview.unread:
            asked = trn("{n} row", "{n} rows", each.asked).format(n=formats.number(each.asked))
            told = tr("The sheet “{sheet}” asks for goods, too ({rows}), and was not read")
            lines.append(told.format(sheet=each.name, rows=asked))
            code = max(code, exits.ATTENTION)
    if one.code:
        message = errors.describe(one.code, one.params).one_line()
        document["message"] = message
        lines.append(message)
        code = exits.ATTENTION
        if one.report is None:
            call.services.watch.note(one, message)
    if one.command_id:
        sent = follow(call, one.command_id, 0)
        orders = sent.document["orders"] if isinstance(sent.document, dict) else []
        document["orders"] = orders
        lines.append(sent.text)
        code = max(code, sent.code)
    return Result(document, "\n  ".join(lines), code)


def _counted(one: Dropped) -> str:
    if one.preview is None or one.failed:
        return str(one.moved)
    lines = trn("{n} line", "{n} lines", one.preview.lines)
    return tr("In the cart “{cart}”: {lines}, {total}").format(
        cart=one.cart_name,
        lines=lines.format(n=formats.number(one.preview.lines)),
        total=formats.money(one.preview.gross_minor, one.preview.currency),
    )
