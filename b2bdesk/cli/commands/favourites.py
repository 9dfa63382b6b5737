"""`favourite …`: goods at hand and what is waited for.

(`watch` is the watched folder.) `favourite check` ends with 2 when a condition came true just now.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from b2bdesk.cli import figures
from b2bdesk.cli.console import Call, Result, table
from b2bdesk.cli.exits import ATTENTION, DONE
from b2bdesk.cli.parser import Commands
from b2bdesk.domain.watching import (
    BATCH,
    DATED,
    FELL,
    FRESH,
    LISTED,
    PRICE,
    STOCK,
    typed_value,
)
from b2bdesk.texts import formats, tr, trc, trn
from b2bdesk.trade.decimals import scaled_text
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.ports import tables
from b2bdesk.usecases.rows.favourites import HOLDS, FavouriteRow, WatchEvent, WatchRule

_LIMIT = 200


def register(commands: Commands) -> None:
    """Add the commands."""
    group = commands.group("favourite", tr("Favourites and what is waited for"))
    listed = group.add(
        "list", tr("List favourites with their conditions"), _list,
        examples=("favourite list --held --json",),
    )  # fmt: skip
    listed.add_argument("--held", action="store_true", help=tr("only what has come true"))
    listed.add_argument(
        "-o", "--out", default="", metavar=trc("cli", "FILE"),
        help=tr("write them as .xlsx, .csv or .pdf"),
    )  # fmt: skip
    add = group.add(
        "add", tr("Put goods into favourites and say what to wait for"), _add,
        examples=("favourite add 85123A --price 120,50", "favourite add 85123A --back --list A"),
    )  # fmt: skip
    add.add_argument("articles", nargs="+", metavar=trc("cli", "ARTICLE"))
    add.add_argument("--list", dest="list_name", default="", metavar=trc("cli", "NAME"),
                     help=tr("put them into this list"))  # fmt: skip
    add.add_argument("--back", action="store_true", help=tr("tell when it is in stock"))
    add.add_argument("--listed", action="store_true", help=tr("tell when it is offered again"))
    add.add_argument("--price", default="", metavar="N", help=tr("tell when it costs no more"))
    add.add_argument("--fell", default="", metavar="N", help=tr("tell when it fell by N percent"))
    add.add_argument("--batch", nargs="?", const="", default=None, metavar="DATE",
                     help=tr("tell of a batch, not later than a date"))  # fmt: skip
    add.add_argument("--use-by", default="", metavar="DATE",
                     help=tr("tell when there is some that keeps until a date"))  # fmt: skip
    remove = group.add("remove", tr("Take goods out of favourites"), _remove)
    remove.add_argument("articles", nargs="+", metavar=trc("cli", "ARTICLE"))
    group.add("check", tr("Check the conditions now; 2 when one came true"), _check)
    events = group.add("events", tr("List what came true"), _events)
    events.add_argument("--limit", type=int, default=_LIMIT, metavar="N",
                        help=tr("print at most so many"))  # fmt: skip


def _list(call: Call) -> Result:
    rows = call.services.favourites.rows()
    if call.options.held:
        rows = tuple(row for row in rows if row.holding)
    if call.options.out:
        call.services.tables.save(Path(call.path(call.options.out)), _table(rows))
    return Result([_document(row) for row in rows], _text(rows))


def _add(call: Call) -> Result:
    call.need_catalogue()
    ids = [_item(call, text) for text in call.options.articles]
    wanted = _wanted(call)
    call.services.favourites.add(ids, call.options.list_name)
    if call.options.list_name:
        call.services.favourites.set_list(ids, call.options.list_name)
    for item_id in ids:
        for kind, value in wanted:
            call.services.favourites.set_rule(item_id, kind, value)
    rows = tuple(row for row in call.services.favourites.rows() if row.kept.item_id in ids)
    return Result([_document(row) for row in rows], _text(rows))


def _remove(call: Call) -> Result:
    known = {row.kept.article.casefold(): row.kept.item_id for row in _rows(call)}
    ids = []
    for text in call.options.articles:
        item_id = known.get(text.casefold(), "")
        if not item_id:
            raise Expected("item_not_found", text=text)
        ids.append(item_id)
    call.services.favourites.remove(ids)
    words = trn("{n} item taken out of favourites", "{n} items taken out of favourites", len(ids))
    return Result({"removed": len(ids)}, words.format(n=len(ids)))


def _check(call: Call) -> Result:
    checked = call.services.favourites.check()
    document = {
        "rules": checked.rules,
        "events": [event_document(event) for event in checked.events],
    }
    words = trn("{n} condition checked", "{n} conditions checked", checked.rules)
    text = [words.format(n=checked.rules), *map(_event_line, checked.events)]
    return Result(document, "\n".join(text), ATTENTION if checked.events else DONE)


def _events(call: Call) -> Result:
    events = call.services.favourites.events(max(1, call.options.limit))
    return Result([event_document(each) for each in events], "\n".join(map(_event_line, events)))


def _wanted(call: Call) -> list[tuple[str, str]]:
    options = call.options
    found = [(STOCK, "")] if options.back else []
    if options.listed:
        found.append((LISTED, ""))
    asked = (
        (PRICE, options.price),
        (FELL, options.fell),
        (BATCH, options.batch),
        (FRESH, options.use_by),
    )
    for kind, text in asked:
        if text is None or (kind != BATCH and not text):
            continue
        value = typed_value(kind, text)
        if value is None:
            raise Expected("bad_date" if kind in DATED else "bad_quantity", text=text)
        found.append((kind, value))
    return found


def _item(call: Call, text: str) -> str:
    hits = call.services.resolve.resolve([text]).get(text, ())
    ids = {hit.offer.id for hit in hits if hit.level == hits[0].level}
    if len(ids) != 1:
        raise Expected("item_not_found", text=text)
    return ids.pop()


def _rows(call: Call) -> tuple[FavouriteRow, ...]:
    return call.services.favourites.rows()


def _document(row: FavouriteRow) -> dict[str, Any]:
    offer = row.offer
    return {
        "id": row.kept.item_id,
        "article": row.kept.article,
        "name": row.kept.name,
        "list": row.kept.list_name or None,
        "price": figures.price(offer.price_e5, "RUB") if offer else None,
        "stock": figures.quantity(offer.stock_e3) if offer else None,
        "conditions": [_rule(rule) for rule in row.rules.values()],
    }


def _rule(rule: WatchRule) -> dict[str, Any]:
    return {
        "kind": rule.kind,
        "value": shown_value(rule.kind, rule.value),
        "contract": rule.contract_id,
        "state": rule.state,
        "since": figures.instant(rule.held_at or rule.set_at),
    }


def shown_value(kind: str, value: str) -> str | None:
    """A rule's value for `--json`: a price, a percent, a date."""
    if not value:
        return None
    if kind == PRICE:
        return scaled_text(int(value), 5, 2)
    return scaled_text(int(value), 2, 0) if kind == FELL else value


def event_document(event: WatchEvent) -> dict[str, Any]:
    """A condition that came true."""
    found = event.found
    if kind_is_price(event.kind):
        found = scaled_text(int(found or 0), 5, 2)
    elif event.kind == STOCK:
        found = scaled_text(int(found or 0), 3, 0)
    return {
        "at": figures.instant(event.at),
        "id": event.item_id,
        "article": event.article,
        "name": event.name,
        "kind": event.kind,
        "contract": event.contract_id,
        "value": shown_value(event.kind, event.value),
        "found": found or None,
    }


def kind_is_price(kind: str) -> bool:
    """Say whether what was found is a price."""
    return kind in (PRICE, FELL)


def _event_line(event: WatchEvent) -> str:
    told = event_document(event)
    when = formats.moment(event.at)
    return f"{when}  {event.article}  {event.name}: {kind_words(event.kind)} {told['found'] or ''}"


def kind_words(kind: str) -> str:
    """What is waited for, in a word or two."""
    return {
        STOCK: tr("in stock"),
        PRICE: tr("price"),
        FELL: tr("cheaper"),
        BATCH: tr("batch"),
        FRESH: tr("use by"),
        LISTED: tr("offered"),
    }[kind]


def _conditions(row: FavouriteRow) -> str:
    parts = []
    for rule in row.rules.values():
        value = shown_value(rule.kind, rule.value)
        mark = "+" if rule.state == HOLDS else ""
        parts.append(f"{mark}{kind_words(rule.kind)}" + (f" {value}" if value else ""))
    return ", ".join(parts)


def _text(rows: tuple[FavouriteRow, ...]) -> str:
    headings = (
        trc("cli", "Article"), trc("cli", "Name"), tr("List"), tr("Price"), trc("cli", "Stock"),
        tr("Waiting for"),
    )  # fmt: skip
    lines = [
        (
            row.kept.article,
            row.kept.name,
            row.kept.list_name,
            formats.price(row.offer.price_e5) if row.offer and row.offer.price_e5 else "—",
            formats.quantity(row.offer.stock_e3) if row.offer and row.offer.stock_e3 else "—",
            _conditions(row),
        )
        for row in rows
    ]
    words = trn("{n} item", "{n} items", len(rows)).format(n=formats.number(len(rows)))
    return "\n".join([table(headings, lines, right="34"), words] if rows else [words])


def _table(rows: tuple[FavouriteRow, ...]) -> tables.Table:
    columns = [
        tables.TableColumn(trc("cli", "Article"), width=20),
        tables.TableColumn(trc("cli", "Name"), width=48),
        tables.TableColumn(tr("List"), width=18),
        tables.TableColumn(tr("Price"), tables.PRICE, 12),
        tables.TableColumn(trc("cli", "Stock"), tables.QUANTITY, 12),
        tables.TableColumn(tr("Waiting for"), width=36),
    ]
    lines = [
        (
            row.kept.article, row.kept.name, row.kept.list_name,
            row.offer.price_e5 if row.offer else None, row.offer.stock_e3 if row.offer else None,
            _conditions(row),
        )
        for row in rows
    ]  # fmt: skip
    return tables.Table(tr("Favourites"), "", columns, lines)
