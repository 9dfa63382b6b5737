"""`sync`: sends what waits, brings what is new, prints the receipt."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from b2bdesk.cli import exits
from b2bdesk.cli.commands.outbox import WAITING
from b2bdesk.cli.console import Call, Result, table
from b2bdesk.cli.parser import Commands
from b2bdesk.cli.progress import Teller
from b2bdesk.texts import errors, formats, tr, trc, trn
from b2bdesk.texts.syncing import sync_text
from b2bdesk.trade.errors import Environment, Expected
from b2bdesk.usecases.kept_deletions import CODE, forget, is_kept, keep
from b2bdesk.usecases.rows.sync import Receipt

FEEDS = (
    "catalog", "prices", "stock", "terms", "settlements", "orders", "documents", "own_codes",
)  # fmt: skip


def register(commands: Commands) -> None:
    """Add the command."""
    sync = commands.add(
        "sync",
        tr("Send what waits and bring what is new from the portal"),
        _sync,
        examples=("sync", "sync --only prices,stock", "sync --full --json"),
    )
    sync.add_argument("--full", action="store_true", help=tr("everything anew"))
    sync.add_argument(
        "--only",
        default="",
        metavar=trc("cli", "FEEDS"),
        help=tr("only these, or scopes of them as feed/key, separated by commas: {feeds}").format(
            feeds=", ".join(FEEDS)
        ),
    )
    sync.add_argument(
        "--accept-deletions",
        action="store_true",
        help=tr("agree that a large part of the catalogue vanishes"),
    )
    sync.add_argument(
        "--keep-deletions",
        action="store_true",
        help=tr("keep the former data for good when so much would vanish"),
    )


def _sync(call: Call) -> Result:
    options = call.options
    only = tuple(part.strip() for part in options.only.split(",") if part.strip()) or None
    unknown = [part for part in only or () if part.partition("/")[0] not in FEEDS]
    if unknown:
        raise Expected("bad_arguments", text=tr("not a feed: {0}").format(", ".join(unknown)))
    if options.accept_deletions and options.keep_deletions:
        raise Expected("bad_arguments", text="--accept-deletions, --keep-deletions")
    receipt = synchronise(call, only, full=options.full, accept=options.accept_deletions)
    decided = _decided(call, receipt)
    good = all(good for scope, good in receipt.checks.items() if scope not in decided)
    document = {**_document(receipt), "kept": sorted(decided)}
    text = _text(receipt, decided)
    return Result(document, text, exits.DONE if good else exits.ATTENTION)


def _decided(call: Call, receipt: Receipt) -> frozenset[str]:
    """Note answers to what would vanish; returns the scopes whose former rows are kept."""
    settings, found = call.services.settings, set()
    for note in (each for each in receipt.notes if each.get("code") == CODE):
        if call.options.keep_deletions:
            keep(settings, note, datetime.now(UTC))
        if is_kept(settings, note):
            found.add(f"{note['feed']}/{note['scope']}")
    for scope in (name for name, good in receipt.checks.items() if good):
        forget(settings, scope)
    return frozenset(found)


def synchronise(
    call: Call, only: tuple[str, ...] | None = None, *, full: bool = False, accept: bool = False
) -> Receipt:
    """Run a synchronisation and tell how far it is; who asks does not wait for a next try.

    Raises:
        Environment: `offline` when the network must not be used, and what the run raises.
    """
    if call.offline:
        raise Environment("offline")
    with Teller(call) as teller:
        if WAITING & call.services.outbox.counts().keys():
            teller.say(tr("Asking the portal"))
            call.services.sync.submit_now()
        return call.services.sync.run(only, full, teller.tell, None, accept)


def _document(receipt: Receipt) -> dict[str, Any]:
    return {
        "feeds": {
            name: {
                "rows": each.rows,
                "upserted": each.upserted,
                "deleted": each.deleted,
                "bytes": each.bytes,
                "seconds": each.seconds,
                "mode": each.mode,
            }
            for name, each in receipt.feeds.items()
        },
        "checks": receipt.checks,
        "seconds": receipt.seconds,
        "changed": {
            "risen": receipt.risen,
            "fallen": receipt.fallen,
            "appeared": receipt.appeared,
            "vanished": receipt.vanished,
            "new_documents": receipt.new_documents,
            "moved_orders": receipt.moved_orders,
        },
        "notes": list(receipt.notes),
    }


def _seconds(seconds: float) -> str:
    return formats.number(Decimal(f"{seconds:.1f}"), 1)


def _moved(receipt: Receipt) -> list[str]:
    """What a run changed for the buyer, a line for each kind."""
    prices = receipt.risen + receipt.fallen
    said = (
        (
            prices,
            trn(
                "{n} price changed: {risen} up, {fallen} down",
                "{n} prices changed: {risen} up, {fallen} down",
                prices,
            ).format(n=formats.number(prices), risen=receipt.risen, fallen=receipt.fallen),
        ),
        (
            receipt.appeared + receipt.vanished,
            tr("Goods: {appeared} appeared, {vanished} vanished").format(
                appeared=formats.number(receipt.appeared),
                vanished=formats.number(receipt.vanished),
            ),
        ),
        (
            receipt.moved_orders + receipt.new_documents,
            tr("Orders with news: {orders}; new documents: {documents}").format(
                orders=receipt.moved_orders, documents=receipt.new_documents
            ),
        ),
    )
    return [text for count, text in said if count]


def _text(receipt: Receipt, decided: frozenset[str]) -> str:
    headings = (
        trc("cli", "Feed"),
        tr("Rows"),
        trc("cli", "Written"),
        trc("cli", "Removed"),
        trc("cli", "Received"),
        trc("cli", "Seconds"),
        trc("cli", "Mode"),
    )
    modes = {
        "full": tr("whole"), "delta": tr("changes only"), "mixed": tr("in part whole"),
        "snapshot": tr("whole, as a file"),
    }  # fmt: skip
    rows = [
        (
            sync_text(f"sync_{name}"),
            formats.number(each.rows),
            formats.number(each.upserted),
            formats.number(each.deleted),
            formats.file_size(each.bytes),
            _seconds(each.seconds),
            modes.get(each.mode, each.mode),
        )
        for name, each in receipt.feeds.items()
    ]
    lines = [table(headings, rows, right="12345"), *_moved(receipt)]
    came = sum(each.bytes for each in receipt.feeds.values())
    lines.append(
        tr("In all {seconds} s, {size} received.").format(
            seconds=_seconds(receipt.seconds), size=formats.file_size(came)
        )
    )
    for scope, good in receipt.checks.items():
        if scope in decided:
            lines.append(
                tr("{scope}: the former data is kept by your decision.").format(scope=scope)
            )
        elif not good:
            lines.append(tr("The self-check of {scope} does not agree.").format(scope=scope))
    for note in receipt.notes:
        if f"{note.get('feed')}/{note.get('scope')}" in decided:
            continue
        params = {name: value for name, value in note.items() if name != "code"}
        if "feed" in params:
            params["feed"] = sync_text(f"sync_{params['feed']}").removeprefix("sync_")
        lines.append(errors.describe(str(note["code"]), params).one_line())
    return "\n".join(lines)
