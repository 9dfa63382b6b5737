"""All commands of `b2bdesk-cli` (CLI.md), put together from the modules of `commands`."""

from b2bdesk.cli.commands import (
    carts,
    codes,
    distribution,
    documents,
    entities,
    favourites,
    find,
    habits,
    heads,
    imports,
    line_edits,
    network,
    orders,
    outbox,
    prices,
    rescue,
    session,
    shelf,
    splits,
    store,
    substitutes,
    synchronising,
    warnings,
    watching,
)
from b2bdesk.cli.parser import PROGRAM, Commands, Parser, common
from b2bdesk.texts import tr, trc

_AREAS = (
    session,
    network,
    entities,
    synchronising,
    find,
    favourites,
    habits,
    imports,
    codes,
    carts,
    heads,
    line_edits,
    shelf,
    splits,
    distribution,
    substitutes,
    prices,
    warnings,
    orders,
    outbox,
    documents,
    watching,
    store,
    rescue,
)


def build_parser() -> Parser:
    """Return the whole grammar in the language in force."""
    parser = Parser(
        prog=PROGRAM,
        description=tr(
            "Wholesale buying without a screen: the same work as in the window, for schedulers, "
            "1C jobs and tests. Results go to standard output, messages to standard error."
        ),
        epilog=_epilog(),
    )
    common(parser)
    commands = Commands(parser, trc("cli", "Commands"))
    for area in _AREAS:
        area.register(commands)
    return parser


def _epilog() -> str:
    codes = (
        (0, trc("cli", "done")),
        (1, tr("our mistake, see the log")),
        (2, tr("done, but some rows need attention")),
        (3, tr("the portal cannot be reached; the work is kept")),
        (4, tr("sign-in needed or refused")),
        (5, tr("wrong arguments or unreadable input")),
        (6, tr("refused by a rule: limit, right, state")),
        (7, tr("this computer: disk full, damaged store, folder not usable")),
    )
    lines = [trc("cli", "Exit codes:"), *(f"  {number}  {text}" for number, text in codes)]
    lines += [
        "",
        trc("cli", "Examples:"),
        f"  {PROGRAM} login --portal https://portal.example --login ivanova --password-stdin",
        f"  {PROGRAM} sync",
        f"  {PROGRAM} import list.xlsx --json",
        f"  {PROGRAM} cart send 1 --yes --wait 30",
        "",
        tr("For unattended work set B2BDESK_PORTAL_URL and B2BDESK_TOKEN instead of signing in."),
    ]
    return "\n".join(lines)
