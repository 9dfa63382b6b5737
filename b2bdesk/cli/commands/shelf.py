"""Whole carts: `cart copy`, `merge`, `compare`, `what-if`, `rebind`, `take`, `undo`, `delete` …"""

from typing import Any

from b2bdesk.cli import exits, figures
from b2bdesk.cli.cart_texts import cart_document, carts_text, problem_text, totals_document
from b2bdesk.cli.commands.carts import find_cart, no_cart, only_cart
from b2bdesk.cli.console import Call, Result, table
from b2bdesk.cli.parser import Commands, Parser
from b2bdesk.texts import errors, formats, tr, trc, trn
from b2bdesk.texts.reasons import undo_label
from b2bdesk.trade.errors import Expected
from b2bdesk.usecases.cart_compare import Compared, compare_carts
from b2bdesk.usecases.cart_rebind import WhatIf
from b2bdesk.usecases.cart_shelf import copy_cart, merge_carts
from b2bdesk.usecases.rows.account import ContractRow
from b2bdesk.usecases.rows.carts import AddResult, CartRow, UndoResult


def register(commands: Commands) -> None:
    """Add the commands."""
    cart = commands.group("cart", tr("Carts: drafts of orders"))
    copying = _named(cart.add("copy", tr("Copy a cart"), _copy))
    _name_option(copying)
    merging = _named(cart.add("merge", tr("Add the lines of a cart to another one"), _merge))
    target = trc("cli", "TARGET")
    merging.add_argument(
        "target", metavar=target, help=tr("cart that gets the lines; the first goes into the bin")
    )
    other = _named(cart.add("compare", tr("Two carts side by side"), _compare))
    other.add_argument("other", metavar=target, help=tr("cart to compare it with"))
    _named(cart.add("what-if", tr("What a cart costs under every contract"), _what_if))
    rebinding = _named(cart.add("rebind", tr("Move a cart to another contract"), _rebind))
    rebinding.add_argument(
        "contract", metavar=trc("cli", "CONTRACT"), help=tr("contract: id or number")
    )
    taking = cart.add("take", tr("Make a cart out of a .b2bcart file"), _take)
    taking.add_argument("file", metavar=trc("cli", "FILE"))
    _name_option(taking)
    _named(cart.add("undo", tr("Take back the last change of a cart"), _undo))
    _named(cart.add("redo", tr("Do again what was taken back"), _redo))
    _named(cart.add("delete", tr("Lay a cart into the recycle bin for 30 days"), _delete))
    _named(cart.add("restore", tr("Take a cart out of the recycle bin"), _restore))


def _named(parser: Parser) -> Parser:
    parser.add_argument("cart", metavar=trc("cli", "CART"), help=tr("name, number or id"))
    return parser


def _name_option(parser: Parser) -> None:
    parser.add_argument(
        "--name", default="", metavar=trc("cli", "NAME"), help=tr("name of the new cart")
    )


def _copy(call: Call) -> Result:
    call.need_catalogue()
    copied = copy_cart(
        call.services.carts, find_cart(call, call.options.cart).id, call.options.name
    )
    return _made(copied.cart, copied.added, 0)


def _merge(call: Call) -> Result:
    source, target = find_cart(call, call.options.cart), find_cart(call, call.options.target)
    added = merge_carts(call.services.carts, source.id, target.id)
    return _made(target, added, 0)


def _take(call: Call) -> Result:
    call.need_catalogue()
    got = call.services.exchange.take(call.path(call.options.file), call.options.name)
    return _made(got.cart, got.added, got.unknown)


def _made(cart: CartRow, added: AddResult, unknown: int) -> Result:
    document = {
        "cart": {"id": cart.id, "name": cart.name},
        "added": added.added,
        "summed": added.summed,
        "not_found": unknown,
    }
    words = tr("“{name}”: {added} new lines, {summed} added to others, {unknown} not found")
    text = words.format(name=cart.name, added=added.added, summed=added.summed, unknown=unknown)
    return Result(document, text, exits.ATTENTION if unknown else exits.DONE)


def _compare(call: Call) -> Result:
    left, right = find_cart(call, call.options.cart), find_cart(call, call.options.other)
    rows = compare_carts(call.services.carts, left.id, right.id)
    document = {
        "left": left.name,
        "right": right.name,
        "items": [_compared(row, left.currency) for row in rows],
    }
    headings = (trc("cli", "Article"), trc("cli", "Name"), left.name, right.name)
    lines = [
        (row.article, row.name, formats.quantity(row.left_e3), formats.quantity(row.right_e3))
        for row in rows
        if not row.same
    ]
    return Result(document, table(headings, lines, "23") if lines else tr("The carts are equal."))


def _compared(row: Compared, currency: str) -> dict[str, Any]:
    difference = row.difference_minor
    return {
        "item_id": row.item_id or None,
        "article": row.article,
        "name": row.name,
        "left": figures.quantity(row.left_e3),
        "right": figures.quantity(row.right_e3),
        "difference": None if difference is None else figures.money(difference, currency),
    }


def _what_if(call: Call) -> Result:
    cart = find_cart(call, call.options.cart)
    found = call.services.rebinding.what_if(cart.id)
    names = _contracts(call)
    document = [_counted(each, names) for each in found]
    for each, row in zip(found, document, strict=True):
        row["warehouses"] = [
            {"id": place.place_id, "name": place.name, "whole": place.whole, "short": place.short}
            for place in call.services.rebinding.warehouses(cart.id, each.contract_id)
        ]
    headings = (
        trc("cli", "Buying as"), trc("cli", "Contract"), trc("cli", "Sum"), tr("Cannot be sent"),
        tr("Short"), "",
    )  # fmt: skip
    rows = [
        (
            names[each.contract_id][0],
            names[each.contract_id][1].number,
            formats.money(each.totals.gross_minor, each.totals.currency),
            formats.number(each.blocked),
            formats.number(each.short),
            "; ".join(errors.describe(one.code, one.params).title for one in each.problems),
        )
        for each in found
    ]
    return Result(document, table(headings, rows, "234"))


def _counted(each: WhatIf, names: dict[str, tuple[str, ContractRow]]) -> dict[str, Any]:
    entity, contract = names[each.contract_id]
    return {
        "entity": entity,
        "contract": contract.number,
        "contract_id": contract.id,
        "totals": totals_document(each.totals),
        "cannot_be_sent": each.blocked,
        "short": each.short,
        "can_send": each.can_send,
        "problems": [
            {"code": one.code, "blocking": one.blocking, "message": problem_text(one)}
            for one in each.problems
        ],
        "ships": each.ships.isoformat() if each.ships else None,
        "delivery": [
            {
                "id": way.method_id,
                "name": way.name,
                "cost": figures.money(way.cost_minor, each.totals.currency),
                "total": figures.money(way.total_minor, each.totals.currency),
            }
            for way in each.ways
        ],
    }


def _rebind(call: Call) -> Result:
    cart = find_cart(call, call.options.cart)
    wanted = call.options.contract
    fits = [
        contract
        for contract_id, (_, contract) in _contracts(call).items()
        if wanted in (contract_id, contract.number)
    ]
    if len(fits) != 1:
        raise Expected("bad_arguments", text=tr("no such contract, or several: give its id"))
    done = call.services.rebinding.rebind(cart.id, fits[0].id)
    document = {
        "cart": {"id": cart.id, "name": cart.name},
        "contract": fits[0].number,
        "before": totals_document(done.before),
        "after": totals_document(done.after),
        "changed_lines": len(done.changed),
    }
    text = tr("{before} became {after}; lines that changed: {n}").format(
        before=formats.money(done.before.gross_minor, done.before.currency),
        after=formats.money(done.after.gross_minor, done.after.currency),
        n=formats.number(len(done.changed)),
    )
    return Result(document, text)


def _contracts(call: Call) -> dict[str, tuple[str, ContractRow]]:
    return {
        contract.id: (entity.name, contract)
        for entity in call.services.account.entities()
        for contract in entity.contracts
    }


def _undo(call: Call) -> Result:
    cart_id = _undoable(call)
    return _stepped(call, cart_id, call.services.carts.undo(cart_id), tr("Undone: {step}"))


def _redo(call: Call) -> Result:
    cart_id = find_cart(call, call.options.cart).id
    return _stepped(call, cart_id, call.services.carts.redo(cart_id), tr("Done again: {step}"))


def _undoable(call: Call) -> str:
    """The id of the cart to undo in; a cart that was just split stands for its parts."""
    carts = call.services.carts
    try:
        return find_cart(call, call.options.cart).id
    except Expected as error:
        binned = only_cart(carts.recycled(), call.options.cart)
        kin = call.services.splitting.kin(binned.id) if binned else None
        for part_id, _, _ in kin.parts if kin else ():
            step = carts.undo_label(part_id)
            if step is not None and step.label == "split":
                return part_id
        raise error


def _stepped(call: Call, cart_id: str, done: UndoResult, words: str) -> Result:
    cart = call.services.carts.row(done.cart_id or cart_id)
    document = {
        "step": done.label,
        "params": done.params,
        "conflicts": done.conflicts,
        "cart": {"id": cart.id, "name": cart.name},
        "lines": cart.lines,
        "gross": figures.money(cart.gross_minor, cart.currency),
    }
    text = words.format(step=undo_label(done.label, done.params))
    if done.conflicts:
        text += "\n" + trn(
            "{n} line had been changed since and was left alone",
            "{n} lines had been changed since and were left alone",
            done.conflicts,
        ).format(n=formats.number(done.conflicts))
    text += "\n" + carts_text((cart,))
    return Result(document, text, exits.ATTENTION if done.conflicts else exits.DONE)


def _delete(call: Call) -> Result:
    cart = find_cart(call, call.options.cart)
    call.services.carts.delete(cart.id)
    return Result(cart_document(cart), cart.name)


def _restore(call: Call) -> Result:
    wanted = call.options.cart
    rows = call.services.carts.recycled()
    cart = only_cart(rows, wanted)
    if cart is None:
        raise no_cart(call, wanted)
    call.services.carts.restore(cart.id)
    return Result(cart_document(cart), cart.name)
